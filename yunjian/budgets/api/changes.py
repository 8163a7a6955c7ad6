"""What one published edition changed of another, for programs: every figure, paragraph and project."""

from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Path, Query, Schema
from pydantic import Field

from yunjian.kernel.api.kinds import Id
from yunjian.kernel.api.root import router
from yunjian.kernel.errors import NotFound

from .. import queries
from .shapes import Yuan

routes = router("publications")


class FigureChangeOut(Schema):
    """One amount that is another now; null where the cell was or is blank."""

    table: int
    title: str
    side: str
    code: str
    label: str
    column: str
    before: Yuan | None
    after: Yuan | None
    difference: Yuan


class TextChangeOut(Schema):
    """Paragraphs of a chapter that gave way to others."""

    chapter: str
    before: list[str]
    after: list[str]


class ProjectChangeOut(Schema):
    """A project that came, went, or is explained otherwise."""

    title: str
    kind: Literal["added", "removed", "changed"]
    before: Yuan | None
    after: Yuan | None
    difference: Yuan
    sections: list[str] = Field(description=gettext_noop("改动了哪几节说明"))


class ChangesOut(Schema):
    """From one edition to another of the same unit, year and kind."""

    before: int | None = Field(description=gettext_noop("拿来比的一版；没有前一版时为 null，也没有改动可列"))
    after: int
    figures: list[FigureChangeOut]
    texts: list[TextChangeOut]
    projects: list[ProjectChangeOut]


class ChangesAsked(Schema):
    """Beside which edition."""

    since: Id | None = Field(None, description=gettext_noop("同一单位、年度、种类的另一版的编号；不写就是前一版"))


@routes.get("/publications/{publication_id}/changes", response=ChangesOut, summary=gettext_noop("一版改动了什么"))
def read_changes(request: HttpRequest, publication_id: Path[Id], asked: Query[ChangesAsked]) -> Any:
    """The difference between two editions, in the order of the document; amounts in yuan."""
    reader = request.actor  # type: ignore[attr-defined]
    found = queries.publication_of(publication_id, reader=reader).disclosure
    before = asked.since
    if before is None:
        former = queries.edition_before(found, reader=reader)
        before = former.id if former else None
    elif before not in {each.disclosure.id for each in queries.versions_of(publication_id, reader=reader)}:
        raise NotFound()
    if before is None:
        return {"before": None, "after": found.id, "figures": [], "texts": [], "projects": []}
    made = queries.changes(before, found.id, reader=reader)
    parts = {"figures": made.figures, "texts": made.texts, "projects": made.projects}
    return {"before": before, "after": found.id, **parts}
