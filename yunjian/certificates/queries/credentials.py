"""A version with all it says, in full: for what makes a form of the certificate out of it.

Three forms are made of one version: SD-JWT VC, signed PDF, code. Each asks here; who may have it, its action decides.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import NotFound
from yunjian.parties import queries as parties

from .. import policy
from ..definitions import CertificateType
from ..logic.draft import SHORT
from ..models import Certificate, Version
from .views import standing_view, type_of, worded


@dataclass(frozen=True, slots=True)
class CredentialField:
    """One thing a version says, with its titles and whether the holder may keep it back."""

    name: str
    title: str
    title_en: str
    kind: str
    grade: str
    disclosable: bool
    value: str
    worded: str  # a coded value's title, else the value


@dataclass(frozen=True, slots=True)
class CredentialView:
    """The present version of a certificate, in full, in the layout's order of fields.

    ``valid_before`` is the first day it no longer holds, None for ever. ``standing`` is how it stands on the day asked
    for: VALID, PENDING, EXPIRED, SUSPENDED, REVOKED or ARCHIVED. ``digest`` binds the version, ``code`` is its short
    form, as printed. Nothing here is masked.
    """

    certificate: int
    identifier: str
    version: int
    type: str
    type_code: str
    edition: date
    title: str
    title_en: str
    unit: str
    unit_title: str
    issuer_code: str
    holder: str
    holder_kind: str
    holder_name: str
    holder_number: str
    fields: tuple[CredentialField, ...]
    valid_from: date
    valid_before: date | None
    issued_at: datetime
    issued_on: date
    digest: str
    standing: str
    heading: str
    seal: str
    paper: str
    note: str

    @property
    def code(self) -> str:
        return self.digest[:SHORT]


def version_for_credential(certificate_id: int, *, reader: Actor, at: datetime) -> CredentialView:
    """The present version in full, for its holder, the issuing unit's own staff with sight of it, and the platform.

    It records nothing: the action that makes a form of it and hands it out does.
    """
    certificate = Certificate.objects.filter(pk=certificate_id).first()
    if certificate is None:
        raise NotFound()
    if not (reader.is_system or policy.is_holder(reader, certificate.holder)):
        policy.require_may_reveal(reader, certificate.unit)
    return credential(certificate, on=timezone.localdate(at))


def versions_for_credentials(certificate_ids: list[int], *, reader: Actor, at: datetime) -> list[CredentialView]:
    """The same for many at once, in the order asked for, for the platform: what a batch makes its forms of."""
    policy.require_platform(reader)
    rows = Certificate.objects.in_bulk(certificate_ids)
    versions = Version.objects.filter(certificate__in=rows).select_related("contents")
    present = {row.certificate_id: row for row in versions if row.number == rows[row.certificate_id].version}
    titles = parties.unit_titles(reader=reader)
    on = timezone.localdate(at)
    kinds: dict[tuple[str, date], CertificateType] = {}  # each edition is read once, however many are of it
    for pk, version in present.items():
        if (rows[pk].type, version.edition) not in kinds:
            kinds[rows[pk].type, version.edition] = type_of(rows[pk], version)
    return [
        _view(rows[pk], present[pk], kinds[rows[pk].type, present[pk].edition], titles, on)
        for pk in certificate_ids
        if pk in rows
    ]


def credential(certificate: Certificate, *, on: date) -> CredentialView:
    """The present version in full, for an action that has decided who may have it."""
    version = certificate.versions.select_related("contents").get(number=certificate.version)
    titles = parties.unit_titles(reader=SYSTEM)
    return _view(certificate, version, type_of(certificate, version), titles, on)


def _view(
    certificate: Certificate, version: Version, kind: CertificateType, titles: dict[str, str], on: date
) -> CredentialView:
    contents = version.contents
    return CredentialView(
        certificate=certificate.pk,
        identifier=version.identifier,
        version=version.number,
        type=kind.key,
        type_code=certificate.type_code,
        edition=version.edition,
        title=kind.title,
        title_en=kind.title_en,
        unit=certificate.unit,
        unit_title=titles.get(certificate.unit, certificate.unit),
        issuer_code=certificate.issuer_code,
        holder=certificate.holder,
        holder_kind=kind.holder,
        holder_name=contents.holder_name,
        holder_number=contents.holder_number,
        fields=tuple(
            CredentialField(
                field.name, field.title, field.title_en, field.kind, field.grade, field.disclosable, value,
                worded(field, value),
            )
            for field in kind.ordered()
            if (value := contents.values.get(field.name, ""))
        ),
        valid_from=version.valid_from,
        valid_before=version.valid_before,
        issued_at=version.issued_at,
        issued_on=timezone.localdate(version.issued_at),
        digest=version.digest,
        standing=standing_view(certificate, on=on).standing,
        heading=kind.layout.heading,
        seal=kind.layout.seal,
        paper=kind.layout.paper,
        note=kind.layout.note,
    )  # fmt: skip
