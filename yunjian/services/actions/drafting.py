"""A department drafts what its items should say: from a catalogue file, or that one is to end."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from yunjian.cases.definitions import Procedure
from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy
from ..definitions import Item
from ..logic.reading import Catalogue, Flaw
from ..models import DraftFile, ItemDraft
from .editions import InForce

State, Purpose = ItemDraft.State, ItemDraft.Purpose
LONGEST_REASON = 1000
MOST_SAID = 20


class NothingDrafted(Invalid):
    """文件里没有一个可以起草的事项：要么有错误，要么与已公布的完全相同。请按列出的错误改好再上传。"""


class ReasonMissing(Invalid):
    """请写明理由。"""


class EndsTooEarly(Invalid):
    """取消的日期要在今天以后，让正在准备材料的人来得及知道。请改晚一些。"""


class CancelledAlready(Declined):
    """这个事项已经取消了。"""


class DraftOpen(Declined):
    """这个事项已经有一份没有办完的草稿。请先撤回它，再申请取消。"""


class DraftEnded(Declined):
    """这份草稿已经办完，不能再改。要再改事项，请另起一份草稿。"""


@action
def draft_items(unit: str, file_name: str, digest: str, found: Catalogue, *, by: Actor, at: datetime) -> int:
    """Keep what the rows of a file would change as drafts, and every flaw as it was said; the file.

    A row of another unit's item is left out with a sentence. An open draft of the same item is withdrawn: the newer
    file holds.
    """
    policy.require_drafter(by, unit)
    of_others = {each.key: each for each in found.procedures if each.unit != unit}
    flaws = sorted([*found.flaws, *_of_another_unit(found, of_others.keys())], key=lambda each: each.row)
    ways = {each.key: each for each in found.procedures}
    own = [(row, each) for row, each in zip(found.numbers, found.items, strict=True) if each.key not in of_others]
    known = InForce(timezone.localdate(at))
    new = [(row, each) for row, each in own if not (known.says(each) and known.says(ways[each.procedure]))]
    if not new:
        raise NothingDrafted(str(each) for each in flaws[:MOST_SAID])
    file = DraftFile.objects.create(
        unit=unit,
        file_name=file_name[:200],
        digest=digest,
        rows=found.rows,
        drafted=len(new),
        unchanged=len(own) - len(new),
        flaws=[[each.row, each.field, *each.told, each.is_error] for each in flaws],
        uploaded_by=by.id,
        uploaded_at=at,
    )
    earlier = ItemDraft.objects.filter(key__in=[each.key for _, each in new])
    replaced = _close(earlier, State.WITHDRAWN, by=by, at=at)
    made = (_draft(file, row, each, ways[each.procedure]) for row, each in new)
    ItemDraft.objects.bulk_create(made, batch_size=500)
    left_out = len({each.row for each in flaws if each.is_error})
    ledger.record(events.ItemsDrafted(file.pk, unit, len(new), replaced, left_out, digest), by=by, at=at)
    return file.pk


def _draft(file: DraftFile, row: int, item: Item, procedure: Procedure) -> ItemDraft:
    return ItemDraft(
        file=file,
        row=row,
        unit=file.unit,
        key=item.key,
        title=item.title,
        item=item.body(),
        procedure=procedure.body(),
        is_flagged=bool(item.remarks),
        drafted_by=file.uploaded_by,
        drafted_at=file.uploaded_at,
    )


def _of_another_unit(found: Catalogue, keys: Iterable[str]) -> list[Flaw]:
    others = set(keys)
    return [
        Flaw(row, "dept_name", "不是本单位的事项，请由实施它的单位起草", True)
        for row, each in zip(found.numbers, found.items, strict=True)
        if each.key in others
    ]


def _close(rows: QuerySet[ItemDraft], state: str, *, by: Actor, at: datetime) -> int:
    """End what is still open among these drafts; how many."""
    return rows.filter(state__in=ItemDraft.OPEN).update(state=state, ended_by=by.id, ended_at=at)


@action
def draft_retirement(key: str, reason: str, *, ends_on: date, by: Actor, at: datetime) -> int:
    """Ask that an item be handled no longer from a day on; cases under way keep the edition they began under."""
    today = timezone.localdate(at)
    item = catalogue.in_force(Item, key, on=today)
    unit = catalogue.in_force(Procedure, item.procedure, on=today).unit
    policy.require_drafter(by, unit)
    if item.status == "cancelled":
        raise CancelledAlready()
    if ends_on <= today:
        raise EndsTooEarly()
    if not reason.strip():
        raise ReasonMissing()
    if ItemDraft.objects.filter(key=key, state__in=ItemDraft.OPEN).exists():
        raise DraftOpen()
    row = ItemDraft.objects.create(
        unit=unit,
        key=key,
        title=item.title,
        purpose=Purpose.RETIREMENT,
        item={name: value for name, value in item.body().items() if name != "valid_to"} | {"status": "cancelled"},
        words=reason.strip()[:LONGEST_REASON],
        begins_on=ends_on,
        drafted_by=by.id,
        drafted_at=at,
    )
    ledger.record(events.RetirementDrafted(row.pk, unit, key, ends_on.isoformat()), by=by, at=at)
    return row.pk


@action
def withdraw_draft(draft_id: int, *, by: Actor, at: datetime) -> None:
    """Take back what is not published yet."""
    row = hold(ItemDraft.objects, draft_id)
    policy.require_drafter(by, row.unit)
    if row.state not in ItemDraft.OPEN:
        raise DraftEnded()
    _close(ItemDraft.objects.filter(pk=row.pk), State.WITHDRAWN, by=by, at=at)
    ledger.record(events.DraftWithdrawn(row.pk, row.unit, row.key), by=by, at=at)
