"""What holders lent to an office: listed, opened for the matter, each time on record."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Path, Query, Schema, Status
from pydantic import Field

from yunjian.kernel.api.callers import Key
from yunjian.kernel.api.kinds import Id, Name, Words
from yunjian.kernel.api.paging import Asked, Page, page
from yunjian.kernel.api.root import router

from .. import actions, queries
from .files import FILE, download
from .scopes import USE

routes = router("materials")


class LentAsked(Asked):
    """What is lent."""

    matter: Words | None = Field(None, description=gettext_noop("事项名称或办件编号中的文字"))


class LentMaterialOut(Schema):
    """A material lent to an office, its holder's name masked."""

    consent: int
    material: int
    type_title: str
    kind: str
    holder_name: str
    unit: str
    unit_title: str
    matter: str
    purpose: str
    ends_at: datetime
    valid_until: date | None
    superseded: bool
    used_at: datetime | None


class OpenedMaterialOut(Schema):
    """A material that was opened: its pages can be read for half an hour."""

    use: int
    copies: list[str]


@routes.get("/lent-materials", response=Page[LentMaterialOut], auth=Key(USE), summary=gettext_noop("借给本单位的材料"))
def list_lent_materials(request: HttpRequest, response: HttpResponse, asked: Query[LentAsked]) -> Any:
    """What is lent now to the offices the key acts for."""
    found = queries.lent_slice(
        matter=asked.matter or "",
        after=asked.after(),
        limit=asked.limit,
        reader=request.actor,  # type: ignore[attr-defined]
        at=timezone.now(),
    )
    return page(request, response, asked, found)


@routes.post(
    "/lent-materials/{consent_id}/{material_id}/uses",
    response={201: OpenedMaterialOut},
    auth=Key(USE),
    summary=gettext_noop("为这件事打开一份材料"),
)
def use_lent_material(request: HttpRequest, consent_id: Path[Id], material_id: Path[Id]) -> Any:
    """Open it for the matter it was lent for. Its holder sees who did, when and for what."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    used = actions.use(consent_id, material_id, by=by, at=now)
    shown = queries.lent_pages(consent_id, material_id, reader=by, at=now)
    return Status(201, {"use": used, "copies": [each.name for each in shown]})


@routes.get(
    "/lent-materials/{consent_id}/{material_id}/copies/{name}",
    auth=Key(USE),
    summary=gettext_noop("借来的材料的一页"),
    openapi_extra={"responses": FILE},
)
def read_lent_copy(request: HttpRequest, consent_id: Path[Id], material_id: Path[Id], name: Path[Name]) -> Any:
    """A page of a material that was opened, while the consent holds."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    return download(queries.lent_copy(consent_id, material_id, name, reader=by, at=now))
