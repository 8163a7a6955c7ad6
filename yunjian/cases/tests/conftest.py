"""The world of cases for every test that asks for it."""

import pytest
from django.utils import timezone

from tests.district import publish
from yunjian.kernel.actor import SYSTEM
from yunjian.materials.tests.stage import types
from yunjian.parties import actions as parties
from yunjian.parties.models import Account

from .world import MON, world


@pytest.fixture
def desks(db) -> None:
    world()


@pytest.fixture
def li_with_drawer(desks) -> Account:
    """李, who may keep materials."""
    publish(*types(), at=MON)
    now = timezone.now()
    person = parties.register_person("李民", "310117199001011235", "13800000000", by=SYSTEM, at=now)
    return Account.objects.get(pk=parties.open_account("li", "李民", None, person_id=person, by=SYSTEM, at=now))
