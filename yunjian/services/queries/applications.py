"""One application with all it stands on: its items and form, its papers, and what is missing before it goes in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yunjian.cases import queries as cases
from yunjian.kernel.actor import Actor
from yunjian.kernel.compiled import CompiledRows
from yunjian.kernel.criteria import judge
from yunjian.kernel.errors import NotFound

from .. import policy
from ..definitions import Form, Item, Joined, Question
from ..logic.answers import record_of
from ..logic.applying import WantedPaper, fitting, wanted
from ..models import Application, GivenPaper
from .editions import Ground, ground_of
from .forms import findings, in_english

WAITS_FOR_APPLICANT = ("PRE_RETURNED", "CORRECTING", "SUPPLEMENT")
SAID = {
    "paused": _("“%(title)s”现在暂停办理，等恢复以后再交。"),
    "cancelled": _("“%(title)s”已经取消，不再办理。"),
    "target": _("“%(title)s”不是给这类申请人办的。请核对回答；替企业办的，请先选择代表哪一家。"),
    "edition": _("“%(title)s”换了新版本。请改用新版本，核对以后再交。"),
    "condition": _("按您的回答，不符合这个条件：%(title)s。请核对回答；确实不符合的，现在还不能办。"),
    "paper": _("“%(title)s”还没有给。请附上，或者选别的给法。"),
    "way": _("“%(title)s”不能再这样给了。请换一种给法。"),
}


@dataclass(frozen=True, slots=True)
class GivenView:
    """How a paper is given."""

    way: str
    way_title: str
    materials: tuple[str, ...]
    certificate: str
    words: str

    @property
    def material_ids(self) -> tuple[int, ...]:
        return tuple(int(each.partition(":")[2]) for each in self.materials)


@dataclass(frozen=True, slots=True)
class PaperStatus:
    """A paper the application takes, and how it is given so far."""

    wanted: WantedPaper
    given: GivenView | None

    @property
    def is_settled(self) -> bool:
        return self.given is not None or not self.wanted.must_be_given


@dataclass(frozen=True, slots=True)
class Problem:
    """Why it cannot be handed in yet: on which page, at which place, what to do."""

    page: str  # questions, form, papers, start
    place: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """An application as whoever fills it in sees it."""

    id: int
    kind: str
    key: str
    edition: date
    title: str
    applicant: str
    assisted_at: str
    state: str
    state_title: str
    revision: int
    answers: Mapping[str, str]
    values: Mapping[str, Any]
    sources: Mapping[str, Mapping[str, str]]
    ground: Ground
    items: tuple[Item, ...]
    joined: Joined | None
    questions: tuple[Question, ...]
    papers: tuple[PaperStatus, ...]
    case: int | None
    parent: int | None
    begun_at: datetime
    saved_at: datetime
    handed_in_at: datetime | None
    assisting: bool  # the reader helps at the window
    is_outdated: bool
    waiting: tuple[int, ...]  # cases that wait for something to be made good

    @property
    def is_open(self) -> bool:
        """Whether it may be changed now."""
        return self.is_draft or bool(self.waiting)

    @property
    def is_draft(self) -> bool:
        return self.state == Application.State.DRAFT

    @property
    def form(self) -> Form | None:
        """The form of the item, or the one form of one thing."""
        return self.joined.form if self.joined else None

    @property
    def record(self) -> dict[str, Any]:
        """The answers as a criterion compares them."""
        return record_of(self.questions, self.answers)


def application(application_id: int, *, at: datetime, reader: Actor) -> ApplicationView:
    """To the applicant, whoever has the mandate, and the window where the applicant is helped; else it is not there."""
    row = Application.objects.filter(pk=application_id).first()
    if row is None or not policy.may_fill(reader, row):
        raise NotFound()
    return view_of(row, at=at, reader=reader)


def waiting_for(application_id: int, *, at: datetime, reader: Actor) -> tuple[int, ...]:
    """The cases that wait for something to be made good; a draft has none yet."""
    row = Application.objects.filter(pk=application_id).first()
    if row is None or not policy.may_fill(reader, row):
        raise NotFound()
    return waiting_cases(row, at=at, reader=reader)


def view_of(row: Application, *, at: datetime, reader: Actor) -> ApplicationView:
    """The application on the editions it was begun under."""
    ground, is_newest = ground_of(row, at=at, reader=reader)
    on = timezone.localdate(at)
    record = record_of(ground.questions, row.answers)
    items = ground.chosen(record, on)
    form = ground.form_for(items)
    stood_for = {(key, each.stands_for) for each in ground.forms for key in each.items}
    papers = [
        each
        for each in wanted(items, record, on, as_one=row.kind == Application.Kind.THEME)
        if not set(each.materials) <= stood_for
    ]
    given = {each.paper: _given(each) for each in _papers.rows(application=row.pk)}
    return ApplicationView(
        row.pk, row.kind, row.key, row.edition, row.title, row.applicant, row.assisted_at,
        row.state, str(Application.State(row.state).label), row.revision,
        row.answers, fitting(row.values, form.form.fields if form else ()), row.sources,
        ground, items, form, ground.questions,
        tuple(PaperStatus(each, given.get(each.key)) for each in papers),
        row.case_id, row.parent_id, row.begun_at, row.saved_at, row.handed_in_at,
        policy.assists(reader, row),
        row.state == Application.State.DRAFT and not is_newest,
        waiting_cases(row, at=at, reader=reader) if row.state == Application.State.HANDED_IN else (),
    )  # fmt: skip


_papers = CompiledRows[GivenPaper](
    lambda application: GivenPaper.objects.filter(application=application), application=int
)


def _given(row: GivenPaper) -> GivenView:
    return GivenView(
        row.way, str(GivenPaper.Way(row.way).label), tuple(row.materials), row.certificate, row.words
    )  # fmt: skip


def waiting_cases(row: Application, *, at: datetime, reader: Actor) -> tuple[int, ...]:
    """The cases of a handed-in application that wait for something to be made good."""
    if row.parent_id:
        children = cases.parent_view(row.parent_id, at=at, reader=reader).children
        return tuple(each.case for each in children if each.state in WAITS_FOR_APPLICANT and each.open_to_reader)
    found = cases.standings([row.case_id] if row.case_id else [], at=at, reader=reader)
    return tuple(number for number, each in found.items() if each.state in WAITS_FOR_APPLICANT)


def problems(view: ApplicationView, *, at: datetime, reader: Actor) -> tuple[Problem, ...]:
    """Everything that stands against handing it in, page by page."""
    found = [*_of_items(view), *_of_answers(view, timezone.localdate(at))]
    if view.form is not None:
        found += [
            Problem("form", each.place, each.sentence) for each in findings(view.form, view.values, reader=reader)
        ]
    return (*found, *_of_papers(view))


def _of_items(view: ApplicationView) -> list[Problem]:
    found = [
        Problem("start", each.key, SAID[each.status] % {"title": in_english(each.title, each.title_en)})
        for each in view.items
        if each.status != "in-use"
    ]
    kind = view.applicant.partition(":")[0]
    for each in view.items:
        if view.kind == Application.Kind.ITEM and kind not in each.targets:
            found.append(Problem("start", each.key, SAID["target"] % {"title": in_english(each.title, each.title_en)}))
    if view.is_outdated:
        found.append(Problem("start", view.key, SAID["edition"] % {"title": view.title}))
    return found


def _of_answers(view: ApplicationView, on: date) -> list[Problem]:
    """The conditions that by the answers do not hold."""
    return [
        Problem("questions", "", SAID["condition"] % {"title": in_english(each.title, each.title_en)})
        for item in view.items
        for each in item.conditions
        if each.criterion is not None and judge(each.criterion, view.record, on=on).outcome == "not"
    ]


def _of_papers(view: ApplicationView) -> list[Problem]:
    found = []
    for each in view.papers:
        if not each.is_settled:
            found.append(Problem("papers", each.wanted.key, SAID["paper"] % {"title": _titled(each.wanted)}))
        elif each.given and not _may(each.given.way, each.wanted, view):
            found.append(Problem("papers", each.wanted.key, SAID["way"] % {"title": _titled(each.wanted)}))
    return found


def _titled(paper: WantedPaper) -> str:
    return in_english(paper.title, paper.title_en)


def _may(way: str, paper: WantedPaper, view: ApplicationView) -> bool:
    return way in paper.ways or (way == GivenPaper.Way.AT_WINDOW and bool(view.assisted_at))


def settled(papers: Sequence[PaperStatus], *, reader: Actor) -> list[dict[str, Any]]:
    """The papers as a filing keeps them: those given, and those that need not be."""
    return [
        {
            "paper": each.wanted.key, "title": each.wanted.title, "way": each.given.way if each.given else "",
            "materials": list(each.given.materials) if each.given else [],
            "certificate": each.given.certificate if each.given else "",
            "words": each.given.words if each.given else "",
        }
        for each in papers
    ]  # fmt: skip
