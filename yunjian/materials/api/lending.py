"""Consents: given for one matter, listed, withdrawn."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Path, Query, Schema, Status
from pydantic import ConfigDict, Field, StringConstraints

from yunjian.kernel.api.callers import Key
from yunjian.kernel.api.kinds import Id, Name
from yunjian.kernel.api.paging import Asked, Page, page
from yunjian.kernel.api.root import router

from .. import actions, policy, queries
from .scopes import LEND, READ

Matter = Annotated[str, StringConstraints(pattern=r"^[^\u0000]*$", min_length=1, max_length=80)]
Purpose = Annotated[str, StringConstraints(pattern=r"^[^\u0000]*$", min_length=1, max_length=200)]
routes = router("materials")


class MaterialConsentIn(Schema):
    """What, to whom, for what, for how long."""

    model_config = ConfigDict(extra="forbid")

    materials: list[Id] = Field(min_length=1, max_length=50, description=gettext_noop("借出的材料"))
    unit: Name = Field(description=gettext_noop("借给哪个单位"))
    matter: Matter = Field(description=gettext_noop("事项名称或办件编号"))
    purpose: Purpose = Field(description=gettext_noop("用途"))
    days: int = Field(90, ge=1, le=366, description=gettext_noop("同意几天"))


class CoveredMaterialOut(Schema):
    """A material a consent covers."""

    material: int
    type_title: str


class MaterialConsentOut(Schema):
    """A consent as its holder sees it."""

    id: int
    unit_title: str
    matter: str
    purpose: str
    given_at: datetime
    ends_at: datetime
    withdrawn_at: datetime | None
    state: Literal["RUNNING", "WITHDRAWN", "OVER"]
    materials: list[CoveredMaterialOut]
    uses: int

    @staticmethod
    def resolve_materials(view: Any) -> list[dict[str, Any]]:
        return [{"material": number, "type_title": title} for number, title in view.materials]


@routes.get(
    "/material-consents", response=Page[MaterialConsentOut], auth=Key(READ), summary=gettext_noop("同意过的借用")
)
def list_material_consents(request: HttpRequest, response: HttpResponse, asked: Query[Asked]) -> Any:
    """What was allowed to whom, the newest first."""
    reader = request.actor  # type: ignore[attr-defined]
    found = queries.consent_slice(
        policy.holder_of(reader), after=asked.after(), limit=asked.limit, reader=reader, at=timezone.now()
    )
    return page(request, response, asked, found)


@routes.post(
    "/material-consents", response={201: MaterialConsentOut}, auth=Key(LEND), summary=gettext_noop("同意借用材料")
)
def lend_materials(request: HttpRequest, given: MaterialConsentIn) -> Any:
    """One consent: this office, this matter, this long, and nothing else."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    made = actions.lend(given.materials, given.unit, given.matter, given.purpose, days=given.days, by=by, at=now)
    return Status(201, queries.consent(made, reader=by, at=now))


@routes.delete(
    "/material-consents/{consent_id}", response={204: None}, auth=Key(LEND), summary=gettext_noop("撤回同意")
)
def withdraw_material_consent(request: HttpRequest, consent_id: Path[Id]) -> Any:
    """Take it back: from now on nobody opens the materials under it."""
    actions.withdraw_consent(consent_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return Status(204, None)
