"""Every address says whom it is open to, and keeps its word; the rows stand in ``addresses/``, a file per floor."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from yunjian.kernel.testing import recorded

from .addresses import NARROWER, ONLY, OPEN_TO, OWNERS, SENT, addresses, arguments, visitors


def undeclared(found: list[tuple[str, str]], declared: dict[str, frozenset[str]]) -> set[str]:
    return {name for name, _ in found} - set(declared)


def test_every_address_is_declared_and_every_declaration_is_an_address():
    found = list(addresses())

    assert undeclared(found, OPEN_TO) == set()
    assert set(OPEN_TO) - {name for name, _ in found} == set()


def test_an_undeclared_address_is_caught():
    assert undeclared([("budgets:secret", "budgets/secret/")], OPEN_TO) == {"budgets:secret"}


def is_open(answer: HttpResponse) -> bool:
    """Whether a person got in: neither refused, nor sent to log in, nor told that there is nothing."""
    to_login = answer.status_code == 302 and "/login/" in answer.headers["Location"]
    return answer.status_code < 400 and not to_login


@pytest.mark.heavy
def test_every_address_is_open_to_those_it_says_and_to_nobody_else(real_district, settings):
    settings.API_PER_MINUTE = 10_000  # all of them come from one network address
    given = arguments()
    clients = visitors()
    broken = []
    for name, route in addresses():
        if OPEN_TO[name] == SENT:
            continue
        own = given | ONLY.get(name, {})
        values = {key: own[key] for key in re.findall(r"<(?:\w+:)?(\w+)>", route)}
        for who, client in clients.items():
            answer = client.get(reverse(name, kwargs=values))
            if is_open(answer) != (who in NARROWER.get(route, OPEN_TO[name]) | OWNERS.get(name, frozenset())):
                broken.append(f"{who} at {name} ({route}): {answer.status_code}")

    assert broken == [], "\n".join(broken)


def test_what_takes_only_what_is_sent_shows_nothing_and_takes_nothing_from_a_visitor(real_district):
    given = arguments()
    before = len(recorded())
    for name, route in addresses():
        if OPEN_TO[name] != SENT or name == "ui:language":
            continue
        address = reverse(name, kwargs={key: given[key] for key in re.findall(r"<(?:\w+:)?(\w+)>", route)})

        assert not is_open(Client().get(address)), name
        if name not in ("identity:logout", "identity:passkey_question", "wallets:nonce"):
            assert not is_open(Client().post(address)), name
    assert len(recorded()) == before
