"""Questions that need several domains. Each answers only what its reader may see."""

from .money import FunctionSum, Money, PlacedFinding, money
from .searching import Found, Term, search

__all__ = ["Found", "FunctionSum", "Money", "PlacedFinding", "Term", "money", "search"]
