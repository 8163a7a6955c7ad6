"""The district's money: year by year, by function and by economic category."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Schema
from pydantic import ConfigDict, Field

from yunjian.kernel.api.kinds import Code, Year
from yunjian.kernel.api.root import router

from .. import queries
from .shapes import CodeSumOut, Kind, YearOut

routes = router("totals")


class SumsAsked(Schema):
    """Which sums."""

    model_config = ConfigDict(extra="forbid")

    parent: Code | None = Field(None, description=gettext_noop("上一级科目编码；不写则为类"))
    year: Year | None = Field(None, description=gettext_noop("年度"))
    kind: Kind | None = Field(None, description=gettext_noop("budget 预算，final 决算"))


@routes.get("/totals/years", response=list[YearOut], summary=gettext_noop("各年度合计"))
def list_years(request: HttpRequest) -> Any:
    """The sums of all units' disclosures in force, the newest first."""
    return queries.year_sums(reader=request.actor)  # type: ignore[attr-defined]


@routes.get("/totals/functions", response=list[CodeSumOut], summary=gettext_noop("按支出功能分类"))
def list_functions(request: HttpRequest, asked: Query[SumsAsked]) -> Any:
    """Expenditure by functional code, one level below the parent, over all units."""
    return _sums(request, asked, economic=False)


@routes.get("/totals/economy", response=list[CodeSumOut], summary=gettext_noop("按支出经济分类"))
def list_economy(request: HttpRequest, asked: Query[SumsAsked]) -> Any:
    """Basic expenditure by economic code, one level below the parent, over all units."""
    return _sums(request, asked, economic=True)


def _sums(request: HttpRequest, asked: SumsAsked, *, economic: bool) -> list[queries.CodeSum]:
    reader = request.actor  # type: ignore[attr-defined]
    found = queries.sums_by_code(asked.parent or "", reader=reader, economic=economic)
    return [
        each
        for each in found
        if (asked.year is None or each.year == asked.year) and (asked.kind is None or each.kind == asked.kind)
    ]
