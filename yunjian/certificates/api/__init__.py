"""The public contract of certificates."""

from . import register, social_use
from .announced import announce

announce()

__all__ = ["register", "social_use"]
