"""What somebody may do with a case now: by its state, the desks where they sit and what their roles say.

It is what pages offer; whether an act is done, the action decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from yunjian.kernel import policy as decision
from yunjian.kernel.actor import Actor

from .. import policy
from ..definitions import Procedure
from ..logic.states import IN_REVIEW, MOVES
from ..logic.states import State as Logical
from ..models import Case, Consultation, Document, Stage, State, Step
from .documents import makeable
from .regions import regions_that_take_in

_IN_REVIEW = frozenset(str(each) for each in IN_REVIEW) | {State.ACCEPTED}
_BY_APPLICANT = ("submit", "hand_in_correction", "take_supplement", "withdraw")
_AT_WINDOW = (
    "submit",
    "receive",
    "pass_pre_review",
    "return_for_changes",
    "notify_correction",
    "hand_in_correction",
    "take_supplement",
    "accept",
    "refuse_acceptance",
    "settle_at_once",
    "forward",
    "answer_elsewhere",
    "withdraw",
)
_DECIDED_HERE = ("notify_correction", "accept", "refuse_acceptance")


@dataclass(frozen=True, slots=True)
class Offer:
    """An act, and the step (or the consultation) it is about; 0 when it is about the case."""

    act: str
    on: int = 0
    kind: str = ""  # of the document to be made


def offers(
    case: Case,
    procedure: Procedure,
    steps: Sequence[Step],
    consultations: Sequence[Consultation],
    documents: Sequence[Document],
    *,
    at: datetime,
    reader: Actor,
) -> tuple[Offer, ...]:
    """Every act the reader is offered, in the order of the way."""
    if policy.is_party(reader, case):
        able = decision.may(reader, policy.HAND_IN, owner=case.applicant)
        return tuple(
            Offer(name) for name in _BY_APPLICANT if able and _is_move(case, name) and not _as_a_whole(case, name)
        )
    if case.exclusions.filter(account=reader.id).exists():
        return ()
    seats = policy.seats_of(reader.id, at).filter(desk__procedure=case.procedure)
    seated = {
        (unit, stage)
        for unit, stage in seats.values_list("desk__unit", "desk__stage")
        if decision.may(reader, policy.AT[stage], unit=unit)
    }
    me = policy.stands_for(reader, at)
    waiting = [row for row in steps if row.state == Step.State.OPEN]
    mine = [row for row in waiting if (row.desk.unit_id, row.desk.stage) in seated]
    taken = {row.desk_id for row in waiting if row.holder and row.holder not in me}
    found = [
        *_for_the_unit(
            case, procedure, waiting, documents, {stage for unit, stage in seated if unit == case.unit_id}, taken
        ),
        *(_for_regions(case, waiting, taken, at, reader) if (case.unit_id, Stage.INTAKE) in seated else ()),
        *(each for row in mine for each in _for_step(case, procedure, row, reader, me)),
        *_for_others(case, procedure, waiting, consultations, reader),
    ]
    return tuple(dict.fromkeys(found))


def _for_the_unit(
    case: Case,
    procedure: Procedure,
    waiting: list[Step],
    documents: Sequence[Document],
    stages: set[str],
    taken: set[int],
) -> Iterator[Offer]:
    held = {row.desk.stage for row in waiting if row.desk_id in taken and row.desk.unit_id == case.unit_id}
    free = stages - held
    decides = any(row.desk.stage == Stage.DECIDE for row in waiting)
    if Stage.INTAKE in free:
        for name in _AT_WINDOW:
            at_once = name != "settle_at_once" or procedure.handling == "on-the-spot"
            first = name != "notify_correction" or not hasattr(case, "correction")
            here = name not in _DECIDED_HERE if procedure.region else name != "forward"
            if _is_move(case, name) and at_once and first and here and not _as_a_whole(case, name):
                yield Offer(name)
    if Stage.INTAKE in free and case.received_on and not case.archived_at:
        made = {each.kind for each in documents}
        yield from (Offer("make_document", kind=kind) for kind in makeable(case, documents) if kind not in made)
        if any(each.received_at is None and each.kind != Document.Kind.TRANSFER for each in documents):
            yield Offer("receive_document")
    if Stage.DECIDE in free and decides and case.state in _IN_REVIEW:
        yield Offer("decide")
    if Stage.DELIVER in free:
        if procedure.certificate and case.state == State.DECIDED_YES:
            yield Offer("certify")
        elif _is_move(case, "deliver"):
            yield Offer("deliver")
    if (Stage.DECIDE if decides else Stage.INTAKE) in free and _is_move(case, "terminate"):
        yield Offer("terminate")


def _for_regions(case: Case, waiting: list[Step], taken: set[int], at: datetime, reader: Actor) -> Iterator[Offer]:
    """What the window notes of a case that another region has to do with."""
    if any(row.desk_id in taken and row.desk.stage == Stage.INTAKE for row in waiting):
        return
    rows = list(case.forwardings.all())
    over = case.ended_on is not None or case.decided_on is not None
    if over and any(each.answered_on is None for each in rows):
        yield Offer("tell_region")
    if not over and not rows and regions_that_take_in(case.procedure, at=at, reader=reader):
        yield Offer("note_taken_in")


def _for_step(case: Case, procedure: Procedure, row: Step, reader: Actor, me: list[str]) -> Iterator[Offer]:
    free, held = not row.holder or row.holder in me, row.holder in me
    at_work = row.desk.stage in (Stage.REVIEW, Stage.DECIDE)
    reviewed = any(each.given_by == reader.id for each in row.reviews.all())
    if row.desk.stage == Stage.REVIEW and free and case.state in _IN_REVIEW and not reviewed:
        yield Offer("review_step", row.pk)
    if at_work and case.state in _IN_REVIEW:
        if procedure.special:
            yield Offer("start_special", row.pk)
        if procedure.supplement != "never":
            yield Offer("ask_supplement", row.pk)
    if _is_move(case, "resume"):
        yield Offer("resume", row.pk)
    if free and row.holder != reader.id:
        yield Offer("claim", row.pk)
    if held:
        yield Offer("hand_over", row.pk)
        yield Offer("put_back", row.pk)
    yield Offer("consult", row.pk)
    yield Offer("add_note", row.pk)
    yield Offer("declare_conflict", row.pk)


def _for_others(
    case: Case, procedure: Procedure, waiting: list[Step], asked: Sequence[Consultation], reader: Actor
) -> Iterator[Offer]:
    """What a leader, another unit's adviser and the archivist do."""
    for each in asked:
        if each.answered_at is None and decision.may(reader, policy.ADVISE, unit=each.unit_id):
            yield Offer("answer_consultation", each.pk)
    extends = procedure.extension_days and not hasattr(case, "extension")
    if extends and _is_move(case, "extend") and decision.may(reader, policy.EXTEND, unit=case.unit_id):
        yield Offer("extend")
    for row in waiting:
        if decision.may(reader, policy.LEAD, unit=row.desk.unit_id):
            yield Offer("reassign", row.pk)
    if case.ended_on and not case.archived_at and decision.may(reader, policy.ARCHIVE, unit=case.unit_id):
        yield Offer("archive")


def _is_move(case: Case, name: str) -> bool:
    return Logical(case.state) in MOVES[name].sources


def _as_a_whole(case: Case, name: str) -> bool:
    """An item of one thing is handed in with the others first."""
    return name == "submit" and case.parent_id is not None and case.state == State.DRAFT
