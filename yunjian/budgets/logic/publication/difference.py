"""What an edition changed: every figure, every paragraph and every project, beside what stood there before."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Literal

from ..disclosure import Disclosure, ProjectNote

Kind = Literal["added", "removed", "changed"]
MOST_LINES = 2_000  # of one chapter; beyond that it is shown as replaced whole


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One amount in yuan; None where the cell was or is blank."""

    table: int
    title: str
    side: str
    code: str
    label: str
    column: str
    before: Decimal | None
    after: Decimal | None

    @property
    def difference(self) -> Decimal:
        return (self.after or Decimal(0)) - (self.before or Decimal(0))


@dataclass(frozen=True, slots=True)
class TextChange:
    """Paragraphs of a chapter that gave way to others."""

    chapter: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProjectChange:
    """A project that came, went, or is explained otherwise."""

    title: str
    kind: Kind
    before: Decimal | None
    after: Decimal | None
    sections: tuple[str, ...] = ()

    @property
    def difference(self) -> Decimal:
        return (self.after or Decimal(0)) - (self.before or Decimal(0))


@dataclass(frozen=True, slots=True)
class Difference:
    figures: tuple[FigureChange, ...]
    texts: tuple[TextChange, ...]
    projects: tuple[ProjectChange, ...]

    @property
    def is_nothing(self) -> bool:
        return not (self.figures or self.texts or self.projects)


def difference(before: Disclosure, after: Disclosure) -> Difference:
    """From one edition to the next."""
    return Difference(
        tuple(_figures(before, after)), tuple(_texts(before, after)), tuple(_projects(before.projects, after.projects))
    )


_Spot = tuple[int, str, str, str, str, int]  # table, side, code, label, column, how many of them stood above


def _amounts(disclosure: Disclosure) -> dict[_Spot, tuple[str, str, Decimal]]:
    """Every amount by where it stands, with the titles of its table and column."""
    found: dict[_Spot, tuple[str, str, Decimal]] = {}
    seen: Counter[tuple[int, str, str, str, str]] = Counter()
    for table in disclosure.tables:
        for section in table.sections:
            for row in section.rows:
                for column, figure in zip(section.columns, row.figures, strict=False):
                    if figure is None:
                        continue
                    spot = (table.number, section.side, row.code, row.label, column.key)
                    found[*spot, seen[spot]] = (table.title, column.title, figure.yuan)
                    seen[spot] += 1
    return found


def _figures(before: Disclosure, after: Disclosure) -> Iterator[FigureChange]:
    old, new = _amounts(before), _amounts(after)
    order = {spot: at for at, spot in enumerate([*old, *(spot for spot in new if spot not in old)])}
    for spot in sorted(order, key=lambda spot: (spot[0], order[spot])):
        a, b = old.get(spot), new.get(spot)
        if (a and a[2]) != (b and b[2]):
            title, column, _ = b or a or ("", "", None)
            number, side, code, label, _, _ = spot
            yield FigureChange(number, title, side, code, label, column, a and a[2], b and b[2])


def _chapters(disclosure: Disclosure) -> dict[str, tuple[str, list[str]]]:
    chapters = {
        chapter.kind or chapter.title: (chapter.title, [line for line in chapter.text.splitlines() if line.strip()])
        for chapter in disclosure.chapters
    }
    notes = {f"table:{t.number}": (t.title, list(t.notes)) for t in disclosure.tables if t.notes}
    return {**chapters, **notes}


def _texts(before: Disclosure, after: Disclosure) -> Iterator[TextChange]:
    old, new = _chapters(before), _chapters(after)
    for key in dict.fromkeys([*old, *new]):
        (title, a), (newer, b) = old.get(key, ("", [])), new.get(key, ("", []))
        if a == b:
            continue
        if max(len(a), len(b)) > MOST_LINES:
            yield TextChange(newer or title, tuple(a), tuple(b))
            continue
        for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            if tag != "equal":
                yield TextChange(newer or title, tuple(a[a1:a2]), tuple(b[b1:b2]))


def _amount(note: ProjectNote | None) -> Decimal | None:
    return note.amount.yuan if note and note.amount else None


def _projects(before: tuple[ProjectNote, ...], after: tuple[ProjectNote, ...]) -> Iterator[ProjectChange]:
    old, new = {note.title: note for note in before}, {note.title: note for note in after}
    for title in dict.fromkeys([*old, *new]):
        a, b = old.get(title), new.get(title)
        if a is None or b is None:
            yield ProjectChange(title, "added" if a is None else "removed", _amount(a), _amount(b))
            continue
        texts = {section.number: section.text for section in a.sections}
        changed = tuple(s.title for s in b.sections if texts.get(s.number) != s.text)
        if changed or _amount(a) != _amount(b):
            yield ProjectChange(title, "changed", _amount(a), _amount(b), changed)
