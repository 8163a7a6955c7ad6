"""One certificate: for the unit that issued it, for its holder, for whoever checks one in hand."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from yunjian.kernel import ledger
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound

from .. import policy
from ..logic.draft import SHORT, tidy
from ..logic.identifier import IdentifierUnsound, parse
from ..models import Certificate, Look, Step, Version
from .views import HOLDER_NAME, CertificateView, certificate_view, standing_view, titled, type_of

MOST_LOOKS = 200
_STEP, _LOOKS = "certificates.certificate.", frozenset({"looked_at", "sealed"})


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One thing that happened to a certificate, as the ledger has it, with the reason given."""

    at: datetime
    kind: str
    version: int
    actor: str
    words: str
    ground: str
    position: int | None


@dataclass(frozen=True, slots=True)
class LookView:
    """Somebody saw what the certificate says."""

    at: datetime
    by: str
    how: str
    how_title: str
    purpose: str
    words: str
    unit: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What everybody may learn who holds a certificate in hand: what it is, who issued it, whether it holds."""

    title: str
    standing: str
    standing_title: str
    is_current: bool
    valid_from: str
    valid_through: str


def certificate(certificate_id: int, *, reader: Actor, at: datetime) -> CertificateView:
    """One certificate for the unit that issued it, personal fields masked."""
    row = _row(certificate_id)
    policy.require_may_read(reader, row.unit)
    return certificate_view(row, full=frozenset(), on=timezone.localdate(at), reader=reader)


def given_certificates(certificate_ids: Sequence[int], *, reader: Actor, at: datetime) -> dict[int, CertificateView]:
    """Certificates that stand for papers of a case, personal fields masked: for the platform, which knows the case."""
    policy.require_platform(reader)
    on = timezone.localdate(at)
    rows = Certificate.objects.filter(pk__in=certificate_ids)
    return {row.pk: certificate_view(row, full=frozenset(), on=on, reader=reader) for row in rows}


def own_certificate(certificate_id: int, *, reader: Actor, at: datetime) -> CertificateView:
    """One certificate for its holder or who has the holder's mandate; the number and the like masked until asked for.

    Whose it is not, learns nothing of it, not even that it exists.
    """
    row = _row(certificate_id)
    if not policy.is_holder(reader, row.holder):
        raise NotFound()
    return certificate_view(row, full=frozenset({HOLDER_NAME}), on=timezone.localdate(at), reader=reader)


def history(certificate_id: int, *, reader: Actor) -> tuple[HistoryStep, ...]:
    """What happened to it, oldest first, for its holder and its unit; looks are told apart from it."""
    row = _seen(certificate_id, reader)
    steps = {step.pk: step for step in Step.objects.filter(certificate=row)}
    shown = []
    for entry in ledger.history(f"certificates.certificate:{row.pk}", reader=reader):
        if not entry.kind.startswith(_STEP) or entry.kind.removeprefix(_STEP) in _LOOKS:
            continue
        step = steps.get(entry.payload.get("step", 0))
        shown.append(
            HistoryStep(
                at=entry.at,
                kind=entry.kind,
                version=entry.payload.get("version", 0),
                actor=entry.actor,
                words=step.words if step else "",
                ground=str(step.get_ground_display()) if step and step.ground else "",
                position=entry.position,
            )
        )
    return tuple(shown)


def looks(certificate_id: int, *, reader: Actor) -> tuple[LookView, ...]:
    """Who saw what it says, newest first, for its holder and its unit."""
    row = _seen(certificate_id, reader)
    found = Look.objects.filter(certificate=row).order_by("-pk")[:MOST_LOOKS]
    return tuple(
        LookView(
            each.at, each.by_name, each.how, str(Look.How(each.how).label), each.purpose, each.words, each.unit,
            tuple(each.fields),
        )
        for each in found
    )  # fmt: skip


def checked(identifier: str, detail: str, *, reader: Actor, at: datetime) -> Checked | None:
    """Whether a certificate in hand is genuine and holds: asked with its identifier and one detail that stands on it.

    The detail is the holder's name, or the code printed beside the identifier. None tells nothing: there may be no
    such certificate, or the detail may be wrong.
    """
    try:
        wanted = str(parse(identifier))
    except IdentifierUnsound:
        return None
    version = Version.objects.filter(identifier=wanted).select_related("certificate", "contents").first()
    if version is None or not _proves(detail, version):
        return None
    row = version.certificate
    found = standing_view(row, on=timezone.localdate(at))
    return Checked(
        title=titled(type_of(row, version)),
        standing=found.standing,
        standing_title=found.standing_title,
        is_current=version.number == row.version,
        valid_from=found.valid_from.isoformat(),
        valid_through=found.valid_through.isoformat() if found.valid_through else "",
    )


def _proves(detail: str, version: Version) -> bool:
    given = tidy(detail)
    name = version.contents.holder_name
    by_name = bool(name) and hmac.compare_digest(given.encode(), name.encode())
    return by_name or hmac.compare_digest(given.lower().encode(), version.digest[:SHORT].encode())


def _row(certificate_id: int) -> Certificate:
    row = Certificate.objects.filter(pk=certificate_id).first()
    if row is None:
        raise NotFound()
    return row


def _seen(certificate_id: int, reader: Actor) -> Certificate:
    row = _row(certificate_id)
    if not policy.is_holder(reader, row.holder):
        policy.require_may_read(reader, row.unit)
    return row
