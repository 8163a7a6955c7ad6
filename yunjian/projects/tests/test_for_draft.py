"""The register's projects are taken into a department's own disclosure."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import DATA_BUREAU
from yunjian.budgets import actions, queries
from yunjian.kernel.actor import SYSTEM
from yunjian.parties.models import Account
from yunjian.parties.queries import actor_of
from yunjian.projects.models import Project

pytestmark = pytest.mark.django_db


def test_writes_what_the_register_knows_and_replaces_those_of_the_same_name(real_district):
    officer = Account.objects.get(username="officer-data-bureau")
    disclosure = queries.find_disclosure(DATA_BUREAU, 2025, reader=SYSTEM)
    draft = actions.start_correction(disclosure.id, "项目有误", by=actor_of(officer), at=timezone.now())
    before = queries.own_draft(draft, reader=SYSTEM).content.projects
    client = Client()
    client.force_login(officer)
    row = Project.objects.registered().filter(unit=DATA_BUREAU, year=2025).order_by("key").first()
    page = client.get(f"/projects/drafts/{draft}/").content.decode()

    client.post(f"/projects/drafts/{draft}/", {"project": [str(row.pk), "999999", "x"]})

    after = queries.own_draft(draft, reader=SYSTEM).content.projects
    assert row.title in page
    assert row.title in {each.title for each in after}
    assert len(after) in (len(before), len(before) + 1)
    taken = next(each for each in after if each.title == row.title)
    assert (taken.amount, taken.starts_on) == (row.amount, row.starts_on)
    assert taken.overview.startswith("主要实施内容为")


def test_is_closed_to_the_officer_of_another_unit(real_district):
    officer = Account.objects.get(username="officer-data-bureau")
    disclosure = queries.find_disclosure(DATA_BUREAU, 2025, reader=SYSTEM)
    draft = actions.start_correction(disclosure.id, "项目有误", by=actor_of(officer), at=timezone.now())
    client = Client()
    client.force_login(Account.objects.get(username="officer-government-service-centre"))

    assert client.get(f"/projects/drafts/{draft}/").status_code == 404
    assert client.post(f"/projects/drafts/{draft}/", {"project": "1"}).status_code == 404
