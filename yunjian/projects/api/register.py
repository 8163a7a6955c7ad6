"""The register of digital projects: searched, filtered, sorted; one project with its milestones."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Path, Query, Schema
from pydantic import Field, StringConstraints

from yunjian.kernel.api.kinds import Id, Name, Words, Year
from yunjian.kernel.api.paging import Asked, Page, page
from yunjian.kernel.api.root import router
from yunjian.ui.listing import Ask, Range

from .. import queries

Category = Annotated[str, StringConstraints(pattern=r"^[^\u0000]*$", max_length=80)]
Amount = Annotated[Decimal, Field(max_digits=18, decimal_places=2, ge=0)]
Payment = Literal["MILESTONES", "BY_CONTRACT", "LUMP_SUM", "METERED", "GRANT", "UNSPECIFIED"]
routes = router("projects")


class ProjectsAsked(Asked):
    """Which projects."""

    q: Words | None = Field(None, description=gettext_noop("名称、内容和单位中的文字"))
    unit: Name | None = Field(None, description=gettext_noop("单位的键"))
    year: Year | None = Field(None, description=gettext_noop("年度"))
    category: Category | None = Field(None, description=gettext_noop("类别"))
    payment: Payment | None = Field(None, description=gettext_noop("付款方式"))
    amount_from: Amount | None = Field(None, description=gettext_noop("金额不低于（元）"))
    amount_to: Amount | None = Field(None, description=gettext_noop("金额不超过（元）"))
    sort: Literal["key", "-key", "title", "-title", "year", "-year", "amount", "-amount"] = Field(
        "key", description=gettext_noop("排序；前面加 - 为倒序")
    )

    def ask(self) -> Ask:
        """The same question as the page asks."""
        values: dict[str, Any] = {
            name: (str(value),) if name != "q" else value
            for name in ("q", "unit", "year", "category", "payment")
            if (value := getattr(self, name)) is not None
        }
        if self.amount_from is not None or self.amount_to is not None:
            values["amount"] = Range(self.amount_from, self.amount_to)
        return Ask(values)


class ProjectRowOut(Schema):
    """A project of the register; the amount in yuan."""

    id: int
    key: str
    title: str
    unit: str
    unit_title: str
    year: int
    category: str
    function: str
    amount: Decimal
    printed: str
    payment: Payment
    payment_title: str
    starts_on: date | None
    ends_on: date | None


class MilestoneOut(Schema):
    """A payment."""

    order: int
    condition: str
    share: Decimal | None = Field(description=gettext_noop("占比，0 到 1"))
    amount: Decimal | None
    due_text: str
    on: date | None
    is_worked_out: bool = Field(description=gettext_noop("日期是按条件和期限推算的"))
    repeats: str
    state_title: str


class LevelOut(Schema):
    """A promise."""

    promise: str
    at_least: Decimal | None
    at_most: Decimal | None
    measure: str


class CitedOut(Schema):
    title: str
    number: str


class PartOut(Schema):
    label: str
    amount: Decimal


class BudgetLineOut(Schema):
    """The budget line a project is paid from."""

    code: str
    name: str
    disclosure: int | None
    disclosure_title: str
    note: int | None
    unit: str
    period: str


class ProjectOut(Schema):
    """A project whole."""

    id: int
    key: str
    title: str
    unit: str
    unit_title: str
    year: int
    amount: Decimal
    printed: str
    category: str
    starts_on: date | None
    ends_on: date | None
    payment_title: str
    purpose: str
    note: str
    state: Literal["REGISTERED", "WITHDRAWN"]
    state_title: str
    origin_title: str
    edition: date | None
    parts: list[PartOut]
    milestones: list[MilestoneOut]
    levels: list[LevelOut]
    cited: list[CitedOut]
    line: BudgetLineOut

    @staticmethod
    def resolve_parts(view: Any) -> list[dict[str, Any]]:
        return [{"label": label, "amount": amount} for label, amount in view.parts]


@routes.get("/projects", response=Page[ProjectRowOut], summary=gettext_noop("数字化项目"))
def list_projects(request: HttpRequest, response: HttpResponse, asked: Query[ProjectsAsked]) -> Any:
    """The register of digital projects."""
    found = queries.project_slice(
        asked.ask(),
        sort=asked.sort,
        after=asked.after(),
        limit=asked.limit,
        reader=request.actor,  # type: ignore[attr-defined]
    )
    return page(request, response, asked, found)


@routes.get("/projects/{project_id}", response=ProjectOut, summary=gettext_noop("一个项目"))
def read_project(request: HttpRequest, project_id: Path[Id]) -> Any:
    """One project with its payments, promises and where all that comes from."""
    return queries.project(project_id, reader=request.actor)  # type: ignore[attr-defined]


@routes.get("/projects/{project_id}/milestones", response=list[MilestoneOut], summary=gettext_noop("付款节点"))
def list_milestones(request: HttpRequest, project_id: Path[Id]) -> Any:
    """The payments of a project in their order."""
    return list(queries.project(project_id, reader=request.actor).milestones)  # type: ignore[attr-defined]
