"""What a district declares about its services."""

from .codes import wrong_basic, wrong_codes, wrong_handling, wrong_task
from .items import Item, ItemExample
from .merging import Paper, merged
from .parts import (
    Answer,
    Choice,
    Condition,
    Fee,
    ItemMaterial,
    Notice,
    Office,
    Question,
    Result,
    ReviewPoint,
    Target,
)
from .themes import Theme, ThemeExample, ThemePart, Trade, TradeCondition, TradeExample
from .words import Words, WordsExample

__all__ = [
    "Answer",
    "Choice",
    "Condition",
    "Fee",
    "Item",
    "ItemExample",
    "ItemMaterial",
    "Notice",
    "Office",
    "Paper",
    "Question",
    "Result",
    "ReviewPoint",
    "Target",
    "Theme",
    "ThemeExample",
    "ThemePart",
    "Trade",
    "TradeCondition",
    "TradeExample",
    "Words",
    "WordsExample",
    "merged",
    "wrong_basic",
    "wrong_codes",
    "wrong_handling",
    "wrong_task",
]
