"""The public contract of digital projects: the register, and the officer's decisions on proposals."""

from . import deciding, register
from .announced import announce

announce()

__all__ = ["deciding", "register"]
