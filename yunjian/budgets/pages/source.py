"""The original beside the reading: every line of the file, what was read there, and what was found there."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..logic.disclosure import Disclosure, Figure, Place, Table
from ..queries import FindingView, OriginalFile
from .words import subject_of

ON_A_PAGE = 150
AROUND = 3
PLAIN = ("text", "markdown")

Key = tuple[int, str, int, int, int]  # page, sheet, line, table, row


@dataclass(frozen=True)
class ReadThere:
    """A value read from a line: of which thing, and the value."""

    kind: str  # table, statement, project, amount
    title: str
    value: str
    table: int = 0
    number: int = 0


@dataclass
class SourceLine:
    """A line of the original, with what was read from it."""

    number: int
    place: Place
    text: str
    read: list[ReadThere] = field(default_factory=list)
    findings: list[FindingView] = field(default_factory=list)
    is_asked: bool = False

    @property
    def quotes(self) -> list[str]:
        """What the findings quote of this line."""
        return [f.place.quote for f in self.findings if f.place.quote and f.place.quote in self.text]


@dataclass(frozen=True)
class OriginalPage:
    """A stretch of the original; pages are counted from 1."""

    lines: tuple[SourceLine, ...]
    number: int
    pages: int

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1 if self.number < self.pages else 0


def original_page(
    structure: Disclosure, file: OriginalFile, findings: Iterable[FindingView], asked: Mapping[str, str]
) -> OriginalPage:
    """The page asked for by number, or the one a place (``line``, ``at``, ``sheet``, ``table``, ``row``) is on."""
    lines, here = _lines(structure, file, findings, _place_asked(asked))
    pages = max(1, -(-len(lines) // ON_A_PAGE))
    number = min(pages, max(1, _whole(asked.get("page", ""), 1)))
    if here in lines:
        number = lines.index(here) // ON_A_PAGE + 1
    return OriginalPage(tuple(lines[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]), number, pages)


def surroundings(structure: Disclosure, file: OriginalFile, finding: FindingView) -> list[SourceLine]:
    """The line a finding stands on, with the lines before and after it."""
    lines, here = _lines(structure, file, [finding], finding.place)
    if here not in lines:
        return []
    at = lines.index(here)
    return lines[max(0, at - AROUND) : at + AROUND + 1]


def _lines(
    structure: Disclosure, file: OriginalFile, findings: Iterable[FindingView], place: Place
) -> tuple[list[SourceLine], SourceLine | None]:
    """Every line that is not blank, with what was read and found there; and the one at the place."""
    plain = structure.source.format in PLAIN
    lines = _raw(structure, file) if plain else _as_read(structure)
    index = _Index(lines, plain)
    for where, read in _read(structure):
        if (line := index.at(where)) is not None:
            line.read.append(read)
    for finding in findings:
        if (line := index.at(finding.place)) is not None:
            line.findings.append(finding)
    here = index.at(place)
    if here is not None:
        here.is_asked = True
    return [line for line in lines if line.text.strip()], here


class _Index:
    """Finds the line a place is on; a place within a paragraph is on the line the paragraph begins with."""

    def __init__(self, lines: list[SourceLine], plain: bool):
        self.plain = plain
        self.lines = {_key(line.place, plain): line for line in reversed(lines)}
        self.keys = sorted(key for key in self.lines if not key[3])

    def at(self, place: Place) -> SourceLine | None:
        key = _key(place, self.plain)
        if key in self.lines or self.plain or place.table or not place.line:
            return self.lines.get(key)
        before = bisect_right(self.keys, key) - 1
        found = self.keys[before] if before >= 0 else None
        return self.lines[found] if found and found[:2] == key[:2] else None


def _key(place: Place, plain: bool) -> Key:
    """In plain text a line has its number; elsewhere a place is a page, a sheet, a table and a row."""
    return (0, "", place.line, 0, 0) if plain else (place.page, place.sheet, place.line, place.table, place.row)


def _place_asked(asked: Mapping[str, str]) -> Place:
    page, line, table, row = (_whole(asked.get(name, ""), 0) for name in ("at", "line", "table", "row"))
    return Place(page=page, line=line, sheet=asked.get("sheet", ""), table=table, row=row)


def _whole(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else default


def _raw(structure: Disclosure, file: OriginalFile) -> list[SourceLine]:
    text = file.data.decode(structure.source.encoding or "utf-8", "replace").lstrip("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    return [SourceLine(number, Place(line=number), line) for number, line in enumerate(lines, 1)]


def _as_read(structure: Disclosure) -> list[SourceLine]:
    """Running text and table rows in the order of their places; rows without a line of their own follow their table."""
    found: dict[Key, tuple[Key, Place, str]] = {}
    for line in structure.lines:
        found.setdefault(_key(line.place, False), (_key(line.place, False), line.place, line.text))
    for table in structure.tables:
        begins = table.place
        for place, text in _rows(table):
            row = _key(place, False)
            follows = not place.line and (place.page, place.sheet) == (begins.page, begins.sheet)
            order = (place.page, place.sheet, begins.line, place.table, place.row) if follows else row
            earlier = found[row][2] + "　" if row in found else ""  # a two-sided table has two rows in one
            found[row] = (order, place, earlier + text)
    ordered = sorted(found.values(), key=lambda line: line[0])
    return [SourceLine(number, place, text) for number, (_order, place, text) in enumerate(ordered, 1)]


def _rows(table: Table) -> Iterator[tuple[Place, str]]:
    for section in table.sections:
        for row in section.rows:
            cells = [f"{figure.printed.value:,f}" if figure else "" for figure in row.figures]
            yield row.place, "　".join(part for part in (row.code, row.label, *cells) if part)


def _read(structure: Disclosure) -> Iterator[tuple[Place, ReadThere]]:
    for table in structure.tables:
        for section in table.sections:
            for row in section.rows:
                for column, figure in zip(section.columns, row.figures, strict=False):
                    if figure:
                        title = f"{row.label} · {column.title}" if row.label else column.title
                        yield figure.place, ReadThere("table", title, _shown(figure), table.number)
    for statement in structure.statements:
        if statement.figure:
            yield (
                statement.figure.place,
                ReadThere("statement", subject_of(statement), _shown(statement.figure)),
            )
    for number, note in enumerate(structure.projects, 1):
        yield note.place, ReadThere("project", note.title, "", number=number)
        if note.amount:
            yield note.amount.place, ReadThere("amount", note.title, _shown(note.amount), number=number)


def _shown(figure: Figure) -> str:
    return str(figure.printed)
