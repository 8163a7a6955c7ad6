"""Fills in the forms that pages show, as a person would, whatever forms they are."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice, product
from typing import Any
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from lxml import html

from tests.district import PASSWORD

from .discovery import routes
from .ground import IDENTITY_NUMBER, USCC, ids

GIVEN = {
    "url": "https://203.0.113.9/hooks",
    "redirect_uris": "https://erp.example.org/back",
    "uscc": USCC,
    "identity_number": IDENTITY_NUMBER,
    "phone": "13900000000",
    "networks": "203.0.113.0/24",
    "username": "reviewer",
    "current": PASSWORD,
    "new": "River-under-the-0ld-bridge",
    "again": "River-under-the-0ld-bridge",
    "password": "River-under-the-0ld-bridge",
    "days": "30",
    "per_minute": "60",
    "year": "2029",
}
TEXTS = {"text", "search", "textarea"}


@dataclass(frozen=True)
class Form:
    """A form on somebody's page, filled in."""

    page: str
    action: str
    fields: dict[str, list[Any]]
    texts: tuple[str, ...] = ()  # the fields one may write anything into
    files: tuple[str, ...] = field(default=())

    @property
    def path(self) -> str:
        return self.action.partition("?")[0]

    def sent(self, client: Client, /, **more: Any) -> HttpResponse:
        given = {name: list(values) for name, values in self.fields.items()}
        for name in self.files:
            given[name] = [SimpleUploadedFile("预算.txt", b"2026")]
        given.update({name: value if isinstance(value, list) else [value] for name, value in more.items()})
        return client.post(self.action, given)


def pages(names: dict[str, list[Any]], most: int = 12) -> Iterator[tuple[str, str]]:
    """The name and address of every page, with everything that may stand in it.

    The first so many of many; where two names stand in it, all of the last for each of those.
    """
    for name, route in routes():
        wanted = re.findall(r"<(?:\w+:)?(\w+)>", route)
        values = [names.get(each, [1]) for each in wanted]
        limit = most * len(values[-1]) if len(values) > 1 else most
        for chosen in islice(product(*values), limit):
            try:
                yield name, reverse(name, kwargs=dict(zip(wanted, chosen, strict=True)))
            except NoReverseMatch:
                continue


def forms_of(page: str, text: str) -> Iterator[Form]:
    """Every form of the page that sends something, once for each of its buttons that say something else."""
    try:
        tree = html.fromstring(text)
    except (ValueError, html.etree.ParserError):
        return
    for element in tree.xpath("//form[translate(@method, 'POST', 'post')='post']"):
        action = urljoin(page, element.get("action") or page)
        fields, texts, files = _filled(element)
        buttons = [(each.get("name"), each.get("value", "")) for each in element.xpath(".//button[@name]")]
        for name, value in buttons or [("", "")]:
            pressed = {name: [value]} if name else {}
            yield Form(page, action, {**fields, **pressed}, tuple(texts), tuple(files))


def _filled(element: Any) -> tuple[dict[str, list[Any]], list[str], list[str]]:
    fields: dict[str, list[Any]] = {}
    texts, files = [], []
    for control in element.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        name, kind = control.get("name"), control.get("type", control.tag).lower()
        if kind == "input":
            kind = "text"
        if kind == "file":
            files.append(name)
        elif kind in ("checkbox", "radio"):
            if name not in fields or (kind == "checkbox" and control.get("checked") is not None):
                fields.setdefault(name, []).append(control.get("value", "on"))
        elif kind == "select":
            options = [each.get("value", each.text) for each in control.xpath(".//option")]
            fields[name] = [next(filter(None, options), "")]
        elif kind not in ("submit", "button", "image", "reset"):
            fields[name] = [_value(name, kind, control)]
            if kind in TEXTS and name not in GIVEN:
                texts.append(name)
    return fields, texts, files


def _value(name: str, kind: str, control: Any) -> str:
    present = control.get("value") or (control.text_content().strip() if kind == "textarea" else "")
    if kind == "date":
        later = timezone.localdate() + timedelta(days=20 if name.startswith("end") else 0)
        return present or later.isoformat()
    return present if kind == "hidden" else GIVEN.get(name) or present or "说明"


def seen_by(client: Client, names: dict[str, list[Any]] | None = None) -> Iterator[tuple[str, str, HttpResponse]]:
    """Every address of the pages as somebody sees it: its name, itself, the answer."""
    for name, address in pages(names or ids()):
        if not name.startswith(("api:", "idp:")) and name not in ("budgets:draft_file", "identity:logout"):
            yield name, address, client.get(address)


def found_by(client: Client, names: dict[str, list[Any]] | None = None) -> list[Form]:
    """Every form somebody is shown, each once."""
    return list(forms_among((address, answer) for _name, address, answer in seen_by(client, names)).values())


def forms_among(answers: Iterable[tuple[str, HttpResponse]]) -> dict[tuple[str, str], Form]:
    """The forms on these pages, each once."""
    seen: dict[tuple[str, str], Form] = {}
    for address, answer in answers:
        if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
            for each in forms_of(address, answer.text):
                seen.setdefault((each.action, repr(sorted(each.fields))), each)
    return seen
