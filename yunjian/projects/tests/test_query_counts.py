"""The proposals ask the database as often for many rows as for few; the register's own pins are beside its tests."""

import pytest
from django.test import Client

from tests.cast import DATA_BUREAU
from tests.district import open_account
from tests.pins import assert_pinned

from . import stage

pytestmark = pytest.mark.django_db
PINNED = {"/projects/": 4}
PINNED_FOR_AN_OFFICER = {"/projects/proposals/0/": 15}


def test_of_the_register(client):
    stage.district(stage.definition())
    assert_pinned(client, PINNED, lambda: stage.many(30))


def test_of_the_proposals(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    stage.district(stage.definition())
    client = Client()
    client.force_login(open_account("zhou", ("budget-officer", DATA_BUREAU)))
    few = stage.proposed()[0].disclosure
    many = tuple((f"第{number}个项目", "1") for number in range(1, 20))
    more = stage.proposed(projects=many, year=2025, digest="1")[-1].disclosure

    assert_pinned(client, PINNED_FOR_AN_OFFICER, lambda: None, at=few)
    assert_pinned(client, PINNED_FOR_AN_OFFICER, lambda: None, at=more)
