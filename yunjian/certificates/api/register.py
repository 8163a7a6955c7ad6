"""The certificates of a unit: the types there are, issuing, reading, suspending and ending, verifying."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Status
from pydantic import Field

from yunjian.kernel.api import tags
from yunjian.kernel.api.callers import Key, scope
from yunjian.kernel.api.kinds import Id, Name
from yunjian.kernel.api.paging import Asked, Page, page
from yunjian.kernel.api.root import router
from yunjian_verify.counter import token_in

from .. import actions, policy, queries
from ..logic.draft import Draft
from .shapes import (
    CertificateOut,
    CertificateRowOut,
    ContentsOut,
    IssueIn,
    RevocationIn,
    Standing,
    StepIn,
    TypeOut,
    TypeRowOut,
    VerificationIn,
    VerifiedOut,
)

READ = scope("certificates:read", _("查看本单位核发的证照（个人信息只显示一部分）"), policy.READ)
ISSUE = scope("certificates:issue", _("核发本单位的证照"), policy.ISSUE, policy.READ)
END = scope("certificates:end", _("暂停、恢复、终止本单位的证照"), policy.END, policy.READ)
WHOLE = scope("certificates:contents", _("读取本单位证照的完整内容，持证人会看到"), policy.REVEAL)
VERIFY = scope("certificates:verify", _("核验出示的证照"), policy.VERIFY)
routes = router("certificates")


class CertificatesAsked(Asked):
    """Which certificates."""

    type: Name | None = Field(None, description=gettext_noop("证照类型的键"))
    standing: Standing | None = Field(None, description=gettext_noop("状态"))
    sort: Literal["id", "-id", "issued_at", "-issued_at", "identifier", "-identifier"] = Field(
        "id", description=gettext_noop("排序；前面加 - 为倒序")
    )


@routes.get("/certificate-types", response=list[TypeRowOut], summary=gettext_noop("证照类型"))
def list_certificate_types(request: HttpRequest) -> Any:
    """Every type of certificate in force."""
    return list(queries.types(reader=request.actor, at=timezone.now()))  # type: ignore[attr-defined]


@routes.get("/certificate-types/{key}", response=TypeOut, summary=gettext_noop("一种证照"))
def read_certificate_type(request: HttpRequest, key: Path[Name]) -> Any:
    """What a certificate of the type says, how long it holds, and what it may be verified for."""
    return queries.type_in_force(key, reader=request.actor, at=timezone.now())  # type: ignore[attr-defined]


@routes.get("/certificates", response=Page[CertificateRowOut], auth=Key(READ), summary=gettext_noop("本单位核发的证照"))
def list_certificates(request: HttpRequest, response: HttpResponse, asked: Query[CertificatesAsked]) -> Any:
    """The certificates of the units whose certificates the key's owner may see."""
    found = queries.issued_slice(
        type=asked.type or "",
        standing=asked.standing or "",
        sort=asked.sort,
        after=asked.after(),
        limit=asked.limit,
        reader=request.actor,  # type: ignore[attr-defined]
        at=timezone.now(),
    )
    return page(request, response, asked, found)


@routes.post("/certificates", response={201: CertificateOut}, auth=Key(ISSUE), summary=gettext_noop("核发一张证照"))
def issue_certificate(request: HttpRequest, response: HttpResponse, given: IssueIn) -> Any:
    """Issue one certificate. With an Idempotency-Key the same request sent twice issues one."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    draft = Draft(given.number, given.name, given.values, given.valid_from, given.valid_through)
    made = actions.issue_certificate(given.type, draft, by=by, at=now)
    response["Location"] = f"{request.path}/{made.id}"
    return Status(201, _shown(request, response, made.id))


@routes.post(
    "/certificates/verification", response=VerifiedOut, auth=Key(VERIFY), summary=gettext_noop("核验出示的证照")
)
def verify_certificate(request: HttpRequest, response: HttpResponse, given: VerificationIn) -> Any:
    """How a certificate shown at a counter stands, and no more of it than the purpose needs; its holder sees it."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    response["Cache-Control"] = "no-store"
    if token := token_in(given.shown):
        return actions.verify_counter_code(token, given.purpose or "", by=by, at=now)
    return actions.verify_certificate(given.shown, given.purpose or "", by=by, at=now)


@routes.get("/certificates/{certificate_id}", response=CertificateOut, auth=Key(READ), summary=gettext_noop("一张证照"))
def read_certificate(request: HttpRequest, response: HttpResponse, certificate_id: Path[Id]) -> Any:
    """One certificate, personal fields masked; its ETag goes into If-Match when it is changed."""
    return _shown(request, response, certificate_id)


@routes.get(
    "/certificates/{certificate_id}/contents",
    response=ContentsOut,
    auth=Key(WHOLE),
    summary=gettext_noop("一张证照的完整内容"),
)
def read_certificate_contents(request: HttpRequest, response: HttpResponse, certificate_id: Path[Id]) -> Any:
    """All that it says. The reading is kept, and its holder sees it."""
    response["Cache-Control"] = "no-store"
    return actions.read_for_system(certificate_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]


@routes.put(
    "/certificates/{certificate_id}/suspension", response=CertificateOut, auth=Key(END), summary=gettext_noop("暂停")
)
def suspend_certificate(request: HttpRequest, response: HttpResponse, certificate_id: Path[Id], given: StepIn) -> Any:
    """It does not count until it is resumed. Needs If-Match."""
    _require_seen(request, certificate_id)
    actions.suspend_certificate(certificate_id, given.words, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return _shown(request, response, certificate_id)


@routes.put(
    "/certificates/{certificate_id}/resumption", response=CertificateOut, auth=Key(END), summary=gettext_noop("恢复")
)
def resume_certificate(request: HttpRequest, response: HttpResponse, certificate_id: Path[Id], given: StepIn) -> Any:
    """It counts again, for what is left of its period. Needs If-Match."""
    _require_seen(request, certificate_id)
    actions.resume_certificate(certificate_id, given.words, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return _shown(request, response, certificate_id)


@routes.put(
    "/certificates/{certificate_id}/revocation", response=CertificateOut, auth=Key(END), summary=gettext_noop("终止")
)
def revoke_certificate(
    request: HttpRequest, response: HttpResponse, certificate_id: Path[Id], given: RevocationIn
) -> Any:
    """It ends for good, on a ground the law knows. Needs If-Match."""
    _require_seen(request, certificate_id)
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    actions.revoke_certificate(certificate_id, given.ground, given.words, by=by, at=now)
    return _shown(request, response, certificate_id)


def _version(view: queries.CertificateView) -> str:
    return tags.version_of("certificate", view.id, view.version, view.standing.standing, view.is_erased)


def _shown(request: HttpRequest, response: HttpResponse, certificate_id: int) -> queries.CertificateView:
    view = queries.certificate(certificate_id, reader=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    tags.put(response, _version(view))
    return view


def _require_seen(request: HttpRequest, certificate_id: int) -> None:
    view = queries.certificate(certificate_id, reader=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    tags.require(request, _version(view))
