"""A holder gets a code; a wallet collects credentials with it, once, by number, token and proof."""

import json
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache

from tests.cast import LI, NOON
from yunjian.certificates import actions, queries
from yunjian.certificates.logic.proofs import NONCE_SECONDS, PROOF, new_nonce
from yunjian.certificates.logic.sd_jwt import sign
from yunjian.certificates.models import Credential, Offer, StateBlock
from yunjian.kernel import keys
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import arranging, recorded
from yunjian_verify.jose import keys_of_set
from yunjian_verify.sd_jwt import Verified, verify
from yunjian_verify.status_list import read

from . import stage
from .credentials.cast import Party, eddsa, es256

pytestmark = pytest.mark.django_db
BASE = "https://songjiang.example"
CONFIGURATION = "licence.2025-01-01"
WHEN = int(NOON.timestamp())


@pytest.fixture(autouse=True)
def nothing_cached():
    cache.clear()


@pytest.fixture
def licence():
    stage.district()
    return stage.issued()


def offered(licence, at=NOON):
    return actions.offer_to_wallet(licence, by=stage.holder_of(licence), at=at)


def token_for(licence, at=NOON):
    made = offered(licence, at)
    return actions.take_offer(made.code, made.pin, by=ANONYMOUS, at=at).token


def proof(party: Party, at: datetime = NOON, *, header: dict | None = None, **more) -> str:
    now = int(at.timestamp())
    payload = {"aud": BASE, "iat": now, "nonce": new_nonce(settings.SECRET_KEY, now=now), **more}
    told = {"jwk": party.jwk} if header is None else header
    return sign(payload, signer=party, type_=PROOF, header=told)


def give(token: str, *proofs: object, configuration: str = CONFIGURATION, at: datetime = NOON) -> tuple[str, ...]:
    return actions.give_credentials(token, configuration, proofs, base=BASE, by=ANONYMOUS, at=at)


def opened(text: str, at: datetime = NOON) -> Verified:
    trusted = {BASE: keys_of_set(queries.issuer_keys(reader=ANONYMOUS))}
    return verify(text, trusted=trusted, now=int(at.timestamp()))


def test_offer_to_wallet_keeps_no_code_and_is_recorded(licence):
    made = actions.offer_to_wallet(licence, by=stage.holder_of(licence), at=NOON)

    [entry] = recorded("certificates.wallet.offered")
    assert made.code not in str(entry.payload)
    row = Offer.objects.get()
    assert made.code not in (row.code, row.pin)
    assert made.pin != row.pin


def test_offer_to_wallet_ends_an_earlier_code(licence):
    first, second = offered(licence), offered(licence)

    with pytest.raises(actions.CodeRefused):
        actions.take_offer(first.code, first.pin, by=ANONYMOUS, at=NOON)
    assert actions.take_offer(second.code, second.pin, by=ANONYMOUS, at=NOON).token


def test_offer_to_wallet_is_declined_for_what_does_not_hold(licence):
    actions.suspend_certificate(licence, "正在调查", by=stage.GU, at=NOON)

    with pytest.raises(actions.NotValidNow):
        offered(licence)
    assert not Offer.objects.exists()


def test_offer_to_wallet_is_for_the_holder_alone(licence):
    for stranger in (LI, stage.GU, ANONYMOUS):
        with pytest.raises(Forbidden):
            actions.offer_to_wallet(licence, by=stranger, at=NOON)


def test_take_offer_gives_a_token_once_and_is_recorded(licence):
    made = offered(licence)
    first = actions.take_offer(made.code, made.pin, by=ANONYMOUS, at=NOON)

    assert first.seconds == 300
    assert len(recorded("certificates.wallet.taken")) == 1
    with pytest.raises(actions.CodeRefused):
        actions.take_offer(made.code, made.pin, by=ANONYMOUS, at=NOON)
    assert first.token not in Offer.objects.get().token


def test_take_offer_closes_the_code_after_three_wrong_numbers(licence):
    made = offered(licence)
    wrong = f"{(int(made.pin) + 1) % 10**6:06}"
    with pytest.raises(actions.TokenRefused):
        give("guessed", proof(es256()))
    for pin in (wrong, wrong, wrong, made.pin):
        with pytest.raises(actions.CodeRefused):
            actions.take_offer(made.code, pin, by=ANONYMOUS, at=NOON)

    assert [entry.payload["tries"] for entry in recorded("certificates.wallet.failed")] == [1, 2, 3]


def test_take_offer_is_in_time_or_not_at_all(licence):
    made = offered(licence)

    with pytest.raises(actions.CodeRefused):
        actions.take_offer(made.code, made.pin, by=ANONYMOUS, at=made.expires_at)
    assert Offer.objects.get().taken_at is None


def test_take_offer_is_for_a_wallet_and_nobody_who_is_signed_in(licence):
    made = offered(licence)

    with pytest.raises(Forbidden):
        actions.take_offer(made.code, made.pin, by=stage.holder_of(licence), at=NOON)


def test_give_credentials_binds_each_to_its_key_and_is_recorded(licence):
    wallet, other = es256(), eddsa()
    proofs = [proof(wallet), proof(other)]
    texts = actions.give_credentials(token_for(licence), CONFIGURATION, proofs, base=BASE, by=ANONYMOUS, at=NOON)

    found = [opened(text) for text in texts]
    assert [each.holder for each in found] == [wallet.public, other.public]
    assert found[0].type == f"{BASE}/certificates/types/licence/2025-01-01"
    assert found[0].claims["holder_name"] == "松江数据有限公司"
    assert found[0].claims["principal"] == "王建国"
    assert "number" not in found[0].disclosed  # the type lets nobody keep it back
    assert found[0].claims["iat"] % 3600 == 0
    assert found[0].status != found[1].status
    [entry] = recorded("certificates.credential.given")
    assert entry.payload["credentials"] == list(Credential.objects.order_by("pk").values_list("pk", flat=True))
    assert "王建国" not in str(entry.payload)


def test_give_credentials_ends_no_later_than_the_certificate(licence):
    [text] = give(token_for(licence), proof(es256()))

    claims = opened(text).claims
    assert claims["exp"] == int((NOON + timedelta(days=365)).timestamp())
    late = NOON + timedelta(days=700)
    [text] = give(token_for(licence, late), proof(es256(), late), at=late)
    assert (
        datetime.fromtimestamp(opened(text, late).claims["exp"], NOON.tzinfo).isoformat() == "2028-03-02T00:00:00+08:00"
    )


def test_give_credentials_is_declined_once_the_certificate_does_not_hold(licence):
    token = token_for(licence)
    actions.suspend_certificate(licence, "正在调查", by=stage.GU, at=NOON)

    with pytest.raises(actions.NotValidNow):
        give(token, proof(es256()))
    assert not Credential.objects.exists()


WALLET = es256()
HOSTILE = {
    "for another issuer": ({"aud": "https://elsewhere.example"}, "invalid_proof"),
    "made long ago": ({"iat": WHEN - 999}, "invalid_proof"),
    "made in the future": ({"iat": WHEN + 999}, "invalid_proof"),
    "with somebody else's nonce": ({"nonce": new_nonce("another secret", now=WHEN)}, "invalid_nonce"),
    "with an old nonce": ({"nonce": "OLD"}, "invalid_nonce"),
    "without a nonce": ({"nonce": None}, "invalid_nonce"),
    "with a nonce in Chinese": ({"nonce": "一二三"}, "invalid_nonce"),
    "naming its key by address": ({"header": {"kid": "did:example:1"}}, "invalid_proof"),
    "naming its key twice": ({"header": {"jwk": WALLET.jwk, "kid": "1"}}, "invalid_proof"),
    "naming another's key": ({"header": {"jwk": es256().jwk}}, "invalid_proof"),
    "with its secret in it": ({"header": {"jwk": {**WALLET.jwk, "d": "AAAA"}}}, "invalid_proof"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_give_credentials_refuses_a_hostile_proof_with_its_reason(licence, name):
    change, error = HOSTILE[name]
    if change.get("nonce") == "OLD":
        change = {"nonce": new_nonce(settings.SECRET_KEY, now=WHEN - NONCE_SECONDS - 1)}
    token = token_for(licence)

    with pytest.raises(actions.Unproven) as refusal:
        give(token, proof(WALLET, **change))

    assert refusal.value.error == error
    assert not Credential.objects.exists()
    assert give(token, proof(WALLET))  # the wallet may do better with the same token


def test_give_credentials_uses_a_nonce_and_a_token_up(licence):
    used = proof(WALLET)
    token = token_for(licence)
    give(token, used)

    with pytest.raises(actions.TokenRefused):
        give(token, proof(WALLET))
    with pytest.raises(actions.Unproven) as refusal:
        give(token_for(licence), used)
    assert refusal.value.error == "invalid_nonce"


def test_give_credentials_limits_and_names_what_is_wrong(licence):
    token = token_for(licence)

    for proofs, configuration, error in (
        ((), CONFIGURATION, "invalid_credential_request"),
        ([proof(es256()) for _ in range(6)], CONFIGURATION, "invalid_credential_request"),
        ([proof(WALLET), proof(WALLET)], CONFIGURATION, "invalid_proof"),
        ([7], CONFIGURATION, "invalid_proof"),
        ([proof(WALLET)], "permit.2025-01-01", "unknown_credential_configuration"),
    ):
        with pytest.raises(actions.Unproven) as refusal:
            give(token, *proofs, configuration=configuration)
        assert refusal.value.error == error


def test_give_credentials_is_for_wallets_alone(licence):
    with pytest.raises(Forbidden):
        actions.give_credentials("x", CONFIGURATION, [], base=BASE, by=stage.GU, at=NOON)


def state_of(text: str, at: datetime = NOON) -> int:
    reference = opened(text).status
    number = int(reference.uri.rpartition("/")[2])
    cache.clear()  # five seconds later
    token = queries.state_list(number, base=BASE, reader=ANONYMOUS, at=at)
    keys_ = keys.verification_keys("certificates")
    return read(token, uri=reference.uri, keys=keys_, now=int(at.timestamp())).state_of(reference.index)


def test_the_list_of_states_follows_suspension_resumption_and_revocation(licence):
    [text], [other] = (give(token_for(licence), proof(es256())) for _ in range(2))

    assert state_of(text) == 0
    actions.suspend_certificate(licence, "正在调查", by=stage.GU, at=NOON)
    assert (state_of(text), state_of(other)) == (2, 2)
    actions.resume_certificate(licence, "调查结束", by=stage.GU, at=NOON)
    assert state_of(text) == 0
    actions.revoke_certificate(licence, "RESCINDED", "以虚假材料取得", by=stage.GU, at=NOON)
    assert state_of(text) == 1


def test_the_list_of_states_ends_an_earlier_version(licence):
    [text] = give(token_for(licence), proof(es256()))
    actions.replace_certificate(licence, "原件遗失补发", by=stage.GU, at=NOON)

    assert state_of(text) == 1


def test_a_full_block_is_followed_by_another(licence):
    give(token_for(licence), proof(es256()))
    with arranging():
        StateBlock.objects.update(given=4096)

    [text] = give(token_for(licence), proof(es256()))

    assert 4096 <= opened(text).status.index < 8192
    assert list(StateBlock.objects.order_by("number").values_list("number", "given")) == [(0, 4096), (1, 1)]


def test_what_wallets_read_is_whole(licence):
    told = queries.issuer_metadata(base=BASE, reader=ANONYMOUS, at=NOON)
    configuration = told["credential_configurations_supported"][CONFIGURATION]
    metadata = queries.type_metadata("licence", datetime(2025, 1, 1).date(), base=BASE, reader=ANONYMOUS)  # noqa: DTZ001

    assert configuration["vct"] == metadata["vct"] == f"{BASE}/certificates/types/licence/2025-01-01"
    assert metadata["display"][1] == {"locale": "en", "name": "Food business licence"}
    by_path = {tuple(claim["path"]): claim for claim in metadata["claims"]}
    assert by_path["number",]["sd"] == "never"
    assert by_path["principal",]["display"][0]["label"] == "负责人"
    json.dumps(told)
