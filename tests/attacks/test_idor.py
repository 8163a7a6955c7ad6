"""Insecure direct object references: an id that belongs to another opens nothing and changes nothing.

The API's part is tests/api/test_owners.py; here every page and every form, with every id there is.
"""

import logging
import re

import pytest
from django.urls import resolve

from tests.house.addresses import NARROWER, OPEN_TO, OWNERS, SENT
from yunjian.kernel.testing import recorded

from .discovery import KNOWN, routes
from .driver import Form, forms_among, seen_by
from .ground import Ground, ids, undone

pytestmark = [pytest.mark.django_db, pytest.mark.heavy, pytest.mark.timeout(1800)]
STRANGERS = {"visitor", "citizen", "clerk", "other officer", "leader", "system administrator"}
ASKED_WHAT_FOR = {
    "parties:personal_data": {"clerk"},  # shows a form; what it gives, and that it did, is tested there
    "materials:lent_material": {"clerk"},  # the victim lent it to the clerk's office
    "materials:lent_piece": {"clerk"},
    "services:personal_guide": STRANGERS,  # whoever was given its address, which nobody guesses
    "cases:draw": STRANGERS,  # announced, for anybody to draw again; before the first there is none
}
# Everybody has these about themselves, whoever's page they were found on.
ONES_OWN = re.compile(
    r"^/(account/(password|security/(app|codes|passkeys)|logout|mandates|delegations|my-data(/erase)?)/"
    r"|ui/|developers/(keys|webhooks)/add/|account/login/)"
)


def test_every_name_in_an_address_is_one_that_is_tried():
    names = {each for _name, route in routes() for each in re.findall(r"<(?:\w+:)?(\w+)>", route)}
    assert len(names) >= 25
    assert len(routes()) >= KNOWN["addresses"]


def test_on_every_page_and_with_every_form(ground: Ground):
    """What a person is not shown, that person cannot send; what is not open to them shows nothing of it."""
    names = ids()
    unknown = {
        each for _name, route in routes() for each in re.findall(r"<(?:\w+:)?(\w+)>", route) if each not in names
    }
    assert unknown == set()
    assert all(names.values()), [name for name, values in names.items() if not values]
    logging.disable(logging.WARNING)
    wrong: list[str] = []
    forms: dict[str, Form] = {}
    shown: dict[str, set[str]] = {}
    for who in ground.everybody():
        answers = []
        for name, address, answer in seen_by(ground.client(who), names):
            answers.append((address, answer))
            if who in STRANGERS and is_open(answer) and not may(name, address, ground, who):
                wrong.append(f"{who} sees {address}")
            if answer.status_code >= 500 and name != "kernel:ready":
                wrong.append(f"{who} at {address}: {answer.status_code}")
        found = forms_among(answers)
        shown[who] = {each.path for each in found.values()}
        forms = {each.path: each for each in found.values()} | forms
    tried = 0
    for path, form in forms.items():
        if ONES_OWN.match(path):
            continue
        for who in ground.everybody():
            if path in shown[who] or path in shown_on(form.page, ground, who):
                continue
            tried += 1
            with undone():
                before = len(recorded())
                answer = form.sent(ground.client(who))
                happened = [each.kind for each in recorded()[before:]]
            led_in = answer.status_code == 302 and not answer["Location"].startswith("/account/")
            if happened or led_in:
                wrong.append(f"{who} sent {path}: {answer.status_code} {happened}")
    logging.disable(logging.NOTSET)

    assert wrong == [], "\n".join(wrong)
    assert len([path for path in forms if resolve(path).kwargs]) >= 30
    assert tried >= 300


def shown_on(page: str, ground: Ground, who: str) -> set[str]:
    """The forms this person has on the page where somebody else had one; not every page of everybody was looked at."""
    return {each.path for each in forms_among([(page, ground.client(who).get(page))]).values()}


def is_open(answer) -> bool:
    return answer.status_code < 400 and not (answer.status_code == 302 and "/login/" in answer.headers["Location"])


def may(name: str, address: str, ground: Ground, who: str) -> bool:
    """Whether the house says that this address is open to this person, or it is about themselves."""
    found, account = resolve(address), ground.accounts.get(who)
    if account and {("account_id", account.pk), ("person_id", account.person_id)} & found.kwargs.items():
        return True
    if who in ASKED_WHAT_FOR.get(name, ()):
        return True
    return OPEN_TO[name] != SENT and who in NARROWER.get(found.route, OPEN_TO[name]) | OWNERS.get(name, frozenset())
