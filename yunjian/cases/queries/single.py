"""One case: where it stands and why, its steps and opinions, what happened to it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from yunjian.kernel import catalogue, happenings, ledger
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.kernel.working_days import Calendar, WorkingCalendar
from yunjian.parties import queries as parties

from .. import policy
from ..definitions import Procedure
from ..logic.states import State as Logical
from ..logic.states import allowed
from ..models import FAR, Case, Consultation, Stage, State, Step
from .causes import Given, given_to
from .clocks import ClockView, clock_view
from .documents import DocumentView, documents_of
from .offers import Offer, offers
from .parents import ResultView, results_for
from .regions import ForwardingView, forwardings_of

_FOR_THE_APPLICANT = (
    "cases.case.opened", "cases.case.moved", "cases.case.taken-in-elsewhere",
    "cases.period.extended", "cases.document.made", "cases.document.received",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReviewView:
    """An opinion; its words are for those who work on the case."""

    favourable: bool
    opinion: str
    given_by: str
    given_by_name: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class StepView:
    """Something done or waiting at a desk."""

    id: int
    key: str
    title: str
    stage: str
    unit: str
    unit_title: str
    state: str
    state_title: str
    four_eyes: bool
    holder: str
    holder_name: str
    due_on: date | None
    reviews: tuple[ReviewView, ...]


@dataclass(frozen=True, slots=True)
class HappeningView:
    """One line of the timeline."""

    kind: str
    title: str
    move: str
    state_title: str
    at: datetime
    actor: str
    actor_name: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """A remark among colleagues."""

    text: str
    written_by_name: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class ConsultationView:
    """What another unit was asked, and what it said."""

    id: int
    unit: str
    unit_title: str
    question: str
    answer: str
    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """What is to be made good, and by when."""

    missing: tuple[str, ...]
    notified_on: date
    answer_by: date
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class ExtensionView:
    """More days, and why."""

    days: int
    reason: str
    told_on: date


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its reader may see it."""

    id: int
    subject: str
    procedure: str
    procedure_title: str
    edition: date
    unit: str
    unit_title: str
    applicant: str
    applicant_name: str
    inside: bool  # the reader works on it; else it is the reader's own
    state: str
    state_title: str
    received_on: date | None
    accepted_on: date | None
    decided_on: date | None
    ended_on: date | None
    granted: bool | None
    by_silence: bool
    reasons: str
    remedies: str
    materials: tuple[str, ...]
    clock: ClockView | None
    steps: tuple[StepView, ...]
    happened: tuple[HappeningView, ...]
    notes: tuple[NoteView, ...]
    consultations: tuple[ConsultationView, ...]
    causes: tuple[Given, ...]  # why it was given back or refused, by the district's list
    correction: CorrectionView | None
    extension: ExtensionView | None
    archived_at: datetime | None
    parent: int | None  # the one thing it is an item of
    part: str  # which of its items
    parent_subject: str
    documents: tuple[DocumentView, ...]
    forwardings: tuple[ForwardingView, ...]
    certificate: int | None  # in the register, once it is made
    results: tuple[ResultView, ...]  # of the items it waited for
    moves: tuple[str, ...]  # what can come next, whoever may
    offers: tuple[Offer, ...]  # what the reader may do now


def case_view(case_id: int, *, at: datetime, reader: Actor) -> CaseView:
    """The case, to its applicant and to those who work on it; what colleagues wrote stays among them."""
    case = _case(case_id)
    policy.require_sees(reader, case, at)
    inside = not policy.is_party(reader, case)
    day = timezone.localdate(at)
    procedure = catalogue.edition(Procedure, case.procedure, case.edition)
    known = Calendar(catalogue.all_in_force(WorkingCalendar, on=day))
    rows = list(case.steps.select_related("desk").prefetch_related("reviews").order_by("pk"))
    documents = list(case.documents.defer("data"))
    asked = list(case.consultations.all()) if inside else []
    inner = _Inner(case, rows, procedure, reader, inside=inside)
    return CaseView(
        id=case.pk, subject=case.subject, procedure=case.procedure, procedure_title=procedure.title,
        edition=case.edition, unit=case.unit_id,
        unit_title=inner.units.get(case.unit_id, case.unit_id),
        applicant=case.applicant, applicant_name=_name_of(case.applicant, reader, inside=inside),
        inside=inside,
        state=case.state, state_title=str(State(case.state).label),
        received_on=case.received_on, accepted_on=case.accepted_on, decided_on=case.decided_on,
        ended_on=case.ended_on, granted=case.granted, by_silence=case.by_silence, reasons=case.reasons,
        remedies=case.remedies,
        materials=tuple(case.materials),
        clock=clock_view(list(case.segments.order_by("pk")), known, day),
        steps=tuple(inner.step(row) for row in rows),
        happened=inner.happened(),
        notes=inner.written(),
        consultations=tuple(inner.consultation(each) for each in asked),
        causes=given_to(list(case.causes.all()), at),
        correction=_correction(case),
        extension=_extension(case),
        archived_at=case.archived_at, parent=case.parent_id, part=case.part,
        parent_subject=case.parent.subject if case.parent else "",
        documents=documents_of(documents), certificate=case.certificate, forwardings=forwardings_of(case, day),
        results=results_for(case, at=at, reader=reader),
        moves=tuple(move.name for move in allowed(Logical(case.state))),
        offers=offers(case, procedure, rows, asked, documents, at=at, reader=reader),
    )  # fmt: skip


def _case(case_id: int) -> Case:
    rows = Case.objects.select_related("correction", "extension", "parent").prefetch_related("forwardings")
    case = rows.filter(pk=case_id).first()
    if case is None:
        raise NotFound()
    return case


def _name_of(applicant: str, reader: Actor, *, inside: bool) -> str:
    return parties.masked_names([applicant], reader=reader).get(applicant, "") if inside else ""


def _correction(case: Case) -> CorrectionView | None:
    found = getattr(case, "correction", None)
    if found is None:
        return None
    return CorrectionView(tuple(found.missing), found.notified_on, found.answer_by, found.answered_on)


def _extension(case: Case) -> ExtensionView | None:
    found = getattr(case, "extension", None)
    return None if found is None else ExtensionView(found.days, found.reason, found.told_on)


class _Inner:
    """What goes on inside: steps, remarks, the history; with the names of colleagues for colleagues only."""

    def __init__(self, case: Case, rows: list[Step], procedure: Procedure, reader: Actor, *, inside: bool):
        self.case, self.inside = case, inside
        self.titles = {step.key: step.title for step in procedure.steps}
        self.units = parties.unit_titles(reader=reader)
        self.past = ledger.history(f"cases.case:{case.pk}", reader=reader)
        self.notes = list(case.notes.all()) if inside else []
        people = {row.holder for row in rows} | {each.given_by for row in rows for each in row.reviews.all()}
        people |= {each.actor for each in self.past} | {note.written_by for note in self.notes}
        self.names = parties.names_of_staff(sorted(people), reader=reader) if inside else {}

    def name(self, account: str) -> str:
        return self.names.get(account, "") if self.inside else ""

    def step(self, row: Step) -> StepView:
        said = row.reviews.all() if self.inside else ()
        return StepView(
            id=row.pk,
            key=row.key,
            title=self.titles.get(row.key) or str(Stage(row.desk.stage).label),
            stage=row.desk.stage,
            unit=row.desk.unit_id,
            unit_title=self.units.get(row.desk.unit_id, row.desk.unit_id),
            state=row.state,
            state_title=str(Step.State(row.state).label),
            four_eyes=row.four_eyes,
            holder=row.holder if self.inside else "",
            holder_name=self.name(row.holder),
            due_on=None if row.due_on == FAR else row.due_on,
            reviews=tuple(
                ReviewView(each.favourable, each.opinion, each.given_by, self.name(each.given_by), each.given_at)
                for each in said
            ),
        )

    def written(self) -> tuple[NoteView, ...]:
        return tuple(NoteView(each.text, self.name(each.written_by), each.written_at) for each in self.notes)

    def consultation(self, row: Consultation) -> ConsultationView:
        title = self.units.get(row.unit_id, row.unit_id)
        return ConsultationView(row.pk, row.unit_id, title, row.question, row.answer, row.asked_at, row.answered_at)

    def happened(self) -> tuple[HappeningView, ...]:
        """From the ledger; the applicant sees the moves of the case, not the hands it went through."""
        return tuple(
            HappeningView(
                kind=each.kind,
                title=happenings.title_of(each.kind),
                move=each.payload.get("move", ""),
                state_title=str(State(each.payload["target"]).label) if "target" in each.payload else "",
                at=each.at,
                actor=each.actor if self.inside else "",
                actor_name=self.name(each.actor),
            )
            for each in self.past
            if self.inside or each.kind in _FOR_THE_APPLICANT
        )
