"""The answer that travels: the fields agreed to and no others, signed by the district's key for certificates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from yunjian.kernel import keys, ledger
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Invalid

from .. import events
from ..definitions import Scenario
from ..logic import disclosure, extract
from ..models import Asking, Contents, Look
from ..queries.views import HOLDER_NAME, HOLDER_NUMBER, type_of
from .signing import SIGNING


class FormUnknown(Invalid):
    """没有这种形式：请写 jws 或者 sd-jwt。"""


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What an organisation is given: the fields, and the same signed in the form it asked for, to keep and to prove."""

    asking: str
    scenario: str
    fields: Mapping[str, str]
    kept_until: str
    form: str
    signed: str

    @property
    def jws(self) -> str:
        return self.signed if self.form == disclosure.JWS else ""

    @property
    def sd_jwt(self) -> str:
        return self.signed if self.form == disclosure.SD_JWT else ""


def disclose(row: Asking, scenario: Scenario, form: str, base: str, *, by: Actor, at: datetime) -> Disclosed:
    """Read the fields agreed to from the present version, sign them, and note the look for the holder."""
    if form not in (disclosure.JWS, disclosure.SD_JWT):
        raise FormUnknown()
    present = F("version__certificate__version")
    rows = Contents.objects.select_related("version__certificate")
    contents = rows.get(version__certificate=row.certificate_id, version__number=present)
    said = {HOLDER_NAME: contents.holder_name, HOLDER_NUMBER: contents.holder_number, **contents.values}
    fields = {name: said[name] for name in row.fields if said.get(name)}
    signer = keys.signer(SIGNING.name)
    kept = row.kept_until.isoformat() if row.kept_until else ""
    named = {
        "scenario": scenario.key,
        "edition": scenario.valid_from.isoformat(),
        "purpose": scenario.purpose,
        "reference": row.reference,
        "certificate_type": scenario.certificate,
        "consent": row.consent,
        "kept_until": kept,
    }
    about = extract.About(base, row.token, row.organisation.uscc, timezone.localtime(at), named)
    if form == disclosure.SD_JWT:
        kind = type_of(contents.version.certificate, contents.version)
        text = extract.sd_jwt(about, kind, fields, row.kept_until or timezone.localdate(at), signer=signer)
    else:
        payload = {**about.registered, **named, "fields": fields}
        text = disclosure.signed(payload, key_id=signer.key_id, algorithm=signer.algorithm, sign=signer.sign)
    _look(row, contents, scenario, by=by, at=at)
    return Disclosed(row.token, scenario.key, fields, kept, form, text)


def _look(row: Asking, contents: Contents, scenario: Scenario, *, by: Actor, at: datetime) -> None:
    certificate = contents.version.certificate
    look = Look.objects.create(
        certificate=certificate,
        by=by.id,
        by_name=row.organisation.name[:60],
        how=Look.How.SOCIAL,
        purpose=scenario.purpose[:80],
        fields=row.fields,
        at=at,
    )
    event = events.CertificateLookedAt(
        certificate.pk, certificate.version, certificate.type, certificate.unit, look.pk, look.how, tuple(row.fields)
    )
    ledger.record(event, by=by, at=at)
