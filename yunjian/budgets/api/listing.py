"""Disclosures: which there are, and their original files."""

from typing import Any, Literal
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Path, Query
from pydantic import Field

from yunjian.kernel.api.kinds import Id, Name, Year
from yunjian.kernel.api.paging import Asked, Page, page
from yunjian.kernel.api.root import router

from .. import queries
from .shapes import DisclosureOut, Kind

routes = router("disclosures")
FILE = {
    "200": {
        "description": "原件",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class DisclosuresAsked(Asked):
    """Which disclosures."""

    unit: Name | None = Field(None, description=gettext_noop("单位的键"))
    year: Year | None = Field(None, description=gettext_noop("年度"))
    kind: Kind | None = Field(None, description=gettext_noop("budget 预算，final 决算"))
    superseded: bool = Field(False, description=gettext_noop("已被更正的也列出"))
    sort: Literal["id", "-id", "year", "-year", "expenditure", "-expenditure", "read_at", "-read_at"] = Field(
        "id", description=gettext_noop("排序；前面加 - 为倒序")
    )


@routes.get("/disclosures", response=Page[DisclosureOut], summary=gettext_noop("公开文件"))
def list_disclosures(request: HttpRequest, response: HttpResponse, asked: Query[DisclosuresAsked]) -> Any:
    """The disclosures in force, and the corrected ones where asked for."""
    found = queries.disclosure_slice(
        unit=asked.unit or "",
        year=asked.year,
        kind=asked.kind or "",
        current=not asked.superseded,
        sort=asked.sort,
        after=asked.after(),
        limit=asked.limit,
        reader=request.actor,  # type: ignore[attr-defined]
    )
    return page(request, response, asked, found)


@routes.get("/disclosures/{disclosure_id}", response=DisclosureOut, summary=gettext_noop("一份公开文件"))
def read_disclosure(request: HttpRequest, disclosure_id: Path[Id]) -> Any:
    """One published disclosure."""
    return queries.disclosure(disclosure_id, reader=request.actor)  # type: ignore[attr-defined]


@routes.get("/disclosures/{disclosure_id}/original", summary=gettext_noop("原件"), openapi_extra={"responses": FILE})
def read_original(request: HttpRequest, disclosure_id: Path[Id]) -> HttpResponse:
    """The file as it came, always as a download."""
    return original(queries.original(disclosure_id, reader=request.actor))  # type: ignore[attr-defined]


def original(file: queries.OriginalFile) -> HttpResponse:
    """A file no browser opens on our pages' behalf."""
    response = HttpResponse(file.data, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename=\"original\"; filename*=UTF-8''{quote(file.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["ETag"] = f'"{file.digest}"'
    return response
