"""The public contract of certificates."""

from . import register
from .announced import announce

announce()

__all__ = ["register"]
