"""A read disclosure is set beside the register: what is new in it, what differs, what is the same."""

from datetime import datetime

from yunjian.budgets import queries as budgets
from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, policy
from ..logic.facts import Facts, differences, plain_title, to_json
from ..logic.notes import facts_of_note
from ..models import Project, Proposal
from .rows import facts_of

_UNDECIDED = (Proposal.State.OPEN, Proposal.State.SETTLED, Proposal.State.SUPERSEDED)


class NotABudgetInForce(Declined):
    """只能从现行有效的部门预算导入项目。"""


@action
def propose_import(disclosure_id: int, *, by: Actor, at: datetime) -> None:
    """Make a proposal of every project note: NEW, SAME or DIFFERENT from the project of that name, unit and year.

    Nothing in the register changes. What was decided stays decided; the rest is compared afresh.
    """
    disclosure = budgets.disclosure(disclosure_id, reader=by)
    policy.require_may_propose(by, disclosure.unit)
    if not disclosure.is_current or disclosure.kind != "budget" or disclosure.year is None:
        raise NotABudgetInForce()
    notes = budgets.project_notes(disclosure_id, reader=by)
    registered = {
        row.title_plain: row for row in Project.objects.registered().filter(unit=disclosure.unit, year=disclosure.year)
    }
    known = {row.number: row for row in Proposal.objects.select_for_update().filter(disclosure=disclosure_id)}
    counts = dict.fromkeys(Proposal.Kind, 0)
    for note in notes:
        row = known.get(note.number) or Proposal(disclosure=disclosure_id, number=note.number)
        if row.pk is None or row.state in _UNDECIDED:
            row.unit, row.year = disclosure.unit, disclosure.year
            facts = facts_of_note(note)
            _compare(row, facts, registered.get(plain_title(facts.title)))
            row.save()
        counts[Proposal.Kind(row.kind)] += 1
    gone = set(known) - {note.number for note in notes}
    Proposal.objects.filter(disclosure=disclosure_id, number__in=gone, state__in=_UNDECIDED).delete()
    event = events.ImportProposed(
        disclosure_id,
        disclosure.unit,
        disclosure.year,
        counts[Proposal.Kind.NEW],
        counts[Proposal.Kind.DIFFERENT],
        counts[Proposal.Kind.SAME],
    )
    ledger.record(event, by=by, at=at)


def _compare(row: Proposal, facts: Facts, project: Project | None) -> None:
    """Say in the proposal how the disclosure's facts stand to the project of that name, if there is one."""
    row.title = facts.title[:300]
    row.proposed = to_json(facts)
    if project is None:
        row.kind, row.state, row.differences = Proposal.Kind.NEW, Proposal.State.OPEN, []
        if row.project is not None and row.project.state == Project.State.REGISTERED:
            row.project = None
        row.against = None
        return
    found = differences(facts_of(project), facts)
    row.project, row.against = project, project.revision
    row.differences = [[each.field, each.kept, each.proposed] for each in found]
    row.kind = Proposal.Kind.DIFFERENT if found else Proposal.Kind.SAME
    row.state = Proposal.State.OPEN if found else Proposal.State.SETTLED


@action
def set_aside_proposals(disclosure_id: int, *, by: Actor, at: datetime) -> None:
    """The disclosure was corrected or taken back: what is still open of it no longer asks for a decision."""
    disclosure = budgets.disclosure(disclosure_id, reader=by)
    policy.require_may_propose(by, disclosure.unit)
    open_ones = Proposal.objects.filter(disclosure=disclosure_id, state__in=_UNDECIDED)
    count = open_ones.update(state=Proposal.State.SUPERSEDED)
    ledger.record(events.ImportSetAside(disclosure_id, disclosure.unit, count), by=by, at=at)
