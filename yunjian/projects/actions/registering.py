"""The register is brought in step with the district's definitions."""

from datetime import datetime

from django.utils import timezone

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor

from .. import definitions, events, policy
from ..logic.facts import Cited, Facts, Level, Step, differences, plain_title
from ..models import Project
from .rows import facts_of, keep


@action
def register_projects(*, by: Actor, at: datetime) -> None:
    """Take in the projects of the definitions in force on that day.

    Told again, it changes nothing. A new edition changes the project and the record says what; a definition that is
    no longer in force takes its project out of the register, and nothing is ever deleted.
    """
    policy.require_may_adopt(by)
    declared = catalogue.all_in_force(definitions.Project, on=timezone.localdate(at))
    kept = _kept(declared)
    registered = changed = 0
    for definition in declared:
        row = kept.get(definition.key) or kept.get(_name(definition))
        if row is None:
            _register(definition, by=by, at=at)
            registered += 1
        elif row.digest != definition.digest or row.state != Project.State.REGISTERED:
            _change(row, definition, by=by, at=at)
            changed += 1
    withdrawn = _withdraw({definition.key for definition in declared}, by=by, at=at)
    unchanged = len(declared) - registered - changed
    ledger.record(events.ProjectsAdopted(registered, changed, withdrawn, unchanged), by=by, at=at)


def facts_of_definition(definition: definitions.Project) -> Facts:
    """What a definition says of its project."""
    return Facts(
        title=definition.title,
        amount=definition.amount.yuan,
        printed=str(definition.amount),
        line=definition.line,
        category=definition.category,
        function=definition.function,
        starts_on=definition.period.starts_on,
        ends_before=definition.period.ends_before,
        payment=definition.payment.replace("-", "_").upper(),
        purpose=definition.purpose,
        note=definition.note,
        parts=tuple((part.name, part.amount.yuan) for part in definition.parts),
        steps=tuple(
            Step(
                condition=step.condition,
                share=step.share,
                amount=step.amount.yuan if step.amount is not None else None,
                due_date=step.due,
                repeats=step.repeats or "",
            )
            for step in definition.milestones
        ),
        levels=tuple(Level(each.promise, each.at_least, each.at_most, each.unit) for each in definition.service_levels),
        cited=tuple(Cited(number=number) for number in definition.cites),
    )


def _name(definition: definitions.Project) -> tuple[str, int, str]:
    return definition.unit, definition.year, plain_title(definition.title)


def _kept(declared: list[definitions.Project]) -> dict:
    """The rows these definitions may mean, held: by key, and by unit, year and plain title."""
    pairs = {(definition.unit, definition.year) for definition in declared}
    rows = Project.objects.select_for_update().filter(
        unit__in={unit for unit, _ in pairs}, year__in={year for _, year in pairs}
    )
    found: dict = {}
    for row in rows:
        if row.state == Project.State.REGISTERED:
            found[row.unit, row.year, row.title_plain] = row
        found[row.key] = row
    for row in Project.objects.select_for_update().filter(key__in=[each.key for each in declared]):
        found[row.key] = row
    return found


def _register(definition: definitions.Project, *, by: Actor, at: datetime) -> None:
    row = Project(key=definition.key, origin=Project.Origin.DEFINITION, registered_at=at)
    _bind(row, definition)
    keep(row, facts_of_definition(definition))
    event = events.ProjectRegistered(row.pk, row.key, row.unit, row.year, row.digest, None, None)
    ledger.record(event, by=by, at=at)


def _change(row: Project, definition: definitions.Project, *, by: Actor, at: datetime) -> None:
    facts = facts_of_definition(definition)
    changes = tuple((each.field, each.kept, each.proposed) for each in differences(facts_of(row), facts))
    row.state = Project.State.REGISTERED
    row.revision += 1
    _bind(row, definition)
    keep(row, facts)
    event = events.ProjectChanged(
        row.pk, row.key, row.unit, row.year, changes, row.digest, row.disclosure, row.note_number
    )
    ledger.record(event, by=by, at=at)


def _bind(row: Project, definition: definitions.Project) -> None:
    row.unit, row.year = definition.unit, definition.year
    row.edition, row.digest = definition.valid_from, definition.digest


def _withdraw(declared: set[str], *, by: Actor, at: datetime) -> int:
    gone = Project.objects.registered().select_for_update().filter(origin=Project.Origin.DEFINITION)
    rows = list(gone.exclude(key__in=declared))
    for row in rows:
        row.state = Project.State.WITHDRAWN
        row.revision += 1
        row.save(update_fields=["state", "revision"])
        ledger.record(events.ProjectWithdrawn(row.pk, row.key, row.unit, row.year), by=by, at=at)
    return len(rows)
