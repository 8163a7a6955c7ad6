"""Open redirect: no parameter of any address, whatever its name, leads to another site."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from lxml import html

import yunjian
from tests.district import open_account

from .discovery import KNOWN, routes
from .test_csrf import address

pytestmark = pytest.mark.django_db
EVIL = ("https://evil.example/", "//evil.example", "/\\evil.example", "https:evil.example", "javascript:alert(1)",
        "\thttps://evil.example", "https://testserver@evil.example/", "/\t/evil.example", "http:///evil.example",
        "data:text/html,evil.example")  # fmt: skip
USUAL = {"next", "then", "url", "return", "return_to", "returnUrl", "redirect", "redirect_uri", "redirect_url", "to",
         "continue", "goto", "target", "back", "referer", "callback", "u", "r", "dest", "ReturnUrl"}  # fmt: skip
LEADING = ("href", "action", "src", "formaction", "hx-get", "hx-post", "data", "poster")


def parameters() -> set[str]:
    """Every name that the pages ask of a request, and those that other platforms use."""
    found = set()
    for path in Path(yunjian.__path__[0]).rglob("pages*/**/*.py"):
        found |= set(re.findall(r"(?:GET|POST|session)(?:\.get\(|\.pop\(|\[)\"(\w+)\"", path.read_text("utf-8")))
    return found | USUAL


def leads_away(where: str) -> bool:
    plain = re.sub(r"[\t\r\n]", "", where).strip().replace("\\", "/").lower()
    return (
        plain.startswith(("javascript:", "data:text"))
        or "evil.example" in (urlsplit(plain).netloc or "")
        or (re.match(r"(https?:)?/{0,3}[^/?#]*evil\.example", plain) is not None)
    )


def troubles(answer, what: str) -> list[str]:
    found = []
    location = answer.headers.get("Location", "")
    if location and leads_away(location):
        found.append(f"{what} → {location}")
    refresh = answer.headers.get("HX-Redirect", "") + answer.headers.get("HX-Location", "")
    if "evil" in refresh + answer.headers.get("Refresh", ""):
        found.append(f"{what} → {refresh}")
    if answer.get("Content-Type", "").startswith("text/html") and b"evil.example" in answer.content:
        tree = html.fromstring(answer.text)
        for name in LEADING:
            found += [f"{what}: {name}={value}" for value in tree.xpath(f"//@{name}") if leads_away(value)]
        found += [f"{what}: refresh" for value in tree.xpath("//meta[@http-equiv]/@content") if "evil" in value]
    return found


def test_the_parameters_are_found():
    assert parameters() >= USUAL | {"next", "q", "page"}
    assert all(leads_away(each) for each in EVIL[:6])
    assert not leads_away("/account/?next=https%3A//evil.example/")


@pytest.mark.heavy
@pytest.mark.parametrize("evil", [EVIL[0], EVIL[1], EVIL[2]])
def test_every_parameter_of_every_address(evil):
    names = parameters()
    zhou = open_account("zhou")
    signed_in, visitor = Client(raise_request_exception=False), Client(raise_request_exception=False)
    headers = {"referer": evil, "hx-current-url": evil, "x-forwarded-host": "evil.example"}
    found, tried = [], 0
    for name, route in routes():
        where = address(name, route)
        for client, method in ((visitor, "get"), (visitor, "post"), (signed_in, "get"), (signed_in, "post")):
            if client is signed_in:
                client.force_login(zhou)
            answer = getattr(client, method)(where, dict.fromkeys(names, evil), headers=headers)
            found += troubles(answer, f"{method} {name}")
            tried += 1
            if answer.status_code >= 500 and name != "kernel:ready":
                found.append(f"{method} {name}: {answer.status_code}")

    assert found == []
    assert tried >= 4 * (KNOWN["addresses"] - 10)


@pytest.mark.parametrize("evil", EVIL)
def test_after_signing_in_signing_out_and_changing_the_language(evil, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    open_account("zhou")
    from tests.district import PASSWORD

    client = Client()
    for where, words in (
        (f"/account/login/?next={evil}", {"username": "zhou", "password": PASSWORD, "next": evil}),
        ("/ui/language/", {"language": "en", "next": evil}),
        (f"/account/logout/?next={evil}", {"next": evil}),
    ):
        answer = client.post(where, words)
        assert answer.status_code == 302, where
        assert not leads_away(answer.headers["Location"]), answer.headers["Location"]
