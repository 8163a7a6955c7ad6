"""What wallets and verifiers ask: the types, the issuer, its keys, the lists of states; and what a window asked."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language

from yunjian.kernel import catalogue, keys
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.parties import queries as parties
from yunjian_verify.status_list import INVALID, SUSPENDED

from .. import policy
from ..definitions import CertificateType, Scenario
from ..logic import extract, wallet
from ..logic.asking import client_of, query, request
from ..logic.authorizing import REQUEST_URI
from ..logic.status_list import BLOCK, LIST, publish
from ..models import CounterCode, Credential, Question, SpentNonce, State, StateBlock, WalletRequest
from .views import purpose_titled, said_by, titled

FRESH = 5  # seconds a made list is shown again: so late at most a change of state stands in it
TTL = 300  # seconds after which whoever keeps a list asks for it anew
GOOD_FOR = 12 * 60 * 60  # seconds a list may be used where it cannot be asked for


@dataclass(frozen=True, slots=True)
class Answer:
    """What a wallet answered to a window's question, for whoever asked."""

    id: int
    title: str
    state: str
    state_title: str
    reason: str
    certificate: int | None
    shown: tuple[tuple[str, str], ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """What a window may ask for: a type, and what for; without a purpose only whether the certificate holds."""

    key: str
    title: str
    purpose: str


@dataclass(frozen=True, slots=True)
class WalletAsks:
    """A wallet that waits for its holder: what it calls itself, where the answer goes, which certificate."""

    client: str
    redirect_uri: str
    titled: str
    identifier: str
    until: datetime


def type_metadata(key: str, edition: date, *, base: str, reader: Actor) -> dict[str, Any]:
    """What the ``vct`` of a credential answers: public, and unchanging for an edition."""
    return wallet.type_metadata(catalogue.edition(CertificateType, key, edition), base=base)


def extract_metadata(key: str, edition: date, *, base: str, reader: Actor) -> dict[str, Any]:
    """The same for the extract an organisation is given under a scenario."""
    scenario = catalogue.edition(Scenario, key, edition)
    kind = catalogue.in_force(CertificateType, scenario.certificate, on=edition)
    return extract.type_metadata(scenario, kind, base=base)


def issuer_metadata(*, base: str, reader: Actor, at: datetime) -> dict[str, Any]:
    """What a wallet reads before it collects: every edition that certificates are issued under today."""
    title = parties.district_title(reader=SYSTEM)
    kinds = catalogue.all_in_force(CertificateType, on=timezone.localdate(at))
    return wallet.issuer_metadata(base, title, title, kinds)


def issuer_keys(*, reader: Actor) -> dict[str, Any]:
    """The keys that credentials are and were signed with, as a JWK set."""
    keys.signer("certificates")  # the first one is made when it is first needed
    return wallet.key_set(keys.verification_keys("certificates"))


def state_list(number: int, *, base: str, reader: Actor, at: datetime) -> str:
    """The signed list of states at an address: for everybody, and the same for everybody."""
    kept = f"certificates.states:{base}:{number}"
    found = cache.get(kept)
    if found is None:
        last = StateBlock.objects.order_by("-number").values_list("number", flat=True).first()
        if last is None or number > last * BLOCK // LIST:
            raise NotFound()
        found = publish(
            dict(_not_valid(number)),
            uri=wallet.states_uri(base, number),
            signer=keys.signer("certificates"),
            at=int(at.timestamp()),
            good_for=GOOD_FOR,
            ttl=TTL,
        )
        cache.set(kept, found, FRESH)
    return found


def _not_valid(number: int) -> list[tuple[int, int]]:
    """The places of a list that are not valid: ended, archived, suspended, or of a version that was followed."""
    rows = Credential.objects.filter(list=number).annotate(
        now=F("version__certificate__state"), present=F("version__certificate__version")
    )
    told = rows.exclude(now=State.VALID, version__number=F("present")).values_list(
        "place", "now", "version__number", "present"
    )
    return [
        (place, SUSPENDED if state == State.SUSPENDED and version == present else INVALID)
        for place, state, version, present in told
    ]


def request_object(reference: str, *, base: str, reader: Actor, at: datetime) -> str:
    """The signed question a wallet fetches from its address, while it waits for an answer."""
    digest = sha256(reference.encode()).hexdigest()
    question = Question.objects.filter(reference=digest, state=Question.State.WAITING, expires_at__gt=at).first()
    if question is None:
        raise NotFound()
    editions = catalogue.editions(CertificateType, question.type)
    vcts = [wallet.vct_of(base, question.type, edition.valid_from) for edition in editions]
    return request(
        keys.signer("certificates"),
        bytes(question.certificate_of_asker),
        answer_to=f"{base}/certificates/questions/{reference}/answer",
        nonce=question.nonce,
        state=digest,
        asked=query(vcts, question.claims),
        title=parties.district_title(reader=SYSTEM),
        at=int(at.timestamp()),
        until=int(question.expires_at.timestamp()),
    )


def client_id(question_id: int, *, reader: Actor) -> str:
    """How we are called in a question, for the link to it."""
    return client_of(bytes(_own(question_id, reader).certificate_of_asker))


def answer(question_id: int, *, reader: Actor, at: datetime) -> Answer:
    """What came of a question, for whoever asked it; nobody else learns of it."""
    row = _own(question_id, reader)
    kind = catalogue.in_force(CertificateType, row.type, on=timezone.localdate(row.asked_at))
    over = row.state == Question.State.WAITING and at >= row.expires_at
    state = Question.State.CLOSED if over else Question.State(row.state)
    titles = wallet.common_titles(get_language() or "") | {
        wallet.claim_of(field.name): titled(field) for field in kind.fields
    }
    fields = {wallet.claim_of(field.name): field for field in kind.fields}
    return Answer(
        row.pk,
        titled(kind),
        state.value,
        str(state.label),
        row.reason,
        row.certificate_id,
        tuple((titles.get(name, name), said_by(fields.get(name), value)) for name, value in row.shown.items()),
        row.expires_at,
    )


def has_to_put_away(*, reader: Actor, before: datetime, at: datetime) -> bool:
    """Whether anything a wallet showed, a spent nonce or an old code is to be put away."""
    policy.require_platform(reader)
    old = Question.objects.exclude(state=Question.State.CLOSED).filter(asked_at__lt=before)
    nonces, codes = SpentNonce.objects.filter(expires_at__lt=at), CounterCode.objects.filter(expires_at__lt=before)
    return old.exists() or nonces.exists() or codes.exists()


def wallet_request(request_uri: str, client: str, *, reader: Actor, at: datetime) -> WalletAsks | None:
    """What a wallet wants, for the holder it waits for; to everybody else it is not there."""
    digest = sha256(request_uri.removeprefix(REQUEST_URI).encode()).hexdigest()
    rows = WalletRequest.objects.select_related("offer__certificate")
    row = rows.filter(reference=digest, client=client, expires_at__gt=at, answered_at=None, closed_at=None).first()
    if row is None or row.offer.closed_at or row.offer.taken_at:
        return None
    certificate = row.offer.certificate
    if not policy.is_holder(reader, certificate.holder):
        return None
    kind = catalogue.in_force(CertificateType, certificate.type, on=timezone.localdate(at))
    return WalletAsks(row.client, row.redirect_uri, titled(kind), certificate.identifier, row.expires_at)


def wallet_choices(*, reader: Actor, at: datetime) -> tuple[Choice, ...]:
    """What a window may ask wallets for: each type, whether it holds, and each purpose declared for it."""
    if not policy.may_verify(reader):
        raise Forbidden()
    found = []
    for kind in catalogue.all_in_force(CertificateType, on=timezone.localdate(at)):
        found.append(Choice(f"{kind.key}:", titled(kind), ""))
        found += [Choice(f"{kind.key}:{each.key}", titled(kind), purpose_titled(each)) for each in kind.purposes]
    return tuple(found)


def _own(question_id: int, reader: Actor) -> Question:
    row = Question.objects.filter(pk=question_id, asked_by=reader.id).first()
    if row is None or not policy.may_verify(reader):
        raise NotFound()
    return row
