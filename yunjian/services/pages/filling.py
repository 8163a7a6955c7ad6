"""A form on a page: filled, checked, rows added and taken away, with or without a script."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import queries
from ..definitions import Cell, Form, plain
from ..logic import posted
from ..queries import Finding
from .guides import in_language


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as the template draws it."""

    place: str
    title: str
    hint: str
    kind: str  # text, long, choice, rows
    value: str
    is_needed: bool
    mode: str
    most: int
    choices: tuple[tuple[str, str], ...]
    when: str
    error: str
    rows: tuple[tuple["FieldView", ...], ...] = ()
    is_full: bool = False
    source: str = ""  # whence it was filled, in words

    @property
    def described(self) -> str:
        ids = [f"{self.place}_{name}" for name in ("hint", "source", "error") if getattr(self, name)]
        return " ".join(ids)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, form: str) -> HttpResponse:
    """The form, and what is wrong with what was filled in; nothing is kept."""
    reader = request.actor  # type: ignore[attr-defined]
    found = queries.form(form, at=timezone.now(), reader=reader)
    given: dict[str, Any] = {}
    wrong: tuple[Finding, ...] = ()
    is_checked = False
    if request.method == "POST":
        given = posted.document(request.POST.dict(), found)
        is_checked = not change_rows(given, request.POST.get("do", ""), found)
        wrong = queries.findings(found, given, reader=reader) if is_checked else ()
    parts = {**drawn(found, given, wrong), "is_right": is_checked and not wrong}
    return render(request, "services/form.html", parts, status=422 if wrong else 200)


def change_rows(document: dict[str, Any], do: str, found: Form) -> bool:
    """Add a row or take one away, as ``add:family`` or ``remove:family:0`` says; whether it did."""
    verb, _, rest = do.partition(":")
    name, _, number = rest.partition(":")
    row = next((each for each in found.fields if each.name == name and each.inner), None)
    if row is None or verb not in ("add", "remove"):
        return False
    rows = document.setdefault(name, [])
    if verb == "add" and len(rows) < found.rules["properties"][name]["maxItems"]:
        rows.append({})
    elif verb == "remove" and number.isdecimal() and int(number) < len(rows):
        rows.pop(int(number))
    return True


def drawn(
    found: Form, document: Mapping[str, Any], wrong: tuple[Finding, ...], sources: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What the template needs of a form and what stands in it."""
    errors: dict[str, str] = {}
    for each in wrong:
        errors.setdefault(each.place, each.sentence)
    sections = []
    for section in found.sections:
        fields = tuple(
            replace(each, source=(sources or {}).get(each.place, ""))
            for each in _level(section.fields, found.rules, document, "", errors)
        )
        sections.append((section, in_language(section.title, section.title_en), fields))
    script = {
        "rules": plain(found.rules),
        "fields": [_told(row) for row in found.fields],
        "sentences": {rule: str(words) for rule, words in queries.SENTENCES.items()},
        "row": gettext("第 %(number)s 行"),
        "form": gettext("整张表单"),
    }
    title = in_language(found.title, found.title_en)
    told = json.dumps(script, ensure_ascii=False)
    return {"form": found, "title": title, "sections": sections, "wrong": wrong, "script": told}


def _told(row: Cell) -> dict[str, Any]:
    told: dict[str, Any] = {"name": row.name, "title": in_language(row.title, row.title_en)}
    if row.when:
        told["when"] = {"field": row.when.field, "among": list(row.when.among)}
    return {**told, "fields": [_told(each) for each in row.inner]} if row.inner else told


def _level(
    rows: tuple[Cell, ...], rules: Mapping[str, Any], values: Mapping[str, Any], before: str, errors: Mapping[str, str]
) -> tuple[FieldView, ...]:
    titles = {row.name: in_language(row.title, row.title_en) for row in rows}
    return tuple(_field(row, rules, values.get(row.name), before, errors, titles, rows) for row in rows)


def _field(
    row: Cell,
    rules: Mapping[str, Any],
    value: Any,
    before: str,
    errors: Mapping[str, str],
    titles: Mapping[str, str],
    beside: tuple[Cell, ...],
) -> FieldView:
    place, rule = f"{before}{row.name}", rules["properties"][row.name]
    inner: tuple[tuple[FieldView, ...], ...] = ()
    if row.inner:
        given = value if isinstance(value, list) and value else [{}]
        inner = tuple(
            _level(row.inner, rule["items"], each if isinstance(each, Mapping) else {}, f"{place}.{n}.", errors)
            for n, each in enumerate(given)
        )
    choices = _choices(row, rule)
    most = rule.get("maxLength", 0)
    return FieldView(
        place=place,
        title=titles[row.name],
        hint=in_language(row.hint, row.hint_en),
        kind="rows" if row.inner else "choice" if choices else "long" if most > 200 else "text",
        value="" if row.inner else posted.shown(value),
        is_needed=row.name in rules.get("required", ()),
        mode={"integer": "numeric", "number": "decimal"}.get(rule["type"], _MODES.get(rule.get("format", ""), "")),
        most=most,
        choices=choices,
        when=_when(row, titles, beside),
        error=errors.get(place, ""),
        rows=inner,
        is_full=bool(row.inner) and len(inner) >= rule["maxItems"],
    )


_MODES = {"mobile": "tel", "money": "decimal", "date": "numeric"}


def _choices(row: Cell, rule: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    if rule["type"] == "boolean":
        plain_words = {"true": gettext("是"), "false": gettext("否")}
        offered = ("true",) if rule.get("const") is True else ("true", "false")
        return tuple((each, _word(row, each, plain_words[each])) for each in offered)
    return tuple((each, _word(row, each, each)) for each in rule.get("enum", ()))


def _word(row: Cell, choice: str, otherwise: str) -> str:
    return in_language(row.words.get(choice, otherwise), row.words_en.get(choice, ""))


def _when(row: Cell, titles: Mapping[str, str], beside: tuple[Cell, ...]) -> str:
    """When the field is filled, in words: for those who read the page without its script."""
    if row.when is None:
        return ""
    asked = next(each for each in beside if each.name == row.when.field)
    plain_words = {"true": gettext("是"), "false": gettext("否")}
    said = [_word(asked, each, plain_words.get(each, each)) for each in row.when.among]
    return gettext("“%(title)s”选“%(answers)s”时填写。") % {"title": titles[asked.name], "answers": "、".join(said)}
