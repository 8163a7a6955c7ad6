"""A typed client of Yunjian's open interfaces: what was generated, and what no generator does."""

from .problems import ChangedMeanwhile, Conflict, Invalid, NoAnswer, NotAllowed, NotFound, Refused, TooOften
from .reading import answer, each
from .session import Yunjian

__all__ = [
    "ChangedMeanwhile",
    "Conflict",
    "Invalid",
    "NoAnswer",
    "NotAllowed",
    "NotFound",
    "Refused",
    "TooOften",
    "Yunjian",
    "answer",
    "each",
]
