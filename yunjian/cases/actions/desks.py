"""Who sits where: seats at desks, deputies for those who are away, colleagues' work passed on when they leave."""

from datetime import datetime

from django.db.models import QuerySet

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid
from yunjian.parties import queries as parties

from .. import events, policy
from ..definitions import Procedure
from ..models import Deputyship, Desk, How, Seat, Stage, Step
from ._hands import pass_on
from ._moving import case_held, today


class SeatedAlready(Declined):
    """这位同事已经在这个岗位上了。"""


class NotSeated(Declined):
    """这位同事不在这个岗位上。"""


class NobodyNamed(Invalid):
    """没有写清是哪位同事。请填账户编号，例如 account:12。"""


class NotOfThisUnit(Declined):
    """这个账户不存在、已经停用，或者在这个单位没有角色。请核对账户编号和单位。"""


class StageUnknown(Invalid):
    """没有这个环节。请选收件受理、审查、决定或者送达。"""


class PeriodWrong(Invalid):
    """代班的结束时间要晚于开始时间，也要晚于现在。"""


class OverAlready(Declined):
    """这次代班已经结束了。"""


@action
def seat(account: str, unit: str, procedure: str, stage: str, *, by: Actor, at: datetime) -> None:
    """Put somebody on one stage of a kind of matter at a unit. What they may do there, their role says."""
    policy.require_leads(by, unit)
    catalogue.in_force(Procedure, procedure, on=today(at))
    if stage not in Stage.values:
        raise StageUnknown(stage[:20])
    _require_works_in(unit, account, by=by, at=at)
    desk, _ = Desk.objects.get_or_create(unit_id=unit, procedure=procedure, stage=Stage(stage))
    if Seat.objects.filter(desk=desk, account=account, ends_at__isnull=True).exists():
        raise SeatedAlready()
    Seat.objects.create(desk=desk, account=account, starts_at=at)
    ledger.record(events.Seated(unit, account, procedure, stage), by=by, at=at)


@action
def unseat(account: str, unit: str, procedure: str, stage: str, *, by: Actor, at: datetime) -> None:
    """Take somebody off a desk; the steps they hold there go back to it."""
    policy.require_leads(by, unit)
    found = Seat.objects.filter(
        desk__unit=unit, desk__procedure=procedure, desk__stage=stage, account=account, ends_at__isnull=True
    ).first()
    if found is None:
        raise NotSeated()
    found.ends_at = at
    found.save(update_fields=["ends_at"])
    _put_back(Step.objects.open().filter(desk=found.desk, holder=account), by=by, at=at)
    ledger.record(events.Unseated(unit, account, procedure, stage), by=by, at=at)


@action
def name_deputy(
    absent: str, deputy: str, unit: str, *, starts_at: datetime, ends_at: datetime, by: Actor, at: datetime
) -> int:
    """Have a colleague see and do, for a time, what somebody absent would at this unit.

    Both work there; what the deputy may do there, the deputy's own role says.
    """
    policy.require_own_or_leads(by, absent, unit)
    if absent == deputy:
        raise NobodyNamed()
    for each in (absent, deputy):
        _require_works_in(unit, each, by=by, at=at)
    starts_at = max(starts_at, at)
    if ends_at <= starts_at:
        raise PeriodWrong()
    found = Deputyship.objects.create(absent=absent, deputy=deputy, unit_id=unit, starts_at=starts_at, ends_at=ends_at)
    ledger.record(events.DeputyNamed(found.pk, absent, deputy), by=by, at=at)
    return found.pk


@action
def release_deputy(deputyship_id: int, *, by: Actor, at: datetime) -> None:
    """End it before its time."""
    found = hold(Deputyship.objects, deputyship_id)
    policy.require_own_or_leads(by, by.id if by.id in (found.absent, found.deputy) else found.absent, found.unit_id)
    if found.ends_at <= at:
        raise OverAlready()
    found.starts_at, found.ends_at = min(found.starts_at, at - datetime.resolution), at
    found.save(update_fields=["starts_at", "ends_at"])
    ledger.record(events.DeputyReleased(found.pk), by=by, at=at)


@action
def clear_desks(account: str, unit: str, *, by: Actor, at: datetime) -> int:
    """Somebody leaves the unit: their seats end, what they hold goes back to its desk. How many steps went back."""
    policy.require_leads_or_platform(by, unit)
    seats = list(Seat.objects.filter(desk__unit=unit, account=account, ends_at__isnull=True).select_related("desk"))
    if not seats:
        raise NotSeated()
    Seat.objects.filter(pk__in=[each.pk for each in seats]).update(ends_at=at)
    count = _put_back(Step.objects.open().filter(desk__unit=unit, holder=account), by=by, at=at)
    for each in seats:
        desk = each.desk
        ledger.record(events.Unseated(unit, account, desk.procedure, desk.stage), by=by, at=at)
    return count


def _put_back(steps: QuerySet[Step], *, by: Actor, at: datetime) -> int:
    found = list(steps.order_by("case", "pk").values_list("case", "pk"))
    for case_id, step_id in found:
        case = case_held(case_id)
        pass_on(case, hold(Step.objects, step_id), "", How.REASSIGNED, by=by, at=at)
    return len(found)


def _require_works_in(unit: str, account: str, *, by: Actor, at: datetime) -> None:
    if not parties.works_in(_number(account), unit, reader=by, at=at):
        raise NotOfThisUnit(account)


def _number(account: str) -> int:
    of, _, number = account.partition(":")
    if of != "account" or not (number.isascii() and number.isdecimal()) or len(number) > 18:
        raise NobodyNamed()
    return int(number)
