"""Reseal: after a key was exchanged, what the former one sealed is good, and comes under the present one."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import LI, NOON
from tests.district import PASSWORD, open_account
from yunjian.identity import actions, commands, queries
from yunjian.identity.models import ProvenPhone
from yunjian.kernel.actor import ANONYMOUS, SYSTEM, Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

from .test_factors import SECRET, code

pytestmark = pytest.mark.django_db
OLD, NEW, PHONE = "former-" * 10, "present-" * 10, "13800000001"


@pytest.fixture
def exchanged(settings):
    """An app, its recovery codes, and a proven phone under the old key; then the key is exchanged."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    account = open_account("zhou")
    me = Actor(f"account:{account.pk}")
    actions.enrol_totp(account.pk, SECRET, code(NOON), by=me, at=NOON)
    codes = actions.make_recovery_codes(account.pk, by=me, at=NOON)
    citizen = registered(PHONE)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    return account, citizen, codes


def registered(phone: str, at: datetime = NOON) -> int:
    """Somebody who has an account by this phone."""
    from yunjian.identity.models import OutgoingText

    text = actions.send_phone_code(phone, address="192.0.2.1", by=ANONYMOUS, at=at)
    given = "".join(each for each in OutgoingText.objects.get(pk=text).words if each.isdigit())[:6]
    proof = actions.prove_phone(phone, given, address="192.0.2.1", by=ANONYMOUS, at=at)
    return actions.register_citizen(proof, phone, "李民", by=ANONYMOUS, at=at)


def digest() -> str:
    return ProvenPhone.objects.get().digest


def forget(settings) -> None:
    settings.SECRET_KEY_FALLBACKS = []


def test_brings_factors_and_phones_under_the_present_key_and_is_recorded(exchanged, settings):
    account, citizen, codes = exchanged
    before = digest()

    found = actions.reseal(by=SYSTEM, at=NOON)

    assert (found.factors, found.phones, found.is_whole) == (1, 1, True)
    assert [entry.payload for entry in recorded("identity.secrets.resealed")] == [
        {"factors": 1, "phones": 1, "values": 1, "left": 0}
    ]
    forget(settings)
    me, now = Actor(f"account:{account.pk}"), timezone.now()
    assert actions.prove_factor(account.pk, code(now), address="a", by=me, at=now) == "totp"
    assert actions.prove_factor(account.pk, codes[0], address="a", by=me, at=now) == "recovery"
    assert queries.account_of_phone(PHONE, reader=SYSTEM) == citizen
    assert digest() != before


def test_done_twice_changes_nothing(exchanged):
    actions.reseal(by=SYSTEM, at=NOON)
    before = digest()

    assert actions.reseal(by=SYSTEM, at=NOON) == actions.Resealed(0, 0, 0, 0, 0, 0)
    assert digest() == before


def test_before_it_what_the_former_key_sealed_is_good(exchanged, settings):
    account, citizen, _codes = exchanged
    me, now = Actor(f"account:{account.pk}"), timezone.now()

    assert actions.prove_factor(account.pk, code(now), address="a", by=me, at=now) == "totp"
    assert queries.account_of_phone(PHONE, reader=SYSTEM) == citizen
    with pytest.raises(actions.PhoneTaken):
        registered(PHONE, NOON + timedelta(minutes=2))
    # Whoever proves the phone has its digest made anew, whatever number the register has.
    forget(settings)
    assert queries.account_of_phone(PHONE, reader=SYSTEM) == citizen


def test_says_what_it_cannot_bring_over(exchanged, settings, capsys):
    settings.SECRET_KEY_FALLBACKS = ["another-" * 10]

    assert commands.reseal() == 1
    said = capsys.readouterr()
    assert "第二重验证 1 个打不开，手机 1 个" in said.err
    assert "加密的字段 1 处打不开" in said.err
    settings.SECRET_KEY_FALLBACKS = [OLD]
    assert commands.reseal() == 0
    assert "没有剩下的" in capsys.readouterr().out


def test_is_declined_where_no_key_was_exchanged(exchanged, settings, capsys):
    forget(settings)
    before = digest()

    with pytest.raises(actions.OneKeyOnly):
        actions.reseal(by=SYSTEM, at=NOON)
    assert digest() == before
    assert commands.reseal() == 0
    assert "不用重新封存" in capsys.readouterr().out


def test_a_stranger_cannot_reseal(exchanged):
    with pytest.raises(Forbidden):
        actions.reseal(by=LI, at=NOON)


def test_sessions_go_on_while_a_key_is_exchanged(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    open_account("zhou")
    client = Client()
    client.post("/account/login/", {"username": "zhou", "password": PASSWORD})

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert client.get("/account/").status_code == 200
    forget(settings)
    assert client.get("/account/").status_code == 200  # it goes on under the present key


def test_a_recovery_code_handed_out_before_is_good(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    account = open_account("wu")
    handed = actions.issue_recovery("wu", by=SYSTEM, at=NOON)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]

    assert actions.recover("wu", handed, "River-under-the-0ld-bridge", address="a", by=ANONYMOUS, at=NOON) == account.pk
