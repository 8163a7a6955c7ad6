"""What does not add up; and, for the unit's officer, what it is worth."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Schema, Status
from pydantic import ConfigDict, Field, StringConstraints

from yunjian.kernel.api import tags
from yunjian.kernel.api.callers import Key, scope
from yunjian.kernel.api.kinds import Id, Ordinal, Prose
from yunjian.kernel.api.paging import Asked, Page, page
from yunjian.kernel.api.root import router

from .. import actions, policy, queries
from .shapes import FindingOut

JUDGE = scope("findings:judge", _("判断核对发现"), policy.JUDGE)
Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-zA-Z_-]{1,64}$")]
Rule = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}-[A-Z0-9]{1,16}$")]
routes = router("findings")


class FindingsAsked(Asked):
    """Which findings."""

    severity: Literal["error", "warning", "note"] | None = Field(None, description=gettext_noop("程度"))
    code: Rule | None = Field(None, description=gettext_noop("规则代码"))
    table: Ordinal | None = Field(None, description=gettext_noop("表号"))
    sort: Literal["number", "-number", "gravity", "-gravity"] = Field("gravity", description=gettext_noop("排序"))


class JudgementIn(Schema):
    """What the officer says, and why."""

    model_config = ConfigDict(extra="forbid")

    verdict: Literal["ACKNOWLEDGED", "FALSE_ALARM"] = Field(
        description=gettext_noop("ACKNOWLEDGED 确有问题，FALSE_ALARM 误报")
    )
    words: Prose = Field(description=gettext_noop("理由"))


def _version(view: queries.FindingView) -> str:
    judged = view.judgement
    said = (judged.verdict, judged.words, judged.at.isoformat()) if judged else ()
    return tags.version_of("finding", view.disclosure, view.fingerprint, *said)


@routes.get("/disclosures/{disclosure_id}/findings", response=Page[FindingOut], summary=gettext_noop("核对发现"))
def list_findings(
    request: HttpRequest, response: HttpResponse, disclosure_id: Path[Id], asked: Query[FindingsAsked]
) -> Any:
    """What does not add up in a disclosure, the gravest first."""
    found = queries.finding_slice(
        disclosure_id,
        severity=asked.severity or "",
        code=asked.code or "",
        table=asked.table,
        sort=asked.sort,
        after=asked.after(),
        limit=asked.limit,
        reader=request.actor,  # type: ignore[attr-defined]
    )
    return page(request, response, asked, found)


@routes.get(
    "/disclosures/{disclosure_id}/findings/{fingerprint}", response=FindingOut, summary=gettext_noop("一项核对发现")
)
def read_finding(
    request: HttpRequest, response: HttpResponse, disclosure_id: Path[Id], fingerprint: Path[Fingerprint]
) -> Any:
    """One finding; its ETag goes into If-Match when it is judged."""
    view = queries.finding(disclosure_id, fingerprint, reader=request.actor)  # type: ignore[attr-defined]
    tags.put(response, _version(view))
    return view


@routes.put(
    "/disclosures/{disclosure_id}/findings/{fingerprint}/judgement",
    response=FindingOut,
    auth=Key(JUDGE),
    summary=gettext_noop("判断一项发现"),
)
def judge_finding(
    request: HttpRequest,
    response: HttpResponse,
    disclosure_id: Path[Id],
    fingerprint: Path[Fingerprint],
    given: JudgementIn,
) -> Any:
    """Acknowledge a finding or call it a false alarm. Needs If-Match; one already judged is declined."""
    by = request.actor  # type: ignore[attr-defined]
    tags.require(request, _version(queries.finding(disclosure_id, fingerprint, reader=by)))
    actions.judge_finding(disclosure_id, fingerprint, given.verdict, given.words, by=by, at=timezone.now())
    view = queries.finding(disclosure_id, fingerprint, reader=by)
    tags.put(response, _version(view))
    return view


@routes.delete(
    "/disclosures/{disclosure_id}/findings/{fingerprint}/judgement",
    response={204: None},
    auth=Key(JUDGE),
    summary=gettext_noop("撤销判断"),
)
def withdraw_judgement(request: HttpRequest, disclosure_id: Path[Id], fingerprint: Path[Fingerprint]) -> Any:
    """Open a judged finding again. Needs If-Match."""
    by = request.actor  # type: ignore[attr-defined]
    tags.require(request, _version(queries.finding(disclosure_id, fingerprint, reader=by)))
    actions.withdraw_judgement(disclosure_id, fingerprint, by=by, at=timezone.now())
    return Status(204, None)
