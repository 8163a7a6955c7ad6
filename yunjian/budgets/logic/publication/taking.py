"""A draft taken from a disclosure as read: from last year's, from a reading, or from a workbook that was filled in."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ..disclosure import Disclosure, ProjectNote, Row, Section, Statement, Table
from .content import Assets, Content, Earlier, OwnProject, Procurement, Purpose, Sheet, SheetLine, SheetSide
from .figures import COMPARED, PLACES, amount_of
from .forms import columns, empty_sheet, empty_sheets

_USED_FOR = re.compile(r"(?:万?元)[，,。]\s*(.+)$", re.DOTALL)
_MAINLY = re.compile(r"主要(?:是)?用于(.+?)[。；;]?$")
_DISTRICT = re.compile(r"^(.{2,20}?)20\d\d年")
_PLAN = re.compile(r"20\d\d年[^。\n]*购置[^。\n]*。")
CENT = Decimal("0.01")


def from_reading(read: Disclosure) -> Content:
    """All a disclosure says that a draft can hold."""
    content = Content(year=read.year, body=read.body, sheets=sheets_of(read))
    named = _DISTRICT.match(read.title)
    district = named.group(1) if named and named.group(1) != read.body else ""
    content = replace(
        content,
        district=district,
        administrative=_count(read, "units.administrative"),
        institutions=_count(read, "units.institution"),
        is_new=any(s.change is not None and s.change.direction == "none" for s in read.statements),
        duties=_chapter(read, "duties"),
        organisation=_chapter(read, "organisation"),
        glossary=_chapter(read, "glossary"),
        purposes=_purposes(read),
        procurement=_procurement(read),
        assets=Assets(
            _count(read, "assets.vehicles"), _count(read, "assets.general"), _count(read, "assets.special"),
            _plan(read),
        ),
        projects=tuple(_project(note) for note in read.projects),
    )  # fmt: skip
    return replace(content, earlier=tuple(_earlier(read, content, subject) for subject in COMPARED))


def from_last_year(read: Disclosure) -> Content:
    """The year after: the same lines and words, no amounts; what was budgeted becomes what is compared with."""
    before = from_reading(read)
    return replace(
        before,
        year=before.year + 1,
        is_new=False,
        sheets=tuple(_cleared(sheet) for sheet in before.sheets),
        earlier=tuple(Earlier(subject, amount_of(before, subject)) for subject in COMPARED),
        procurement=Procurement(),
        assets=replace(before.assets, plan=""),
        projects=tuple(_renewed(project, before.year) for project in before.projects),
    )


def sheets_of(read: Disclosure) -> tuple[Sheet, ...]:
    """The nine tables; one that was not read is empty."""
    return tuple(_sheet(read.table(sheet.number), sheet) for sheet in empty_sheets())


def with_figures(content: Content, read: Disclosure) -> Content:
    """The draft with the tables a workbook filled; tables it does not have stay."""
    for table in read.tables:
        content = content.with_sheet(_sheet(table, empty_sheet(table.number)))
    return content


def _sheet(table: Table | None, empty: Sheet) -> Sheet:
    if table is None:
        return empty
    sides = []
    for side in empty.sides:
        section = table.section(side.side)
        lines = _lines(table.number, section) if section else ()
        sides.append(SheetSide(side.side, lines or side.lines))
    return Sheet(empty.number, tuple(sides))


def _lines(number: int, section: Section) -> tuple[SheetLine, ...]:
    places = [section.index(column.key) for column in columns(number, section.side)]
    lines = tuple(_line(section, row, places) for row in section.rows)
    return lines[:1] if number == 9 else lines


def _line(section: Section, row: Row, places: Sequence[int | None]) -> SheetLine:
    figures = [row.figures[at] if at is not None and at < len(row.figures) else None for at in places]
    amounts = tuple(None if figure is None else figure.yuan.quantize(CENT) for figure in figures)
    label = "" if section.columns and section.columns[0].key == "total" and not row.label else row.label
    return SheetLine(row.code, label, amounts, row.is_total)


def _chapter(read: Disclosure, kind: str) -> str:
    return next((chapter.text for chapter in read.chapters if chapter.kind == kind), "")


def _first(read: Disclosure, subject: str) -> Statement | None:
    return next(iter(read.stated(subject)), None)


def _count(read: Disclosure, subject: str) -> int:
    found = _first(read, subject)
    return found.count or 0 if found else 0


def _plan(read: Disclosure) -> str:
    """What is to be bought, where it says more than that nothing is."""
    found = _PLAN.search(_chapter(read, "other"))
    return "" if found is None or "无" in found.group() else found.group()


def _stated(read: Disclosure, subject: str) -> Decimal:
    found = _first(read, subject)
    return found.figure.yuan.quantize(CENT) if found and found.figure else Decimal(0)


def _procurement(read: Disclosure) -> Procurement:
    return Procurement(*(_stated(read, f"procurement.{key}") for key in ("goods", "works", "services", "sme", "micro")))


def _purposes(read: Disclosure) -> tuple[Purpose, ...]:
    """What each item named in the narrative is for, by the code that bears its name in table 5."""
    table = read.table(5)
    codes = {row.label: row.code for section in (table.sections if table else ()) for row in section.rows if row.code}
    found = []
    for statement in read.stated("function"):
        said = _MAINLY.search(statement.sentence)
        if said and statement.name in codes:
            found.append(Purpose(codes[statement.name], said.group(1)))
    return tuple(found)


def _earlier(read: Disclosure, content: Content, subject: str) -> Earlier:
    """What the year before must have been, by the change stated."""
    stated = next((s for s in read.stated(subject) if s.change is not None), None)
    if stated is None or stated.change is None or subject not in PLACES:
        return Earlier(subject)
    now, change = amount_of(content, subject), stated.change
    if change.direction == "same":
        return Earlier(subject, now)
    if change.amount is None or change.direction == "none":
        return Earlier(subject)
    difference = change.amount.yuan.quantize(CENT)
    return Earlier(subject, now - difference if change.direction == "increase" else now + difference, stated.reason)


def _project(note: ProjectNote) -> OwnProject:
    texts = {section.number: section.text for section in note.sections}
    overview = texts.get(1, "")
    used = _USED_FOR.search(texts.get(6, ""))
    return OwnProject(
        title=note.title,
        amount=note.amount.yuan.quantize(CENT) if note.amount else None,
        overview=overview.removeprefix(f"{note.title}，"),
        basis=texts.get(2, ""),
        implementer=note.implementer,
        plan=texts.get(4, ""),
        starts_on=note.period_start,
        ends_on=note.period_end,
        used_for=used.group(1).strip().rstrip("。") if used else "",
        goals=texts.get(7, ""),
    )


def _cleared(sheet: Sheet) -> Sheet:
    sides = tuple(
        replace(side, lines=tuple(replace(x, amounts=(None,) * len(x.amounts)) for x in side.lines))
        for side in sheet.sides
    )
    return replace(sheet, sides=sides)


def _renewed(project: OwnProject, year: int) -> OwnProject:
    """The project of the year before, its amount and dates left open."""
    goals = project.goals.replace(f"{year}年", f"{year + 1}年")
    return replace(project, amount=None, starts_on=None, ends_on=None, used_for="", goals=goals)
