"""The search over projects, budgets, units and terms, group by group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import rjieba

from yunjian.budgets import queries as budgets
from yunjian.budgets.definitions import CodeTable
from yunjian.budgets.queries import Hit
from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.parties import queries as parties
from yunjian.parties.queries import UnitView
from yunjian.projects import queries as projects
from yunjian.projects.queries import ProjectRow
from yunjian.ui.listing import Ask

MOST = 20
MOST_PIECES = 4


@dataclass(frozen=True)
class Term:
    """A code of the budget classification and what it is called."""

    code: str
    name: str
    table: str
    year: int
    is_confirmed: bool


@dataclass(frozen=True)
class Found:
    """What was found for a text; ``is_partial`` when nothing had all of it and only pieces were looked for."""

    text: str
    terms: tuple[str, ...] = ()
    is_partial: bool = False
    projects: tuple[ProjectRow, ...] = ()
    notes: tuple[Hit, ...] = ()
    lines: tuple[Hit, ...] = ()
    disclosures: tuple[Hit, ...] = ()
    units: tuple[UnitView, ...] = ()
    codes: tuple[Term, ...] = ()

    @property
    def count(self) -> int:
        return sum(map(len, (self.projects, self.notes, self.lines, self.disclosures, self.units, self.codes)))


def search(text: str, *, reader: Actor, today: date, limit: int = MOST) -> Found:
    """Everything that has the text; where nothing does, what has the longest of its words."""
    if not text:
        return Found("")
    whole = _look(text, [text], reader, today, limit)
    if whole.count:
        return whole
    pieces = _pieces(text)
    return _look(text, pieces, reader, today, limit) if pieces else whole


def _pieces(text: str) -> list[str]:
    """The words of the text, the longest first; a mistyped character costs one of them, not all."""
    words = dict.fromkeys(word for word in rjieba.cut(text) if len(word) > 1 and word != text)
    return sorted(words, key=len, reverse=True)[:MOST_PIECES]


def _look(text: str, words: Sequence[str], reader: Actor, today: date, limit: int) -> Found:
    hits = list(dict.fromkeys(hit for word in words for hit in budgets.search(word, reader=reader, limit=limit)))
    terms = tuple(dict.fromkeys([*words, *text.split(), *_pieces(text)]))
    registered = _projects(words, reader, limit)
    known = {(row.unit, row.year, row.title) for row in registered}
    return Found(
        text,
        terms,
        list(words) != [text],
        projects=registered,
        notes=tuple(h for h in hits if h.kind == "project" and (h.unit, h.year, h.title) not in known)[:limit],
        lines=tuple(hit for hit in hits if hit.kind == "line")[:limit],
        disclosures=tuple(hit for hit in hits if hit.kind == "disclosure")[:limit],
        units=_units(words, reader)[:limit],
        codes=_codes(words, today)[:limit],
    )


def _projects(words: Sequence[str], reader: Actor, limit: int) -> tuple[ProjectRow, ...]:
    """Projects of the register, the largest first."""
    asks = (Ask({"q": word}, sort="amount", descending=True, size=limit) for word in words)
    rows = (row for ask in asks for row in projects.register(ask, reader=reader).found.rows)
    return tuple(dict.fromkeys(rows))[:limit]


def _units(words: Sequence[str], reader: Actor) -> tuple[UnitView, ...]:
    wanted = [word.casefold() for word in words]
    names = [(each, f"{each.title} {each.short_title}".casefold()) for each in parties.units(reader=reader)]
    return tuple(each for each, name in names if any(word in name for word in wanted))


def _codes(words: Sequence[str], today: date) -> tuple[Term, ...]:
    """Codes by name, or by their digits with or without hyphens."""
    digits = [word.replace("-", "").replace(" ", "") for word in words]
    codes = [code for code in digits if code.isdecimal() and len(code) >= 3]
    return tuple(
        Term(entry.code, entry.name, table.title, table.year, entry.certainty == "confirmed")
        for table in catalogue.all_in_force(CodeTable, on=today)
        for entry in table.codes
        if any(word in entry.name for word in words) or entry.code.replace("-", "").startswith(tuple(codes))
    )
