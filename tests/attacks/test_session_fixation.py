"""Session fixation: a session somebody planted before signing in is worth nothing after it, whatever the way in."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone

from tests.district import PASSWORD, open_account
from yunjian.identity import actions
from yunjian.identity.models import KeptText
from yunjian.identity.tests.test_factors import code, tie
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.testing import recorded

from .discovery import routes

pytestmark = pytest.mark.django_db
PHONE = "13812345678"
NEW = "River-under-the-0ld-bridge"


@pytest.fixture(autouse=True)
def quick(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def planted() -> tuple[Client, str]:
    """A browser that goes about with a session somebody else chose for it."""
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client, session.session_key or ""


def texted(client: Client) -> str:
    """Ask for a code and read it off the phone."""
    client.post("/account/login/phone/", {"phone": PHONE})
    from yunjian.identity.models import OutgoingText

    return re.search(r"\d{6}", OutgoingText.objects.latest("pk").words)[0]


def by_password(client: Client) -> None:
    open_account("zhou")
    client.post("/account/login/", {"username": "zhou", "password": PASSWORD})


def by_second_factor(client: Client) -> None:
    tie(open_account("zhou").pk, timezone.now() - timedelta(minutes=5))
    client.post("/account/login/", {"username": "zhou", "password": PASSWORD})
    client.post("/account/login/factor/", {"code": code(timezone.now())})


def by_registering(client: Client) -> None:
    client.post("/account/login/phone/code/", {"code": texted(client)})
    client.post("/account/login/register/", {"name": "李民"})


def by_phone(client: Client) -> None:
    now = timezone.now() - timedelta(hours=1)
    actions.send_phone_code(PHONE, address="192.0.2.1", by=ANONYMOUS, at=now)
    from yunjian.identity.models import OutgoingText

    given = re.search(r"\d{6}", OutgoingText.objects.latest("pk").words)[0]
    proof = actions.prove_phone(PHONE, given, address="192.0.2.1", by=ANONYMOUS, at=now)
    actions.register_citizen(proof, PHONE, "李民", by=ANONYMOUS, at=now)
    client.post("/account/login/phone/code/", {"code": texted(client)})


def by_recovery(client: Client) -> None:
    open_account("zhou")
    given = actions.issue_recovery("zhou", by=SYSTEM, at=timezone.now())
    client.post("/account/login/recover/", {"username": "zhou", "code": given, "new": NEW, "again": NEW})


WAYS = (by_password, by_second_factor, by_registering, by_phone, by_recovery)
# The remaining ways go through the same entering.enter; a real browser proves them in identity's own tests.
ELSEWHERE = {"identity:enter_with_passkey", "openid_connect_callback", "openid_connect_login"}
STEPS = {
    "identity:login", "identity:second_factor", "identity:enterprise", "identity:phone", "identity:phone_code",
    "identity:register", "identity:recover", "identity:texts", "identity:passkey_question",
}  # fmt: skip


def test_every_way_in_is_one_that_is_tried_here():
    ways = {name for name, route in routes() if route.startswith("account/login/")}

    assert ways == STEPS | ELSEWHERE
    assert KeptText.objects.count() == 0


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_planted_session_is_nobodys_and_the_new_one_holds_nothing_of_it(way):
    client, before = planted()
    way(client)

    assert SESSION_KEY in client.session, way.__name__
    assert client.session.session_key != before
    assert "planted" not in client.session
    thief = Client()
    thief.cookies["sessionid"] = before
    assert thief.get("/account/").status_code == 302
    assert recorded("identity.account.signed_in")


def test_leaving_ends_the_session_itself_and_not_only_the_cookie():
    client, _before = planted()
    by_password(client)
    stolen = client.cookies["sessionid"].value
    client.post("/account/logout/")

    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert thief.get("/account/").status_code == 302


def test_every_way_in_of_the_platform_goes_through_the_one_door():
    """``auth.login`` is called in one place, where the session is emptied and gets a new key."""
    from pathlib import Path

    import yunjian

    callers = [
        path.relative_to(Path(yunjian.__path__[0])).as_posix()
        for path in Path(yunjian.__path__[0]).rglob("*.py")
        if "tests" not in path.parts and re.search(r"\bauth\.login\(|import login\b", path.read_text("utf-8"))
    ]

    assert callers == ["identity/pages/entering.py"]
