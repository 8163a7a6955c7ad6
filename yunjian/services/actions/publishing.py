"""Drafts are checked by another person, and published by another person than drafted them: from then on immutable."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from yunjian.cases.definitions import Procedure
from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.kernel.definitions import Definition
from yunjian.kernel.errors import Declined, Invalid, NotFound

from .. import events, policy
from ..definitions import Item
from ..models import ItemDraft
from .drafting import LONGEST_REASON, DraftEnded, ReasonMissing
from .editions import InForce, put_in_force

State, Purpose = ItemDraft.State, ItemDraft.Purpose


class NothingChosen(Invalid):
    """没有选中草稿。请先勾选，再办理。"""


class OwnDraft(Declined):
    """自己起草的，要由别人审核和发布。请把它交给同事。"""


class NotChecked(Declined):
    """还没有审核过的草稿不能发布。请先审核。"""


class BeginsTooEarly(Invalid):
    """生效日期不能早于今天。请改为今天或者以后的日期。"""


class DayIsOver(Declined):
    """草稿写的取消日期已经到了，不能再按它发布。请退回，写上新的日期重新申请。"""


@action
def check_drafts(drafts: Sequence[int], *, by: Actor, at: datetime) -> None:
    """Say that the drafts are right, all of them or none. Nobody checks what they drafted themselves."""
    rows = _held(drafts)
    for row in rows:
        policy.require_checker(by, row.unit)
        if row.state != State.DRAFTED:
            raise DraftEnded(row.title)
        if row.drafted_by == by.id:
            raise OwnDraft(row.title)
    ItemDraft.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.CHECKED, checked_by=by.id, checked_at=at
    )
    ledger.record(events.DraftsChecked(tuple(row.pk for row in rows)), by=by, at=at)


@action
def send_back_draft(draft_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Do not take a draft, and say why; who drafted it begins anew."""
    [row] = _held([draft_id])
    policy.require_checker_or_publisher(by, row.unit)
    if row.state not in ItemDraft.OPEN:
        raise DraftEnded(row.title)
    if not reason.strip():
        raise ReasonMissing()
    row.state, row.words, row.ended_by, row.ended_at = State.SENT_BACK, reason.strip()[:LONGEST_REASON], by.id, at
    row.save(update_fields=["state", "words", "ended_by", "ended_at"])
    ledger.record(events.DraftSentBack(row.pk, row.unit, row.key), by=by, at=at)


@action
def publish_drafts(drafts: Sequence[int], *, begins_on: date, by: Actor, at: datetime) -> None:
    """Put checked drafts into the catalogue as editions from a day on, all of them or none.

    What is published stays as it is for good; cases under way keep the edition they began under. A retirement begins
    on the day it was asked for.
    """
    today = timezone.localdate(at)
    if begins_on < today:
        raise BeginsTooEarly()
    rows = _held(drafts)
    for row in rows:
        policy.require_publisher(by, row.unit)
        _require_publishable(row, today, by)
    known = InForce(begins_on)
    put_in_force((each for row in rows for each in _editions(row, begins_on, known)), at=at)
    for row in rows:
        row.state, row.ended_by, row.ended_at = State.PUBLISHED, by.id, at
        row.begins_on = row.begins_on or begins_on
    ItemDraft.objects.bulk_update(rows, ["state", "ended_by", "ended_at", "begins_on"], batch_size=500)
    ledger.record(events.DraftsPublished(tuple(row.pk for row in rows), begins_on.isoformat()), by=by, at=at)


def _require_publishable(row: ItemDraft, today: date, by: Actor) -> None:
    if row.state == State.DRAFTED:
        raise NotChecked(row.title)
    if row.state != State.CHECKED:
        raise DraftEnded(row.title)
    if row.drafted_by == by.id:
        raise OwnDraft(row.title)
    if row.purpose == Purpose.RETIREMENT and row.begins_on is not None and row.begins_on < today:
        raise DayIsOver(row.title)


def _editions(row: ItemDraft, begins_on: date, known: InForce) -> list[Definition]:
    """What the draft adds to the catalogue: its item and, where that says something new, its procedure."""
    begins = str(row.begins_on or begins_on)
    made: list[Definition] = [Item.from_body(row.item | {"valid_from": begins})]
    if row.procedure is not None:
        made.append(Procedure.from_body(row.procedure | {"valid_from": begins}))
    return [each for each in made if not known.says(each)]


def _held(drafts: Sequence[int]) -> list[ItemDraft]:
    """The drafts, locked in one order, so that two who hold the same ones do not wait for each other."""
    wanted = sorted(set(drafts))
    if not wanted:
        raise NothingChosen()
    rows = list(ItemDraft.objects.filter(pk__in=wanted).order_by("pk").select_for_update(of=("self",)))
    if len(rows) < len(wanted):
        raise NotFound()
    return rows
