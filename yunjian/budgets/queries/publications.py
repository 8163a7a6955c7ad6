"""What was published of a disclosure: its forms, who answers for what, which edition it corrects and what changed."""

from dataclasses import dataclass
from datetime import datetime

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound

from ..logic.codec import from_json, from_plain
from ..logic.publication.content import Content
from ..logic.publication.difference import Difference, difference
from ..models import Disclosure, Draft, PublishedForm, Reading, Signature
from .disclosures import DisclosureView, published, views_of
from .own import SignatureView, signature_view


@dataclass(frozen=True)
class FormView:
    """One form: to be had, or why not."""

    form: str
    title: str
    size: int
    digest: str
    problem: str


@dataclass(frozen=True)
class FormFile:
    form: str
    data: bytes
    digest: str


@dataclass(frozen=True)
class Publication:
    """How a disclosure was prepared here; ``corrects`` is the period of the edition it corrects."""

    disclosure: int
    forms: tuple[FormView, ...]
    signature: SignatureView | None
    corrects: int
    reason: str

    @property
    def is_being_written(self) -> bool:
        return len(self.forms) < len(PublishedForm.Form.values)

    @property
    def lacks_forms(self) -> bool:
        """Whether one could not be made, or is not there yet."""
        return self.is_being_written or any(form.problem for form in self.forms)


def publication(disclosure_id: int, *, reader: Actor) -> Publication | None:
    """Where the disclosure was prepared here; None for files that were handed in."""
    draft = Draft.objects.filter(published=disclosure_id, published__in=published(reader)).first()
    if draft is None:
        return None
    rows = PublishedForm.objects.filter(disclosure=disclosure_id).defer("data").order_by("pk")
    forms = tuple(FormView(r.form, r.get_form_display(), r.size, r.digest, r.problem) for r in rows)
    signed = Signature.objects.filter(draft=draft, digest=draft.digest).first()
    return Publication(
        disclosure_id, forms, signature_view(signed) if signed else None, draft.corrects_id or 0, draft.reason
    )


def published_content(disclosure_id: int, *, reader: Actor) -> Content:
    """What a disclosure prepared here was made from."""
    row = Draft.objects.filter(published=disclosure_id, published__in=published(reader)).first()
    if row is None:
        raise NotFound()
    return from_plain(Content, row.content)


def published_form(disclosure_id: int, form: str, *, reader: Actor) -> FormFile:
    """The bytes of one form."""
    rows = PublishedForm.objects.filter(disclosure=disclosure_id, disclosure__in=published(reader), form=form)
    row = rows.filter(size__gt=0).first()
    if row is None:
        raise NotFound()
    return FormFile(row.form, bytes(row.data), row.digest)


def edition_before(disclosure: DisclosureView, *, reader: Actor) -> DisclosureView | None:
    """The edition this one took the place of."""
    rows = published(reader).filter(unit=disclosure.unit, year=disclosure.year, kind=disclosure.kind.upper())
    row = rows.filter(edition__lt=disclosure.edition or 0).order_by("-edition").first()
    return views_of([row], reader)[0] if row else None


def changes(before_id: int, after_id: int, *, reader: Actor) -> Difference:
    """What one edition changed of another."""
    rows = Reading.objects.filter(disclosure__in=published(reader).filter(pk__in=(before_id, after_id)))
    found = dict(rows.values_list("disclosure", "structure"))
    if len(found) < len({before_id, after_id}):
        raise NotFound()
    return difference(from_json(found[before_id]), from_json(found[after_id]))


@dataclass(frozen=True)
class Published:
    """An edition in the feed."""

    disclosure: DisclosureView
    published_at: datetime
    is_correction: bool
    reason: str
    is_own: bool


def latest_publications(*, reader: Actor, limit: int = 50) -> list[Published]:
    """The editions last published, the newest first."""
    rows = list(published(reader).order_by("-received_at", "-pk")[:limit])
    reasons = dict(Draft.objects.filter(published__in=rows).values_list("published", "reason"))
    views = views_of(rows, reader)
    return [
        Published(
            view, view.received_at, (view.edition or 1) > 1, reasons.get(view.id, ""),
            row.origin == Disclosure.Origin.OWN,
        )
        for row, view in zip(rows, views, strict=True)
    ]  # fmt: skip
