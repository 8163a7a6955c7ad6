"""A page made once says what the same page says when it is made fresh, and is made again when something happened."""

import re

import pytest
from django.test import Client
from django.urls import resolve, reverse

from tests.cast import DATA_BUREAU, NOON, SHEN, ZHOU
from tests.guides import ITEM, THEME, TRADE, publish_guides
from tests.house.addresses import ONLY, OPEN_TO, addresses
from yunjian.budgets import actions as budgets
from yunjian.budgets.models import Disclosure, Finding
from yunjian.budgets.tests.papers import findings
from yunjian.budgets.tests.publication.conftest import go
from yunjian.budgets.tests.publication.made import content
from yunjian.kernel import kept
from yunjian.projects.models import Project
from yunjian.projects.tests import stage

pytestmark = [pytest.mark.django_db, pytest.mark.heavy]
HERE = {
    "budgets:economy": {"code": "301-01"},
    "budgets:note": {"number": 1},
    "budgets:document": {"period": "2027"},  # published here
    "budgets:changes": {"period": "2027"},
}
LANGUAGES = ("zh-hans", "en")
ADDED = stage.definition("2026-network", "电子政务外网", "12")


@pytest.fixture
def keeping(settings, monkeypatch):
    """Pages are kept, and looked up against the ledger in every request."""
    settings.KEPT_BYTES = 100_000_000
    monkeypatch.setattr(kept, "FRESH", 0)
    kept.shelf.clear()
    kept.glance.forget()
    yield settings
    kept.shelf.clear()
    kept.glance.forget()


def public_and_kept() -> list[str]:
    """Every address a visitor may open whose view is ``@kept``, with something real in it."""
    disclosure = Disclosure.objects.get(state="READ", year=2026)
    values = {
        "unit": DATA_BUREAU, "period": "2026", "number": 3, "code": "201-41-02", "operation": "list_units",
        "schema": "UnitOut", "fingerprint": Finding.objects.filter(disclosure=disclosure).first().fingerprint,
        "project_id": Project.objects.get(key="2026-cloud").pk, "item": ITEM, "theme": THEME, "trade": TRADE,
    }  # fmt: skip
    found = []
    for name, route in addresses():
        if "visitor" not in OPEN_TO[name]:
            continue
        own = values | ONLY.get(name, {}) | HERE.get(name, {})
        given = {key: own.get(key, "1") for key in re.findall(r"<(?:\w+:)?(\w+)>", route)}
        address = reverse(name, kwargs=given)
        if getattr(resolve(address).func, "is_kept", False):
            found.append(address)
    return found


def small() -> None:
    """A register, a disclosure that was handed in, one that was made and published here, and guides."""
    stage.district(stage.definition())
    stage.read(found=findings())
    draft = budgets.start_draft(DATA_BUREAU, content(year=2027), "EMPTY", by=ZHOU, at=NOON)
    budgets.publish_draft(go(draft, to="APPROVED"), by=SHEN, at=NOON)
    publish_guides()


def asked(address: str, language: str) -> tuple[bytes, bool]:
    """The page, and whether it was made for this request."""
    shown = kept.metrics._kept.labels("shown")._value
    before = shown.get()
    answer = Client(headers={"accept-language": language}).get(address)
    assert answer.status_code == 200, address
    return answer.content, shown.get() == before


def test_every_public_page_is_the_same_kept_and_fresh_in_both_languages_and_made_again_after_an_entry(keeping):
    small()
    addresses_kept = public_and_kept()
    pages = [(address, language) for address in addresses_kept for language in LANGUAGES]
    assert len(addresses_kept) >= 25

    first = {page: asked(*page) for page in pages}
    again = {page: asked(*page) for page in pages}
    keeping.KEPT_BYTES, before = 0, keeping.KEPT_BYTES
    fresh = {page: asked(*page)[0] for page in pages}
    keeping.KEPT_BYTES = before

    assert [page for page in pages if not first[page][1]] == [], "was not made, though nothing was kept"
    assert [page for page in pages if again[page][1]] == [], "was made again, though nothing happened"
    assert [page for page in pages if again[page][0] != fresh[page]] == [], "kept and fresh differ"
    assert all(fresh[address, "zh-hans"] != fresh[address, "en"] for address in addresses_kept)

    stage.district(stage.definition(), ADDED)
    after = {address: asked(address, "zh-hans") for address in addresses_kept}
    assert [address for address in addresses_kept if not after[address][1]] == [], "was shown again after an entry"
    assert after["/projects/"][0] != fresh["/projects/", "zh-hans"]
