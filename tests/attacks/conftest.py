"""The ground for every attack."""

from .ground import ground

__all__ = ["ground"]
