"""What is kept of services."""

from .applications import Application, Filing, GivenPaper
from .drafting import DraftFile, ItemDraft
from .generated import GeneratedText
from .personal import PersonalGuide
from .reviewing import PreReview, RuleDecision

__all__ = [
    "Application",
    "DraftFile",
    "Filing",
    "GeneratedText",
    "GivenPaper",
    "ItemDraft",
    "PersonalGuide",
    "PreReview",
    "RuleDecision",
]
