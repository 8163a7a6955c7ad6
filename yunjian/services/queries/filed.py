"""Applications in lists, what was handed in with its receipt, and all that is kept of them of one party."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from yunjian.cases import queries as cases
from yunjian.certificates import queries as certificates
from yunjian.certificates.queries import CertificateView
from yunjian.kernel import ledger
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import NotFound
from yunjian.kernel.personal import Rows, holding
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask, Found, find

from .. import events, policy
from ..definitions import Form, Question
from ..models import Application, Filing, GivenPaper
from .applications import WAITS_FOR_APPLICANT, ApplicationView, application, view_of
from .prereview import FindingView, kept_findings

ORDERS = {"saved": "saved_at", "title": "title"}


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """A line of one's own list."""

    id: int
    title: str
    state: str
    state_title: str
    is_theme: bool
    assisted: bool
    saved_at: datetime
    handed_in_at: datetime | None
    case: int | None
    parent: int | None
    case_state: str
    due_on: date | None
    waits: bool  # something is to be made good


@dataclass(frozen=True, slots=True)
class FiledPaper:
    """A paper as it was handed in."""

    paper: str
    title: str
    way: str
    way_title: str
    materials: tuple[str, ...]
    certificate: str
    words: str

    @property
    def material_ids(self) -> tuple[int, ...]:
        return tuple(int(each.partition(":")[2]) for each in self.materials)


@dataclass(frozen=True, slots=True)
class FiledView:
    """What was handed in at one time."""

    number: int
    filed_at: datetime
    filed_by: str
    commitment: str
    answers: Mapping[str, str]
    values: Mapping[str, Any]
    papers: tuple[FiledPaper, ...]
    findings: tuple[FindingView, ...] = ()  # of the pre-review
    pre_reviewed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Touch:
    """Somebody of the staff who began it for the applicant at the window, or read what was handed in."""

    at: datetime
    who: str
    helped: bool  # at the window; otherwise read it


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant takes along."""

    application: ApplicationView
    case: cases.CaseView | None
    parent: cases.ParentView | None
    filings: tuple[FiledView, ...]
    touches: tuple[Touch, ...]

    @property
    def first(self) -> FiledView:
        return self.filings[0]


def own_applications(ask: Ask, *, at: datetime, reader: Actor) -> Found:
    """The reader's applications, and those the reader helps with at the window; where each case is."""
    rows = _asked(Application.objects.filter(_mine(reader)), ask)
    page = find(rows, ask, orders=ORDERS, view=lambda row: row)
    found = cases.standings([row.case_id for row in page.rows if row.case_id], at=at, reader=reader)
    return Found(tuple(_row(row, found) for row in page.rows), page.total, page.page, page.size)


def _mine(reader: Actor) -> Q:
    wanted = Q(applicant__in=policy.applicants(reader))
    units = policy.units_assisted_at(reader)
    if units is None or units:
        wanted |= Q(begun_by=reader.id) & (~Q(assisted_at="") if units is None else Q(assisted_at__in=sorted(units)))
    return wanted


def _asked(rows: Any, ask: Ask) -> Any:
    if text := ask.get("q"):
        rows = rows.filter(title__icontains=text)
    if state := ask.get("state"):
        return rows.filter(state=state)
    return rows.exclude(state=Application.State.DISCARDED)


def _row(row: Application, standings: Mapping[int, cases.OwnCase]) -> ApplicationRow:
    case = standings.get(row.case_id or 0)
    return ApplicationRow(
        row.pk, row.title, row.state, str(Application.State(row.state).label), row.kind == Application.Kind.THEME,
        bool(row.assisted_at), row.saved_at, row.handed_in_at, row.case_id, row.parent_id,
        case.state_title if case else "", case.due_on if case else None,
        case is not None and case.state in WAITS_FOR_APPLICANT,
    )  # fmt: skip


def open_drafts(kind: str, key: str, *, reader: Actor) -> tuple[int, ...]:
    """The reader's own drafts of this item or theme, the newest first: to go on with rather than begin anew."""
    rows = Application.objects.filter(
        kind=kind, key=key, state=Application.State.DRAFT, applicant__in=policy.applicants(reader)
    )
    return tuple(rows.order_by("-pk").values_list("pk", flat=True)[:10])


def receipt(application_id: int, *, at: datetime, reader: Actor) -> Receipt:
    """What was handed in, when, and what comes next."""
    view = application(application_id, at=at, reader=reader)
    rows = Filing.objects.filter(application=view.id).select_related("prereview").order_by("number")
    filed = tuple(map(filed_view, rows))
    if not filed:
        raise NotFound()
    case = cases.case_view(view.case, at=at, reader=reader) if view.case else None
    parent = cases.parent_view(view.parent, at=at, reader=reader) if view.parent else None
    return Receipt(view, case, parent, filed, _touches(view, reader))


def _touches(view: ApplicationView, reader: Actor) -> tuple[Touch, ...]:
    """Who of the staff helped with it and who read it, oldest first: for the applicant, not for the window."""
    if view.assisting:
        return ()
    found = [
        each
        for each in ledger.history(f"services.application:{view.id}", reader=reader)
        if each.kind == events.ApplicationLookedAt.kind
        or (each.kind == events.ApplicationBegun.kind and each.payload["assisted_at"])
    ]
    names = parties.names_of_staff({each.actor for each in found}, reader=reader) if found else {}
    return tuple(Touch(each.at, names.get(each.actor, ""), each.kind == events.ApplicationBegun.kind) for each in found)


def filed_view(row: Filing) -> FiledView:
    return FiledView(
        row.number, row.filed_at, row.filed_by, row.commitment, row.answers, row.values,
        tuple(
            FiledPaper(
                each["paper"], each["title"], each["way"],
                str(GivenPaper.Way(each["way"]).label) if each["way"] else "",
                tuple(each["materials"]), each["certificate"], each["words"],
            )
            for each in row.papers
        ),
        kept_findings(row),
        row.prereview.made_at if hasattr(row, "prereview") else None,
    )  # fmt: skip


def application_of_case(case_id: int, *, at: datetime, reader: Actor) -> int | None:
    """The application a case came of, to whoever sees the case."""
    view = cases.case_view(case_id, at=at, reader=reader)
    rows = Application.objects.filter(Q(parent=view.parent) if view.parent else Q(case=view.id))
    return rows.values_list("pk", flat=True).first()


def has_filed(case_id: int, *, reader: Actor) -> bool:
    """Whether a case came of an application, where the reader may read what was handed in for cases."""
    if not policy.reads_filed(reader):
        return False
    return applications_behind(case_id).exists()


def applications_behind(case_id: int) -> QuerySet[Application]:
    """The application a case came of, alone or as a part of one thing; none of a case opened otherwise."""
    return Application.objects.filter(Q(case=case_id) | Q(parent__children=case_id))


@dataclass(frozen=True, slots=True)
class FiledApplication:
    """What was handed in for a case, as those who work on it read it."""

    title: str
    form: Form | None
    questions: tuple[Question, ...]
    filings: tuple[FiledView, ...]

    @property
    def newest(self) -> FiledView:
        return self.filings[-1]


def filed_application(application_id: int, case_id: int, *, at: datetime, reader: Actor) -> FiledApplication:
    """What was handed in, to whoever sees the case; ``actions.look_at_application`` records that it was read.

    Of one thing, no more than the case's own item asked for.
    """
    if application_of_case(case_id, at=at, reader=reader) != application_id:
        raise NotFound()
    return filed_of(Application.objects.get(pk=application_id), case_id, at=at, reader=reader)


def certificates_given(found: FiledApplication, *, at: datetime, reader: Actor) -> dict[str, CertificateView]:
    """What the certificates say that stand for its papers, as they stand now and masked, by their reference.

    To whoever may read what was handed in and has read it.
    """
    policy.require_reader_of_filed(reader)
    named = {each.certificate for filed in found.filings for each in filed.papers if each.certificate}
    numbers = sorted(int(each.partition(":")[2]) for each in named)
    views = certificates.given_certificates(numbers, reader=SYSTEM, at=at) if numbers else {}
    return {f"certificate:{number}": view for number, view in views.items()}


def filed_of(row: Application, case_id: int, *, at: datetime, reader: Actor) -> FiledApplication:
    """The same, for whoever was found to see it."""
    view = view_of(row, at=at, reader=reader)
    rows = row.filings.filter(Q(case=None) | Q(case=case_id)).select_related("prereview").order_by("number")
    filed = tuple(map(filed_view, rows))
    part = cases.part_of(case_id, reader=SYSTEM)
    if not part:
        return FiledApplication(row.title, view.form, view.questions, filed)
    item = next(each for each in view.items if each.key == part)
    form = next((each for each in view.ground.forms if part in each.items), None)
    asked = {each.wanted.key for each in view.papers if any(of == part for of, _ in each.wanted.materials)}
    return FiledApplication(
        item.title, form, item.questions, tuple(_of_part(each, view, form, asked) for each in filed)
    )


def _of_part(filed: FiledView, view: ApplicationView, form: Form | None, asked: set[str]) -> FiledView:
    one = view.joined if form else None
    values = one.part(form.key, filed.values) if form and one else {}
    theirs = asked | (set(one.names[form.key].values()) if form and one else set())
    return replace(
        filed,
        values=values,
        papers=tuple(each for each in filed.papers if each.paper in asked),
        findings=tuple(each for each in filed.findings if each.place.partition(".")[0] in theirs),
    )


def _told(paper: GivenPaper) -> dict[str, Any]:
    return {"paper": paper.paper, "way": str(GivenPaper.Way(paper.way).label), "materials": paper.materials}


def _stay(owner: str, at: datetime) -> bool:
    return Application.objects.filter(applicant=owner, state=Application.State.HANDED_IN).exists()


@holding(
    "applications",
    _("申请"),
    {"title": _("办什么"), "state": _("状态"), "begun_at": _("开始填写时间"), "handed_in_at": _("提交时间")},
    when_erased=gettext_noop("申请：没有提交的草稿立即清空；已经提交的随办件归档，按档案的保管期限保存。"),
    stays=_stay,
)
def applications_of(owner: str, *, reader: Actor, at: datetime) -> Rows:
    """Every application with what it says, and how each paper was given."""
    policy.require_own_applications(reader, owner)
    rows = Application.objects.filter(applicant=owner).prefetch_related("papers", "filings").order_by("pk")
    return tuple(
        {
            "number": row.pk, "kind": row.kind, "key": row.key, "edition": row.edition, "title": row.title,
            "state": str(Application.State(row.state).label), "begun_at": row.begun_at, "saved_at": row.saved_at,
            "handed_in_at": row.handed_in_at, "case": row.case_id, "answers": row.answers, "values": row.values,
            "papers": list(map(_told, row.papers.all())),
            "filings": [{"number": each.number, "at": each.filed_at, "values": each.values, "answers": each.answers}
                        for each in row.filings.all()],
        }
        for row in rows
    )  # fmt: skip
