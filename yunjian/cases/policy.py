"""Who may do what with a case: its applicant, who is seated at its desk, whom a role allows; never who is a party."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yunjian.kernel import ledger, policy
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.compiled import Compiled
from yunjian.kernel.errors import Declined, Forbidden
from yunjian.kernel.policy import Act, act

from .logic.states import Part
from .models import Case, Consultation, Deputyship, Desk, ParentCase, Seat, Stage, Step

HAND_IN = act("cases.case.hand-in", _("提交、补正、撤回自己的申请"), own=True, by_role=False, mandated=True)
RECEIVE = act("cases.case.receive", _("收件、预审、受理、送达"))
REVIEW = act("cases.step.review", _("审查办件"))
DECIDE = act("cases.case.decide", _("对办件作出决定"))
EXTEND = act("cases.period.extend", _("批准延长办理期限"))
ADVISE = act("cases.consultation.answer", _("答复其他单位的征求意见"))
LEAD = act("cases.desk.lead", _("安排岗位、改派办件"))
READ_FIGURES = act("cases.figures.read", _("查看办件统计"))
ARCHIVE = act("cases.case.archive", _("把办结的办件归档"))
INSPECT = act("cases.quality.inspect", _("评查办结的办件，抽取、提意见"))
READ = act("cases.case.read", _("查看本单位的全部办件"))
STAND_IN = act("cases.deputy.name", _("请同事代班"), own=True, by_role=False)
KEEP_CLOCK = act("cases.clock.keep", _("期满时按法律处理办件（由平台进行）"), system=True, by_role=False)

GRANT_BY_RULE = act("cases.case.grant-by-rule", _("按规则准予办件（由平台进行）"), system=True, by_role=False)

AT: dict[str, Act] = {Stage.INTAKE: RECEIVE, Stage.REVIEW: REVIEW, Stage.DECIDE: DECIDE, Stage.DELIVER: RECEIVE}
ACT_OF: dict[Part, Act] = {
    Part.APPLICANT: HAND_IN,
    Part.WINDOW: RECEIVE,
    Part.REVIEWER: REVIEW,
    Part.APPROVER: DECIDE,
    Part.HEAD: EXTEND,
    Part.ARCHIVIST: ARCHIVE,
    Part.PLATFORM: KEEP_CLOCK,
}


class ConflictOfInterest(Forbidden):
    """您和这件申请有利害关系，或者已经回避，不能办理。请把它交给同事。"""


class HeldByAnother(Declined):
    """这件事已经有同事在办。需要换人时，请他移交，或者请负责人改派。"""


def stands_for(actor: Actor, at: datetime, unit: str = "") -> list[str]:
    """The actor, and the colleagues the actor is deputy of, at one unit when one is named."""
    absent = _absent_at(deputy=actor.id, unit=unit, at=at) if unit else _absent(deputy=actor.id, at=at)
    return [actor.id, *(account for (account,) in absent)]


_absent = Compiled(
    lambda deputy, at: Deputyship.objects.in_force(at).filter(deputy=deputy).values_list("absent"),
    deputy=str,
    at=datetime,
)
_absent_at = Compiled(
    lambda deputy, unit, at: Deputyship.objects.in_force(at).filter(deputy=deputy, unit=unit).values_list("absent"),
    deputy=str,
    unit=str,
    at=datetime,
)


def seats_of(account: str, at: datetime) -> QuerySet[Seat]:
    """The seats somebody has, or fills for somebody absent, at the unit where the deputyship is."""
    stood_for = Deputyship.objects.in_force(at).filter(
        deputy=account, absent=OuterRef("account"), unit=OuterRef("desk__unit")
    )
    return Seat.objects.filter(Q(account=account) | Exists(stood_for), ends_at__isnull=True)


def is_seated(actor: Actor, desk: Desk, at: datetime) -> bool:
    """Whether the actor works at the desk, or stands in for somebody who does."""
    return seats_of(actor.id, at).filter(desk=desk).exists()


def is_party(actor: Actor, case: Case) -> bool:
    """Whether the case is the actor's own, or the actor handed it in for its applicant."""
    return case.applicant in actor.owns or (bool(case.agent_mandate) and case.opened_by == actor.id)


def require_at_desk(actor: Actor, case: Case, desk: Desk, at: datetime) -> None:
    """A role that allows what the desk is for at its unit, a seat at it, and no interest in the case."""
    policy.require(actor, AT[desk.stage], unit=desk.unit_id)
    if not is_seated(actor, desk, at):
        raise Forbidden()
    require_no_interest(actor, case)


def require_no_interest(actor: Actor, case: Case) -> None:
    if is_party(actor, case) or case.exclusions.filter(account=actor.id).exists():
        raise ConflictOfInterest()


def require_at_window(actor: Actor, case: Case, at: datetime) -> None:
    """The desk that takes in this kind of matter at the case's unit."""
    require_stage(actor, case, Stage.INTAKE, at)


def require_stage(actor: Actor, case: Case, stage: str, at: datetime) -> None:
    """The desk of the case's own unit for this stage."""
    desk = Desk.objects.filter(unit=case.unit_id, procedure=case.procedure, stage=stage).first()
    if desk is None:
        raise Forbidden()
    require_at_desk(actor, case, desk, at)
    for holder in case.steps.open().filter(desk=desk).exclude(holder="").values_list("holder", flat=True):
        require_in_hands(actor, holder, desk.unit_id, at)


def require_in_hands(actor: Actor, holder: str, unit: str, at: datetime) -> None:
    """What a colleague has taken, the others leave to them."""
    if holder and holder not in stands_for(actor, at, unit):
        raise HeldByAnother()


def require_applicant_or_window(actor: Actor, case: Case, at: datetime) -> None:
    """The applicant, whoever has the mandate, or the window on their behalf."""
    if policy.may(actor, HAND_IN, owner=case.applicant):
        policy.require(actor, HAND_IN, owner=case.applicant)
    else:
        require_at_window(actor, case, at)


def require_applicant(actor: Actor, case: Case) -> None:
    """The applicant, or whoever has the mandate."""
    policy.require(actor, HAND_IN, owner=case.applicant)


def matter_of(case_id: int) -> str:
    """What a consent to use materials for a case is called."""
    return f"办件{case_id}号"


def require_may_open(actor: Actor, applicant: str, unit: str, procedure: str, at: datetime) -> None:
    """The party itself, or who is seated at the unit's window for this kind of matter; not for themself at work."""
    if policy.may(actor, HAND_IN, owner=applicant):
        policy.require(actor, HAND_IN, owner=applicant)
        return
    policy.require(actor, RECEIVE, unit=unit)
    desk = Desk.objects.filter(unit=unit, procedure=procedure, stage=Stage.INTAKE).first()
    if desk is None or not is_seated(actor, desk, at):
        raise Forbidden()


def require_head(actor: Actor, case: Case) -> None:
    """The leader who answers for the unit, and has no interest in the case."""
    policy.require(actor, EXTEND, unit=case.unit_id)
    require_no_interest(actor, case)


def require_adviser(actor: Actor, case: Case, unit: str) -> None:
    policy.require(actor, ADVISE, unit=unit)
    require_no_interest(actor, case)


def require_inspects(actor: Actor, unit: str) -> None:
    policy.require(actor, INSPECT, unit=unit)


def require_had_no_hand(actor: Actor, case: Case) -> None:
    """Who inspects has no interest in the case and did nothing on it."""
    require_inspects(actor, case.unit_id)
    require_no_interest(actor, case)
    if any(each.actor == actor.id for each in ledger.history(f"cases.case:{case.pk}", reader=SYSTEM)
           if not each.kind.startswith(("cases.inspection.", "cases.finding."))):  # fmt: skip
        raise ConflictOfInterest()


def require_leads(actor: Actor, unit: str) -> None:
    policy.require(actor, LEAD, unit=unit)


def require_archivist(actor: Actor, case: Case) -> None:
    policy.require(actor, ARCHIVE, unit=case.unit_id)


def keeps_record_of(actor: Actor, unit: str) -> bool:
    return policy.may(actor, ARCHIVE, unit=unit)


def require_leads_or_platform(actor: Actor, unit: str) -> None:
    """Who leads the unit; the platform, when an account is closed."""
    policy.require(actor, KEEP_CLOCK if actor.is_system else LEAD, unit=unit)


def require_own_or_leads(actor: Actor, account: str, unit: str) -> None:
    """One's own deputy anybody names; a colleague's, who leads the unit."""
    if account == actor.id:
        policy.require(actor, STAND_IN, owner=account)
    else:
        policy.require(actor, LEAD, unit=unit)


def require_rule_platform(actor: Actor) -> None:
    policy.require(actor, GRANT_BY_RULE)


def require_platform(actor: Actor) -> None:
    policy.require(actor, KEEP_CLOCK)


def sees(actor: Actor, case: Case, at: datetime) -> bool:
    """The applicant; who sits at a desk the case came to or holds a step; who reads all of a unit it came to."""
    return case.pk in seen_among(actor, [case], at)


def seen_among(actor: Actor, cases: Sequence[Case], at: datetime) -> set[int]:
    """Which of these cases the actor sees, asked once for all of them."""
    others = [case for case in cases if not policy.may(actor, HAND_IN, owner=case.applicant)]
    seen = {case.pk for case in cases} - {case.pk for case in others}
    if not others:
        return seen
    desks = list(Step.objects.filter(case__in=others).values_list("case", "desk", "desk__unit").distinct())
    asked = Consultation.objects.filter(case__in=others).values_list("case", "unit")
    advises = {case for case, unit in asked if policy.may(actor, ADVISE, unit=unit)}
    seats = (
        set(seats_of(actor.id, at).values_list("desk", "desk__unit", "desk__procedure"))
        if works_on_cases(actor)
        else set()
    )
    for case in others:
        units = {case.unit_id, *(unit for of, _, unit in desks if of == case.pk)}
        own = is_party(actor, case)
        mine = any(
            desk in {each for of, each, _ in desks if of == case.pk}
            or (unit, procedure) == (case.unit_id, case.procedure)
            for desk, unit, procedure in seats
        )
        if (
            (case.pk in advises and not own)
            or any(policy.may(actor, READ, unit=unit) for unit in units)
            or (case.ended_on is not None and policy.may(actor, INSPECT, unit=case.unit_id) and not own)
            or (mine and any(policy.may(actor, needed, unit=unit) for needed in {*AT.values()} for unit in units))
        ):
            seen.add(case.pk)
    return seen


def require_sees_parent(actor: Actor, parent: ParentCase, seen: set[int]) -> None:
    """Its applicant, and who sees one of its children."""
    if not seen and not policy.may(actor, HAND_IN, owner=parent.applicant):
        raise Forbidden()


def seen_by(actor: Actor, case_id: int, at: datetime) -> bool:
    case = Case.objects.filter(pk=case_id).first()
    return case is not None and sees(actor, case, at)


def require_sees(actor: Actor, case: Case, at: datetime) -> None:
    if not sees(actor, case, at):
        raise Forbidden()


def units_to_lead(actor: Actor) -> frozenset[str] | None:
    """The units at whose desks the reader seats people; None for all of them."""
    return policy.units(actor, LEAD)


def takes_in(actor: Actor) -> bool:
    """Whether the actor opens cases for others, at some window."""
    return policy.may_somewhere(actor, RECEIVE)


def leads(actor: Actor) -> bool:
    return policy.may_somewhere(actor, LEAD)


def counts(actor: Actor) -> bool:
    return policy.may_somewhere(actor, READ_FIGURES)


def inspects(actor: Actor) -> bool:
    """Whether the actor inspects, or answers for a unit that is inspected."""
    return policy.may_somewhere(actor, INSPECT) or leads(actor)


def works_on_cases(actor: Actor) -> bool:
    """Whether some role lets the actor do anything at a desk, or answer for one."""
    return any(policy.may_somewhere(actor, each) for each in (RECEIVE, REVIEW, DECIDE, ADVISE, LEAD, READ, INSPECT))


def require_staff(actor: Actor) -> None:
    if not works_on_cases(actor):
        raise Forbidden()


def units_worked_at(actor: Actor) -> frozenset[str] | None:
    """The units at which some role lets the actor take cases in or read them; None for all of them."""
    found = [policy.units(actor, each) for each in (RECEIVE, READ)]
    if any(units is None for units in found):
        return None
    return frozenset().union(*(units for units in found if units is not None))


def units_to_count(actor: Actor) -> frozenset[str] | None:
    """The units whose figures the reader sees; None for all of them."""
    return policy.units(actor, READ_FIGURES)
