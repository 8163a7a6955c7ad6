"""What the tests of projects stand on: definitions of projects, and disclosures read from papers made by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.cast import DATA_BUREAU, NOON
from tests.district import RULE, START, publish, small_district
from yunjian.budgets import actions as budgets
from yunjian.budgets.definitions import CodeTable
from yunjian.budgets.logic.disclosure import Disclosure, Figure
from yunjian.budgets.logic.finding import Finding
from yunjian.budgets.tests import papers
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.money import MoneyUnit, Printed
from yunjian.kernel.testing import arranging
from yunjian.projects import actions
from yunjian.projects.definitions import Project as ProjectDefinition
from yunjian.projects.models import Project, Proposal


def definition(
    key: str = "2026-cloud", title: str = "政务云租用项目", amount: str = "60", **more: Any
) -> ProjectDefinition:
    """A project paid in two halves; ``amount`` in 万元."""
    yuan = Decimal(amount) * 10_000
    values = {
        "unit": DATA_BUREAU,
        "year": 2026,
        "line": 1,
        "amount": f"{amount} 万元",
        "purpose": "租用政务云资源。",
        "category": "政务云",
        "function": "201-41-02",
        "period": {"starts_on": datetime(2026, 1, 1).date(), "ends_before": datetime(2027, 1, 1).date()},  # noqa: DTZ001
        "payment": "milestones",
        "milestones": (
            {"condition": "合同签订后", "share": "50"},
            {"condition": "服务期满6个月后", "share": "50"},
        ),
        "service_levels": ({"promise": "运行稳定性", "at_least": "99.9", "unit": "%"},),
        "cites": ("松府〔2020〕1号",),
        "basis": RULE,
        "valid_from": START,
        "example": {"total": f"{yuan} 元", "payments": (f"{yuan / 2} 元", f"{yuan / 2} 元")},
        **more,
    }
    return ProjectDefinition(key=key, title=title, **values)


def codes() -> CodeTable:
    return CodeTable(
        key="functional",
        title="支出功能分类科目",
        year=2026,
        codes=(
            {"code": "201", "name": "一般公共服务支出"},
            {"code": "201-41", "name": "数据事务"},
            {"code": "201-41-02", "name": "一般行政管理事务"},
        ),
        example={"code": "201-41", "path": ("一般公共服务支出", "数据事务")},
        basis=RULE,
        valid_from=START,
    )


def district(*projects: ProjectDefinition) -> None:
    """The small district with these projects in its register."""
    small_district()
    publish(codes(), *projects)
    actions.register_projects(by=SYSTEM, at=NOON)


def project(title: str = "政务云租用项目") -> Project:
    return Project.objects.get(title=title)


def read(
    projects: Sequence[tuple[str, str]] = (("政务云租用", "60"), ("机房运行维护", "40")),
    *,
    unit: str = DATA_BUREAU,
    year: int = 2026,
    digest: str = "0",
    in_yuan: Sequence[str] = (),
    found: Sequence[Finding] = (),
    paper: Disclosure | None = None,
) -> int:
    """A disclosure with these projects (title, 万元), handed in and read; those ``in_yuan`` are misprinted in 元."""
    structure = paper or papers.paper(year, digest=digest * 64, projects=projects)
    notes = tuple(_misprinted(note) if note.title in in_yuan else note for note in structure.projects)
    structure = replace(structure, projects=notes)
    pk = budgets.load_published(unit, "预算.txt", f"预算 {digest} {unit} {year}".encode(), by=SYSTEM, at=NOON)
    budgets.start_reading(pk, by=SYSTEM, at=NOON)
    budgets.read_disclosure(pk, structure, found, reader="test", by=SYSTEM, at=NOON)
    return pk


def _misprinted(note: Any) -> Any:
    printed = Printed(note.amount.printed.value, MoneyUnit.YUAN)
    return replace(note, amount=Figure(printed, note.amount.place))


def proposed(**more: Any) -> list[Proposal]:
    """Read a disclosure and set it beside the register."""
    actions.propose_import(read(**more), by=SYSTEM, at=NOON)
    return list(Proposal.objects.order_by("number"))


def many(count: int, **more: Any) -> None:
    """So many projects, put straight into the table."""
    with arranging():
        Project.objects.bulk_create(
            Project(
                **{
                    "key": f"p{number}",
                    "title": f"项目{number:06}",
                    "title_plain": f"{number:06}",
                    "unit": DATA_BUREAU,
                    "year": 2020 + number % 7,
                    "amount": Decimal(number * 100 + number % 100) / 100,
                    "printed": f"{number}元",
                    "category": f"类别{number % 5}",
                    "payment": ("MILESTONES", "LUMP_SUM", "GRANT")[number % 3],
                    "origin": "DEFINITION",
                    "registered_at": NOON,
                    **more,
                }
            )
            for number in range(1, count + 1)
        )
