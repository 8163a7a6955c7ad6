"""Ask, consent, disclose: an organisation asks, the holder answers, only what was agreed to travels, once."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Declined, Forbidden, Invalid
from yunjian.parties import queries as parties

from .. import events, policy
from ..definitions import Scenario
from ..logic import disclosure, states
from ..logic.disclosure import FETCH_WITHIN, JWS
from ..logic.draft import tidy
from ..models import Asking, AskingState, Certificate, Organisation, OrganisationState, ShownCode
from ..queries.receipts import agreed_in
from .disclosing import Disclosed, disclose

CODE_HOLDS = timedelta(minutes=10)
PER_HOLDER = timedelta(days=30)
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read for another


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which scenario, the organisation's own reference, and whom: by name and number, or by the code shown."""

    scenario: str
    reference: str
    name: str = ""
    number: str = ""
    code: str = ""


class OrganisationOut(Forbidden):
    """这个机构现在不能使用证照：它没有获准、已经暂停或终止，或者协议已经到期。"""


class NotAgreed(Forbidden):
    """协议没有约定这个场景。"""


class HolderUnclear(Invalid):
    """请写明对象：姓名（名称）和号码，或者只写持证人出示的授权码。"""


class ReferenceUsed(Declined):
    """这个业务编号已经用过，请换一个。"""


class TooManyToday(Declined):
    """今天这个场景的请求次数已经用完，明天再试。"""

    status = 429


class TooManyOfOne(Declined):
    """三十天内对同一个对象的请求次数已经用完。"""

    status = 429


class AnsweredAlready(Declined):
    """这个请求已经答复过，或者已经过了等候的时间。"""


class AgentsNot(Forbidden):
    """这个场景要由持证人本人同意，受托人不能代办。"""


class FieldNotAsked(Invalid):
    """只能同意请求里列出的内容。"""


class CertificateEnded(Declined):
    """这张证照现在无效，不能提供。"""


class NotReady(Declined):
    """现在没有可以取回的内容：还没有答复，或者没有同意，或者已经失效。"""

    status = 404


class FetchedAlready(Declined):
    """这次同意的内容已经取回过；内容只给一次，需要的请重新请求。"""


class ConsentChanged(Declined):
    """保存的同意与账本不符，没有提供。请联系本区数据局。"""


class NothingToWithdraw(Declined):
    """这个请求没有可以撤回的同意。"""


@action
def ask(wanted: Wanted, *, by: Actor, at: datetime) -> Asking:
    """Put a question to a holder. What is answered does not depend on whether there is such a person or certificate."""
    organisation = hold(Organisation.objects, policy.require_organisation(by))
    today = timezone.localdate(at)
    require_may_use(organisation, wanted.scenario, today)
    scenario = catalogue.in_force(Scenario, wanted.scenario, on=today)
    number = tidy(wanted.number).replace(" ", "").upper()
    if bool(wanted.code) == bool(number and tidy(wanted.name)):
        raise HolderUnclear()
    of = disclosure.asked_of(_secret(), organisation.pk, wanted.code or number)
    _require_within_limits(organisation, scenario, of, wanted.reference, at=at)
    holder = _by_code(wanted.code, at) if wanted.code else _by_number(number, tidy(wanted.name))
    found = Certificate.objects.held_by(holder or "nobody").filter(type=scenario.certificate, erased_at=None)
    made = Asking.objects.create(
        organisation=organisation,
        token=secrets.token_hex(16),
        reference=wanted.reference.strip(),
        key=by.id,
        scenario=scenario.key,
        edition=scenario.valid_from,
        asked_of=of,
        holder=holder,
        certificate=found.standing(states.VALID, on=today).order_by("-valid_from", "-pk").first(),
        asked_at=at,
        expires_at=at + timedelta(minutes=scenario.answer_minutes),
    )
    event = events.Asked(made.token, organisation.pk, scenario.key, scenario.valid_from.isoformat())
    ledger.record(event, by=by, at=at)
    return made


@action
def consent_to_asking(asking_id: int, chosen: Iterable[str] = (), *, by: Actor, at: datetime) -> None:
    """Agree to what the scenario requires and to these of its optional fields; nothing has travelled yet."""
    row, scenario = _open(asking_id, by, at)
    if by.acting_for and not scenario.agents:
        raise AgentsNot()
    today = timezone.localdate(at)
    require_may_use(row.organisation, row.scenario, today)
    wanted = tuple(chosen)
    if any(name not in scenario.fields for name in wanted):
        raise FieldNotAsked()
    certificate = row.certificate
    if certificate is None or _standing(certificate, today) != states.VALID:
        raise CertificateEnded()
    row.state, row.decided_at, row.decided_by, row.acting_for = AskingState.CONSENTED, at, by.id, by.acting_for
    row.fields = list(scenario.granted(wanted))
    row.kept_until, row.salt = today + timedelta(days=scenario.kept_days), secrets.token_hex(32)
    row.consent = agreed_in(row, scenario).digest
    written = ["state", "decided_at", "decided_by", "acting_for", "fields", "kept_until", "salt", "consent"]
    row.save(update_fields=written)
    ledger.record(events.ConsentGiven(row.token, row.organisation_id, row.scenario, row.consent), by=by, at=at)


@action
def refuse_asking(asking_id: int, *, by: Actor, at: datetime) -> None:
    """Say no, with one press. The organisation sees the same as when there were nobody to ask."""
    row, _scenario = _open(asking_id, by, at)
    row.state, row.decided_at, row.decided_by, row.acting_for = AskingState.REFUSED, at, by.id, by.acting_for
    row.save(update_fields=["state", "decided_at", "decided_by", "acting_for"])
    ledger.record(events.AskingRefused(row.token, row.organisation_id, row.scenario), by=by, at=at)


@action
def withdraw_consent(asking_id: int, *, by: Actor, at: datetime) -> bool:
    """Take the consent back: before the fields travelled nothing will; after it the organisation is told to delete."""
    policy.require_person(by)
    row = hold(Asking.objects, asking_id)
    policy.require_answerer(by, row.holder)
    if row.state not in (AskingState.CONSENTED, AskingState.FETCHED):
        raise NothingToWithdraw()
    row.state, row.withdrawn_at = AskingState.WITHDRAWN, at
    row.save(update_fields=["state", "withdrawn_at"])
    to_delete = row.fetched_at is not None
    ledger.record(events.ConsentWithdrawn(row.token, row.organisation_id, row.scenario, to_delete), by=by, at=at)
    return to_delete


@action
def fetch_disclosure(token: str, form: str = JWS, *, base: str, by: Actor, at: datetime) -> Disclosed:
    """Give the organisation the fields agreed to, signed, once; to whom it is not given tells nothing.

    ``form`` is JWS or SD_JWT; ``base`` is what the district is called as issuer.
    """
    own = Asking.objects.filter(organisation=policy.require_organisation(by))
    row = hold(own.select_related("organisation"), own.filter(token=token).values_list("pk", flat=True).first())
    today = timezone.localdate(at)
    if row.fetched_at is not None:
        raise FetchedAlready()
    if row.state != AskingState.CONSENTED or row.decided_at is None or at >= row.decided_at + FETCH_WITHIN:
        raise NotReady()
    require_may_use(row.organisation, row.scenario, today)
    if row.certificate is None or _standing(row.certificate, today) != states.VALID:
        raise CertificateEnded()
    scenario = catalogue.edition(Scenario, row.scenario, row.edition)
    if not _is_as_consented(row, scenario):
        raise ConsentChanged()
    made = disclose(row, scenario, form, base, by=by, at=at)
    row.state, row.fetched_at = AskingState.FETCHED, at
    row.disclosure = hashlib.sha256(made.signed.encode()).hexdigest()
    row.save(update_fields=["state", "fetched_at", "disclosure"])
    event = events.DisclosureFetched(row.token, row.organisation_id, row.scenario, row.consent, row.disclosure)
    ledger.record(event, by=by, at=at)
    return made


@action
def show_code(*, by: Actor, at: datetime) -> str:
    """Make a code the holder shows instead of name and number: one use, ten minutes; it consents to nothing."""
    policy.require_person(by)
    owner = next(iter(sorted(policy.answered_for(by))), "")
    policy.require_answerer(by, owner)
    code = "".join(secrets.choice(_LETTERS) for _ in range(10))
    made = ShownCode.objects.create(
        holder=owner,
        digest=disclosure.code_digest(_secret(), code),
        made_at=at,
        expires_at=at + CODE_HOLDS,
    )
    ledger.record(events.CodeShown(made.pk), by=by, at=at)
    return code


def require_may_use(organisation: Organisation, scenario: str, on: date) -> None:
    """Approved, not suspended, under an agreement in force that names the scenario."""
    in_force = organisation.agreed_from <= on < organisation.agreed_before
    if organisation.state != OrganisationState.ACTIVE or not in_force:
        raise OrganisationOut()
    if scenario not in organisation.scenarios:
        raise NotAgreed()


def _is_as_consented(row: Asking, scenario: Scenario) -> bool:
    """The row says what the ledger says was agreed to."""
    entries = ledger.history(f"certificates.asking:{row.token}", reader=SYSTEM)
    given = [each.payload["consent"] for each in entries if each.kind == events.ConsentGiven.kind]
    return given == [row.consent] and agreed_in(row, scenario).digest == row.consent


def _open(asking_id: int, by: Actor, at: datetime) -> tuple[Asking, Scenario]:
    policy.require_person(by)
    row = hold(Asking.objects.select_related("organisation", "certificate"), asking_id)
    policy.require_answerer(by, row.holder)
    if row.state != AskingState.OPEN or at >= row.expires_at:
        raise AnsweredAlready()
    return row, catalogue.edition(Scenario, row.scenario, row.edition)


def _require_within_limits(
    organisation: Organisation, scenario: Scenario, of: str, reference: str, *, at: datetime
) -> None:
    rows = Asking.objects.filter(organisation=organisation)
    if rows.filter(reference=reference.strip()).exists():
        raise ReferenceUsed()
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    if rows.filter(scenario=scenario.key, asked_at__gte=midnight).count() >= scenario.limits.per_day:
        raise TooManyToday()
    lately = rows.filter(scenario=scenario.key, asked_of=of, asked_at__gt=at - PER_HOLDER)
    if lately.count() >= scenario.limits.per_holder:
        raise TooManyOfOne()


def _by_number(number: str, name: str) -> str:
    found = parties.registered([number], reader=SYSTEM).get(number)
    return found.owner if found is not None and found.name == name else ""


def _by_code(code: str, at: datetime) -> str:
    rows = ShownCode.objects.select_for_update().filter(used_at=None, expires_at__gt=at)
    row = rows.filter(digest=disclosure.code_digest(_secret(), code.strip().upper())).first()
    if row is None:
        return ""
    row.used_at = at
    row.save(update_fields=["used_at"])
    return row.holder


def _standing(certificate: Certificate, on: date) -> str:
    return states.standing(certificate.state, certificate.valid_from, certificate.valid_before, on=on)


def _secret() -> bytes:
    return settings.SECRET_KEY.encode()
