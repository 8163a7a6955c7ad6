"""Questions about services, each answering only what its reader may see."""

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

__all__ = [
    "GuideRow",
    "ItemView",
    "PaperView",
    "Part",
    "Step",
    "ThemeView",
    "TradeView",
    "guide",
    "guides",
    "guides_slice",
    "theme",
    "themes",
    "trade",
    "trades",
    "units_by_name",
    "units_with_guides",
]
