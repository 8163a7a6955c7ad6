"""Which fields of a form can be filled from what the district has, and whether what was found fits the field."""

from collections.abc import Mapping
from typing import Any

from ..definitions import Form, Row
from .posted import typed


def to_fill(form: Form, values: Mapping[str, Any]) -> tuple[Row, ...]:
    """The empty fields that name a source; what does not appear in the end is taken away when it is handed in."""
    return tuple(row for row in form.fields if row.filled_from and values.get(row.name) in (None, ""))


def fitting_value(form: Form, row: Row, found: Any) -> Any:
    """What was found as the field takes it, a choice by its key or by its words; None where the field refuses it."""
    rule = form.rules["properties"][row.name]
    if isinstance(found, str):
        by_words = {words: choice for choice, words in row.words.items()}
        found = typed(by_words.get(found, found), rule)
    if found in (None, "") or any(each.place == row.name for each in form.checker.breaches({row.name: found})):
        return None
    return found
