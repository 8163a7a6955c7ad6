"""Why cases were given back or refused: what a page offers, what was given, and how often, equal to its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask, Found, find

from .. import definitions, policy
from ..models import Case, Cause, State
from .figures import at_windows, of_units
from .own import titles_of_matters

ONLINE = "online"  # handed in by the applicants themselves
NEWEST = Ask(sort="case", descending=True, size=50)
MOVES = tuple(each.value for each in Cause.Move)


@dataclass(frozen=True, slots=True)
class Given:
    """A cause as the applicant and the office read it."""

    code: str
    title: str
    move: str
    move_title: str
    given_on: date


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which causes are counted: a unit's, a matter's, of whoever took the case in, given on these days."""

    unit: str = ""
    procedure: str = ""
    window: str = ""  # an account, or ONLINE
    since: date | None = None
    until: date | None = None
    cause: str = ""
    move: str = ""


@dataclass(frozen=True, slots=True)
class CauseFigure:
    """In how many cases a cause was given: for each move, and in all."""

    code: str
    title: str
    moves: tuple[tuple[str, int], ...]  # in the order of MOVES
    cases: int


@dataclass(frozen=True, slots=True)
class Caused:
    """A case of the list behind a figure: no words, no name."""

    case: int
    procedure_title: str
    unit_title: str
    state_title: str
    open_to_reader: bool
    causes: tuple[Given, ...]  # those that the figure counts


@dataclass(frozen=True, slots=True)
class Places:
    """Where causes were given: at which units, for which matters, in cases taken in by whom."""

    units: tuple[str, ...]
    procedures: tuple[str, ...]
    windows: tuple[str, ...]


def places_of_causes(*, reader: Actor) -> Places:
    """What the figures can be narrowed to, for the units the reader counts."""
    rows = of_units(Cause.objects.all(), "case__unit", reader).order_by()
    found = list(rows.values_list("case__unit", "case__procedure").distinct())
    units, procedures = (tuple(sorted(set(each))) for each in zip(*found, strict=True)) if found else ((), ())
    return Places(units, procedures, tuple(at_windows(reader)))


def causes_for(move: str, *, at: datetime, reader: Actor) -> tuple[tuple[str, str], ...]:
    """What may be given for a move today, as (code, title); "other" comes last."""
    found = [each for each in _in_force(timezone.localdate(at)) if move in each.moves]
    return tuple((each.key, _called(each)) for each in sorted(found, key=lambda each: (each.key == "other", each.key)))


def cause_titles(*, at: datetime, reader: Actor) -> dict[str, str]:
    """Every code that may be given today or ever was, with its title."""
    known = {each.key: _called(each) for each in _in_force(timezone.localdate(at))}
    past = Cause.objects.exclude(code__in=sorted(known)).values_list("code", flat=True).distinct()
    return known | {code: _last_called(code) for code in past}


def given_to(rows: Sequence[Cause], at: datetime) -> tuple[Given, ...]:
    """The causes of cases, as they are called today, or were called last."""
    known = {each.key: _called(each) for each in _in_force(timezone.localdate(at))} if rows else {}
    return tuple(
        Given(
            row.code,
            known.get(row.code) or _last_called(row.code),
            row.move,
            str(Cause.Move(row.move).label),
            row.given_on,
        )
        for row in rows
    )


def cause_figures(wanted: Narrowed = Narrowed(), *, at: datetime, reader: Actor) -> tuple[CauseFigure, ...]:
    """By cause, the most frequent first, for the units whose figures the reader sees: one query and the titles."""
    of_moves = {move: Count("case", distinct=True, filter=Q(move=move)) for move in MOVES}
    rows: Any = _narrowed(wanted, reader).order_by().values("code")
    rows = rows.annotate(cases=Count("case", distinct=True), **of_moves)
    titles = cause_titles(at=at, reader=reader)
    found = (
        CauseFigure(row["code"], titles[row["code"]], tuple((move, row[move]) for move in MOVES), row["cases"])
        for row in rows
    )
    return tuple(sorted(found, key=lambda each: (-each.cases, each.code)))


def caused(wanted: Narrowed = Narrowed(), ask: Ask = NEWEST, *, at: datetime, reader: Actor) -> Found:
    """The cases that a figure counts: exactly those."""
    rows = _narrowed(wanted, reader)
    cases = Case.objects.filter(pk__in=rows.values("case"))
    found = find(cases, ask, orders={"case": "pk"})
    on_page = list(rows.filter(case__in=[case.pk for case in found.rows]))
    kept: dict[int, list[Given]] = {}
    for row, given in zip(on_page, given_to(on_page, at), strict=True):
        kept.setdefault(row.case_id, []).append(given)
    seen = policy.seen_among(reader, found.rows, at)
    matters, places = titles_of_matters(at), parties.unit_titles(reader=reader)
    shown = tuple(
        Caused(
            case.pk,
            matters.get(case.procedure, case.procedure),
            places.get(case.unit_id, case.unit_id),
            str(State(case.state).label),
            case.pk in seen,
            tuple(kept[case.pk]),
        )
        for case in found.rows
    )
    return Found(shown, found.total, found.page, found.size)


def _narrowed(wanted: Narrowed, reader: Actor) -> QuerySet[Cause]:
    rows = of_units(Cause.objects.all(), "case__unit", reader)
    asked = {
        "case__unit": wanted.unit,
        "case__procedure": wanted.procedure,
        "given_on__gte": wanted.since,
        "given_on__lte": wanted.until,
        "code": wanted.cause,
        "move": wanted.move,
    }
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    if wanted.window == ONLINE:
        return rows.exclude(case__opened_by__in=at_windows(reader))
    return rows.filter(case__opened_by=wanted.window) if wanted.window else rows


def _in_force(on: date) -> list[definitions.Cause]:
    return catalogue.all_in_force(definitions.Cause, on=on)


def _last_called(code: str) -> str:
    return next((_called(each) for each in reversed(catalogue.editions(definitions.Cause, code))), code)


def _called(cause: definitions.Cause) -> str:
    return cause.title_en if (get_language() or "").startswith("en") else cause.title
