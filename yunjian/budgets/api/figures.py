"""The figures of a disclosure: tables as printed, line by line, projects, and what the narrative states."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Path, Query
from pydantic import Field

from yunjian.kernel.api.kinds import Code, Id, Name, Ordinal, Words
from yunjian.kernel.api.paging import Asked, Page, page
from yunjian.kernel.api.root import router

from .. import queries
from .shapes import LineOut, NoteOut, NoteRowOut, StatementOut, TableOut, TableSummaryOut

routes = router("figures")


class LinesAsked(Asked):
    """Which lines."""

    code: Code | None = Field(None, description=gettext_noop("科目编码；包括它下面的"))
    column: Name | None = Field(None, description=gettext_noop("列的键，例如 total、basic、project"))


class NotesAsked(Asked):
    """Which projects."""

    q: Words | None = Field(None, description=gettext_noop("名称中的文字"))
    sort: Literal["number", "-number", "amount", "-amount", "title", "-title"] = Field(
        "number", description=gettext_noop("排序")
    )


@routes.get("/disclosures/{disclosure_id}/tables", response=list[TableSummaryOut], summary=gettext_noop("九张表"))
def list_tables(request: HttpRequest, disclosure_id: Path[Id]) -> Any:
    """Which tables a disclosure has, in the usual order."""
    reader = request.actor  # type: ignore[attr-defined]
    queries.disclosure(disclosure_id, reader=reader)
    return queries.tables(disclosure_id, reader=reader)


@routes.get("/disclosures/{disclosure_id}/tables/{number}", response=TableOut, summary=gettext_noop("一张表"))
def read_table(request: HttpRequest, disclosure_id: Path[Id], number: Path[Ordinal]) -> Any:
    """One table as it was printed."""
    return queries.table(disclosure_id, number, reader=request.actor)  # type: ignore[attr-defined]


@routes.get(
    "/disclosures/{disclosure_id}/tables/{number}/lines", response=Page[LineOut], summary=gettext_noop("表中的金额")
)
def list_lines(
    request: HttpRequest,
    response: HttpResponse,
    disclosure_id: Path[Id],
    number: Path[Ordinal],
    asked: Query[LinesAsked],
) -> Any:
    """Every amount of a table in the order they were printed."""
    found = queries.line_slice(
        disclosure_id,
        number,
        code=asked.code or "",
        column=asked.column or "",
        after=asked.after(),
        limit=asked.limit,
        reader=request.actor,  # type: ignore[attr-defined]
    )
    return page(request, response, asked, found)


@routes.get("/disclosures/{disclosure_id}/notes", response=Page[NoteRowOut], summary=gettext_noop("项目经费说明"))
def list_notes(request: HttpRequest, response: HttpResponse, disclosure_id: Path[Id], asked: Query[NotesAsked]) -> Any:
    """The projects a disclosure explains; one without an amount stands below all others."""
    found = queries.note_slice(
        disclosure_id,
        text=asked.q or "",
        sort=asked.sort,
        after=asked.after(),
        limit=asked.limit,
        reader=request.actor,  # type: ignore[attr-defined]
    )
    return page(request, response, asked, found)


@routes.get("/disclosures/{disclosure_id}/notes/{number}", response=NoteOut, summary=gettext_noop("一个项目的经费说明"))
def read_note(request: HttpRequest, disclosure_id: Path[Id], number: Path[Ordinal]) -> Any:
    """One project as its disclosure explains it."""
    return queries.note(disclosure_id, number, reader=request.actor)  # type: ignore[attr-defined]


@routes.get(
    "/disclosures/{disclosure_id}/statements", response=list[StatementOut], summary=gettext_noop("编制说明中的金额")
)
def list_statements(request: HttpRequest, disclosure_id: Path[Id]) -> Any:
    """Every amount the narrative states, beside the table's."""
    stated = queries.statements(disclosure_id, reader=request.actor)  # type: ignore[attr-defined]
    return [StatementOut.of(each) for each in stated]
