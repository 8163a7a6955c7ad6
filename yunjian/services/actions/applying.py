"""Somebody applies: a draft is begun, saved as often as one likes, brought to a new edition, thrown away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from yunjian.cases.definitions import Procedure
from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy, queries
from ..definitions import Item, Theme
from ..logic.answers import understood
from ..logic.applying import is_too_long, misplaced, places_that_differ
from ..models import Application, GivenPaper
from ._sparing import spare
from .personal import AnswersUnclear

State = Application.State
MOST_DRAFTS = 50


class ApplicantUnknown(Invalid):
    """没有写清是谁申请。请先登记真实身份；窗口帮办的，请核对姓名（名称）和证件号码。"""


class NotInUse(Declined):
    """这个事项已经暂停或者取消，现在不能申请。请看办事指南上的说明。"""


class WrongTarget(Declined):
    """这个事项不是给这类申请人办的。请看办事指南的服务对象；替企业办的，请先选择代表哪一家。"""


class NotOnline(Declined):
    """这个事项不在网上办理。请按办事指南写的地点到窗口办。"""


class TooManyDrafts(Declined):
    """没有提交的草稿已经有五十份。请先提交或者丢弃一些。"""


class NotOpen(Declined):
    """这份申请现在不能改：已经提交或者丢弃了。需要补正的，等窗口通知。"""


class ApplicationChanged(Declined):
    """这份申请刚才在别处改过。两边写的都还在：请看清不同的地方，再决定保存哪一份。"""


class NotOfTheForm(Invalid):
    """填写的内容里有这张表单没有的项目，没有保存。请刷新页面再填。"""


class TooLong(Invalid):
    """填写的内容太长，没有保存。请精简。"""


class AsBefore(Declined):
    """这份申请用的已经是现在的版本。"""


@action
def begin_application(key: str, applicant: str, *, kind: str = Application.Kind.ITEM, by: Actor, at: datetime) -> int:
    """A draft for an item or one thing under the editions in force; what the district holds is not asked for.

    By the applicant, who has the mandate, or at the (first) item's own window for whoever stands there.
    """
    ground = queries.ground_in_force(kind, key, at=at, reader=by)
    unit = catalogue.in_force(Procedure, ground.items[0].procedure, on=timezone.localdate(at)).unit
    assists = policy.require_may_begin(by, applicant, unit)
    _require_open_to(ground.whole, applicant, assists=assists)
    if Application.objects.filter(applicant=applicant, state=State.DRAFT).count() >= MOST_DRAFTS:
        raise TooManyDrafts()
    edition, items, forms = ground.pins
    row = Application.objects.create(
        kind=kind,
        key=key,
        edition=edition,
        title=ground.whole.title[:200],
        items=items,
        forms=forms,
        applicant=applicant,
        begun_by=by.id,
        agent_mandate=by.mandate,
        assisted_at=unit if assists else "",
        begun_at=at,
        saved_at=at,
    )
    begun = events.ApplicationBegun(row.pk, f"{kind}/{key}", edition.isoformat(), row.assisted_at)
    ledger.record(begun, by=by, at=at)
    spare(row, by=by, at=at)
    return row.pk


def _require_open_to(whole: Item | Theme, applicant: str, *, assists: bool) -> None:
    """Of one thing, which items are called for is not known yet: handing in looks at them."""
    kind, _, number = applicant.partition(":")
    if kind not in ("person", "enterprise") or not number.isdecimal():
        raise ApplicantUnknown()
    if isinstance(whole, Theme):
        if kind not in {whole.target, "person"}:  # who founds an enterprise applies before there is one
            raise WrongTarget()
        return
    if whole.status != "in-use":
        raise NotInUse()
    if kind not in whole.targets:
        raise WrongTarget()
    if not assists and "online" not in whole.channels:
        raise NotOnline()


@action
def save_application(
    application_id: int,
    revision: int,
    *,
    values: Mapping[str, Any] | None = None,
    answers: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Keep what was written, complete and right or not; the number of what is kept now.

    Who saves says which number they wrote over: somebody else's newer one stays, and they are told.
    """
    row = _held(application_id, revision, by=by, at=at)
    if answers is not None:
        given, wrong = understood(queries.view_of(row, at=at, reader=by).questions, answers)
        if wrong:
            raise AnswersUnclear(wrong)
        row.answers = given
    if values is not None:
        form = queries.view_of(row, at=at, reader=by).form
        if place := misplaced(values, form.fields if form else ()):
            raise NotOfTheForm(place)
        changed = places_that_differ(row.values, values)
        row.sources = {place: each for place, each in row.sources.items() if place not in changed}
        row.values = dict(values)
    if is_too_long(row.values, row.answers):
        raise TooLong()
    _save(row, at)
    ledger.record(events.ApplicationSaved(row.pk, row.revision), by=by, at=at)
    if answers is not None:
        spare(row, by=by, at=at)
    return row.revision


def _save(row: Application, at: datetime) -> None:
    row.revision += 1
    row.saved_at = at
    row.save(update_fields=["answers", "values", "sources", "revision", "saved_at", "edition", "items", "forms"])


@action
def renew_application(application_id: int, revision: int, *, by: Actor, at: datetime) -> int:
    """Bring a draft to the editions in force; what they do not ask for any more falls away."""
    row = _held(application_id, revision, by=by, at=at)
    ground = queries.ground_in_force(row.kind, row.key, at=at, reader=by)
    pinned = ground.pins
    if row.state != State.DRAFT or pinned == (row.edition, row.items, row.forms):
        raise AsBefore()
    row.edition, row.items, row.forms = pinned
    row.answers, _ = understood(ground.questions, row.answers)
    row.values = dict(queries.view_of(row, at=at, reader=by).values)
    row.sources = {}
    _save(row, at)
    ledger.record(events.ApplicationRenewed(row.pk, row.edition.isoformat()), by=by, at=at)
    spare(row, by=by, at=at)
    return row.revision


@action
def discard_application(application_id: int, *, by: Actor, at: datetime) -> None:
    """Throw a draft away with all it says; what was handed in is withdrawn with its case."""
    row = hold(Application.objects, application_id)
    policy.require_filler(by, row)
    if row.state != State.DRAFT:
        raise NotOpen()
    empty([row.pk], at)
    ledger.record(events.ApplicationDiscarded(row.pk), by=by, at=at)


def empty(numbers: list[int], at: datetime) -> int:
    """Take away what drafts say; that there were drafts stays."""
    GivenPaper.objects.filter(application__in=numbers).delete()
    return Application.objects.filter(pk__in=numbers).update(
        state=State.DISCARDED, answers={}, values={}, sources={}, emptied_at=at
    )


def _held(application_id: int, revision: int, *, by: Actor, at: datetime) -> Application:
    row = hold(Application.objects, application_id)
    policy.require_filler(by, row)
    require_open(row, revision, by=by, at=at)
    return row


def require_open(row: Application, revision: int, *, by: Actor, at: datetime) -> None:
    """Open to changes, as a draft or because its case waits for something; and as whoever changes it saw it."""
    waits = row.state == State.HANDED_IN and bool(queries.waiting_cases(row, at=at, reader=by))
    if row.state != State.DRAFT and not waits:
        raise NotOpen()
    if row.revision != revision:
        raise ApplicationChanged()
