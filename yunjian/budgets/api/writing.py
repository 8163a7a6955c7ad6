"""What a unit's officer may do with disclosures, by a key with the scope for it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import File, Form, Path, Query, Status
from ninja.files import UploadedFile

from yunjian.kernel.api.callers import Key, scope
from yunjian.kernel.api.kinds import Id, Name
from yunjian.kernel.api.paging import Asked, Page, page
from yunjian.kernel.api.root import router

from .. import actions, policy, queries
from .listing import FILE, original
from .listing import routes as disclosures
from .shapes import DisclosureOut

WRITE = scope(
    "disclosures:write",
    _("上传、重读和撤回公开文件"),
    policy.RECEIVE,
    policy.READ_AGAIN,
    policy.WITHDRAW,
    policy.READ_DRAFTS,
)
READ = scope("drafts:read", _("查看尚未公开的文件"), policy.READ_DRAFTS)
routes = router("uploads")


@disclosures.post(
    "/disclosures",
    response={202: DisclosureOut},
    auth=Key(WRITE),
    summary=gettext_noop("上传公开文件"),
    tags=["uploads"],
)
def upload_disclosure(request: HttpRequest, response: HttpResponse, unit: Form[Name], file: File[UploadedFile]) -> Any:
    """Hand a file in. It is read in the background: ask for it until its state is READ or UNREADABLE."""
    by = request.actor  # type: ignore[attr-defined]
    if (file.size or 0) > actions.LARGEST:
        raise actions.FileTooLarge()
    received = actions.receive_disclosure(unit, file.name or "", file.read(), by=by, at=timezone.now())
    response["Location"] = f"{request.path.removesuffix('disclosures')}uploads/{received}"
    return Status(202, queries.disclosure(received, reader=by))


@routes.get("/uploads", response=Page[DisclosureOut], auth=Key(READ), summary=gettext_noop("上传的文件"))
def list_uploads(request: HttpRequest, response: HttpResponse, asked: Query[Asked]) -> Any:
    """What was handed in for the units whose files the key's owner may see, the newest first."""
    found = queries.upload_slice(
        after=asked.after(),
        limit=asked.limit,
        reader=request.actor,  # type: ignore[attr-defined]
    )
    return page(request, response, asked, found)


@routes.get("/uploads/{disclosure_id}", response=DisclosureOut, auth=Key(READ), summary=gettext_noop("一份上传的文件"))
def read_upload(request: HttpRequest, disclosure_id: Path[Id]) -> Any:
    """How far the reading of a file is."""
    return queries.disclosure(disclosure_id, reader=request.actor)  # type: ignore[attr-defined]


@routes.get(
    "/uploads/{disclosure_id}/original",
    auth=Key(READ),
    summary=gettext_noop("上传的原件"),
    openapi_extra={"responses": FILE},
)
def read_uploaded_original(request: HttpRequest, disclosure_id: Path[Id]) -> HttpResponse:
    """The file as it came."""
    return original(queries.original(disclosure_id, reader=request.actor))  # type: ignore[attr-defined]


@routes.post(
    "/uploads/{disclosure_id}/reading", response={202: None}, auth=Key(WRITE), summary=gettext_noop("重新读取")
)
def request_reading(request: HttpRequest, disclosure_id: Path[Id]) -> Any:
    """Have a kept file read once more."""
    actions.request_reading(disclosure_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return Status(202, None)


@routes.post("/uploads/{disclosure_id}/withdrawal", response={204: None}, auth=Key(WRITE), summary=gettext_noop("撤回"))
def withdraw_disclosure(request: HttpRequest, disclosure_id: Path[Id]) -> Any:
    """Take back a file handed in by mistake."""
    actions.withdraw_disclosure(disclosure_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return Status(204, None)
