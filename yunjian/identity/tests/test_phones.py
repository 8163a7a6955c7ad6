"""Phones: a code sent, given back, and an account opened with it."""

import re
from datetime import timedelta

import pytest

from tests.cast import LI, NOON
from tests.district import PASSWORD
from yunjian.identity import actions, queries
from yunjian.identity.models import OutgoingText, PhoneCode, ProvenPhone
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded
from yunjian.parties import actions as parties
from yunjian.parties.models import Account, Enterprise, Person

pytestmark = pytest.mark.django_db
PHONE = "13800000001"
HERE = "192.0.2.7"


def send(phone=PHONE, *, address=HERE, at=NOON):
    """The code on its way to the phone."""
    text = actions.send_phone_code(phone, address=address, by=ANONYMOUS, at=at)
    return re.search(r"\d{6}", OutgoingText.objects.get(pk=text).words)[0]


def prove(code, phone=PHONE, *, address=HERE, at=NOON):
    return actions.prove_phone(phone, code, address=address, by=ANONYMOUS, at=at)


def register(proof, phone=PHONE, at=NOON, **more):
    return actions.register_citizen(proof, phone, "李民", by=ANONYMOUS, at=at, **more)


def test_send_phone_code_and_proving_it_are_recorded_without_phone_and_code():
    text = actions.send_phone_code("+86 138-0000 0001", address=HERE, by=ANONYMOUS, at=NOON)
    code = re.search(r"\d{6}", OutgoingText.objects.get(pk=text).words)[0]
    prove(code)

    told = str(recorded("identity.phone_code.sent", "identity.phone.proven"))
    assert len(recorded("identity.phone_code.sent", "identity.phone.proven")) == 2
    assert PHONE not in told
    assert code not in told
    kept = PhoneCode.objects.get()
    assert PHONE not in f"{kept.phone}{kept.digest}"


@pytest.mark.parametrize("phone", ["", "12345", "021-67735012", "23800000001", "1380000000１２", "x" * 30])
def test_send_phone_code_is_declined_for_what_is_no_mobile_phone(phone):
    with pytest.raises(actions.NoMobile):
        send(phone)
    assert not OutgoingText.objects.exists()


def test_a_code_is_good_once_for_five_minutes_and_until_the_next():
    code = send()
    with pytest.raises(actions.WrongPhoneCode):
        prove(code, at=NOON + timedelta(minutes=5))
    prove(code, at=NOON + timedelta(minutes=4))
    with pytest.raises(actions.WrongPhoneCode):
        prove(code, at=NOON + timedelta(minutes=4))

    first = send(at=NOON + timedelta(hours=1))
    send(at=NOON + timedelta(hours=1, minutes=2))
    second = NOON + timedelta(hours=1, minutes=3)
    if first != "000000":
        with pytest.raises(actions.WrongPhoneCode):
            prove(first, at=second)


def test_a_code_is_of_its_phone_only():
    code = send()
    send("13800000002")

    with pytest.raises(actions.WrongPhoneCode):
        prove(code, "13800000003")


def test_a_code_is_dead_after_five_wrong_tries_and_the_phone_is_paused():
    code = send()
    wrong = "000001" if code != "000001" else "000002"
    for _time in range(5):
        with pytest.raises(actions.WrongPhoneCode):
            prove(wrong)

    with pytest.raises(actions.TooManyFailures):
        prove(code)
    with pytest.raises(actions.TooManyFailures):
        send(at=NOON + timedelta(minutes=2))


def test_send_phone_code_waits_a_minute_and_stops_after_ten_a_day_and_thirty_an_hour_from_one_address():
    send()
    with pytest.raises(actions.TooSoon):
        send(at=NOON + timedelta(seconds=59))
    for number in range(1, 10):
        send(address=f"198.51.100.{number}", at=NOON + timedelta(minutes=number))
    with pytest.raises(actions.TooManyCodes):
        send(address="192.0.2.99", at=NOON + timedelta(minutes=30))

    for number in range(29):
        send(f"139{number:08}", at=NOON + timedelta(minutes=1))
    with pytest.raises(actions.TooManyCodes):
        send("13700000000", at=NOON + timedelta(minutes=1))


def test_send_phone_code_and_register_citizen_are_for_nobody_who_is_signed_in():
    proof = prove(send())
    with pytest.raises(Forbidden):
        actions.send_phone_code(PHONE, address=HERE, by=LI, at=NOON)
    with pytest.raises(Forbidden):
        actions.prove_phone(PHONE, "000000", address=HERE, by=LI, at=NOON)
    with pytest.raises(Forbidden):
        actions.register_citizen(proof, PHONE, "李民", by=LI, at=NOON)


def test_register_citizen_opens_an_account_that_the_phone_opens_and_is_recorded_by_ids():
    words = {"password": PASSWORD, "by": ANONYMOUS, "at": NOON}
    account = actions.register_citizen(prove(send()), PHONE, "李民", **words)

    assert queries.account_of_phone("138 0000 0001", reader=SYSTEM) == account
    known = actions.prove_password(PHONE, PASSWORD, address=HERE, by=ANONYMOUS, at=NOON)
    assert (known.account, known.is_temporary) == (account, False)
    person = Person.objects.get()
    assert (person.name, person.phone) == ("李民", PHONE)
    [entry] = recorded("identity.citizen.registered")
    assert entry.payload == {"account": account, "person": person.pk, "enterprise": None}
    assert PHONE not in str(recorded())
    assert "李民" not in str(recorded())


def test_register_citizen_takes_an_enterprise_in_and_finds_one_that_is_known():
    first = register(prove(send()), enterprise=("云间软件", "91350100M000100Y43"))
    second = register(
        prove(send("13800000002"), "13800000002"), "13800000002", enterprise=("云间软件", "9135 0100 M000 100Y43")
    )

    firm = Enterprise.objects.get().pk
    told = [
        (entry.payload["account"], entry.payload["enterprise"]) for entry in recorded("identity.citizen.registered")
    ]
    assert told == [(first, firm), (second, firm)]


def test_register_citizen_is_declined_twice_too_late_for_another_phone_and_with_doubtful_words():
    proof = prove(send())
    for wrong in ({"phone": "13800000002"}, {"at": NOON + timedelta(minutes=11)}):
        with pytest.raises(Forbidden):
            register(proof, **wrong)
    with pytest.raises(Forbidden):
        register(proof + 1)
    with pytest.raises(parties.PasswordTooWeak):
        register(proof, password="weak")
    with pytest.raises(parties.IdentifierDoubtful):
        register(proof, enterprise=("云间软件", "91350100M000100Y44"))
    assert not Account.objects.exists()
    register(proof)
    with pytest.raises(actions.PhoneTaken):
        register(proof)
    assert ProvenPhone.objects.count() == 1
