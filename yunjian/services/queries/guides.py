"""Finding a guide and reading it: what the catalogue says today, for everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from yunjian.cases.definitions import Procedure, Region, plan
from yunjian.certificates import queries as certificates
from yunjian.certificates.definitions import CertificateType
from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.kernel.criteria import Verdict
from yunjian.kernel.keyset import Slice
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask, Found

from ..definitions import Item, Paper, Question, Theme, Trade, merged
from .index import GuideRow, guides_on


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the way: in which wave, where, how long."""

    wave: int
    title: str
    units: tuple[str, ...]
    days: int


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper of the guide, and who already has it."""

    paper: Paper
    certificate_title: str
    is_held: bool  # the reader's own certificate is called up
    made_by_title: str
    item_titles: tuple[str, ...]
    hint: str = ""
    is_conditional: bool = False

    @property
    def is_own(self) -> bool:
        """Whether the applicant has to bring it."""
        return not (self.paper.certificate or self.paper.looked_up_in or self.paper.promise or self.paper.made_by)


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item and its way, as a guide shows them."""

    item: Item
    procedure: Procedure
    unit_title: str
    other_units: tuple[str, ...]
    papers: tuple[PaperView, ...]
    steps: tuple[Step, ...]
    themes: tuple[tuple[str, str], ...]
    region: Region | None  # where it is decided, when not here
    taken_in_at: tuple[str, ...]  # the regions whose windows take it in for us

    @property
    def title(self) -> str:
        return self.item.title


@dataclass(frozen=True, slots=True)
class Part:
    """An item within a theme or a trade."""

    key: str
    title: str
    unit_title: str
    wave: int
    days: int
    handling: str
    is_conditional: bool


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme whole: its items in their order, one list of papers."""

    theme: Theme
    unit_title: str
    parts: tuple[Part, ...]
    papers: tuple[PaperView, ...]
    questions: tuple[Question, ...]
    days: int  # from the first hand-in to the last result, waves one after the other
    verdicts: tuple[tuple[str, Verdict], ...] = ()

    @property
    def title(self) -> str:
        return self.theme.title

    @property
    def title_en(self) -> str:
        return self.theme.title_en


@dataclass(frozen=True, slots=True)
class SingleView:
    """One item for somebody's answers."""

    title: str
    title_en: str
    parts: tuple[Part, ...]
    papers: tuple[PaperView, ...]
    days: int
    verdicts: tuple[tuple[str, Verdict], ...]


@dataclass(frozen=True, slots=True)
class TradeView:
    """A trade whole."""

    trade: Trade
    unit_title: str
    parts: tuple[Part, ...]
    papers: tuple[PaperView, ...]


def guides(ask: Ask, *, at: datetime, reader: Actor) -> Found:
    """The guides that fit what is said, the best first; without a wish, all of them by title."""
    found = guides_on(timezone.localdate(at))
    titles = parties.unit_titles(reader=reader)
    if said := ask.get("q"):
        rows = [found.rows[hit.position] for hit in found.index.find(said)]
    else:
        rows = sorted(found.rows, key=lambda row: (row.kind == Item.kind, row.title))
    rows = [row for row in rows if _fits(row, ask)]
    pages = max(1, -(-len(rows) // ask.size))
    page = min(ask.page, pages)
    start = (page - 1) * ask.size
    shown = [replace(row, unit=titles.get(row.unit, row.unit)) for row in rows[start : start + ask.size]]
    return Found(tuple(shown), len(rows), page, ask.size)


def _fits(row: GuideRow, ask: Ask) -> bool:
    here = (("kind", (row.kind,)), ("unit", (row.unit,)), ("target", row.targets), ("topic", row.topics))
    return all(not ask.get(name) or ask.get(name) in values for name, values in here)


def units_with_guides(*, at: datetime, reader: Actor) -> dict[str, str]:
    """The units that have a guide, by title."""
    titles = parties.unit_titles(reader=reader)
    keys = {row.unit for row in guides_on(timezone.localdate(at)).rows}
    return dict(sorted(((key, titles.get(key, key)) for key in keys if key), key=lambda each: each[1]))


def guide(key: str, *, at: datetime, reader: Actor) -> ItemView:
    """The guide of one item, as it holds today."""
    day = timezone.localdate(at)
    item = catalogue.in_force(Item, key, on=day)
    procedure = catalogue.in_force(Procedure, item.procedure, on=day)
    titles = parties.unit_titles(reader=reader)
    themes = catalogue.all_in_force(Theme, on=day)
    regions = catalogue.all_in_force(Region, on=day)
    return ItemView(
        item,
        procedure,
        titles.get(procedure.unit, procedure.unit),
        tuple(titles.get(each, each) for each in item.other_units),
        _papers([item], {}, day, reader, at),
        _steps(procedure, titles),
        tuple((each.key, each.title) for each in themes if any(part.item == key for part in each.parts)),
        next((each for each in regions if each.key == procedure.region), None),
        tuple(each.title for each in regions if procedure.key in each.takes_in),
    )


def guides_slice(ask: Ask, *, after: Sequence[Any] | None, limit: int, at: datetime, reader: Actor) -> Slice:
    """The same guides part by part, for programs: after so many."""
    begun = int(after[0]) if after else 0
    rows = guides(replace(ask, page=1, size=10**9), at=at, reader=reader).rows
    shown = rows[begun : begun + limit]
    return Slice(tuple(shown), (begun + limit,) if len(rows) > begun + limit else None)


def themes(*, at: datetime, reader: Actor) -> tuple[Theme, ...]:
    return tuple(sorted(catalogue.all_in_force(Theme, on=timezone.localdate(at)), key=lambda each: each.title))


def trades(*, at: datetime, reader: Actor) -> tuple[Trade, ...]:
    return tuple(sorted(catalogue.all_in_force(Trade, on=timezone.localdate(at)), key=lambda each: each.title))


def theme(key: str, answers: Mapping[str, Any] | None = None, *, at: datetime, reader: Actor) -> ThemeView:
    """The theme for these answers; without any, everything it may take."""
    day = timezone.localdate(at)
    found = catalogue.in_force(Theme, key, on=day)
    given = answers or {}
    items = {each.item: catalogue.in_force(Item, each.item, on=day) for each in found.parts}
    waves = found.waves(given, day)
    order = [items[name] for wave in waves for name in wave]
    when = {each.item for each in found.parts if each.when is not None}
    procedures = {each.key: catalogue.in_force(Procedure, each.procedure, on=day) for each in order}
    titles = parties.unit_titles(reader=reader)
    parts = tuple(
        _part(items[name], procedures[name], titles, number, name in when and not answers)
        for number, wave in enumerate(waves, 1)
        for name in wave
    )
    return ThemeView(
        found,
        titles.get(found.unit, found.unit),
        parts,
        _papers(order, given, day, reader, at),
        asked_once(found, order),
        sum(max((procedures[name].promised_days for name in wave), default=0) for wave in waves),
        tuple((each.title, each.fits(given, day)) for each in order) if answers else (),
    )


def single(key: str, answers: Mapping[str, Any], *, at: datetime, reader: Actor) -> SingleView:
    """The item for these answers: whether it fits, what to bring."""
    day = timezone.localdate(at)
    item = catalogue.in_force(Item, key, on=day)
    way = catalogue.in_force(Procedure, item.procedure, on=day)
    part = _part(item, way, parties.unit_titles(reader=reader), 1, False)
    papers = _papers([item], answers, day, reader, at)
    verdict = ((item.title, item.fits(answers, day)),)
    return SingleView(item.title, item.title_en, (part,), papers, way.promised_days, verdict)


def trade(key: str, *, at: datetime, reader: Actor) -> TradeView:
    """One licence and its permits."""
    day = timezone.localdate(at)
    found = catalogue.in_force(Trade, key, on=day)
    items = [catalogue.in_force(Item, name, on=day) for name in found.permits]
    titles = parties.unit_titles(reader=reader)
    parts = tuple(
        _part(each, catalogue.in_force(Procedure, each.procedure, on=day), titles, 1, False) for each in items
    )
    return TradeView(found, titles.get(found.unit, found.unit), parts, _papers(items, {}, day, reader, at))


def asked_once(found: Theme, items: list[Item]) -> tuple[Question, ...]:
    """The theme's questions, then those of its items that are not asked yet."""
    questions = {each.name: each for each in found.questions}
    for item in items:
        for each in item.questions:
            questions.setdefault(each.name, each)
    return tuple(questions.values())


def _part(item: Item, way: Procedure, titles: Mapping[str, str], wave: int, is_conditional: bool) -> Part:
    unit = titles.get(way.unit, way.unit)
    return Part(item.key, item.title, unit, wave, way.promised_days, way.handling, is_conditional)


def _papers(
    items: list[Item], answers: Mapping[str, Any], day: date, reader: Actor, at: datetime
) -> tuple[PaperView, ...]:
    names = {each.key: each.title for each in items}
    kinds = {each.key: each.title for each in catalogue.all_in_force(CertificateType, on=day)}
    held: set[str] = set()
    if not reader.is_anonymous:
        own = certificates.held(reader=reader, at=at)
        held = {each.type for each in own if each.standing.standing == "VALID"}
    written = {(item.key, each.key): each for item in items for each in item.materials}
    return tuple(
        PaperView(
            paper,
            kinds.get(paper.certificate, ""),
            paper.certificate in held,
            names.get(paper.made_by, ""),
            tuple(names[key] for key in paper.items),
            written[paper.materials[0]].hint,
            all(written[each].when is not None for each in paper.materials) and not answers,
        )
        for paper in merged(items, answers, day)
    )


def _steps(procedure: Procedure, titles: Mapping[str, str]) -> tuple[Step, ...]:
    steps = {each.key: each for each in procedure.steps}
    return tuple(
        Step(number, steps[key].title, tuple(titles.get(u, u) for u in steps[key].units), steps[key].days)
        for number, wave in enumerate(plan.waves(procedure.plan), 1)
        for key in wave
    )


def units_by_name(*, reader: Actor) -> dict[str, str]:
    """The key of every unit by each of its names, blanks aside."""
    return {"".join(name.split()): each.key for each in parties.units(reader=reader) for name in _names(each)}


def _names(unit: parties.UnitView) -> tuple[str, ...]:
    return tuple(filter(None, (unit.title, unit.short_title)))
