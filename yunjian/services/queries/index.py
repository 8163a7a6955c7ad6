"""The index of guides: made when it is first asked for, made again when the catalogue has something new."""

from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from yunjian.cases.definitions import Procedure
from yunjian.kernel import catalogue
from yunjian.kernel.definitions import Definition

from ..definitions import Item, Theme, Trade, Words
from ..logic.search import SUMMARY, TITLE, WISH, Entry, Index

_TEXTS = ("title", "title_en", "summary", "wishes")
_KINDS: tuple[type[Definition], ...] = (Theme, Trade, Item)


@dataclass(frozen=True, slots=True)
class GuideRow:
    """A guide in a list."""

    kind: str
    kind_title: str
    key: str
    title: str
    title_en: str
    summary: str
    unit: str
    targets: tuple[str, ...]
    topics: tuple[str, ...]
    handling: str = ""
    days: int | None = None
    matter_type: str = ""
    is_flagged: bool = False


@dataclass(frozen=True, slots=True)
class Guides:
    """Every guide of a day, in the order of the index's entries."""

    rows: tuple[GuideRow, ...]
    index: Index


_made: dict[tuple[int, date], Guides] = {}
_lock = Lock()


def guides_on(day: date) -> Guides:
    """As the catalogue stands now."""
    name = (catalogue.newest(), day)
    if (found := _made.get(name)) is not None:
        return found
    with _lock:
        if name not in _made:
            made = _make(day)
            _made.clear()
            _made[name] = made
        return _made[name]


def _make(day: date) -> Guides:
    procedures = catalogue.outlines(Procedure, ("unit", "handling", "promised_days", "matter_type"), on=day)
    rows: list[GuideRow] = []
    entries: list[Entry] = []
    for kind in _KINDS:
        for key, body in catalogue.outlines(kind, _fields(kind), on=day).items():
            if (body.get("status") or "in-use") != "in-use":
                continue
            rows.append(_row(kind, key, body, procedures))
            entries.append(Entry(kind.kind, key, body["title"], _texts(body)))
    words = catalogue.all_in_force(Words, on=day)
    groups = [group for each in words for group in each.groups]
    return Guides(tuple(rows), Index(entries, groups, {filler for each in words for filler in each.fillers}))


def _fields(kind: type[Definition]) -> tuple[str, ...]:
    own: dict[type[Definition], tuple[str, ...]] = {
        Item: ("procedure", "targets", "topics", "status", "remarks"),
        Theme: ("unit", "target"),
        Trade: ("unit",),
    }
    return (*_TEXTS, *own[kind])


def _texts(body: dict[str, Any]) -> tuple[tuple[str, float], ...]:
    wishes = tuple((wish, WISH) for wish in body["wishes"] or ())
    more = tuple((body[name], SUMMARY) for name in ("title_en", "summary") if body[name])
    return ((body["title"], TITLE), *wishes, *more)


def _row(kind: type[Definition], key: str, body: dict[str, Any], procedures: dict[str, dict[str, Any]]) -> GuideRow:
    procedure = procedures.get(body.get("procedure", ""), {})
    targets = body.get("targets") or ([body["target"]] if body.get("target") else ["enterprise"])
    return GuideRow(
        kind.kind,
        kind.noun,
        key,
        body["title"],
        body["title_en"],
        body["summary"] or "",
        body.get("unit") or procedure.get("unit", ""),
        tuple(targets),
        tuple(body.get("topics") or ()),
        procedure.get("handling", ""),
        procedure.get("promised_days"),
        procedure.get("matter_type", ""),
        bool(body.get("remarks")),
    )
