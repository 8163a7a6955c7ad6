"""Sentences that remember what they were made of, so that another language can say them."""

from typing import Any


class Said(str):
    """A sentence in Chinese; its pattern is the message id of its translation, filled with the same values."""

    __slots__ = ("pattern", "values")

    pattern: str
    values: dict[str, Any]

    def __new__(cls, pattern: str, **values: Any) -> "Said":
        said = super().__new__(cls, pattern % values if values else pattern)
        said.pattern, said.values = pattern, values
        return said
