"""A file is handed in by a program: for its owner, or at a window for whoever stands there."""

import contextlib
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import File, Form, Status
from ninja.files import UploadedFile
from pydantic import StringConstraints

from yunjian.kernel.actor import Actor
from yunjian.kernel.api.callers import Key
from yunjian.kernel.api.kinds import Id, Name, Words
from yunjian.kernel.api.root import router
from yunjian.kernel.errors import Declined
from yunjian.parties import queries as parties

from .. import actions, policy, queries
from ..models import vault
from .drawer import routes as drawer
from .scopes import KEEP, TAKE_IN
from .shapes import MaterialOut

MOST = 50 * actions.MEGABYTE  # larger files go part by part
Number = Annotated[str, StringConstraints(pattern=r"^[^\u0000]*$", min_length=1, max_length=40)]
routes = router("materials")


@drawer.post(
    "/materials",
    response={200: MaterialOut, 201: MaterialOut},
    auth=Key(KEEP),
    summary=gettext_noop("交存材料"),
)
def hand_in_material(
    request: HttpRequest,
    response: HttpResponse,
    type: Form[Name],
    file: File[UploadedFile],
    issued_on: date | None = Form(None),  # noqa: B008
    replaces: Id | None = Form(None),  # noqa: B008
) -> Any:
    """Hand a file in, up to 50 MB. 201: it is kept and being checked; 200: the same file was kept before, as here."""
    by = request.actor  # type: ignore[attr-defined]
    try:
        kept, status = _kept(policy.holder_of(by), type, file, "", issued_on, replaces, by), 201
    except actions.AlreadyKept as refusal:
        kept, status = refusal.material, 200
    response["Location"] = f"{request.path}/{kept}"
    return Status(status, queries.material(kept, reader=by, at=timezone.now()))


@routes.post("/taken-in-materials", response={202: None}, auth=Key(TAKE_IN), summary=gettext_noop("窗口代收材料"))
def take_in_material(
    request: HttpRequest,
    unit: Form[Name],
    name: Form[Words],
    number: Form[Number],
    type: Form[Name],
    file: File[UploadedFile],
    issued_on: date | None = Form(None),  # noqa: B008
) -> Any:
    """Hand in for whoever name and number are of. Whether they had this very file already is theirs to know."""
    by = request.actor  # type: ignore[attr-defined]
    policy.require_taking_in(by)
    holder = parties.party_known_as(name, number, reader=by)
    if not holder:
        raise actions.HolderUnknown()
    with contextlib.suppress(actions.AlreadyKept):
        _kept(holder, type, file, unit, issued_on, None, by)
    return Status(202, None)


def _kept(
    holder: str, type: str, file: UploadedFile, unit: str, issued_on: date | None, replaces: int | None, by: Actor
) -> int:
    if (file.size or 0) > MOST:
        raise actions.TooLarge("50 MB")
    safe = vault()
    sealed = safe.keep(file.chunks(), most=MOST)
    try:
        return actions.keep_material(
            holder, type, file.name or "", sealed, unit=unit, issued_on=issued_on, replaces=replaces, by=by,
            at=timezone.now(),
        )  # fmt: skip
    except Declined:
        safe.store.delete(sealed.place)
        raise
