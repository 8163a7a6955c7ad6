"""What a project note in a disclosure says of its project."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from yunjian.kernel.money import MoneyUnit, parse_number

from .facts import CENT, WHOLE, Cited, Facts, Step, last_day_named

# What the reader of disclosures calls a way of paying, and what the register calls it.
PAYMENTS = {
    "milestones": "MILESTONES",
    "fixed_dates": "MILESTONES",
    "lump_sum": "LUMP_SUM",
    "per_contract": "BY_CONTRACT",
    "metered": "METERED",
    "per_piece": "METERED",
}
LONGEST_PURPOSE = 1000


class Payment(Protocol):
    @property
    def condition(self) -> str: ...
    @property
    def share(self) -> Decimal | None: ...
    @property
    def printed(self) -> str: ...
    @property
    def due(self) -> str: ...


class Part(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def printed(self) -> str: ...


class Document(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def number(self) -> str: ...


class Section(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def paragraphs(self) -> list[str]: ...


class Note(Protocol):
    """What ``budgets.queries.project_notes`` answers with, as far as it is needed here."""

    @property
    def year(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def amount(self) -> Decimal | None: ...
    @property
    def printed(self) -> str: ...
    @property
    def period_start(self) -> date | None: ...
    @property
    def period_end(self) -> date | None: ...
    @property
    def payment_kind(self) -> str: ...
    @property
    def sections(self) -> Sequence[Section]: ...
    @property
    def parts(self) -> Sequence[Part]: ...
    @property
    def payments(self) -> Sequence[Payment]: ...
    @property
    def citations(self) -> Sequence[Document]: ...


def facts_of_note(note: Note) -> Facts:
    """The note's facts: amounts as printed, in yuan and cents; the last day of the period counts in."""
    start, end = note.period_start, note.period_end
    purpose = next((" ".join(s.paragraphs) for s in note.sections if s.number == 1), "")
    parts = ((part.label, in_yuan(part.printed)) for part in note.parts)
    return Facts(
        title=note.title,
        amount=_cents(note.amount),
        printed=note.printed,
        line=note.number,
        starts_on=start,
        ends_before=end + timedelta(days=1) if end else None,
        payment=PAYMENTS.get(note.payment_kind, "UNSPECIFIED"),
        purpose=purpose[:LONGEST_PURPOSE],
        parts=tuple((label, amount) for label, amount in parts if amount is not None),
        steps=tuple(_step(payment, note.year) for payment in note.payments),
        cited=tuple(Cited(each.title, each.number) for each in note.citations if each.title or each.number),
    ).spread()


def in_yuan(printed: str) -> Decimal | None:
    """An amount as printed, ``1,232.385731万元``, in yuan and cents."""
    unit = MoneyUnit.from_text(printed)
    number = parse_number(printed.replace("万元", "").replace("元", ""))
    return None if unit is None or number is None else _cents(number * unit.factor)


def _step(payment: Payment, year: int) -> Step:
    return Step(
        condition=payment.condition,
        share=None if payment.share is None else payment.share * WHOLE,
        amount=in_yuan(payment.printed),
        due_text=payment.due,
        due_date=last_day_named(payment.due, year) if payment.due else None,
    )


def _cents(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.quantize(CENT, ROUND_HALF_UP)
