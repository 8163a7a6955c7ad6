"""What the budgets' pages cost: the overview, a department and its projects, beside the bare SQL they stand on.

Run with ``python -m bench.budgets``. Two sizes: 10,000 and 100,000 projects in one department's latest disclosure,
beside 50 and 500 disclosures of other units and years. How a page is timed: ``bench/serving.py``. The limit holds at
100,000, as in ``bench/projects.py``: where the statements take a few milliseconds, writing the HTML is most of it.
"""

from datetime import UTC, date, datetime
from decimal import Decimal

from .frame import django_setup, finish, report
from .serving import beside_its_sql

AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
YEARS = (2022, 2023, 2024, 2025, 2026)
SIZES = (10_000, 100_000)
CLASSES = ("201", "206", "208", "210", "212", "215", "221")
PAGES = {
    "the overview": "/budgets/",
    "expenditure by function": "/budgets/functions/",
    "a department": "/budgets/unit-0/",
    "its projects, sorted by amount": "/budgets/unit-0/2026/projects/?sort=-amount",
    "its projects, page 40": "/budgets/unit-0/2026/projects/?page=40",
    "its findings": "/budgets/unit-0/2026/findings/",
}
LIMIT = 5.0
BATCH = 5_000
FEW = 10  # projects of every other disclosure


def main() -> None:
    """Every page at both sizes."""
    django_setup()
    counts = []
    for size in SIZES:
        fill(size)
        limit = LIMIT if size == SIZES[-1] else None
        counts.append({page: beside_its_sql(f"{page}, {size:,} projects", at, limit) for page, at in PAGES.items()})
    for page in PAGES:
        few, many = (found[page] for found in counts)
        report(f"{page}: statements at {SIZES[1]:,} beside {SIZES[0]:,} projects", many / few, 1.0)
    finish()


def fill(size: int) -> None:
    """Throw away what is there; arrange disclosures of many units and years, one of them with ``size`` projects."""
    from yunjian.budgets.models import Disclosure
    from yunjian.kernel.testing import arranging

    units = size // 1000
    with arranging():
        Disclosure.objects.all().delete()
        rows = Disclosure.objects.bulk_create(
            disclosure(f"unit-{unit}", year) for unit in range(units) for year in YEARS
        )
        latest = next(row for row in rows if (row.unit, row.year) == ("unit-0", YEARS[-1]))
        for row in rows:
            add_lines(row)
            add_notes(row, size if row is latest else FEW)
            add_findings(row, size if row is latest else FEW)
    analyse()


def disclosure(unit: str, year: int):
    from yunjian.budgets.models import Disclosure

    amounts = {"income": 3_000_000, "expenditure": 3_000_000, "basic": 1_000_000, "project": 2_000_000}
    return Disclosure(
        unit=unit,
        year=year,
        kind="BUDGET",
        edition=1,
        title=f"{year}年部门预算",
        body=unit,
        state="READ",
        file_name="预算.txt",
        size=1,
        digest=f"{unit}-{year}",
        received_by="system:bench",
        received_at=AT,
        read_at=AT,
        **{name: Decimal(amount) for name, amount in amounts.items()},
    )


def add_lines(row) -> None:
    """The table of expenditure: seven classes with three items each, three columns."""
    from yunjian.budgets.models import TableLine

    lines = []
    for cls in CLASSES:
        for code in (cls, f"{cls}-01", *(f"{cls}-01-0{item}" for item in (1, 2, 3))):
            place = len(lines)
            lines += [
                TableLine(
                    disclosure=row,
                    table=3,
                    kind="expenditure",
                    row=place,
                    code=code,
                    label=f"科目{code}",
                    column=column,
                    amount=Decimal(amount),
                    printed=f"{amount}元",
                    place={"table": 3, "row": place},
                )
                for column, amount in (("total", 300), ("basic", 100), ("project", 200))
            ]
    TableLine.objects.bulk_create(lines)


def add_notes(row, count: int) -> None:
    """Projects with seven sections of some length."""
    from yunjian.budgets.models import ProjectNote

    section = "项目的实施内容、依据、主体、方案、周期、安排与目标。" * 6
    structure = {
        "place": {"line": 1},
        "amount_place": None,
        "sections": [{"number": n, "title": f"第{n}节", "text": section, "place": {"line": n}} for n in range(1, 8)],
        "parts": [],
        "payments": [],
        "citations": [],
    }
    ProjectNote.objects.bulk_create(
        (
            ProjectNote(
                disclosure=row,
                number=number,
                title=f"第{number}个数字化项目",
                amount=Decimal(number * 7919 % 1_000_000),
                period_start=date(2026, 1, 1),
                period_end=date(2026, 12, 31),
                payment_kind="milestones",
                structure=structure,
            )
            for number in range(1, count + 1)
        ),
        batch_size=BATCH,
    )
    row.note_count = count
    row.save(update_fields=["note_count"])


def add_findings(row, notes: int) -> None:
    """Four findings for every five projects, as in the disclosures we know."""
    from yunjian.budgets.models import Finding

    Finding.objects.bulk_create(
        (
            Finding(
                disclosure=row,
                number=number,
                fingerprint=f"{number:032}",
                code="DOC-E13",
                severity=("ERROR", "WARNING", "NOTE")[number % 3],
                template="“{project}”的说明里有重复的词。",
                values={"project": str(number)},
                place={"line": number},
            )
            for number in range(1, notes * 4 // 5 + 1)
        ),
        batch_size=BATCH,
    )


def analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("analyze")


if __name__ == "__main__":
    main()
