"""One form out of several: a field that two of them ask for in the same words under the same rule is asked once."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from .forms import Form, Row
from .rules import plain

_SAME_LEVEL = ("if", "then", "else")
LATER = {
    "hint": "现在没有的不用填：前面的事项办好以后，证照上会有。",
    "hint_en": "Leave it empty if you do not have it yet: the certificate of an earlier matter will say it.",
}


@dataclass(frozen=True, slots=True)
class Joined:
    """The one form, and of each form what its fields are called there."""

    form: Form
    names: Mapping[str, Mapping[str, str]]

    def part(self, key: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """What a document of the one form says to one of the forms."""
        return {name: values[there] for name, there in self.names[key].items() if there in values}


def joined(
    title: str, title_en: str, forms: Sequence[Form], yields: Mapping[str, Set[str]] = MappingProxyType({})
) -> Joined:
    """Sections in the order of the forms; a field of a later form that is there already is left out.

    ``yields`` names, for a form, the kinds of certificates that come of what goes before it: nobody has to write yet
    what such a certificate will say.
    """
    if len(forms) == 1 and not any(yields.values()):
        return Joined(forms[0], {forms[0].key: {row.name: row.name for row in forms[0].fields}})
    asked: dict[str, tuple[Row, Any]] = {}
    names: dict[str, dict[str, str]] = {}
    sections, rules = [], []
    for form in forms:
        own = names[form.key] = _names(form, asked)
        later = {row.name for row in form.fields if _comes_of(row, yields.get(form.key, frozenset()))}
        for section in form.sections:
            fresh = [row for row in section.fields if own[row.name] not in asked]
            for row in fresh:
                made = _renamed_row(row, own)
                shown = made.model_copy(update=LATER) if row.name in later else made
                asked[own[row.name]] = (shown, plain(form.rules["properties"][row.name]))
            if fresh:
                fields = tuple(asked[own[row.name]][0] for row in fresh)
                sections.append(section.model_copy(update={"key": f"{form.key}-{section.key}", "fields": fields}))
        rules.append(_renamed(_without(form.rules, later), own))
    whole = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: rule for name, (_, rule) in asked.items()},
        "required": list(dict.fromkeys(name for each in rules for name in each.pop("required", ()))),
    }
    if between := [each for each in rules if each]:
        whole["allOf"] = between
    # Not a copy: a copy would take along the checker of the first form, and no form has this many sections by itself.
    first = {name: getattr(forms[0], name) for name in Form.model_fields}
    own_parts = {"title": title, "title_en": title_en, "rules": whole, "sections": tuple(sections)}
    return Joined(Form.model_construct(**{**first, **own_parts}), names)


def _comes_of(row: Row, certificates: Set[str]) -> bool:
    return any(each.source == "certificate" and each.of in certificates for each in row.filled_from)


def _without(rules: Mapping[str, Any], names: Set[str]) -> dict[str, Any]:
    return {**rules, "required": [name for name in rules.get("required", ()) if name not in names]}


def _names(form: Form, asked: Mapping[str, tuple[Row, Any]]) -> dict[str, str]:
    """Each field under its own name where that is free or means the same, else with the form's before it."""
    found: dict[str, str] = {}
    for row in form.fields:
        there = asked.get(row.name)
        rule = plain(form.rules["properties"][row.name])
        is_same = there is not None and there[0].title == row.title and there[1] == rule and there[0].when == row.when
        found[row.name] = row.name if there is None or is_same else f"{form.key.replace('-', '_')}_{row.name}"
    return found


def _renamed_row(row: Row, names: Mapping[str, str]) -> Row:
    when = row.when and row.when.model_copy(update={"field": names[row.when.field]})
    return row.model_copy(update={"name": names[row.name], "when": when})


def _renamed(rules: Mapping[str, Any], names: Mapping[str, str], *, top: bool = True) -> dict[str, Any]:
    """The rules between fields under their new names; the fields' own rules stand in the one form."""
    made: dict[str, Any] = {}
    for word, value in rules.items():
        if word == "required":
            made[word] = [names.get(name, name) for name in value]
        elif word == "dependentRequired":
            made[word] = {names.get(k, k): [names.get(name, name) for name in v] for k, v in value.items()}
        elif word == "properties" and not top:
            made[word] = {names.get(name, name): plain(rule) for name, rule in value.items()}
        elif word == "allOf":
            made[word] = [_renamed(each, names, top=False) for each in value]
        elif word in _SAME_LEVEL:
            made[word] = _renamed(value, names, top=False)
        elif not top:
            made[word] = plain(value)
    return made
