"""What a browser posts, as the document it stands for, and back; what does not fit its type stays as it was typed."""

import re
from collections.abc import Mapping
from typing import Any

from ..definitions import Cell, Form

MOST_ROWS = 50
LONGEST = 4000
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_DECIMAL = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,6}")


def document(posted: Mapping[str, str], form: Form) -> dict[str, Any]:
    """The document behind the posted names ``area`` and ``partners.0.name``."""
    return _level(posted, form.fields, form.rules, "")


def _level(posted: Mapping[str, str], rows: tuple[Cell, ...], rules: Mapping[str, Any], before: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        name, rule = f"{before}{row.name}", rules["properties"][row.name]
        if row.inner:
            numbers = range(counted(posted, name))
            found[row.name] = [_level(posted, row.inner, rule["items"], f"{name}.{n}.") for n in numbers]
        elif name in posted:
            found[row.name] = typed(posted[name], rule)
    return found


def counted(posted: Mapping[str, str], name: str) -> int:
    """How many rows of a repeated part were posted."""
    said = posted.get(f"{name}.rows", "")
    return min(int(said), MOST_ROWS) if said.isascii() and said.isdigit() and len(said) < 4 else 0


def typed(text: str, rule: Mapping[str, Any]) -> Any:
    """A text as the type of its field; what does not fit stays as it was typed."""
    text, kind = text.strip()[:LONGEST], rule.get("type")
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if kind in ("integer", "number") and _WHOLE.fullmatch(text):
        return int(text)
    if kind == "number" and _DECIMAL.fullmatch(text):
        return float(text)
    return text


def shown(value: Any) -> str:
    """A value as it stands in a field."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
