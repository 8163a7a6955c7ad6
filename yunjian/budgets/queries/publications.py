"""What was published of a disclosure: its forms, who answers for what, which edition it corrects and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from yunjian.kernel import keyset
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.kernel.keyset import Slice
from yunjian.parties import queries as parties

from ..logic.codec import from_json, from_plain
from ..logic.publication.content import Content
from ..logic.publication.difference import Difference, difference
from ..logic.publication.package import About
from ..models import Disclosure, Draft, PublishedForm, Reading, Signature
from .disclosures import DisclosureView, published, view_of, views_of
from .own import SignatureView, signature_view

ORDERS = {"id": "pk", "published_at": "received_at"}


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


def about(disclosure: DisclosureView, address: str, *, reader: Actor) -> About:
    """What its figures do not say, for the data package; ``address`` is where the edition is found."""
    prepared = publication(disclosure.id, reader=reader)
    return About(
        unit=disclosure.unit,
        unit_title=disclosure.unit_title,
        edition=disclosure.edition or 1,
        period=disclosure.lasting_period,
        address=address,
        published_at=disclosure.received_at,
        corrects=prepared.reason if prepared else "",
    )


@dataclass(frozen=True)
class Published:
    """An edition that was published; ``is_own`` when it was prepared here, with why it corrects another."""

    disclosure: DisclosureView
    published_at: datetime
    is_correction: bool
    reason: str
    is_own: bool


def latest_publications(*, reader: Actor, limit: int = 50) -> list[Published]:
    """The editions last published, the newest first."""
    titles = parties.unit_titles(reader=reader)
    rows = published(reader).annotate(why=F("draft__reason")).order_by("-received_at", "-pk")
    return [_published(row, titles, reader) for row in rows[:limit]]


def publication_slice(
    *,
    unit: str = "",
    year: int | None = None,
    kind: str = "",
    current: bool = True,
    own: bool = False,
    sort: str = "-published_at",
    after: Sequence[Any] | None = None,
    limit: int = 50,
    reader: Actor,
) -> Slice:
    """Published editions: those in force or the corrected ones too, of all or only those prepared here."""
    rows = published(reader).annotate(why=F("draft__reason"))
    rows = rows.current() if current else rows
    rows = rows.filter(origin=Disclosure.Origin.OWN) if own else rows
    given = {"unit": unit, "year": year, "kind": kind.upper()}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    titles = parties.unit_titles(reader=reader)
    return keyset.take(rows, sort, ORDERS, after=after, limit=limit, view=lambda row: _published(row, titles, reader))


def publication_of(disclosure_id: int, *, reader: Actor) -> Published:
    """One published edition."""
    row = published(reader).annotate(why=F("draft__reason")).filter(pk=disclosure_id).first()
    if row is None:
        raise NotFound()
    return _published(row, parties.unit_titles(reader=reader), reader)


def versions_of(disclosure_id: int, *, reader: Actor) -> list[Published]:
    """Every published edition of the same unit, year and kind, the newest first."""
    seen = published(reader)
    asked = seen.filter(pk=disclosure_id).first()
    if asked is None:
        raise NotFound()
    rows = seen.annotate(why=F("draft__reason")).filter(unit=asked.unit, year=asked.year, kind=asked.kind)
    titles = parties.unit_titles(reader=reader)
    return [_published(row, titles, reader) for row in rows.order_by("-edition")]


def _published(row: Any, titles: dict[str, str], reader: Actor) -> Published:
    view = view_of(row, titles, reader)
    is_own = row.origin == Disclosure.Origin.OWN
    return Published(view, view.received_at, (view.edition or 1) > 1, row.why or "", is_own)
