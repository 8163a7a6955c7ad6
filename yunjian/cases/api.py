"""Cases for programs: what one applied for, and where each stands and why. The public draws, announced."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Schema
from pydantic import Field

from yunjian.kernel.announcements import announced
from yunjian.kernel.api.callers import Key, scope
from yunjian.kernel.api.kinds import Id, Name
from yunjian.kernel.api.paging import Asked, Page, page
from yunjian.kernel.api.root import router

from . import events, policy, queries
from .logic.states import State

READ = scope("cases:read", _("查看自己（或所代表企业）的办件和进度"), policy.HAND_IN, own=True)
routes = router("cases")

announced(events.DrawAnnounced.kind, _("公布了办件抽查的清单"))
announced(events.DrawHeld.kind, _("办件抽查有了结果，任何人可以重新计算"))


class CasesAsked(Asked):
    """Which of one's cases."""

    state: State | None = Field(None, description=gettext_noop("状态"))
    procedure: Name | None = Field(None, description=gettext_noop("办理流程的键"))
    sort: Literal["-id", "id"] = Field("-id", description=gettext_noop("排序；前面加 - 为倒序"))


class CaseRowOut(Schema):
    """A case in a list."""

    id: int
    subject: str
    procedure_title: str
    state: State
    state_title: str
    due_on: date | None = Field(description=gettext_noop("现在这段期限的最后一天；没有期限在走时为 null"))
    opened_at: datetime


class CaseClockOut(Schema):
    """The period that runs, and why it stands where it stands."""

    phase: str
    phase_title: str
    counted: int = Field(description=gettext_noop("第几个工作日"))
    limit: int = Field(description=gettext_noop("期限，工作日"))
    due_on: date | None
    is_stopped: bool
    sentence: str = Field(description=gettext_noop("一句话说明：第几个工作日，因什么停了几天"))


class CaseStepOut(Schema):
    """Something done or waiting at a unit; who does it stays inside."""

    key: str
    title: str
    stage: str
    unit: str
    unit_title: str
    state: str
    state_title: str


class CaseHappeningOut(Schema):
    """One line of what happened, from the ledger."""

    kind: str
    move: str
    state_title: str
    at: datetime


class CaseCauseOut(Schema):
    """Why it was given back or refused, by the code of the district's list."""

    code: str
    title: str
    move: str
    move_title: str
    given_on: date


class CaseCorrectionOut(Schema):
    """What is to be made good, and by when."""

    missing: list[str]
    notified_on: date
    answer_by: date
    answered_on: date | None


class CaseExtensionOut(Schema):
    """More days, and why."""

    days: int
    reason: str
    told_on: date


class CaseOut(Schema):
    """A case as its applicant sees it."""

    id: int
    subject: str
    procedure: str
    procedure_title: str
    edition: date
    unit: str
    unit_title: str
    state: State
    state_title: str
    received_on: date | None
    accepted_on: date | None
    decided_on: date | None
    ended_on: date | None
    granted: bool | None
    by_silence: bool = Field(description=gettext_noop("逾期未决定，依法视为准予"))
    reasons: str
    remedies: str
    materials: list[str]
    certificate: int | None
    clock: CaseClockOut | None
    steps: list[CaseStepOut]
    happened: list[CaseHappeningOut]
    causes: list[CaseCauseOut] = Field(description=gettext_noop("退回、告知补正、不予或者终止的原因，按清单的代码"))
    correction: CaseCorrectionOut | None
    extension: CaseExtensionOut | None


@routes.get("/cases", response=Page[CaseRowOut], auth=Key(READ), summary=gettext_noop("自己的办件"))
def list_cases(request: HttpRequest, response: HttpResponse, asked: Query[CasesAsked]) -> Any:
    """The cases of the key's owner, or of the enterprise they act for; the newest first."""
    found = queries.own_slice(
        state=asked.state or "",
        procedure=asked.procedure or "",
        sort=asked.sort,
        after=asked.after(),
        limit=asked.limit,
        at=timezone.now(),
        reader=request.actor,  # type: ignore[attr-defined]
    )
    return page(request, response, asked, found)


@routes.get("/cases/{case_id}", response=CaseOut, auth=Key(READ), summary=gettext_noop("一件办件和它的进度"))
def read_case(request: HttpRequest, case_id: Path[Id]) -> Any:
    """Where it stands and why; with If-None-Match only when something has changed."""
    return queries.case_view(case_id, at=timezone.now(), reader=request.actor)  # type: ignore[attr-defined]
