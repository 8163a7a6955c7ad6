"""One project: its budget line, period, payments, promises, cited documents, and where all that comes from."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from yunjian.budgets import queries as budgets
from yunjian.budgets.definitions import CodeTable
from yunjian.kernel import catalogue, ledger
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.parties import queries as parties

from ..logic.facts import Step as StatedStep
from ..logic.facts import worked_out_day
from ..models import Project, Proposal


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A payment; ``on`` is the day named or, where ``is_worked_out``, the one its condition and the period give."""

    order: int
    condition: str
    share: Decimal | None
    amount: Decimal | None
    due_text: str
    on: date | None
    is_worked_out: bool
    repeats: str
    state_title: str


@dataclass(frozen=True, slots=True)
class LevelView:
    promise: str
    at_least: Decimal | None
    at_most: Decimal | None
    measure: str


@dataclass(frozen=True, slots=True)
class CitedView:
    title: str
    number: str


@dataclass(frozen=True, slots=True)
class Line:
    """The budget line a project is paid from, and the disclosure that says so, where there is one."""

    code: str
    name: str
    disclosure: int | None
    disclosure_title: str
    note: int | None
    unit: str
    period: str
    has_line: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to the project."""

    kind: str
    at: datetime
    actor: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project whole; amounts in yuan, ``ends_on`` its last day."""

    id: int
    key: str
    title: str
    unit: str
    unit_title: str
    year: int
    amount: Decimal
    printed: str
    category: str
    starts_on: date | None
    ends_on: date | None
    payment_title: str
    purpose: str
    note: str
    state: str
    state_title: str
    origin_title: str
    edition: date | None
    parts: tuple[tuple[str, Decimal], ...]
    milestones: tuple[MilestoneView, ...]
    levels: tuple[LevelView, ...]
    cited: tuple[CitedView, ...]
    line: Line
    history: tuple[Step, ...]

    @property
    def is_registered(self) -> bool:
        return self.state == Project.State.REGISTERED


def project(project_id: int, *, reader: Actor) -> ProjectView:
    """One project with everything said of it."""
    row = Project.objects.filter(pk=project_id).first()
    if row is None:
        raise NotFound()
    titles = parties.unit_titles(reader=reader)
    return ProjectView(
        id=row.pk,
        key=row.key,
        title=row.title,
        unit=row.unit,
        unit_title=titles.get(row.unit, row.unit),
        year=row.year,
        amount=row.amount,
        printed=row.printed,
        category=row.category,
        starts_on=row.starts_on,
        ends_on=row.ends_before - timedelta(days=1) if row.ends_before else None,
        payment_title=row.get_payment_display(),
        purpose=row.purpose,
        note=row.note,
        state=row.state,
        state_title=row.get_state_display(),
        origin_title=row.get_origin_display(),
        edition=row.edition,
        parts=tuple((label, Decimal(amount)) for label, amount in row.parts),
        milestones=tuple(_milestone(each, row) for each in row.milestones.order_by("order")),
        levels=tuple(
            LevelView(each.promise, each.at_least, each.at_most, each.measure)
            for each in row.service_levels.order_by("order")
        ),
        cited=tuple(CitedView(each.title, each.number) for each in row.citations.order_by("order")),
        line=_line(row, reader),
        history=_history(row.pk, reader),
    )


def _milestone(row, project: Project) -> MilestoneView:
    stated = StatedStep(row.condition, row.share, row.amount, row.due_text, row.due_date, row.repeats)
    worked_out = row.due_date is None and worked_out_day(stated, project.starts_on, project.ends_before)
    return MilestoneView(
        order=row.order,
        condition=row.condition,
        share=None if row.share is None else row.share / 100,
        amount=row.amount,
        due_text=row.due_text,
        on=row.due_date or worked_out or None,
        is_worked_out=bool(worked_out),
        repeats=row.repeats,
        state_title=row.get_state_display(),
    )


def _line(row: Project, reader: Actor) -> Line:
    """The function and the disclosure: the one it was taken from, or the one that was found to say the same."""
    name = _function_name(row.function, row.year) if row.function else ""
    source = (row.disclosure, row.note_number) if row.disclosure else _compared_with(row)
    nothing = Line(row.function, name, None, "", None, row.unit, "", False)
    if source is None:
        return nothing
    try:
        disclosure = budgets.disclosure(source[0], reader=reader)
    except NotFound:
        return nothing
    return Line(
        code=row.function,
        name=name,
        disclosure=disclosure.id,
        disclosure_title=disclosure.title or f"{disclosure.unit_title} {disclosure.year}",
        note=source[1],
        unit=disclosure.unit,
        period=disclosure.period,
        has_line=bool(row.function),
    )


def _function_name(code: str, year: int) -> str:
    """The names from the class down to the item, by the code table of the year."""
    try:
        table = catalogue.in_force(CodeTable, "functional", on=date(year, 12, 31))
    except NotFound:
        return ""
    return " / ".join(table.path(code))


def _compared_with(row: Project) -> tuple[int, int] | None:
    found = Proposal.objects.filter(project=row.pk).exclude(state=Proposal.State.SUPERSEDED).order_by("-disclosure")
    return found.values_list("disclosure", "number").first()


def _history(project_id: int, reader: Actor) -> tuple[Step, ...]:
    entries = ledger.history(f"projects.project:{project_id}", reader=reader)
    return tuple(
        Step(
            kind=entry.kind,
            at=timezone.localtime(entry.at),
            actor=entry.actor,
            changes=tuple((field, before, after) for field, before, after in entry.payload.get("changes", ())),
        )
        for entry in entries
    )
