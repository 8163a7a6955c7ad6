"""Every act, tried in every state by everybody: what is done is what the printed table names, and nothing else is."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime

import pytest
from django.db import transaction

from tests.cast import SERVICE_CENTRE
from tests.district import publish
from tests.roles import actor
from yunjian.cases import actions
from yunjian.cases.commands import matrix
from yunjian.cases.definitions import CaseExample, ChildPlan, StepPlan
from yunjian.cases.events import CaseMoved
from yunjian.cases.logic.states import Part, State
from yunjian.cases.models import Case, Step
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Declined
from yunjian.kernel.models import Entry

from .across import THERE, across_regions, forwarded
from .world import (
    BAI,
    ENQUIRY,
    HAN,
    HE_DECIDES,
    JIANG,
    LI_OF_THE_SHOP,
    LIN,
    LUO,
    MON,
    OTHER,
    RENEWAL,
    SHOP,
    accepted,
    day,
    decided,
    draft,
    procedure,
    received,
    reviewed,
    sit,
    submitted,
    the,
    waiting,
)

pytestmark = pytest.mark.usefixtures("desks")

ONLY_DECIDES = actor(HE_DECIDES.id, HE_DECIDES.name, ("case-approver", SERVICE_CENTRE))
SILENT = "silent-sign"
PEOPLE = {
    Part.APPLICANT: LI_OF_THE_SHOP,
    Part.WINDOW: LIN,
    Part.REVIEWER: JIANG,
    Part.APPROVER: ONLY_DECIDES,
    Part.HEAD: LUO,
    Part.ARCHIVIST: BAI,
    Part.PLATFORM: SYSTEM,
}
LATER = day(30)  # when every period is over
Made = tuple[str, str, str]  # the state it was made in, the part, the move


def tried(case: int, by: Actor) -> Iterator[Callable[[], object]]:
    """Every act on the case and on each of its steps, with sound arguments, on the day and when time has run out."""
    for act in (
        actions.submit, actions.pass_pre_review, actions.receive, actions.accept, actions.hand_in_correction,
        actions.take_supplement, actions.withdraw, actions.certify, actions.deliver, actions.archive,
    ):  # fmt: skip
        yield lambda act=act: act(case, by=by, at=MON)
    for late in (actions.accept_by_silence, actions.approve_by_silence):
        yield lambda act=late: act(case, by=by, at=LATER)
    for said in (actions.return_for_changes, actions.refuse_acceptance, actions.terminate):
        yield lambda act=said: act(case, "理由", OTHER, by=by, at=MON)
    for answer in (True, False):
        yield lambda answer=answer: actions.decide(case, answer, "理由", () if answer else OTHER, by=by, at=MON)
        yield lambda answer=answer: actions.settle_at_once(case, answer, "理由", () if answer else OTHER, by=by, at=MON)
    yield lambda: actions.notify_correction(case, ["合同"], OTHER, by=by, at=MON)
    yield lambda: actions.extend(case, 5, "复杂", by=by, at=MON)
    yield lambda: actions.forward(case, "POST", "SF1", by=by, at=MON)
    sound = {"number": "1", "accepted_on": MON.date(), "words_of_it": "理由", "missing": ["合同"]}
    for said in ("GRANTED", "REFUSED", "NOT_ACCEPTED", "CORRECTION"):
        yield lambda said=said: actions.answer_elsewhere(case, said, MON.date(), **sound, by=by, at=MON)
    for step in Step.objects.open().filter(case=case).values_list("pk", flat=True):
        yield lambda step=step: actions.review_step(step, True, "", by=by, at=MON)
        yield lambda step=step: actions.start_special(step, "HEARING", 5, by=by, at=MON)
        yield lambda step=step: actions.ask_supplement(step, "图", by=by, at=MON)
        yield lambda step=step: actions.resume(step, by=by, at=MON)
    parent = the(case).parent_id
    if parent is not None:
        yield lambda: actions.submit_parent(parent, by=by, at=MON)
        yield lambda: actions.withdraw_parent(parent, by=by, at=MON)


def moves_of(case: int, by: Actor) -> set[Made]:
    """What came of all of it: each act is tried on the case as it stands, and taken back."""
    part, found = next((part for part, who in PEOPLE.items() if who == by), ""), set()
    before = Entry.objects.latest("id").pk
    for act in list(tried(case, by)):
        point = transaction.savepoint()
        with suppress(Declined):
            act()
            for entry in Entry.objects.filter(id__gt=before, kind=CaseMoved.kind):
                whose = Part.PLATFORM if entry.actor == SYSTEM.id else part
                found.add((entry.payload["source"], whose, entry.payload["move"]))
        transaction.savepoint_rollback(point)
    return found


def silent() -> None:
    """A matter of one step, without a certificate, in which silence is consent."""
    way = (StepPlan(key="check", title="核对", units=(SERVICE_CENTRE,), days=2),)
    example = CaseExample(waves=(("check",),), accepted_on=MON.date(), due_on=day(16).date())
    basis = {"silence": "approved", "silence_basis": "中华人民共和国行政许可法第五十条"}
    publish(procedure(SILENT, steps=way, example=example, **basis), at=MON)
    for who, stages in ((LIN, ("INTAKE", "DELIVER")), (JIANG, ("REVIEW",)), (HE_DECIDES, ("DECIDE",))):
        for stage in stages:
            sit(who, SILENT, stage)


def after(case: int, act: Callable[..., object], *given: object, by: Actor, at: datetime = MON, **more: object) -> int:
    act(case, *given, by=by, at=at, **more)
    return case


def at_step(case: int, act: Callable[..., object], *given: object, by: Actor = JIANG) -> int:
    act(waiting(case)[0], *given, by=by, at=MON)
    return case


def extended(case: int) -> int:
    return after(case, actions.extend, 5, "复杂", by=LUO)


def reviewing() -> int:
    return at_step(accepted(), actions.review_step, True, "")


def one_thing() -> int:
    """A draft, the first of two items of one thing."""
    plan = [ChildPlan(key="a", procedure=ENQUIRY, subject="核名"),
            ChildPlan(key="b", procedure=ENQUIRY, subject="店招", after=("a",))]  # fmt: skip
    parent = actions.open_parent("一件事", SHOP, plan, by=LI_OF_THE_SHOP, at=MON)
    return Case.objects.get(parent=parent, part="a").pk


# A state may have several faces: with a step at a reviewer's desk or at the approver's; a matter done on the spot.
HEARING = (actions.start_special, "HEARING", 5)
FACES: dict[str, Callable[[], int]] = {
    "draft": draft,
    "draft of one thing": one_thing,
    "submitted": submitted,
    "returned": lambda: after(submitted(), actions.return_for_changes, "改", OTHER, by=LIN),
    "pre-review passed": lambda: after(submitted(), actions.pass_pre_review, by=LIN),
    "received": received,
    "received, done on the spot": lambda: received(ENQUIRY),
    "received, decided elsewhere": lambda: received(THERE),
    "forwarded": forwarded,
    "correcting, asked for elsewhere": lambda: after(
        forwarded(), actions.answer_elsewhere, "CORRECTION", MON.date(), missing=["合同"], by=LIN
    ),
    "correcting": lambda: after(received(), actions.notify_correction, ["合同"], OTHER, by=LIN),
    "accepted": accepted,
    "accepted, nothing to review": lambda: accepted(RENEWAL),
    "reviewing": reviewing,
    "reviewing, to be decided": reviewed,
    "special": lambda: at_step(reviewing(), *HEARING),
    "special, to be decided": lambda: at_step(reviewed(), *HEARING, by=HE_DECIDES),
    "supplement": lambda: at_step(reviewing(), actions.ask_supplement, "图"),
    "supplement, to be decided": lambda: at_step(reviewed(), actions.ask_supplement, "图", by=HE_DECIDES),
    "extended": lambda: extended(reviewing()),
    "extended, to be decided": lambda: extended(reviewed()),
    "extended, silence is consent": lambda: extended(at_step(accepted(SILENT), actions.review_step, True, "")),
    "granted": decided,
    "granted, no certificate": lambda: after(accepted(RENEWAL), actions.decide, True, "", by=HE_DECIDES),
    "refused": lambda: decided(False),
    "certified": lambda: after(decided(), actions.certify, by=LIN),
    "done": lambda: after(decided(False), actions.deliver, by=LIN),
    "not accepted": lambda: after(received(), actions.refuse_acceptance, "不归", OTHER, by=LIN),
    "withdrawn": lambda: after(received(), actions.withdraw, by=LIN),
    "terminated": lambda: after(accepted(), actions.terminate, "消亡", OTHER, by=LIN),
}


@pytest.mark.heavy
def test_what_is_done_in_each_state_by_each_part_is_the_printed_table():
    """And somebody of another unit moves it nowhere."""
    made: set[Made] = set()
    reached: set[str] = set()
    silent()
    across_regions()
    for face in FACES.values():
        point, case = transaction.savepoint(), face()
        reached.add(the(case).state)
        for who in PEOPLE.values():
            made |= moves_of(case, who)
        assert not moves_of(case, HAN)
        transaction.savepoint_rollback(point)
    printed = {(state, part, act) for state, parts in matrix().items() for part, acts in parts.items() for act in acts}

    assert reached == set(State)
    assert (made - printed, printed - made) == (set(), set())
