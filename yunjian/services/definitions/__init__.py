"""What a district declares about its services."""

from .automations import Automation, AutomationExample, is_drawn
from .codes import wrong_basic, wrong_codes, wrong_handling, wrong_task
from .forms import Appears, Cell, Form, FormExample, Row, Section, Source, Wrong
from .items import Item, ItemExample
from .joining import Joined, joined
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
from .rules import Breach, Checker, plain, wrong_rules
from .said import Said
from .themes import Theme, ThemeExample, ThemePart, Trade, TradeCondition, TradeExample
from .words import Words, WordsExample

__all__ = [
    "Answer",
    "Appears",
    "Automation",
    "AutomationExample",
    "Breach",
    "Cell",
    "Checker",
    "Choice",
    "Condition",
    "Fee",
    "Form",
    "FormExample",
    "Item",
    "ItemExample",
    "ItemMaterial",
    "Joined",
    "Notice",
    "Office",
    "Paper",
    "Question",
    "Result",
    "ReviewPoint",
    "Row",
    "Said",
    "Section",
    "Source",
    "Target",
    "Theme",
    "ThemeExample",
    "ThemePart",
    "Trade",
    "TradeCondition",
    "TradeExample",
    "Words",
    "WordsExample",
    "Wrong",
    "is_drawn",
    "joined",
    "merged",
    "plain",
    "wrong_basic",
    "wrong_codes",
    "wrong_handling",
    "wrong_rules",
    "wrong_task",
]
