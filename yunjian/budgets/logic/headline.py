"""The amounts a disclosure is known by: income, expenditure, and how it parts into basic and project expenditure."""

from dataclasses import dataclass

from .disclosure import Disclosure, Figure, Section, Table

OVERALL = ("income_and_expenditure", "final_income_and_expenditure")
INCOME = ("income", "final_income")
EXPENDITURE = ("expenditure", "final_expenditure")
OVERALL_COLUMNS = ("total", "budget", "final")


@dataclass(frozen=True, slots=True)
class Headline:
    """Each amount as the totals row prints it, or None where no totals row was read."""

    income: Figure | None
    expenditure: Figure | None
    basic: Figure | None
    project: Figure | None


def headline(disclosure: Disclosure) -> Headline:
    """From the tables of income and of expenditure, else from the overall table.

    Final accounts close their overall table with sums that include what was carried over, so it comes second.
    """
    overall = _table(disclosure, OVERALL)
    income = _only_section(_table(disclosure, INCOME))
    expenditure = _only_section(_table(disclosure, EXPENDITURE))
    return Headline(
        income=_total(income) or _total(overall.section("income") if overall else None),
        expenditure=_total(expenditure) or _total(overall.section("expenditure") if overall else None),
        basic=_total(expenditure, "basic"),
        project=_total(expenditure, "project"),
    )


def _table(disclosure: Disclosure, kinds: tuple[str, ...]) -> Table | None:
    return next((table for table in disclosure.tables if table.kind in kinds), None)


def _only_section(table: Table | None) -> Section | None:
    return table.sections[0] if table and table.sections else None


def _total(section: Section | None, *columns: str) -> Figure | None:
    """The totals row's amount in the first of these columns that has one; the overall amount when none is named."""
    if section is None:
        return None
    found = (section.figure(section.total, column) for column in columns or OVERALL_COLUMNS)
    return next((figure for figure in found if figure), None)
