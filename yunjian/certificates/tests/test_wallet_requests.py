"""A wallet pushes a request for an offer, the holder agrees or not, and the code is exchanged: the acts themselves."""

from hashlib import sha256

import pytest

from tests.cast import LI, NOON
from yunjian.certificates import actions
from yunjian.certificates.logic.authorizing import Pushed
from yunjian.certificates.models import Offer, WalletRequest
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded
from yunjian_verify.jose import encode

from . import stage

pytestmark = pytest.mark.django_db
CLIENT, BACK, VERIFIER = "wallet.example", "cn.example.wallet:/", "v" * 43


@pytest.fixture
def licence():
    stage.district()
    return stage.issued()


@pytest.fixture
def wanted(licence) -> Pushed:
    """What a wallet pushes for the offer the holder was shown."""
    made = actions.offer_to_wallet(licence, by=stage.holder_of(licence), at=NOON)
    challenge = encode(sha256(VERIFIER.encode()).digest())
    return Pushed(CLIENT, BACK, challenge, "mark", made.issuer_state, "licence.2025-01-01", ())


@pytest.fixture
def pushed(wanted) -> str:
    return actions.push_request(wanted, by=ANONYMOUS, at=NOON).request_uri


def take(code: str):
    return actions.take_code(code, CLIENT, BACK, VERIFIER, by=ANONYMOUS, at=NOON)


def test_push_request_keeps_digests_and_is_recorded(wanted):
    kept = actions.push_request(wanted, by=ANONYMOUS, at=NOON)

    [entry] = recorded("certificates.wallet.pushed")
    row = WalletRequest.objects.get()
    assert entry.payload["request"] == row.pk
    assert row.reference not in kept.request_uri
    assert CLIENT not in str(entry.payload)


def test_push_request_is_declined_once_the_offer_is_over(wanted):
    with pytest.raises(actions.MarkRefused):
        actions.push_request(wanted, by=ANONYMOUS, at=Offer.objects.get().expires_at)

    assert not WalletRequest.objects.exists()


def test_push_request_is_for_a_wallet_and_nobody_who_is_signed_in(wanted):
    with pytest.raises(Forbidden):
        actions.push_request(wanted, by=LI, at=NOON)


def test_agree_to_request_gives_a_code_for_one_token_and_is_recorded(licence, pushed):
    told = actions.agree_to_request(pushed, CLIENT, by=stage.holder_of(licence), at=NOON)

    assert (told.redirect_uri, told.state) == (BACK, "mark")
    assert recorded("certificates.wallet.answered")[0].payload["agreed"] is True
    assert WalletRequest.objects.get().code not in ("", told.code)
    assert take(told.code).configuration == "licence.2025-01-01"
    with pytest.raises(actions.GrantRefused):
        take(told.code)


def test_agree_to_request_is_declined_twice_and_for_what_does_not_hold(licence, pushed):
    holder = stage.holder_of(licence)
    actions.suspend_certificate(licence, "正在调查", by=stage.GU, at=NOON)
    with pytest.raises(actions.NotValidNow):
        actions.agree_to_request(pushed, CLIENT, by=holder, at=NOON)
    actions.resume_certificate(licence, "调查结束", by=stage.GU, at=NOON)
    actions.agree_to_request(pushed, CLIENT, by=holder, at=NOON)

    with pytest.raises(actions.RequestOver):
        actions.agree_to_request(pushed, CLIENT, by=holder, at=NOON)
    assert len(recorded("certificates.wallet.answered")) == 1


def test_agree_to_request_is_for_the_holder_alone(pushed):
    for stranger in (LI, stage.GU, ANONYMOUS):
        with pytest.raises(Forbidden):
            actions.agree_to_request(pushed, CLIENT, by=stranger, at=NOON)


def test_refuse_request_ends_the_offer_and_is_recorded(licence, pushed):
    told = actions.refuse_request(pushed, CLIENT, by=stage.holder_of(licence), at=NOON)

    assert told.code == ""
    assert recorded("certificates.wallet.answered")[0].payload["agreed"] is False
    assert Offer.objects.get().closed_at == NOON


def test_refuse_request_is_declined_once_it_is_over(licence, pushed):
    with pytest.raises(actions.RequestOver):
        actions.refuse_request(pushed, CLIENT, by=stage.holder_of(licence), at=WalletRequest.objects.get().expires_at)

    assert recorded("certificates.wallet.answered") == []


def test_refuse_request_is_for_the_holder_alone(pushed):
    for stranger in (LI, stage.GU, ANONYMOUS):
        with pytest.raises(Forbidden):
            actions.refuse_request(pushed, CLIENT, by=stranger, at=NOON)


def test_take_code_is_for_a_wallet_and_nobody_who_is_signed_in(licence, pushed):
    told = actions.agree_to_request(pushed, CLIENT, by=stage.holder_of(licence), at=NOON)

    with pytest.raises(Forbidden):
        actions.take_code(told.code, CLIENT, BACK, VERIFIER, by=LI, at=NOON)
    with pytest.raises(actions.GrantRefused):
        take("guessed")
