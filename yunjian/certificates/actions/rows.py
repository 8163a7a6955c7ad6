"""The rows of certificates, written set at a time: one issue and ten thousand take the same road."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from yunjian.kernel import ledger
from yunjian.kernel.actor import Actor
from yunjian.parties import queries as parties

from .. import events
from ..definitions import CertificateType
from ..logic import states
from ..logic.draft import Draft, Period, digest, period, plain
from ..logic.identifier import Identifier, serial
from ..models import Cause, Certificate, Contents, Problem, Serial, State, Version

Problems = tuple[tuple[str, str], ...]  # (field or "holder", "period"; Problem)
_DRAW = f"""
    insert into {Serial._meta.db_table} as kept (type_code, issuer_code, last) values (%s, %s, %s)
    on conflict (type_code, issuer_code) do update set last = kept.last + excluded.last
    returning last
"""


@dataclass(frozen=True, slots=True)
class Sound:
    """A draft nothing is wrong with: whose it is and when it holds."""

    draft: Draft
    holder: str
    period: Period


@dataclass(frozen=True, slots=True)
class Made:
    """A certificate as issued."""

    id: int
    identifier: str


def examined(kind: CertificateType, drafts: Sequence[Draft], *, by: Actor, at: datetime) -> list[Sound | Problems]:
    """Each draft found sound, or everything that is wrong with it: three queries however many there are.

    Whoever issues must have drawn the serials' lock first, or two would each find that a holder has none yet.
    """
    today = timezone.localdate(at)
    plained = [plain(draft) for draft in drafts]
    known = parties.registered({draft.number for draft in plained}, reader=by)
    holding = _holding(kind, {each.owner for each in known.values()}, today)
    outcome: list[Sound | Problems] = []
    for draft in plained:
        found = known.get(draft.number)
        wrong = list(kind.problems(draft.values))
        held = period(kind, draft, on=today)
        if found is None or found.name != draft.name or not found.owner.startswith(f"{kind.holder}:"):
            wrong.append(("holder", Problem.HOLDER.value))
        elif kind.one_per_holder and found.owner in holding:
            wrong.append(("holder", holding[found.owner]))
        if held is None:
            wrong.append(("period", Problem.PERIOD.value))
        if wrong or found is None or held is None:
            outcome.append(tuple(wrong))
            continue
        holding[found.owner] = Problem.TWICE.value
        outcome.append(Sound(draft, found.owner, held))
    return outcome


def _holding(kind: CertificateType, owners: set[str], today: date) -> dict[str, str]:
    """The owners who have a certificate of the type that still counts, where each may have but one."""
    if not kind.one_per_holder:
        return {}
    rows = Certificate.objects.filter(type=kind.key, holder__in=owners, state__in=(State.VALID, State.SUSPENDED))
    return {
        holder: Problem.HELD.value
        for holder, state, start, end in rows.values_list("holder", "state", "valid_from", "valid_before")
        if states.standing(state, start, end, on=today) != states.EXPIRED
    }


def lock_serials(kind: CertificateType) -> None:
    """Have issues of this type by this issuer follow one another until the action ends."""
    _draw(kind, 0)


def _draw(kind: CertificateType, count: int) -> int:
    """The first of so many serials. Rolled back, they are drawn again: none is left out."""
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, [kind.code, kind.issuer_code, count])
        (last,) = cursor.fetchone()
    return int(last) - count + 1


def issue_all(
    kind: CertificateType, sound: Sequence[Sound], *, batch: int | None, by: Actor, at: datetime
) -> list[Made]:
    """Write the certificates: one statement a table, and one event each with the commit.

    One event a certificate and not one a batch: its history, its subscribers and the proof that it was issued are then
    those of any other; docs/decisions/0032 has the figures.
    """
    first = _draw(kind, len(sound))
    certificates = [_certificate(kind, each, serial(first + number), at=at) for number, each in enumerate(sound)]
    Certificate.objects.bulk_create(certificates, batch_size=2000)
    drafts = [each.draft for each in sound]
    versions = write_versions(kind, certificates, [draft.values for draft in drafts], Cause.ISSUED, by=by, at=at)
    for certificate, version in zip(certificates, versions, strict=True):
        ledger.record(_issued(certificate, version, batch), by=by, at=at)
    return [Made(certificate.pk, certificate.identifier) for certificate in certificates]


def _certificate(kind: CertificateType, each: Sound, number: str, *, at: datetime) -> Certificate:
    return Certificate(
        type=kind.key,
        type_code=kind.code,
        unit=kind.issuer,
        issuer_code=kind.issuer_code,
        serial=number,
        holder=each.holder,
        holder_name=each.draft.name,
        holder_number=each.draft.number,
        identifier=str(Identifier(kind.code, kind.issuer_code, number, 1)),
        valid_from=each.period.start,
        valid_before=each.period.end,
        issued_at=at,
    )


def write_versions(
    kind: CertificateType,
    certificates: Sequence[Certificate],
    values: Sequence[Mapping[str, str]],
    cause: str,
    *,
    by: Actor,
    at: datetime,
) -> list[Version]:
    """The present version of each certificate and what it says."""
    salts = [secrets.token_hex(16) for _ in certificates]
    versions = [
        Version(
            certificate=each,
            number=each.version,
            identifier=each.identifier,
            edition=kind.valid_from,
            cause=cause,
            valid_from=each.valid_from,
            valid_before=each.valid_before,
            digest=digest(
                salt, each.identifier, each.holder_name, each.holder_number, said,
                Period(each.valid_from, each.valid_before),
            ),
            issued_by=by.id,
            issued_at=at,
        )
        for each, said, salt in zip(certificates, values, salts, strict=True)
    ]  # fmt: skip
    Version.objects.bulk_create(versions, batch_size=2000)
    contents = (
        Contents(version=version, holder_name=of.holder_name, holder_number=of.holder_number, values=said, salt=salt)
        for version, of, said, salt in zip(versions, certificates, map(dict, values), salts, strict=True)
    )
    Contents.objects.bulk_create(contents, batch_size=2000)
    return versions


def _issued(certificate: Certificate, version: Version, batch: int | None) -> events.CertificateIssued:
    return events.CertificateIssued(
        certificate.pk,
        version.number,
        certificate.type,
        certificate.unit,
        version.identifier,
        version.digest,
        certificate.holder,
        version.valid_from.isoformat(),
        version.valid_before.isoformat() if version.valid_before else None,
        batch,
    )
