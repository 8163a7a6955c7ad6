"""The lists of materials ask the database as often for many rows as for few."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import DATA_BUREAU
from tests.pins import assert_pinned
from yunjian.materials import actions

from .stage import Stage, checked

pytestmark = pytest.mark.django_db
PINNED = {"/materials/": 9, "/materials/consents/": 9, "/materials/lend/": 9}
PINNED_FOR_ONE = {"/materials/0/": 16}
PINNED_FOR_AN_OFFICE = {"/materials/office/": 9}


def client_of(stage: Stage, who: str) -> Client:
    made = Client()
    made.force_login(stage.accounts[who])
    return made


def lent(stage: Stage, material: int, times: int = 1) -> None:
    """Lent for so many matters, and opened for each."""
    now = timezone.now()
    for _time in range(times):
        consent = actions.lend([material], DATA_BUREAU, "办件一号", "核对", by=stage.li, at=now)
        actions.use(consent, material, by=stage.clerk, at=now)


@pytest.fixture
def material(stage) -> int:
    found = checked(stage.holders["li"], by=stage.li, at=timezone.now())
    lent(stage, found)
    return found


def more(stage: Stage) -> None:
    for _time in range(4):
        lent(stage, checked(stage.holders["li"], by=stage.li, at=timezone.now()))


def test_of_the_holder(stage, material):
    assert_pinned(client_of(stage, "li"), PINNED, lambda: more(stage))


def test_of_one_material_lent_often(stage, material):
    assert_pinned(client_of(stage, "li"), PINNED_FOR_ONE, lambda: lent(stage, material, 4), at=material)


def test_of_an_office(stage, material):
    assert_pinned(client_of(stage, "clerk"), PINNED_FOR_AN_OFFICE, lambda: more(stage))
