"""The public contract of certificates."""

from .announced import announce

announce()
