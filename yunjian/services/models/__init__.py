"""What is kept of services."""

from .applications import Application, Filing, GivenPaper
from .drafting import DraftFile, ItemDraft
from .personal import PersonalGuide
from .reviewing import PreReview, RuleDecision

__all__ = [
    "Application",
    "DraftFile",
    "Filing",
    "GivenPaper",
    "ItemDraft",
    "PersonalGuide",
    "PreReview",
    "RuleDecision",
]
