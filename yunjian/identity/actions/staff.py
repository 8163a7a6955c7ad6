"""Bringing the staff in step with the personnel system: come, move, leave, return."""

import hashlib
from collections import Counter
from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid
from yunjian.parties import actions as parties

from .. import events, policy, queries
from ..logic.staff_file import Line
from ..models import StaffRecord
from .outside import link_identity

FEW = 5  # leavers that are never too many


class StaffFileWrong(Invalid):
    """人员文件有误，没有同步。"""


class TooManyLeave(Declined):
    """这个文件会让一半以上的人员离职，很可能不完整，没有同步。确实如此，请加 --allow-many。"""


class NothingToChange(Declined):
    """人员与文件一致，不用同步。"""


@action
def synchronise_staff(
    lines: tuple[Line, ...], provider: str = "", *, allow_many: bool = False, by: Actor, at: datetime
) -> queries.Plan:
    """Do what the plan says, all of it or nothing; told the same file twice, the second time there is nothing to do.

    A new account has no password: its owner gets a one-time code from the security administrator, or comes in by the
    outside provider.
    """
    policy.require_may_secure(by, policy.SYNCHRONISE)
    plan = queries.staff_changes(lines, provider, reader=by, at=at)
    if plan.mistakes:
        raise StaffFileWrong([str(mistake) for mistake in plan.mistakes[:20]])
    if not plan.changes:
        raise NothingToChange()
    kinds = Counter(change.kind for change in plan.changes)
    if kinds[queries.LEAVE] > max(FEW, plan.staff // 2) and not allow_many:
        raise TooManyLeave()
    by_number = {each.number: each for each in lines}
    for change in plan.changes:
        _apply(change, by_number.get(change.number), provider, by=by, at=at)
    digest = hashlib.sha256(repr(lines).encode()).hexdigest()
    moved = kinds[queries.APPOINT] + kinds[queries.RELIEVE] + kinds[queries.LINK]
    told = events.StaffSynchronised(digest, kinds[queries.ADD], moved, kinds[queries.LEAVE], kinds[queries.RETURN])
    ledger.record(told, by=by, at=at)
    return plan


def _apply(change: queries.Change, line: Line | None, provider: str, *, by: Actor, at: datetime) -> None:
    if change.kind == queries.ADD and line is not None:
        person = parties.register_person(line.name, "", line.phone, by=by, at=at)
        account = parties.open_account(line.username, line.name, None, person_id=person, by=by, at=at)
        StaffRecord.objects.create(number=line.number, person_id=person, account_id=account)
        return
    record = StaffRecord.objects.select_for_update().get(number=change.number)
    if change.kind == queries.APPOINT:
        parties.appoint(record.person_id, change.unit, change.title, by=by, at=at)
    elif change.kind == queries.RELIEVE:
        parties.relieve(change.post, by=by, at=at)
    elif change.kind == queries.LINK and line is not None:
        link_identity(line.username, provider, line.subject, by=by, at=at)
    elif change.kind == queries.LEAVE:
        parties.close_account(record.account_id, by=by, at=at)
    elif change.kind == queries.RETURN:
        parties.reopen_account(record.account_id, by=by, at=at)
    if change.kind in (queries.LEAVE, queries.RETURN):
        record.has_left = change.kind == queries.LEAVE
        record.save(update_fields=["has_left"])
