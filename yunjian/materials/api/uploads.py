"""A large file comes part by part, may be interrupted, and goes on where it was."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from ninja import Path, Query, Schema, Status
from pydantic import ConfigDict, Field, StringConstraints

from yunjian.kernel.api.callers import Key
from yunjian.kernel.api.kinds import Name, Ordinal
from yunjian.kernel.api.root import router
from yunjian.kernel.errors import Declined

from .. import actions, policy, queries
from ..models import vault
from .files import BODY
from .scopes import KEEP

PIECE = 256 * 1024
Token = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
FileName = Annotated[str, StringConstraints(pattern=r"^[^\u0000]*$", min_length=1, max_length=255)]
routes = router("materials")


class MaterialUploadIn(Schema):
    """What will come."""

    model_config = ConfigDict(extra="forbid")

    type: Name = Field(description=gettext_noop("材料的种类"))
    name: FileName = Field(description=gettext_noop("文件名"))
    size: Annotated[int, Field(ge=1, le=2**40)] = Field(description=gettext_noop("文件字节数，最多 500 MB"))
    issued_on: date | None = Field(None, description=gettext_noop("签发日期"))


class MaterialUploadOut(Schema):
    """How far an upload is."""

    token: str
    file_name: str
    size: int
    offset: int = Field(description=gettext_noop("已经收到多少字节：下一段从这里开始"))
    state: str = Field(
        description=gettext_noop("OPEN 正在上传，COMPLETE 正在整理，KEPT 已交存，REFUSED 没有接收，EXPIRED 已过期")
    )
    state_title: str
    reason: str
    expires_at: datetime
    material: int | None

    @staticmethod
    def resolve_reason(view: Any) -> str:
        return gettext(view.reason) if view.reason else ""


class MaterialOffsetOut(Schema):
    """How much there is now."""

    offset: int


@routes.post(
    "/material-uploads", response={201: MaterialUploadOut}, auth=Key(KEEP), summary=gettext_noop("开始分段上传")
)
def begin_material_upload(request: HttpRequest, response: HttpResponse, given: MaterialUploadIn) -> Any:
    """Say what will come; its token names it from now on. It may be interrupted and goes on for two days."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    token = actions.begin_upload(
        policy.holder_of(by), given.type, given.name, given.size, issued_on=given.issued_on, by=by, at=now
    )
    response["Location"] = f"{request.path}/{token}"
    return Status(201, queries.upload(token, reader=by))


@routes.get(
    "/material-uploads/{token}", response=MaterialUploadOut, auth=Key(KEEP), summary=gettext_noop("分段上传到了哪里")
)
def read_material_upload(request: HttpRequest, token: Path[Token]) -> Any:
    """How far it is; once it is kept, which material it became."""
    return queries.upload(token, reader=request.actor)  # type: ignore[attr-defined]


@routes.patch(
    "/material-uploads/{token}",
    response=MaterialOffsetOut,
    auth=Key(KEEP),
    summary=gettext_noop("上传一段"),
    openapi_extra={"requestBody": BODY},
)
def send_material_part(request: HttpRequest, token: Path[Token], offset: Query[Ordinal]) -> Any:
    """The bytes from ``offset`` on, as they are. A part that does not fit is declined, and the upload goes on."""
    by, safe = request.actor, vault()  # type: ignore[attr-defined]
    envelope = queries.place_for_part(token, reader=by)
    place, size = safe.add(_pieces(request), envelope)
    try:
        return {"offset": actions.receive_part(token, offset, place, size, by=by, at=timezone.now())}
    except Declined:
        safe.store.delete(place)
        raise


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    """What arrives of the part, even when the line breaks in the middle."""
    try:
        while piece := request.read(PIECE):
            yield piece
    except UnreadablePostError:
        return
