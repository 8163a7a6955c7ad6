"""One's own drawer: listed, read, corrected, taken away, deleted."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Path, Query, Schema
from pydantic import ConfigDict, Field, StringConstraints

from yunjian.kernel.api import tags
from yunjian.kernel.api.callers import Key
from yunjian.kernel.api.kinds import Id, Name
from yunjian.kernel.api.paging import Asked, Page, page
from yunjian.kernel.api.root import router

from .. import actions, policy, queries
from .files import FILE, download
from .scopes import KEEP, READ
from .shapes import MaterialOut, MaterialWholeOut, State, whole

Value = Annotated[str, StringConstraints(pattern=r"^[^\u0000]*$", max_length=120)]
routes = router("materials")


class MaterialsAsked(Asked):
    """Which of one's materials."""

    type: Name | None = Field(None, description=gettext_noop("材料的种类"))
    state: State | None = Field(None, description=gettext_noop("状态"))


class MaterialUseOut(Schema):
    """Who opened it, when, for what."""

    at: datetime
    who: str
    unit_title: str
    matter: str
    purpose: str
    consent: int


class MaterialFieldsIn(Schema):
    """What stands in the material, by key."""

    model_config = ConfigDict(extra="forbid")

    values: dict[Name, Value] = Field(min_length=1, max_length=40)


class MaterialReceiptOut(Schema):
    """A receipt: nothing in it is without proof. ``yunjian verify`` reads it beside the file."""

    format: str
    sha256: str
    salt: str
    proof: str = Field(description=gettext_noop("账本的证明文件（C2SP tlog-proof），含签名的检查点"))


class MaterialDeletionOut(Schema):
    """What became of the wish."""

    kept_until: date | None = Field(description=gettext_noop("随办件保存到哪一天；马上删除的为 null"))


def _version(found: dict[str, Any]) -> str:
    names = ("id", "state", "superseded_by", "erase_wanted_at", "fields_read", "how_read")
    return tags.version_of("material", *(found[name] for name in names))


def _found(request: HttpRequest, material_id: int) -> dict[str, Any]:
    reader = request.actor  # type: ignore[attr-defined]
    return whole(queries.material(material_id, reader=reader, at=timezone.now()), reader=reader)


@routes.get("/materials", response=Page[MaterialOut], auth=Key(READ), summary=gettext_noop("自己的材料"))
def list_materials(request: HttpRequest, response: HttpResponse, asked: Query[MaterialsAsked]) -> Any:
    """What the district keeps of whom the key acts for, the newest first."""
    reader = request.actor  # type: ignore[attr-defined]
    found = queries.material_slice(
        policy.holder_of(reader), type=asked.type or "", state=asked.state or "", after=asked.after(),
        limit=asked.limit, reader=reader, at=timezone.now(),
    )  # fmt: skip
    return page(request, response, asked, found)


@routes.get("/materials/{material_id}", response=MaterialWholeOut, auth=Key(READ), summary=gettext_noop("一份材料"))
def read_material(request: HttpRequest, response: HttpResponse, material_id: Path[Id]) -> Any:
    """One material; its ETag goes into If-Match when what was read is corrected."""
    found = _found(request, material_id)
    tags.put(response, _version(found))
    return found


@routes.get(
    "/materials/{material_id}/uses",
    response=list[MaterialUseOut],
    auth=Key(READ),
    summary=gettext_noop("谁看过这份材料"),
)
def list_material_uses(request: HttpRequest, material_id: Path[Id]) -> Any:
    """Everybody who opened it, the newest first."""
    return list(queries.uses(material_id, reader=request.actor))  # type: ignore[attr-defined]


@routes.get(
    "/materials/{material_id}/receipt", response=MaterialReceiptOut, auth=Key(READ), summary=gettext_noop("材料的收据")
)
def read_material_receipt(request: HttpRequest, response: HttpResponse, material_id: Path[Id]) -> Any:
    """The receipt, once its entry is signed; that it was taken is on record."""
    reader = request.actor  # type: ignore[attr-defined]
    text = queries.receipt_file(material_id, reader=reader)
    actions.take_receipt(material_id, by=reader, at=timezone.now())
    response["Cache-Control"] = "private, no-store"
    return MaterialReceiptOut.model_validate_json(text)


@routes.get(
    "/materials/{material_id}/original",
    auth=Key(READ),
    summary=gettext_noop("材料的原件"),
    openapi_extra={"responses": FILE},
)
def read_material_original(request: HttpRequest, material_id: Path[Id]) -> Any:
    """The file as it was handed in; that it was taken is on record."""
    reader = request.actor  # type: ignore[attr-defined]
    actions.open_original(material_id, by=reader, at=timezone.now())
    return download(queries.original(material_id, reader=reader))


@routes.get(
    "/materials/{material_id}/copies/{name}",
    auth=Key(READ),
    summary=gettext_noop("显示用副本的一页"),
    openapi_extra={"responses": FILE},
)
def read_material_copy(request: HttpRequest, material_id: Path[Id], name: Path[Name]) -> Any:
    """A page of the copy that can be shown."""
    return download(queries.copy(material_id, name, reader=request.actor))  # type: ignore[attr-defined]


@routes.put(
    "/materials/{material_id}/fields",
    response=MaterialWholeOut,
    auth=Key(KEEP),
    summary=gettext_noop("改正读出的内容"),
)
def correct_material_fields(
    request: HttpRequest, response: HttpResponse, material_id: Path[Id], given: MaterialFieldsIn
) -> Any:
    """Say what stands in it, where it was read wrongly. Needs If-Match."""
    tags.require(request, _version(_found(request, material_id)))
    actions.correct_fields(material_id, given.values, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    found = _found(request, material_id)
    tags.put(response, _version(found))
    return found


@routes.delete(
    "/materials/{material_id}", response=MaterialDeletionOut, auth=Key(KEEP), summary=gettext_noop("删除一份材料")
)
def delete_material(request: HttpRequest, material_id: Path[Id]) -> Any:
    """Delete it, or hear until when the rules keep it."""
    until = actions.want_deletion(material_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return {"kept_until": until}
