"""Reminding of the end of a certificate."""

from datetime import datetime, timedelta

import pytest

from tests.cast import LI, NOON
from yunjian.certificates import actions, queries
from yunjian.certificates.jobs import watch_ends
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

from . import stage

pytestmark = pytest.mark.django_db
EXPIRING, EXPIRED = "certificates.certificate.expiring", "certificates.certificate.expired"


@pytest.fixture
def licence():
    """It ends before 2028-03-02; reminders stand 60 and 30 days ahead."""
    stage.district()
    return stage.issued()


def days_before_the_end(days: int) -> datetime:
    return NOON.replace(year=2028) - timedelta(days=days)


def test_every_reminder_is_recorded_once_and_so_is_the_end(licence):
    for days in (61, 60, 59, 30, 30, 1, 0, -1):
        watch_ends(at=days_before_the_end(days))

    assert [entry.payload["days"] for entry in recorded(EXPIRING)] == [60, 30]
    assert len(recorded(EXPIRED)) == 1
    assert recorded(EXPIRED)[0].payload["holder"].startswith("enterprise:")


def test_remind_of_end_is_recorded_and_tells_how_many_days_are_left(licence):
    assert actions.remind_of_end(licence, by=SYSTEM, at=days_before_the_end(45)) == 45
    assert len(recorded(EXPIRING)) == 1


def test_a_renewed_certificate_is_reminded_of_anew(licence):
    watch_ends(at=days_before_the_end(20))
    actions.renew_certificate(licence, "期满前申请", by=stage.GU, at=days_before_the_end(10))
    watch_ends(at=NOON.replace(year=2030) - timedelta(days=5))

    assert len(recorded(EXPIRING)) == 2


def test_remind_of_end_is_declined_when_nothing_is_due(licence):
    with pytest.raises(actions.NothingToTell):
        actions.remind_of_end(licence, by=SYSTEM, at=NOON)
    actions.suspend_certificate(licence, "正在调查", by=stage.GU, at=NOON)
    with pytest.raises(actions.NothingToTell):
        actions.remind_of_end(licence, by=SYSTEM, at=days_before_the_end(5))
    assert recorded(EXPIRING) == []


@pytest.mark.parametrize("stranger", [LI, stage.GU])
def test_remind_of_end_is_the_platforms(licence, stranger):
    with pytest.raises(Forbidden):
        actions.remind_of_end(licence, by=stranger, at=days_before_the_end(5))
    with pytest.raises(Forbidden):
        queries.to_remind(reader=stranger, at=NOON)
    with pytest.raises(Forbidden):
        queries.to_erase(reader=stranger, at=NOON)
