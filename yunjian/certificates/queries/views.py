"""How a certificate is shown: its fields masked or in full, its standing on a day, its way there."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import get_language

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.parties import queries as parties

from ..definitions import CertificateField, CertificateType, Purpose
from ..logic import states
from ..models import Certificate, Contents, Standing, Version

HOLDER_NAME, HOLDER_NUMBER = "holder_name", "holder_number"


@dataclass(frozen=True, slots=True)
class Shown:
    """One field as it is shown; ``is_masked`` when only a part of it is."""

    name: str
    title: str
    value: str
    is_masked: bool


@dataclass(frozen=True, slots=True)
class StandingView:
    """How a certificate stands on a day; ``left`` is how many days it still holds, None for ever."""

    standing: str
    standing_title: str
    valid_from: date
    valid_through: date | None
    left: int | None


@dataclass(frozen=True, slots=True)
class CertificateView:
    """One certificate: personal fields masked unless they were opened."""

    id: int
    type: str
    title: str
    title_en: str
    unit: str
    unit_title: str
    identifier: str
    version: int
    holder: str
    holder_kind: str
    holder_name: Shown
    holder_number: Shown
    fields: tuple[Shown, ...]
    standing: StandingView
    allowed: tuple[str, ...]
    ground_title: str
    issued_at: datetime
    heading: str
    seal: str
    paper: str
    note: str
    is_erased: bool

    @property
    def titled(self) -> str:
        """What it is called in the language of the page; on its face it is called what it is by law."""
        return titled(self)


def type_of(certificate: Certificate, version: Version | None = None) -> CertificateType:
    """The edition of the type a version was issued under."""
    edition = version.edition if version else None
    if edition is None:
        edition = certificate.versions.values_list("edition", flat=True).get(number=certificate.version)
    return catalogue.edition(CertificateType, certificate.type, edition)


def titled(thing: CertificateType | CertificateField | CertificateView) -> str:
    """Its title in the language of the page."""
    return thing.title_en if (get_language() or "").startswith("en") else thing.title


def grades(certificate: Certificate) -> dict[str, str]:
    """The grade of all it says, the holder's name and number included."""
    return grades_of(type_of(certificate))


def grades_of(kind: CertificateType) -> dict[str, str]:
    of_person = kind.holder == "person"
    own = {HOLDER_NAME: "PERSONAL", HOLDER_NUMBER: "SENSITIVE"} if of_person else {}
    return {HOLDER_NAME: "PUBLIC", HOLDER_NUMBER: "PUBLIC"} | own | {field.name: field.grade for field in kind.fields}


def standing_view(certificate: Certificate, *, on: date) -> StandingView:
    end = certificate.valid_before
    found = states.standing(certificate.state, certificate.valid_from, end, on=on)
    return StandingView(
        found,
        str(Standing(found).label),
        certificate.valid_from,
        end - timedelta(days=1) if end else None,
        (end - on).days if end and found == states.VALID else None,
    )


def certificate_view(certificate: Certificate, *, full: frozenset[str], on: date, reader: Actor) -> CertificateView:
    """The certificate as it is shown to somebody, with these fields in full."""
    version = certificate.versions.select_related("contents").get(number=certificate.version)
    kind = type_of(certificate, version)
    found = standing_view(certificate, on=on)
    return CertificateView(
        id=certificate.pk,
        type=kind.key,
        title=kind.title,
        title_en=kind.title_en,
        unit=certificate.unit,
        unit_title=parties.unit_titles(reader=reader).get(certificate.unit, certificate.unit),
        identifier=certificate.identifier,
        version=certificate.version,
        holder=certificate.holder,
        holder_kind=kind.holder,
        holder_name=_holder(kind, HOLDER_NAME, certificate.holder_name, full, reader),
        holder_number=_holder(kind, HOLDER_NUMBER, certificate.holder_number, full, reader),
        fields=fields_of(kind, version.contents, full=full, reader=reader),
        standing=found,
        allowed=states.allowed(found.standing),
        ground_title=str(certificate.get_ground_display()) if certificate.ground else "",
        issued_at=certificate.issued_at,
        heading=kind.layout.heading,
        seal=kind.layout.seal,
        paper=kind.layout.paper,
        note=kind.layout.note,
        is_erased=certificate.erased_at is not None,
    )


def _holder(kind: CertificateType, name: str, value: str, full: frozenset[str], reader: Actor) -> Shown:
    mask = {HOLDER_NAME: "name", HOLDER_NUMBER: "identity_number"}[name] if kind.holder == "person" else None
    return _shown(name, name, value, mask, name in full, reader)


def fields_of(kind: CertificateType, contents: Contents, *, full: frozenset[str], reader: Actor) -> tuple[Shown, ...]:
    """Every field that says something, in the layout's order."""
    shown = []
    for field in kind.ordered():
        if value := contents.values.get(field.name, ""):
            shown.append(
                _shown(field.name, titled(field), worded(field, value), field.mask, field.name in full, reader)
            )
    return tuple(shown)


def purpose_titled(purpose: Purpose) -> str:
    """Its title in the language of the page; a district may have given it in Chinese only."""
    return (purpose.title_en if (get_language() or "").startswith("en") else "") or purpose.title


def said_by(field: CertificateField | None, value: object) -> str:
    """What a claim says: a coded value of a field as its title."""
    return worded(field, str(value)) if field else str(value)


def worded(field: CertificateField, value: str) -> str:
    """A coded value as its title."""
    choice = next((choice for choice in field.choices if choice.code == value), None)
    if choice is None:
        return value
    return choice.title_en if (get_language() or "").startswith("en") else choice.title


def shown_fields(certificate: Certificate, names: tuple[str, ...], *, reader: Actor) -> tuple[Shown, ...]:
    """These fields in full and no others: what a window's purpose needs."""
    if not names or certificate.erased_at is not None:
        return ()
    version = certificate.versions.select_related("contents").get(number=certificate.version)
    every = fields_of(type_of(certificate, version), version.contents, full=frozenset(names), reader=reader)
    return tuple(shown for shown in every if shown.name in names)


def _shown(name: str, title: str, value: str, mask: str | None, in_full: bool, reader: Actor) -> Shown:
    if mask is None or in_full or not value:
        return Shown(name, title, value, False)
    return Shown(name, title, parties.masked(mask, value, reader=reader), True)
