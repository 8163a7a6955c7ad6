"""The officer's decisions on what a disclosure would change in the register."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Schema, Status
from pydantic import ConfigDict, Field

from yunjian.kernel.api import tags
from yunjian.kernel.api.callers import Key, scope
from yunjian.kernel.api.kinds import Id, Prose
from yunjian.kernel.api.paging import Asked, Page, page
from yunjian.kernel.api.root import router

from .. import actions, policy, queries

# Confirming takes the disclosure's word, which budgets have decided by an act of their own.
DECIDE = scope(
    "proposals:decide", _("办理项目导入建议"), policy.DECIDE, policy.READ_PROPOSALS, "budgets.disclosure.rely"
)
READ = scope("proposals:read", _("查看项目导入建议"), policy.READ_PROPOSALS)
Kind = Literal["NEW", "DIFFERENT", "SAME"]
State = Literal["OPEN", "CONFIRMED", "DISMISSED", "SETTLED", "SUPERSEDED"]
routes = router("proposals")


class ProposalsAsked(Asked):
    """Which proposals."""

    disclosure: Id | None = Field(None, description=gettext_noop("公开文件"))
    state: State | None = Field(None, description=gettext_noop("状态"))
    kind: Kind | None = Field(None, description=gettext_noop("结论"))


class FlagOut(Schema):
    """A finding that concerns the project."""

    code: str
    severity: str
    sentence: str
    fingerprint: str


class DifferenceOut(Schema):
    """A field that differs."""

    field: str
    registered: str
    proposed: str


class ProposalOut(Schema):
    """One project of a disclosure beside the register; amounts in yuan."""

    id: int
    disclosure: int
    number: int
    title: str
    kind: Kind
    kind_title: str
    state: State
    state_title: str
    project: int | None
    is_outdated: bool
    amount: Decimal | None
    printed: str
    differences: list[DifferenceOut]
    flags: list[FlagOut] = Field(description=gettext_noop("只在单独读取时给出"))
    reason: str
    decided_at: datetime | None

    @staticmethod
    def resolve_differences(view: Any) -> list[dict[str, str]]:
        return [{"field": f, "registered": str(a), "proposed": str(b)} for f, a, b in view.differences]


class ReasonIn(Schema):
    """Why not."""

    model_config = ConfigDict(extra="forbid")

    reason: Prose = Field(description=gettext_noop("不采纳的理由"))


class ConfirmedOut(Schema):
    """The project a confirmation registered or changed."""

    project: int


def _version(view: queries.ProposalView) -> str:
    decided = view.decided_at.isoformat() if view.decided_at else ""
    return tags.version_of("proposal", view.id, view.state, decided, view.is_outdated, view.amount, view.differences)


def _require_seen(request: HttpRequest, proposal_id: int) -> None:
    view = queries.proposal(proposal_id, reader=request.actor)  # type: ignore[attr-defined]
    tags.require(request, _version(view))


@routes.get("/proposals", response=Page[ProposalOut], auth=Key(READ), summary=gettext_noop("导入建议"))
def list_proposals(request: HttpRequest, response: HttpResponse, asked: Query[ProposalsAsked]) -> Any:
    """What disclosures would change in the register, for those who keep or oversee the unit."""
    found = queries.proposal_slice(
        disclosure=asked.disclosure,
        state=asked.state or "",
        kind=asked.kind or "",
        after=asked.after(),
        limit=asked.limit,
        reader=request.actor,  # type: ignore[attr-defined]
    )
    return page(request, response, asked, found)


@routes.get("/proposals/{proposal_id}", response=ProposalOut, auth=Key(READ), summary=gettext_noop("一项导入建议"))
def read_proposal(request: HttpRequest, response: HttpResponse, proposal_id: Path[Id]) -> Any:
    """One proposal with the findings that concern it; its ETag goes into If-Match when it is decided."""
    view = queries.proposal(proposal_id, reader=request.actor)  # type: ignore[attr-defined]
    tags.put(response, _version(view))
    return view


@routes.put(
    "/proposals/{proposal_id}/confirmation", response=ConfirmedOut, auth=Key(DECIDE), summary=gettext_noop("确认")
)
def confirm_proposal(request: HttpRequest, proposal_id: Path[Id]) -> Any:
    """Register the new project, or change what differs. Needs If-Match."""
    _require_seen(request, proposal_id)
    project = actions.confirm_proposal(proposal_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return {"project": project}


@routes.delete(
    "/proposals/{proposal_id}/confirmation", response={204: None}, auth=Key(DECIDE), summary=gettext_noop("撤回确认")
)
def withdraw_confirmation(request: HttpRequest, proposal_id: Path[Id]) -> Any:
    """Undo a confirmation while nothing happened to the project since. Needs If-Match."""
    _require_seen(request, proposal_id)
    actions.withdraw_confirmation(proposal_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return Status(204, None)


@routes.put(
    "/proposals/{proposal_id}/dismissal", response={204: None}, auth=Key(DECIDE), summary=gettext_noop("不采纳")
)
def dismiss_proposal(request: HttpRequest, proposal_id: Path[Id], given: ReasonIn) -> Any:
    """Leave the register as it is, and say why. Needs If-Match."""
    _require_seen(request, proposal_id)
    actions.dismiss_proposal(proposal_id, given.reason, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return Status(204, None)
