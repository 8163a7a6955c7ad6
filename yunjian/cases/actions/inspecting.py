"""Quality inspection: what meets a rule and what a public draw names is looked at again, and the office answers."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db.models import QuerySet

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy
from ..logic import draw as rule
from ..models import Case, Draw, Inspection, State, Why
from ..queries.quality import meeting
from ._moving import NotNow, today, words

LONGEST = 2000
MOST_SOURCES = 20


class NothingToDraw(Declined):
    """这段时间里没有可以抽取的办结办件，请换一段日期。"""


class CountWrong(Invalid):
    """抽取的件数要在 1 件到清单的件数之间。"""


class DaysWrong(Invalid):
    """日期写反了：到的日期要不早于从的日期，也不能晚于今天。"""


class DrawnAlready(Declined):
    """这次抽取已经做过了，结果不能改。"""


class NumbersMissing(Invalid):
    """请填公布的随机数：一行一个来源，数字之间用空格分开。"""


@action
def announce_draw(unit: str, since: date, until: date, wanted: int, source: str, *, by: Actor, at: datetime) -> int:
    """Make the list and the source of the numbers public, before anybody can know them."""
    policy.require_inspects(by, unit)
    _require_days(since, until, at)
    pool = list(_ended(unit, since, until).order_by("pk").values_list("pk", flat=True)[: rule.MOST])
    if not pool:
        raise NothingToDraw()
    if not 1 <= wanted <= len(pool):
        raise CountWrong(f"{wanted} / {len(pool)}")
    made = Draw.objects.create(
        unit_id=unit, since=since, until=until, pool=pool, wanted=wanted, source=words(source, 200),
        announced_by=by.id, announced_at=at,
    )  # fmt: skip
    ledger.record(events.DrawAnnounced(made.pk, unit, len(pool), wanted, _digest(pool)), by=by, at=at)
    return made.pk


@action
def hold_draw(draw_id: int, numbers: Sequence[Sequence[int]], *, by: Actor, at: datetime) -> tuple[int, ...]:
    """Draw by the numbers the public source has given; once. The cases that are looked at again."""
    found = hold(Draw.objects, draw_id)
    policy.require_inspects(by, found.unit_id)
    if found.seed:
        raise DrawnAlready()
    if not numbers or not all(numbers) or len(numbers) > MOST_SOURCES or min(map(min, numbers)) < 0:
        raise NumbersMissing()
    key = words(rule.seed(numbers), 400)
    if at <= found.announced_at:
        raise NotNow()
    found.seed, found.drawn_at = key, at
    found.save(update_fields=["seed", "drawn_at"])
    chosen = tuple(found.pool[each.place - 1] for each in rule.picks(key, len(found.pool), found.wanted))
    for case in chosen:
        _open(case, Why.DRAW, found, by=by, at=at)
    ledger.record(events.DrawHeld(found.pk, found.unit_id, key, chosen), by=by, at=at)
    return chosen


@action
def inspect_by_rules(unit: str, since: date, until: date, *, by: Actor, at: datetime) -> int:
    """List every ended case that meets a rule and was not listed for it before; how many are new."""
    policy.require_inspects(by, unit)
    _require_days(since, until, at)
    new = 0
    for why, cases in meeting(_ended(unit, since, until)).items():
        for case in cases:
            new += _open(case, why, None, by=by, at=at)
    ledger.record(events.RulesApplied(unit, since, until, new), by=by, at=at)
    return new


@action
def record_finding(inspection_id: int, sound: bool, finding: str, *, by: Actor, at: datetime) -> None:
    """Say what was found; a fault is put in words, and the office has to answer."""
    found = hold(Inspection.objects.select_related("case"), inspection_id)
    policy.require_had_no_hand(by, found.case)
    if found.state != Inspection.State.OPEN:
        raise NotNow()
    found.finding = words(finding, LONGEST, needed=not sound)
    found.found_by, found.found_at = by.id, at
    found.state = Inspection.State.SOUND if sound else Inspection.State.FOUND
    found.save()
    ledger.record(events.FindingRecorded(found.case_id, found.pk, sound), by=by, at=at)


@action
def answer_finding(inspection_id: int, answer: str, *, by: Actor, at: datetime) -> None:
    """The office says what it makes of the fault, once."""
    found = hold(Inspection.objects.select_related("case"), inspection_id)
    policy.require_leads(by, found.case.unit_id)
    if found.state != Inspection.State.FOUND:
        raise NotNow()
    found.answer, found.answered_by, found.answered_at = words(answer, LONGEST), by.id, at
    found.state = Inspection.State.ANSWERED
    found.save()
    ledger.record(events.FindingAnswered(found.case_id, found.pk), by=by, at=at)


def _ended(unit: str, since: date, until: date) -> QuerySet[Case]:
    """What the unit ended in these days, but what was taken back before anybody looked."""
    return Case.objects.filter(unit=unit, ended_on__range=(since, until)).exclude(state=State.WITHDRAWN)


def _open(case: int, why: str, draw: Draw | None, *, by: Actor, at: datetime) -> bool:
    made, new = Inspection.objects.get_or_create(case_id=case, why=why, defaults={"draw": draw, "opened_at": at})
    if new:
        ledger.record(events.InspectionOpened(case, made.pk, why), by=by, at=at)
    return new


def _require_days(since: date, until: date, at: datetime) -> None:
    if since > until or until > today(at):
        raise DaysWrong()


def _digest(pool: Sequence[int]) -> str:
    return sha256(",".join(map(str, pool)).encode()).hexdigest()
