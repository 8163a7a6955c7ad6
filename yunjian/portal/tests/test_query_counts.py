"""The search page asks the database as often for many hits as for few."""

from tests.pins import assert_pinned
from yunjian.projects.tests import stage

PINNED = {"/search/?q=政务": 10}


def test_as_pinned_and_the_same_for_more(db, client):
    stage.district(stage.definition())
    stage.read()

    assert_pinned(client, PINNED, lambda: (stage.many(30), stage.read(year=2025, digest="1")))
