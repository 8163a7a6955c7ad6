"""The gate: what somebody signed in may do on the next request."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone

from tests.cast import DATA_BUREAU, NOON
from tests.district import PASSWORD, open_account, small_district
from yunjian.identity import actions
from yunjian.identity.queries import MARK
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.addresses import networks
from yunjian.kernel.testing import recorded, seal_and_deliver
from yunjian.parties import actions as parties

from .test_factors import SECRET, code, tie

pytestmark = pytest.mark.django_db
NEW = "River-under-the-0ld-bridge"


def sign_in(client, username="zhou", password=PASSWORD, **more):
    return client.post("/account/login/", {"username": username, "password": password, **more})


def age(client, **moments):
    """Let the session be older than it is."""
    session = client.session
    session[MARK] = session[MARK] | {key: session[MARK][key] - value for key, value in moments.items()}
    session.save()


def is_in(client):
    return SESSION_KEY in client.session


@pytest.fixture
def zhou():
    return open_account("zhou")


@pytest.fixture
def officer():
    small_district()
    return open_account("officer", ("budget-officer", DATA_BUREAU))


def test_lets_somebody_go_on_within_the_limits(client, zhou):
    sign_in(client)
    age(client, seen=19 * 60)

    assert client.get("/account/").status_code == 200
    assert timezone.now().timestamp() - client.session[MARK]["seen"] < 5


@pytest.mark.parametrize(
    ("moments", "end"), [({"seen": 21 * 60}, "IDLE"), ({"seen": 60, "began": 12 * 3600 + 60}, "TOO_LONG")]
)
def test_ends_a_session_that_was_idle_or_lasted_too_long(client, zhou, moments, end):
    sign_in(client)
    age(client, **moments)

    answer = client.get("/account/")
    assert answer.headers["Location"].startswith("/account/login/")
    assert not is_in(client)
    assert recorded("identity.account.signed_out")[0].payload["end"] == end
    assert "已自动退出" in client.get("/account/login/").text


def test_asks_for_a_new_password_first_and_leads_on_to_where_one_was_going(client, zhou):
    parties.set_password(zhou.pk, NEW, by=SYSTEM, at=timezone.now())
    sign_in(client, password=NEW, next="/account/security/")

    assert client.get("/account/security/").headers["Location"] == "/account/password/"
    assert client.get("/account/directory/").headers["Location"] == "/account/password/"
    assert "只有您知道" in client.get("/account/password/").text
    client.get("/account/security/")
    words = {"current": NEW, "new": NEW + "!", "again": NEW + "!"}
    assert client.post("/account/password/", words).headers["Location"] == "/account/security/"
    assert client.get("/account/security/").status_code == 200


def test_gives_whoever_owes_something_no_role_meanwhile(client, officer):
    parties.set_password(officer.pk, NEW, by=SYSTEM, at=timezone.now())
    sign_in(client, "officer", NEW)

    assert client.get("/account/people/").headers["Location"] == "/account/password/"
    page = client.get("/account/password/")
    assert page.wsgi_request.actor.held == ()


def test_asks_staff_for_a_second_factor_where_it_is_required_but_nobody_else(client, officer, zhou, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client)
    assert client.get("/account/").status_code == 200

    other = Client()
    sign_in(other, "officer")
    assert other.get("/account/people/").headers["Location"] == "/account/security/app/"
    page = other.get("/account/security/app/")
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)[1].replace(" ", "")
    assert "登录要有第二重验证" in page.text
    wrong = other.post("/account/security/app/", {"code": "000000"})
    assert wrong.status_code == 422
    codes = other.post("/account/security/app/", {"code": code(timezone.now(), secret)})
    assert len(re.findall(r"<li><code>\d{8}</code>", codes.text)) == 10
    assert 'href="/account/people/"' in codes.text
    assert other.get("/account/people/").status_code == 200


def test_asks_everybody_for_a_second_factor_where_the_installation_says_so(client, zhou, settings):
    settings.SECOND_FACTOR_REQUIRED = settings.SECOND_FACTOR_OF_EVERYBODY = True
    sign_in(client)

    assert client.get("/account/").headers["Location"] == "/account/security/app/"


def test_asks_a_citizen_who_becomes_staff_in_the_middle_of_a_session(client, zhou, settings):
    small_district()
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client)
    parties.grant_role(zhou.pk, "audit-administrator", by=SYSTEM, at=timezone.now() - timedelta(seconds=1))

    assert client.get("/account/people/").headers["Location"] == "/account/security/app/"


def test_ends_the_sessions_of_before_when_roles_change_and_lets_in_anew(client, zhou):
    small_district()
    sign_in(client)
    grant = parties.grant_role(zhou.pk, "audit-administrator", by=SYSTEM, at=timezone.now())
    seal_and_deliver()
    assert not is_in(client)

    sign_in(client)
    assert client.get("/account/people/").status_code == 200
    parties.revoke_role(grant, by=SYSTEM, at=timezone.now())
    assert client.get("/account/people/").status_code == 403
    seal_and_deliver()
    assert not is_in(client)


def test_lets_nobody_go_on_with_a_closed_account(client, zhou):
    sign_in(client)
    parties.close_account(zhou.pk, by=SYSTEM, at=timezone.now())

    assert client.get("/account/").status_code == 302
    assert sign_in(client).status_code == 422


def test_begins_every_session_under_a_new_key_also_after_each_proof(client, zhou):
    tie(zhou.pk, NOON)
    client.get("/account/login/")
    fixed = Client()
    session = fixed.session
    session["anything"] = 1
    session.save()
    keys = [session.session_key]
    fixed.cookies["sessionid"] = keys[0]

    sign_in(fixed)
    keys.append(fixed.session.session_key)
    assert not is_in(fixed)
    fixed.post("/account/login/factor/", {"code": code(timezone.now())})
    keys.append(fixed.session.session_key)
    assert is_in(fixed)
    words = {"current": PASSWORD, "new": NEW, "again": NEW}
    fixed.post("/account/password/", words)
    keys.append(fixed.session.session_key)
    assert is_in(fixed)

    assert len(set(keys)) == 4
    for old in keys[:3]:
        thief = Client()
        thief.cookies["sessionid"] = old
        assert thief.get("/account/").status_code == 302


def test_asks_for_the_second_factor_after_the_password_and_forgets_who_asks_too_late(client, zhou):
    tie(zhou.pk, NOON)
    answer = sign_in(client, next="/account/security/")
    assert answer.headers["Location"] == "/account/login/factor/"
    assert client.get("/account/").status_code == 302
    assert client.post("/account/login/factor/", {"code": "000000"}).status_code == 422
    answer = client.post("/account/login/factor/", {"code": code(timezone.now())})
    assert answer.headers["Location"] == "/account/security/"

    late = Client()
    sign_in(late)
    session = late.session
    session["pending"] = session["pending"] | {"at": session["pending"]["at"] - 301}
    session.save()
    assert late.post("/account/login/factor/", {"code": "1"}).headers["Location"] == "/account/login/"


def test_does_not_take_the_code_of_another_session_again(client, zhou):
    tie(zhou.pk, NOON)
    now = code(timezone.now())
    sign_in(client)
    client.post("/account/login/factor/", {"code": now})
    assert is_in(client)

    thief = Client()
    sign_in(thief)
    assert thief.post("/account/login/factor/", {"code": now}).status_code == 422
    assert not is_in(thief)


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", "/\\example.org"]
)
def test_never_leads_out_of_the_site(client, zhou, elsewhere):
    tie(zhou.pk, NOON)
    sign_in(client, next=elsewhere)
    answer = client.post("/account/login/factor/", {"code": code(timezone.now())})

    assert answer.headers["Location"] == "/"
    phone = Client().get("/account/login/phone/", {"next": elsewhere})
    assert elsewhere not in phone.text


def test_shows_where_one_is_signed_in_and_ends_the_others(client, zhou):
    sign_in(client)
    other = Client(headers={"user-agent": "Telephone"})
    sign_in(other)

    page = client.get("/account/security/")
    assert "Telephone" in page.text
    [device] = re.findall(r"/account/security/devices/(\d+)/end/", page.text)
    stranger = Client()
    open_account("wang")
    sign_in(stranger, "wang")
    assert stranger.post(f"/account/security/devices/{device}/end/").status_code == 404
    assert is_in(other)
    client.post(f"/account/security/devices/{device}/end/")
    assert other.get("/account/").status_code == 302

    sign_in(other)
    client.post("/account/security/devices/end/")
    assert other.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_asks_for_the_password_before_other_devices_are_ended_long_after_signing_in(client, zhou):
    sign_in(client)
    other = Client()
    sign_in(other)
    [device] = re.findall(r"/account/security/devices/(\d+)/end/", client.get("/account/security/").text)
    age(client, began=601)

    for address in (f"/account/security/devices/{device}/end/", "/account/security/devices/end/"):
        assert 'name="current"' in client.post(address).text
        assert client.post(address, {"sure": "1"}).status_code == 422
        assert client.post(address, {"sure": "1", "current": "x"}).status_code == 422
        assert is_in(other)
    client.post("/account/security/devices/end/", {"sure": "1", "current": PASSWORD})
    assert not is_in(other)
    assert is_in(client)


def test_ends_the_other_sessions_when_the_password_changes(client, zhou):
    sign_in(client)
    other = Client()
    sign_in(other)
    client.post("/account/password/", {"current": PASSWORD, "new": NEW, "again": NEW})

    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert "PASSWORD" in [entry.payload["end"] for entry in recorded("identity.account.signed_out")]


def test_says_the_same_about_names_that_exist_and_others(client, zhou):
    known, unknown = sign_in(client, password="x"), sign_in(client, "nobody", "x")

    def without_token(text):
        return re.sub(r'(csrfmiddlewaretoken" value|name="username" value)="[^"]*"', "", text)

    assert known.status_code == unknown.status_code == 422
    assert without_token(known.text) == without_token(unknown.text)


def test_pauses_a_name_after_five_failures_on_the_page_too(client, zhou):
    for _time in range(5):
        assert sign_in(client, password="x").status_code == 422

    paused = sign_in(client)
    assert paused.status_code == 429
    assert "过二十分钟再试" in paused.text


def test_believes_a_forwarded_address_only_from_its_own_proxies(zhou, settings):
    told = {"x-forwarded-for": "203.0.113.9, 198.51.100.4"}

    def noted() -> str:
        client = Client(headers=told)
        sign_in(client)
        return client.get("/account/security/").text

    assert "198.51.100.4" not in noted()
    settings.TRUSTED_PROXIES = networks(["127.0.0.0/8"])
    assert "198.51.100.4" in noted()
    assert "203.0.113.9" not in noted()


def test_recovers_with_a_code_that_the_security_administrator_hands_over(client, zhou):
    small_district()
    administrator = Client()
    administrator.force_login(open_account("chen", ("security-administrator", "")))
    assert administrator.post("/account/recovery/", {"username": "nobody"}).status_code == 422
    page = administrator.post("/account/recovery/", {"username": "zhou"})
    given = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", page.text)[0]

    words = {"username": "zhou", "code": given, "new": NEW, "again": NEW}
    assert client.post("/account/login/recover/", words | {"code": "x"}).status_code == 422
    assert client.post("/account/login/recover/", words | {"new": "x", "again": "x"}).status_code == 422
    assert client.post("/account/login/recover/", words).status_code == 302
    assert is_in(client)
    assert Client().post("/account/login/recover/", words).status_code == 422


def test_asks_for_the_password_before_a_factor_is_removed(client, zhou):
    tie(zhou.pk, NOON)
    client.force_login(zhou)
    [address] = re.findall(r"/account/security/factors/\d+/remove/", client.get("/account/security/").text)
    assert client.get(address).status_code == 200
    assert client.post(address, {"current": "x"}).status_code == 422
    assert client.post(address, {"current": PASSWORD}).status_code == 302
    assert client.post(address, {"current": PASSWORD}).status_code == 409
    assert actions.NoFactor().sentence


def test_makes_new_recovery_codes_after_the_password(client, zhou):
    client.force_login(zhou)
    assert "要先绑定验证器" in client.get("/account/security/codes/").text
    tie(zhou.pk, NOON)
    assert client.post("/account/security/codes/", {"current": "x"}).status_code == 422
    assert "恢复码" in client.post("/account/security/codes/", {"current": PASSWORD}).text
    assert SECRET not in client.get("/account/security/").text


def test_asks_for_the_password_before_an_app_is_tied_long_after_signing_in(client, zhou):
    sign_in(client)
    page = client.get("/account/security/app/")
    assert 'name="current"' not in page.text
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)[1].replace(" ", "")
    age(client, began=601)

    now = {"code": code(timezone.now(), secret)}
    assert 'name="current"' in client.get("/account/security/app/").text
    assert client.post("/account/security/app/", now).status_code == 422
    assert client.post("/account/security/app/", now | {"current": "x"}).status_code == 422
    assert "恢复码" in client.post("/account/security/app/", now | {"current": PASSWORD}).text
