"""The district's money at a glance: every unit's latest budget, what it is for, what does not add up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from yunjian.budgets import queries as budgets
from yunjian.budgets.queries import DisclosureView, FindingView, UnitYear
from yunjian.kernel.actor import Actor
from yunjian.projects import queries as projects
from yunjian.projects.queries import ProjectRow
from yunjian.ui.listing import Ask

ZERO = Decimal(0)
MOST_FINDINGS = 5
MOST_PROJECTS = 8


@dataclass(frozen=True)
class FunctionSum:
    """What the units' latest budgets spend on one functional class: in all, and by unit, basic and project."""

    code: str
    label: str
    amount: Decimal
    by_unit: tuple[tuple[str, Decimal], ...]
    basic: Decimal
    project: Decimal


@dataclass(frozen=True)
class PlacedFinding:
    """A finding and the disclosure it stands in."""

    finding: FindingView
    disclosure: DisclosureView


@dataclass(frozen=True)
class Money:
    """The latest budget of every unit, taken together."""

    latest: tuple[UnitYear, ...]
    functions: tuple[FunctionSum, ...]
    largest: tuple[ProjectRow, ...]
    findings: tuple[PlacedFinding, ...]

    @property
    def total(self) -> Decimal:
        return sum((row.disclosure.expenditure or ZERO for row in self.latest), ZERO)

    @property
    def basic(self) -> Decimal:
        return sum((row.disclosure.basic or ZERO for row in self.latest), ZERO)

    @property
    def project(self) -> Decimal:
        return sum((row.disclosure.project or ZERO for row in self.latest), ZERO)

    @property
    def project_count(self) -> int:
        return sum(row.disclosure.note_count for row in self.latest)

    @property
    def by_year(self) -> list[tuple[int, int]]:
        """Of how many units the budget is of which year, the newest first."""
        return sorted(Counter(row.disclosure.year or 0 for row in self.latest).items(), reverse=True)


def money(*, reader: Actor) -> Money:
    """Every unit's latest budget in force, the largest first; what it is for; what does not add up."""
    latest: dict[str, UnitYear] = {}
    for year in budgets.overview(reader=reader).years:
        for row in year.rows if year.kind == "budget" else ():
            latest.setdefault(row.disclosure.unit, row)
    rows = sorted(latest.values(), key=lambda row: (-(row.disclosure.expenditure or ZERO), row.disclosure.unit))
    largest = projects.register(Ask(sort="amount", descending=True, size=MOST_PROJECTS), reader=reader).found.rows
    return Money(tuple(rows), _functions(rows, reader), largest, _findings(rows, reader))


def _functions(rows: Sequence[UnitYear], reader: Actor) -> tuple[FunctionSum, ...]:
    ids = {row.disclosure.id for row in rows}
    by_code: dict[str, list] = {}
    for line in budgets.by_function(reader=reader):
        if line.disclosure in ids:
            by_code.setdefault(line.code, []).append(line)
    sums = [
        FunctionSum(
            code,
            lines[0].label,
            sum((line.amount for line in lines), ZERO),
            tuple((line.unit, line.amount) for line in lines),
            sum((line.amounts.get("basic", ZERO) for line in lines), ZERO),
            sum((line.amounts.get("project", ZERO) for line in lines), ZERO),
        )
        for code, lines in by_code.items()
    ]
    return tuple(sorted(sums, key=lambda each: (-each.amount, each.code)))


def _findings(rows: Sequence[UnitYear], reader: Actor) -> tuple[PlacedFinding, ...]:
    """The gravest findings of the disclosures read last, a few of each."""
    shown: list[PlacedFinding] = []
    doubtful = [row.disclosure for row in rows if row.findings.total]
    for disclosure in sorted(doubtful, key=lambda each: each.read_at or each.received_at, reverse=True)[:3]:
        found = budgets.findings(disclosure.id, reader=reader, limit=3)
        shown += [PlacedFinding(finding, disclosure) for finding in found]
    order = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(shown, key=lambda each: order[each.finding.severity])[:MOST_FINDINGS])
