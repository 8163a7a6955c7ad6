"""What an applicant does, or the window on their behalf: begin, hand in, make good, take back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.kernel.compiled import insert
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy
from ..definitions import Procedure
from ..models import Case, ParentCase, Stage, State
from . import _clock
from ._moving import case_held, move, open_stage, require_move, today, words

LONGEST_SUBJECT = 200
LONGEST_PARTICULAR = 500
MOST_MATERIALS = 100


class ApplicantUnknown(Invalid):
    """没有写清是谁申请。请选一个人或者一家企业。"""


class HandedInAsAWhole(Declined):
    """这是一件事里的一项，要整件一起提交；等着前一项结果的，前一项办成后自动提交。"""


class TooManyMaterials(Invalid):
    """材料太多了，一件申请最多一百份。"""


@action
def open_case(
    procedure: str,
    applicant: str,
    subject: str,
    *,
    materials: Sequence[str] = (),
    particulars: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Begin a draft under the edition in force today, which stays with the case for its life.

    ``particulars`` is what the application already tells of the certificate: field by field, for who makes it.
    """
    found = catalogue.in_force(Procedure, procedure, on=timezone.localdate(at))
    policy.require_may_open(by, applicant, found.unit, procedure, at)
    return opened(found, party(applicant), subject, materials, particulars=particulars, by=by, at=at).pk


def party(reference: str) -> str:
    """Who applies: a person or an enterprise."""
    of, _, number = reference.partition(":")
    if of not in ("person", "enterprise") or not number.isdecimal():
        raise ApplicantUnknown()
    return reference


def opened(
    found: Procedure,
    applicant: str,
    subject: str,
    materials: Sequence[str],
    *,
    parent: ParentCase | None = None,
    part: str = "",
    particulars: Mapping[str, str] | None = None,
    state: State = State.DRAFT,
    by: Actor,
    at: datetime,
) -> Case:
    """A draft under this procedure, by itself or as a part of one thing; in one act with what follows, further on."""
    case = Case(
        procedure=found.key,
        edition=found.valid_from,
        unit_id=found.unit,
        applicant=applicant,
        opened_by=by.id,
        agent_mandate=by.mandate,
        subject=words(subject, LONGEST_SUBJECT),
        materials=references(materials),
        particulars=told(particulars),
        state=state,
        opened_at=at,
        parent=parent,
        part=part,
    )
    insert(case)
    ledger.record(events.CaseOpened(case.pk, found.key, found.valid_from, found.unit), by=by, at=at)
    return case


def told(particulars: Mapping[str, str] | None) -> dict[str, str] | None:
    """What the application tells of the certificate, as it is kept."""
    return {name: words(str(said), LONGEST_PARTICULAR) for name, said in (particulars or {}).items()} or None


@action
def submit(case_id: int, *, particulars: Mapping[str, str] | None = None, by: Actor, at: datetime) -> None:
    """Hand the draft in: it waits at the window for a look before receipt. What was told before may be told anew."""
    case = case_held(case_id)
    policy.require_applicant_or_window(by, case, at)
    require_move(case, "submit")
    if case.parent_id is not None and case.state == State.DRAFT:
        raise HandedInAsAWhole()
    case.reasons, case.particulars = "", told(particulars) or case.particulars
    if not case.steps.open().exists():
        open_stage(case, Stage.INTAKE, by=by, at=at)
    move(case, "submit", State.SUBMITTED, changed=("reasons", "particulars"), by=by, at=at)


@action
def hand_in_correction(
    case_id: int,
    *,
    materials: Sequence[str] = (),
    particulars: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """What was missing is there: the window's days to answer begin anew."""
    case = case_held(case_id)
    policy.require_applicant_or_window(by, case, at)
    require_move(case, "hand_in_correction")
    on = today(at)
    _brought(case, materials, particulars)
    case.received_on = on
    case.correction.answered_on = on
    case.correction.save(update_fields=["answered_on"])
    if _clock.procedure_of(case).region:
        _clock.take_in(case, on)
    else:
        _clock.resume(case, on)
    move(case, "hand_in_correction", State.RECEIVED, by=by, at=at)


@action
def take_supplement(
    case_id: int,
    *,
    materials: Sequence[str] = (),
    particulars: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """What was asked for after acceptance is there: the review goes on where it stood."""
    case = case_held(case_id)
    policy.require_applicant_or_window(by, case, at)
    require_move(case, "take_supplement")
    _brought(case, materials, particulars)
    case.reasons = ""
    if case.segments.filter(ends_on__isnull=True, kind="SUPPLEMENT").exists():
        _clock.resume(case, today(at))
    target, case.paused_from = State(case.paused_from), ""
    move(case, "take_supplement", target, by=by, at=at)


def _brought(case: Case, materials: Sequence[str], particulars: Mapping[str, str] | None) -> None:
    """What came besides, and what is told otherwise than before."""
    case.materials = references([*case.materials, *materials])
    case.particulars = told(particulars) or case.particulars


@action
def withdraw(case_id: int, *, by: Actor, at: datetime) -> None:
    """Take the application back, at any time before the decision. What waits for it in one thing falls away with it."""
    case = case_held(case_id)
    policy.require_applicant_or_window(by, case, at)
    move(case, "withdraw", State.WITHDRAWN, by=by, at=at)


def references(given: Sequence[str]) -> list[str]:
    """References, each once, in the order they came."""
    found = list(dict.fromkeys(words(each, 80) for each in given))
    if len(found) > MOST_MATERIALS:
        raise TooManyMaterials()
    return found
