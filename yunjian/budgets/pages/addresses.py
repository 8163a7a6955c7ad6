"""Addresses that stay: a disclosure is found by its unit and by its period, such as 2025, 2025-final or 2025-e1."""

import re
from dataclasses import dataclass

from django.http import HttpRequest

from .. import queries
from ..queries import DisclosureView

_PERIOD = re.compile(r"(\d{4})(-final)?(?:-e(\d{1,4}))?")


@dataclass(frozen=True)
class Period:
    """A year, budget or final accounts, and the edition where not the one in force is meant."""

    year: int
    kind: str
    edition: int | None

    def __str__(self) -> str:
        edition = f"-e{self.edition}" if self.edition else ""
        return f"{self.year}{'-final' if self.kind == 'final' else ''}{edition}"


class PeriodConverter:
    regex = r"\d{4}(?:-final)?(?:-e\d{1,4})?"
    pattern = re.compile(regex)

    def to_python(self, value: str) -> Period:
        year, final, edition = _PERIOD.fullmatch(value).groups()  # type: ignore[union-attr]
        return Period(int(year), "final" if final else "budget", int(edition) if edition else None)

    def to_url(self, value: object) -> str:
        return str(value)


class DraftPartConverter:
    """The parts of a draft that are forms of their own."""

    regex = "texts|comparison|other"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def asked(request: HttpRequest, unit: str, period: Period) -> DisclosureView:
    """The disclosure an address names; NotFound where there is none."""
    return queries.find_disclosure(
        unit,
        period.year,
        period.kind,
        period.edition,
        reader=request.actor,  # type: ignore[attr-defined]
    )
