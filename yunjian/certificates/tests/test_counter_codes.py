"""A code shown at a counter: genuine, fresh, taken once; whatever else somebody shows is refused with its reason."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import LI, NOON
from yunjian.certificates import actions, queries
from yunjian.certificates.logic.counter import Said, address, code
from yunjian.certificates.logic.sd_jwt import sign
from yunjian.certificates.models import CounterCode, Look
from yunjian.kernel import keys
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded
from yunjian.parties import actions as parties
from yunjian.parties.models import Account, Person
from yunjian_verify.counter import LONGEST, TYPE, read, token_in
from yunjian_verify.jose import Refused, encode

from . import stage
from .credentials.cast import STRANGER as FORGER

pytestmark = pytest.mark.django_db
BASE = "https://songjiang.example"
AT = int(NOON.timestamp())
SAID = Said("permit", "居住证", "李*", "VALID")


@pytest.fixture
def permit():
    stage.district()
    return stage.issued("permit")


@pytest.fixture
def token(permit) -> str:
    return shown(permit)


def shown(permit: int, at=NOON) -> str:
    return actions.show_at_counter(permit, base=BASE, by=stage.holder_of(permit), at=at).token


def refused(text: str, at=NOON) -> str:
    with pytest.raises(actions.CounterCodeRefused) as refusal:
        actions.check_counter_code(text, by=ANONYMOUS, at=at)
    return refusal.value.reason


def test_show_at_counter_says_little_and_is_recorded(permit):
    holder = stage.holder_of(permit)
    token = actions.show_at_counter(permit, base=BASE, by=holder, at=NOON).token
    found = read(token, keys=keys.verification_keys("certificates"), now=AT)

    assert (found.title, found.name, found.state, found.issuer) == ("居住证", "李*", "VALID", BASE)
    assert found.expires_at - found.made_at == 60
    for secret in ("李民", stage.NUMBER, "文诚路", queries.own_certificate(
        permit, reader=stage.holder_of(permit), at=NOON).identifier):  # fmt: skip
        assert secret not in token
    assert len(recorded("certificates.code.shown")) == 1
    assert found.nonce not in str(CounterCode.objects.values())


def test_show_at_counter_is_declined_when_it_does_not_hold(permit):
    actions.suspend_certificate(permit, "正在核查", by=stage.GU, at=NOON)
    with pytest.raises(actions.NotHolding):
        actions.show_at_counter(permit, base=BASE, by=stage.holder_of(permit), at=NOON)
    assert not CounterCode.objects.exists()


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, stage.GU, stage.JIN, SYSTEM])
def test_show_at_counter_is_the_holders_alone(permit, stranger):
    with pytest.raises(Forbidden):
        actions.show_at_counter(permit, base=BASE, by=stranger, at=NOON)


def test_check_counter_code_tells_anybody_that_it_holds_and_is_recorded(permit, token):
    found = actions.check_counter_code(token, by=ANONYMOUS, at=NOON + timedelta(seconds=30))

    assert (found.title, found.name, found.standing, found.shown_at) == ("居住证", "李*", "VALID", NOON)
    assert len(recorded("certificates.code.taken")) == 1
    assert [look.how for look in queries.looks(permit, reader=stage.holder_of(permit))] == ["CODE"]


def test_check_counter_code_is_for_everybody_but_the_platform_by_itself(permit, token):
    with pytest.raises(Forbidden):
        actions.check_counter_code(token, by=SYSTEM, at=NOON)


def test_it_is_taken_once(permit, token):
    actions.check_counter_code(token, by=ANONYMOUS, at=NOON)

    with pytest.raises(actions.CounterCodeRefused):
        actions.check_counter_code(token, by=stage.GU, at=NOON)
    with pytest.raises(actions.CounterCodeRefused):
        actions.verify_counter_code(token, by=stage.JIN, at=NOON)
    assert Look.objects.count() == 1


def test_its_minute_over_it_is_refused(permit, token):
    assert refused(token, at=NOON + timedelta(seconds=60)) == "expired"
    assert not Look.objects.exists()


def test_suspended_since_it_was_shown_the_counter_says_so(permit, token):
    actions.suspend_certificate(permit, "正在核查", by=stage.GU, at=NOON)

    assert actions.check_counter_code(token, by=ANONYMOUS, at=NOON).standing == "SUSPENDED"


def test_verify_counter_code_shows_a_window_what_the_purpose_needs_and_is_recorded(permit, token):
    found = actions.verify_counter_code(token, "school", by=stage.JIN, at=NOON)

    assert [field.name for field in found.shown] == ["home"]
    assert recorded("certificates.code.taken")
    assert Look.objects.get().how == "WINDOW"


def test_verify_counter_code_is_for_whoever_verifies(permit, token):
    for stranger in (ANONYMOUS, LI, stage.holder_of(permit)):
        with pytest.raises(Forbidden):
            actions.verify_counter_code(token, by=stranger, at=NOON)
    assert CounterCode.objects.get().used_at is None


def test_verify_counter_code_with_another_types_purpose_is_declined_and_the_code_not_used_up(permit, token):
    with pytest.raises(actions.PurposeUnknown):
        actions.verify_counter_code(token, "entry", by=stage.JIN, at=NOON)
    assert CounterCode.objects.get().used_at is None


def made(signer, *, at: int = AT, until: int = AT + 60, nonce: str = "n" * 16) -> str:
    return code(SAID, base=BASE, nonce=nonce, at=at, until=until, signer=signer)


def hostile(kind: str) -> str:
    ours = keys.signer("certificates")
    body = {"iss": BASE, "type": "permit", "title": "居住证", "name": "李*", "state": "VALID", "iat": AT,
            "exp": AT + 60, "jti": "n"}  # fmt: skip
    told = encode(json.dumps(body).encode())
    head = encode(json.dumps({"alg": "none", "typ": TYPE}).encode())
    mac = encode(json.dumps({"alg": "HS256", "typ": TYPE}).encode())
    return {
        "a forger's key": made(FORGER),
        "no algorithm": f"{head}.{told}.AA",
        "the public key as a secret": f"{mac}.{told}.{encode(bytes(32))}",
        "good for a day": made(ours, until=AT + 86_400),
        "good for ever": sign({k: v for k, v in body.items() if k != "exp"}, signer=ours, type_=TYPE),
        "of the future": made(ours, at=AT + 3600, until=AT + 3660),
        "another kind of token": sign(body, signer=ours, type_="dc+sd-jwt"),
        "signed by us but not given out": made(ours),
        "without a name": sign(body | {"name": ""}, signer=ours, type_=TYPE),
        "a name that is a list": sign(body | {"name": ["李*"]}, signer=ours, type_=TYPE),
        "oversized": "eyJ" + "A" * 5000 + ".A.A",
        "the printed code": f"{BASE}/certificates/check/?id=1&code=2",
        "two tokens": made(ours) + "." + made(ours),
        "nothing": "",
    }[kind]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("a forger's key", "signature"),
        ("no algorithm", "algorithm"),
        ("the public key as a secret", "algorithm"),
        ("good for a day", "time"),
        ("good for ever", "time"),
        ("of the future", "future"),
        ("another kind of token", "type"),
        ("signed by us but not given out", "unknown"),
        ("without a name", "shape"),
        ("a name that is a list", "shape"),
        ("oversized", "shape"),
        ("the printed code", "shape"),
        ("two tokens", "shape"),
        ("nothing", "shape"),
    ],
)
def test_hostile_codes_are_refused_with_the_reason(permit, kind, reason):
    assert refused(hostile(kind)) == reason
    assert not Look.objects.exists()


def test_every_changed_character_is_refused(token):
    trusted = keys.verification_keys("certificates")
    for place in range(len(token)):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(Refused):
            read(changed, keys=trusted, now=AT)


@settings(max_examples=60)
@given(st.text(max_size=300) | st.text("eyJ.-_AZ09", max_size=300))
def test_whatever_is_scanned_is_refused_and_nothing_else_happens(text):
    with pytest.raises(Refused):
        read(text, keys=(FORGER.public,), now=AT)


@settings(max_examples=60)
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_whatever_stands_in_the_parts_is_refused(head, body):
    with pytest.raises(Refused):
        read(f"eyJ{encode(head)}.{encode(body)}.{encode(bytes(64))}", keys=(FORGER.public,), now=AT)


@settings(max_examples=50)
@given(
    st.integers(-10_000, 10_000),
    st.integers(-10, 400),
    st.text(min_size=1, max_size=30),
)
def test_a_code_is_good_in_its_time_and_not_a_second_longer(shift, length, name):
    token = code(Said("permit", "居住证", name, "VALID"), base=BASE, nonce="n", at=AT, until=AT + length, signer=FORGER)
    good = 0 < length <= LONGEST and 0 <= shift < length
    try:
        assert read(token, keys=(FORGER.public,), now=AT + shift, leeway=0).name == name
    except Refused:
        assert not good
    else:
        assert good


def test_a_scanner_may_read_the_address_or_the_token_itself(token):
    scanned = address("https://songjiang.example/certificates/check/", token)

    assert token_in(scanned) == token_in(f" {token}\n") == token
    assert token_in("https://[") == token_in("https://x/?shown=1") == ""


@pytest.fixture
def today(permit) -> int:
    """A certificate that holds now: pages ask the clock."""
    actions.revoke_certificate(permit, "CANCELLED", "换发新证", by=stage.GU, at=NOON)
    now = timezone.now()
    through = timezone.localdate(now) + timedelta(days=100)
    return actions.issue_certificate("permit", stage.of_person(valid_through=through), by=stage.GU, at=now).id


def citizen() -> Client:
    person = Person.objects.get(name="李民")
    account = parties.open_account("li", "李民", None, person_id=person.pk, by=SYSTEM, at=NOON)
    client = Client()
    client.force_login(Account.objects.get(pk=account))
    return client


def test_the_page_shows_a_code_by_its_button_and_asks_for_the_next_by_itself_for_some_minutes(today):
    client = citizen()
    page = f"/certificates/mine/{today}/code/"
    assert "data:image/svg" not in client.get(page).content.decode()
    first = client.post(page).content.decode()
    last = client.post(page, {"turn": "12"}, headers={"HX-Request": "true"}).content.decode()

    assert "data:image/svg" in first
    assert "every 45s" in first
    assert "data:image/svg" in last
    assert "every 45s" not in last
    assert "<html" not in last
    answers = [client.post(page).status_code for _ in range(12)]
    assert answers[-1] == 429


def test_the_counters_page_takes_a_code_by_its_button_only_and_says_why_not(today):
    token = shown(today, at=timezone.now())
    looked = Client().get("/certificates/check/", {"shown": token}).content.decode()
    assert token in looked
    assert CounterCode.objects.get().used_at is None
    taken = Client().post("/certificates/check/", {"shown": token})
    again = Client().post("/certificates/check/", {"shown": token})
    english = Client().post("/certificates/check/", {"shown": token}, headers={"Accept-Language": "en"})

    assert taken.status_code == 200
    assert "李*" in taken.content.decode()
    assert again.status_code == 422
    assert "已经查验过一次" in again.content.decode()
    assert "has been checked once" in english.content.decode()
