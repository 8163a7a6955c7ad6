"""What offices do with cases on the attacked ground: reviewed, extended, refused and inspected, one to be made good."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.cast import DATA_BUREAU, SERVICE_CENTRE
from yunjian.cases import actions as cases
from yunjian.cases.models import Inspection, Step
from yunjian.cases.tests import world as of_cases


def worked_on(ground: Any, say: Any) -> None:
    """A case under review with all that is said on the way, one extended, one refused, one to be made good."""
    now, head = timezone.now(), ground.actor("case head")
    window, reviewer, approver = (ground.actor(f"case {who}") for who in ("window", "reviewer", "approver"))
    of_cases.publish(*of_cases.years(), of_cases.plain(), at=now)
    against = of_cases.cause("told", "notify_correction", "refuse", title=say("材料不齐全"), title_en=say("Missing"))
    of_cases.publish(against, of_cases.cause("other", "refuse_acceptance", "terminate", "return_for_changes"), at=now)
    for who, place in ((window, "INTAKE"), (window, "DELIVER"), (reviewer, "REVIEW"), (approver, "DECIDE")):
        cases.seat(who.id, SERVICE_CENTRE, of_cases.PLAIN, place, by=head, at=now)
    cases.name_deputy(
        window.id, reviewer.id, SERVICE_CENTRE, starts_at=now, ends_at=now + timedelta(days=3), by=window, at=now
    )
    victim = f"person:{ground.accounts['victim'].person_id}"
    opened = [
        cases.open_case(of_cases.PLAIN, victim, say("换一块店招"), materials=("material:1",), by=window, at=now)
        for _ in range(4)
    ]
    for each in opened:
        cases.submit(each, by=window, at=now)
        cases.receive(each, by=window, at=now)
    under_review, extended, refused, wanting = opened
    cases.notify_correction(wanting, [say("租赁合同")], ["told"], by=window, at=now)
    for each in (under_review, extended, refused):
        cases.accept(each, by=window, at=now)
        [step] = Step.objects.open().filter(case=each).values_list("pk", flat=True)
        cases.add_note(step, say("电话问过"), by=reviewer, at=now)
        asked = cases.consult(step, DATA_BUREAU, say("可以吗"), by=reviewer, at=now)
        cases.answer_consultation(each, asked, say("没有意见"), by=ground.actor("case adviser"), at=now)
        if each == refused:
            cases.review_step(step, False, say("离路口太近"), by=reviewer, at=now)
            cases.decide(each, False, say("离路口太近，不准予"), ["told"], by=approver, at=now)
        elif each == extended:
            cases.start_special(step, "HEARING", 3, by=reviewer, at=now)
            cases.resume(step, by=reviewer, at=now)
            cases.extend(each, 3, say("情况复杂"), by=head, at=now)
            cases.declare_conflict(step, say("申请人是亲属"), by=reviewer, at=now)
    _inspected(ground, say, refused)


def _inspected(ground: Any, say: Any, case: int) -> None:
    """The refused case is over, closed, drawn and found faulty."""
    now, inspector = timezone.now(), ground.actor("case inspector")
    cases.deliver(case, by=ground.actor("case window"), at=now)
    cases.archive(case, by=ground.actor("case archivist"), at=now)
    today = timezone.localdate(now)
    draw = cases.announce_draw(SERVICE_CENTRE, today, today, 1, say("双色球"), by=inspector, at=now)
    cases.hold_draw(draw, [[1, 2, 3]], by=inspector, at=now + timedelta(seconds=1))
    [number] = Inspection.objects.values_list("pk", flat=True)
    cases.record_finding(number, False, say("缺少收件凭证"), by=inspector, at=now)
    cases.answer_finding(number, say("已经补上"), by=ground.actor("case head"), at=now)
