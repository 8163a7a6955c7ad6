"""Questions about services, each answering only what its reader may see."""

from .forms import SENTENCES, Finding, findings, form, form_of_item
from .guides import (
    ItemView,
    PaperView,
    Part,
    Step,
    ThemeView,
    TradeView,
    guide,
    guides,
    guides_slice,
    theme,
    themes,
    trade,
    trades,
    units_by_name,
    units_with_guides,
)
from .index import GuideRow
from .personal import GuideGone, PersonalView, personal_guide, questions

__all__ = [
    "SENTENCES",
    "Finding",
    "GuideGone",
    "GuideRow",
    "ItemView",
    "PaperView",
    "Part",
    "PersonalView",
    "Step",
    "ThemeView",
    "TradeView",
    "findings",
    "form",
    "form_of_item",
    "guide",
    "guides",
    "guides_slice",
    "personal_guide",
    "questions",
    "theme",
    "themes",
    "trade",
    "trades",
    "units_by_name",
    "units_with_guides",
]
