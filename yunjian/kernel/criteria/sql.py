"""A criterion put to a whole table at once: parameterised SQL for PostgreSQL with the same three values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from .judging import kind_of
from .pattern import parse
from .vocabulary import (
    BLANK,
    After,
    All,
    Any_,
    AtLeast,
    AtMost,
    Before,
    Between,
    Equals,
    Matches,
    Not,
    OneOf,
    Present,
    RefersTo,
    WithinDays,
)

Kind = Literal["text", "number", "date", "flag"]
_TYPES: dict[str, str] = {"text": "text", "number": "numeric", "date": "date", "flag": "boolean"}
_UNKNOWN = "null::boolean"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table asked: its name, what it holds, and the table's alias when there are several."""

    name: str
    kind: Kind
    table: str = ""

    @property
    def quoted(self) -> str:
        parts = (self.table, self.name) if self.table else (self.name,)
        return ".".join('"' + part.replace('"', '""').replace("%", "%%") + '"' for part in parts)


class _Question:
    """Collects the parameters while the condition is written."""

    def __init__(self, columns: Mapping[str, Column], on: date, known: Mapping[str, Collection[str]]):
        self.columns = columns
        self.on = on
        self.known = known
        self.parameters: list[Any] = []

    def value(self, value: Any) -> str:
        """A parameter with its type."""
        self.parameters.append(value)
        return f"%s::{_TYPES[kind_of(value)]}"

    def column(self, column: Column) -> str:
        """The column as it is compared: blanks around text do not count, blank text and NaN are nothing."""
        if column.kind == "text":
            self.parameters.append(BLANK)
            return f"nullif(btrim({column.quoted}, %s::text), '')"
        if column.kind == "number":
            return f"nullif({column.quoted}::numeric, 'NaN'::numeric)"
        return f"{column.quoted}::{_TYPES[column.kind]}"


def to_sql(
    criterion: Any,
    columns: Mapping[str, Column],
    *,
    on: date,
    known: Mapping[str, Collection[str]] | None = None,
) -> tuple[str, list[Any]]:
    """A condition and its parameters: true, false or null exactly where ``judge`` says ok, not or unknown."""
    question = _Question(columns, on, known or {})
    return _ask(criterion, question), question.parameters


def _ask(criterion: Any, question: _Question) -> str:
    if isinstance(criterion, Not):
        return f"(not {_ask(criterion.negated, question)})"
    if isinstance(criterion, All | Any_):
        parts = criterion.all if isinstance(criterion, All) else criterion.any
        joint = " and " if isinstance(criterion, All) else " or "
        return f"({joint.join(_ask(part, question) for part in parts)})"
    column = question.columns.get(criterion.field)
    if isinstance(criterion, Present):
        if column is None:
            return "false" if criterion.present else "true"
        return f"({question.column(column)} is {'not ' if criterion.present else ''}null)"
    if column is None:
        return _UNKNOWN
    return _compare(criterion, column, question)


def _compare(clause: Any, column: Column, question: _Question) -> str:
    match clause, column.kind:
        case Equals(equals=wanted), kind if kind_of(wanted) == kind:
            return f"({question.column(column)} = {question.value(wanted)})"
        case OneOf(one_of=wanted), kind if alike := [each for each in wanted if kind_of(each) == kind]:
            return f"({question.column(column)} in ({', '.join(question.value(each) for each in alike)}))"
        case AtLeast(at_least=bound), "number":
            return f"({question.column(column)} >= {question.value(bound)})"
        case AtMost(at_most=bound), "number":
            return f"({question.column(column)} <= {question.value(bound)})"
        case Between(between=(low, high)), kind if kind_of(low) == kind:
            return f"({question.column(column)} between {question.value(low)} and {question.value(high)})"
        case Before(before=day), "date":
            return f"({question.column(column)} < {question.value(day)})"
        case After(after=day), "date":
            return f"({question.column(column)} > {question.value(day)})"
        case WithinDays(within_days=days, side=side), "date":
            return _within(column, days, side, question)
        case Matches(matches=pattern), "text":
            return f"({question.column(column)} ~ {question.value(parse(pattern).to_sql())})"
        case RefersTo(refers_to=register), "text" if register in question.known:
            compared = question.column(column)
            question.parameters.append(sorted(question.known[register]))
            return f"({compared} = any(%s::text[]))"
    return _UNKNOWN


def _within(column: Column, days: int, side: str, question: _Question) -> str:
    if side == "past":
        today = question.value(question.on)
        gap = f"{today} - {question.column(column)}"
    else:
        compared = question.column(column)
        gap = f"{compared} - {question.value(question.on)}"
    question.parameters.append(days)
    return f"(({gap}) between 0 and %s::int)"
