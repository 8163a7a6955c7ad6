"""What is kept of services."""

from .drafting import DraftFile, ItemDraft
from .personal import PersonalGuide

__all__ = ["DraftFile", "ItemDraft", "PersonalGuide"]
