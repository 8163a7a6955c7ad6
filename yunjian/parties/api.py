"""The public contract of the units. Of people nothing is told."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Path, Query, Schema
from pydantic import Field

from yunjian.kernel.api.kinds import Name, Words
from yunjian.kernel.api.paging import Asked, Page, page
from yunjian.kernel.api.root import router

from . import queries

routes = router("units")
Level = Literal["district", "department", "institution", "section", "township", "zone"]


class UnitOut(Schema):
    """A unit of the district."""

    key: str
    title: str
    short_title: str
    parent: str | None
    level: Level
    level_title: str
    division_code: str
    uscc: str = Field(description=gettext_noop("统一社会信用代码"))
    valid_from: date
    valid_to: date | None


class UnitsAsked(Asked):
    """Which units."""

    level: Level | None = Field(None, description=gettext_noop("层级"))
    parent: Name | None = Field(None, description=gettext_noop("上级单位的键"))
    q: Words | None = Field(None, description=gettext_noop("名称中的文字"))
    sort: Literal["key", "-key"] = Field("key", description=gettext_noop("排序"))


@routes.get("/units", response=Page[UnitOut], summary=gettext_noop("单位"))
def list_units(request: HttpRequest, response: HttpResponse, asked: Query[UnitsAsked]) -> Any:
    """Every open unit, by its key."""
    found = queries.unit_slice(
        level=asked.level or "",
        parent=asked.parent or "",
        text=asked.q or "",
        sort=asked.sort,
        after=asked.after(),
        limit=asked.limit,
        reader=request.actor,  # type: ignore[attr-defined]
    )
    return page(request, response, asked, found)


@routes.get("/units/{unit}", response=UnitOut, summary=gettext_noop("一个单位"))
def read_unit(request: HttpRequest, unit: Path[Name]) -> Any:
    """One unit, closed or not."""
    return queries.unit(unit, reader=request.actor)  # type: ignore[attr-defined]
