"""Inputs made from what a definition declares of a field."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def declared_input(
    kind: str,
    *,
    label: str,
    required: bool,
    longest: int,
    choices: Sequence[tuple[str, str]] = (),
    hint: str = "",
    lines: int = 1,
) -> forms.Field:
    """The input for a value of a declared kind (text, date, number, code, identifier, …)."""
    told: dict[str, Any] = {"label": label, "required": required, "help_text": hint}
    if kind == "code":
        return forms.ChoiceField(choices=[("", gettext("请选择")), *choices], **told)
    if kind == "date":
        return forms.DateField(widget=day_input(), **told)
    plain: dict[str, Any] = {"autocomplete": "off"}
    if kind == "number":
        plain["inputmode"] = "decimal"
    elif kind in ("identifier", "picture"):
        plain["spellcheck"] = "false"
    widget = forms.Textarea({**plain, "rows": lines}) if lines > 1 else forms.TextInput(plain)
    return forms.CharField(max_length=longest, widget=widget, **told)
