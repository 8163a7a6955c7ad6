"""Drafts of the districts' own disclosures: where each stands, what it says, what is found in it, who may do what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.parties import queries as parties

from .. import policy
from ..logic.codec import from_plain
from ..logic.publication.content import Content
from ..logic.publication.forms import title_of
from ..logic.publication.judging import Judged, judge
from ..models import Draft, DraftQuerySet, DraftStep, Signature
from .code_book import code_book


@dataclass(frozen=True)
class StepView:
    """What somebody did with the draft."""

    kind: str
    title: str
    by: str
    name: str
    at: datetime
    words: str


@dataclass(frozen=True)
class SignatureView:
    """Who answers for errors that stand, and why."""

    name: str
    words: str
    at: datetime
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class DraftView:
    """A draft in a list."""

    id: int
    unit: str
    unit_title: str
    year: int
    state: str
    state_title: str
    origin_title: str
    changed_at: datetime
    corrects: int
    reason: str
    published: int


@dataclass(frozen=True)
class OpenDraft:
    """A draft whole, with what its reader may do with it now."""

    view: DraftView
    content: Content
    digest: str
    revision: int
    steps: tuple[StepView, ...]
    signature: SignatureView | None
    may: frozenset[str]

    @property
    def id(self) -> int:
        return self.view.id

    @property
    def is_editable(self) -> bool:
        return "save" in self.may


def own_drafts(*, reader: Actor, limit: int = 200) -> list[DraftView]:
    """The drafts this reader sees, what is still worked on first."""
    rows = policy.drafts_visible_to(reader).order_by("-changed_at", "-pk")[:limit]
    found = _views(rows, reader)
    return sorted(found, key=lambda draft: draft.state in ("PUBLISHED", "DISCARDED"))


def own_draft(draft_id: int, *, reader: Actor) -> OpenDraft:
    """One draft the reader may see."""
    row = policy.drafts_visible_to(reader).filter(pk=draft_id).first()
    if row is None:
        raise NotFound()
    [view] = _views([row], reader)
    steps = tuple(_step(step) for step in DraftStep.objects.filter(draft=row).order_by("pk"))
    signed = Signature.objects.filter(draft=row, digest=row.digest).first()
    return OpenDraft(
        view=view,
        content=from_plain(Content, row.content),
        digest=row.digest,
        revision=row.revision,
        steps=steps,
        signature=signature_view(signed) if signed else None,
        may=_may(row, steps, reader),
    )


def judged_draft(draft: OpenDraft, *, reader: Actor) -> Judged:
    """The draft as it would be read once published, and what the rules find in it."""
    return judge(draft.content, code_book(draft.content.year, reader=reader))


@dataclass(frozen=True)
class FoundThere:
    """A finding in a draft, and the part of the draft and the cell it concerns."""

    code: str
    severity: str
    template: str
    values: dict[str, str]
    where: str
    row: int
    column: int

    @property
    def sentence(self) -> str:
        """The finding in the reader's language."""
        return gettext(self.template).format(**self.values)

    @property
    def kind(self) -> str:
        """The kind of part: ``sheet``, ``project``, or the part itself."""
        return self.where.partition(":")[0]

    @property
    def number(self) -> int:
        """The number of the table or the project; 0 elsewhere."""
        return int(self.where.partition(":")[2] or 0)


def found_in(judged: Judged, *, reader: Actor) -> list[FoundThere]:
    """What the rules found, gravest first."""
    return [
        FoundThere(
            each.code, each.severity, each.template, each.values, judged.part(each), each.place.row, each.place.column
        )
        for each in judged.found
    ]


def table_title(number: int, year: int, *, reader: Actor) -> str:
    """What one of the nine tables is called in a year."""
    return title_of(number, year)


def open_draft_of(unit: str, year: int, *, reader: Actor) -> int:
    """The draft of a year a unit is working on, or 0."""
    return (
        policy.drafts_visible_to(reader).open().filter(unit=unit, year=year).values_list("pk", flat=True).first() or 0
    )


def signature_view(row: Signature) -> SignatureView:
    return SignatureView(row.name, row.words, row.at, tuple(each["sentence"] for each in row.findings))


def _views(rows: DraftQuerySet | Iterable[Draft], reader: Actor) -> list[DraftView]:
    titles = parties.unit_titles(reader=reader)
    return [
        DraftView(
            id=row.pk,
            unit=row.unit,
            unit_title=titles.get(row.unit, row.unit),
            year=row.year,
            state=row.state,
            state_title=row.get_state_display(),
            origin_title=row.get_origin_display(),
            changed_at=row.changed_at,
            corrects=row.corrects_id or 0,
            reason=row.reason,
            published=row.published_id or 0,
        )
        for row in rows
    ]


def _step(row: DraftStep) -> StepView:
    return StepView(row.kind, row.get_kind_display(), row.by, row.name, row.at, row.words)


def _may(row: Draft, steps: tuple[StepView, ...], reader: Actor) -> frozenset[str]:
    """What the reader could do now; the actions decide again."""
    officer = policy.is_officer(reader, row.unit, policy.PREPARE)
    publisher = policy.is_officer(reader, row.unit, policy.PUBLISH)
    reviewer, approver = policy.may_review(reader, row.unit), policy.may_approve(reader, row.unit)
    wrote = reader.id in {step.by for step in steps if step.kind in ("STARTED", "SAVED", "SUBMITTED")}
    third = approver and not wrote and reader.id != row.reviewed_by
    allowed = {
        "DRAFTING": {"save": officer, "submit": officer, "discard": officer},
        "IN_REVIEW": {"review": reviewer and not wrote, "return": reviewer or approver, "withdraw": officer},
        "IN_APPROVAL": {"approve": third, "sign": third, "return": approver, "withdraw": officer},
        "APPROVED": {"publish": publisher, "sign": third, "return": approver, "withdraw": officer},
    }.get(row.state, {})
    return frozenset(act for act, may in allowed.items() if may)
