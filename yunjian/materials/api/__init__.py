"""The public contract of materials: kinds, one's own drawer, handing in, lending, and what is lent to an office."""

from . import drawer, handing_in, lending, office, types, uploads

__all__ = ["drawer", "handing_in", "lending", "office", "types", "uploads"]
