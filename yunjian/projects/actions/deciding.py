"""A person decides on proposals: confirm, dismiss, or take a confirmation back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from yunjian.budgets import actions as budgets
from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy
from ..logic.facts import from_json, merged, to_json
from ..models import Project, Proposal
from .rows import facts_of, keep

MOST_AT_ONCE = 500


class AlreadyDecided(Declined):
    """这一项已经处理过了。"""


class Outdated(Declined):
    """比对之后项目又有变动，请重新比对。"""


class ReasonMissing(Invalid):
    """请写明不采纳的理由。"""


class NotConfirmed(Declined):
    """这一项没有确认过，不能撤回。"""


class ChangedSince(Declined):
    """确认之后项目又有变动，不能撤回。"""


class TooMany(Invalid):
    """一次最多处理五百项，请分批办理。"""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one proposal of many: done, or why not."""

    proposal: int
    refusal: Declined | None


@action
def confirm_proposal(proposal_id: int, *, by: Actor, at: datetime) -> int:
    """Take the disclosure's word: register the new project, or change the fields that differ. Returns the project.

    Everything is taken as printed; what it replaces is kept, so that the confirmation can be withdrawn.
    """
    proposal = _open(proposal_id, by)
    budgets.rely_on_disclosure(proposal.disclosure, by=by, at=at)
    if proposal.kind == Proposal.Kind.NEW:
        project = _register(proposal, by=by, at=at)
    else:
        project = _change(proposal, by=by, at=at)
    proposal.project, proposal.applied = project, project.revision
    _decide(proposal, Proposal.State.CONFIRMED, by=by, at=at)
    event = events.ProposalConfirmed(proposal.disclosure, proposal.unit, proposal.pk, project.pk)
    ledger.record(event, by=by, at=at)
    return project.pk


@action
def dismiss_proposal(proposal_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Leave the register as it is, and say why."""
    proposal = _open(proposal_id, by)
    if not reason.strip():
        raise ReasonMissing()
    proposal.reason = reason.strip()[:1000]
    _decide(proposal, Proposal.State.DISMISSED, by=by, at=at)
    ledger.record(events.ProposalDismissed(proposal.disclosure, proposal.unit, proposal.pk), by=by, at=at)


@action
def withdraw_confirmation(proposal_id: int, *, by: Actor, at: datetime) -> None:
    """Undo a confirmation while nothing happened to the project since; the proposal is open again."""
    proposal = hold(Proposal.objects, proposal_id)
    policy.require_officer(by, proposal.unit)
    if proposal.state != Proposal.State.CONFIRMED or proposal.project_id is None:
        raise NotConfirmed()
    project = hold(Project.objects, proposal.project_id)
    if project.revision != proposal.applied:
        raise ChangedSince()
    project.revision += 1
    if proposal.before is None:
        project.state = Project.State.WITHDRAWN
        project.save(update_fields=["state", "revision"])
        taken_out = events.ProjectWithdrawn(project.pk, project.key, project.unit, project.year)
        ledger.record(taken_out, by=by, at=at)
    else:
        kept = proposal.before
        project.disclosure, project.note_number = kept["disclosure"], kept["note_number"]
        keep(project, from_json(kept["facts"]))
        back = tuple((field, proposed, before) for field, before, proposed in proposal.differences)
        ledger.record(_changed(project, back), by=by, at=at)
    proposal.before, proposal.applied = None, None
    proposal.against = None if proposal.kind == Proposal.Kind.NEW else project.revision
    proposal.state, proposal.decided_by, proposal.decided_at = Proposal.State.OPEN, "", None
    proposal.save()
    event = events.ConfirmationWithdrawn(proposal.disclosure, proposal.unit, proposal.pk, project.pk)
    ledger.record(event, by=by, at=at)


def confirm_proposals(proposal_ids: Sequence[int], *, by: Actor, at: datetime) -> tuple[Result, ...]:
    """Confirm each by itself: one that is declined leaves the others confirmed, and says why."""
    return _each(proposal_ids, lambda pk: confirm_proposal(pk, by=by, at=at))


def dismiss_proposals(proposal_ids: Sequence[int], reason: str, *, by: Actor, at: datetime) -> tuple[Result, ...]:
    """Dismiss each by itself, for one reason."""
    if not reason.strip():
        raise ReasonMissing()
    return _each(proposal_ids, lambda pk: dismiss_proposal(pk, reason, by=by, at=at))


def _each(proposal_ids: Sequence[int], decide: Callable[[int], object]) -> tuple[Result, ...]:
    if len(proposal_ids) > MOST_AT_ONCE:
        raise TooMany()
    results = []
    for proposal_id in dict.fromkeys(proposal_ids):
        try:
            decide(proposal_id)
        except Declined as refusal:
            results.append(Result(proposal_id, refusal))
        else:
            results.append(Result(proposal_id, None))
    return tuple(results)


def _open(proposal_id: int, by: Actor) -> Proposal:
    proposal = hold(Proposal.objects, proposal_id)
    policy.require_officer(by, proposal.unit)
    if proposal.state != Proposal.State.OPEN:
        raise AlreadyDecided()
    return proposal


def _decide(proposal: Proposal, state: Proposal.State, *, by: Actor, at: datetime) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by.id, at
    proposal.save()


def _register(proposal: Proposal, *, by: Actor, at: datetime) -> Project:
    """A new project; one that was taken out again by withdrawing the confirmation comes back as itself."""
    if proposal.project_id is not None:
        project = hold(Project.objects, proposal.project_id)
        project.revision += 1
    else:
        key = f"{proposal.year}-{proposal.unit}-{proposal.disclosure}-{proposal.number}"
        project = Project(key=key, unit=proposal.unit, year=proposal.year, registered_at=at)
        project.origin = Project.Origin.DISCLOSURE
    project.state = Project.State.REGISTERED
    project.disclosure, project.note_number = proposal.disclosure, proposal.number
    keep(project, from_json(proposal.proposed))
    event = events.ProjectRegistered(
        project.pk, project.key, project.unit, project.year, "", proposal.disclosure, proposal.number
    )
    ledger.record(event, by=by, at=at)
    return project


def _change(proposal: Proposal, *, by: Actor, at: datetime) -> Project:
    project = hold(Project.objects.registered(), proposal.project_id)
    if project.revision != proposal.against:
        raise Outdated()
    facts = facts_of(project)
    proposal.before = {
        "facts": to_json(facts),
        "disclosure": project.disclosure,
        "note_number": project.note_number,
    }
    project.revision += 1
    project.disclosure, project.note_number = proposal.disclosure, proposal.number
    keep(project, merged(facts, from_json(proposal.proposed)))
    ledger.record(_changed(project, tuple(tuple(each) for each in proposal.differences)), by=by, at=at)
    return project


def _changed(project: Project, changes: tuple) -> events.ProjectChanged:
    return events.ProjectChanged(
        project.pk,
        project.key,
        project.unit,
        project.year,
        changes,
        project.digest,
        project.disclosure,
        project.note_number,
    )
