"""An organisation's key acts as the organisation, and ends at the latest with its agreement."""

from datetime import date, datetime, timedelta

import pytest

from tests.cast import LI, NOON, SHANGHAI, ZHENG
from yunjian.certificates import actions, jobs, queries
from yunjian.gateway import actions as gateway
from yunjian.gateway.api import caller_of_key
from yunjian.gateway.models import Key
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.api.callers import KeyUnknown
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded

from . import social, stage

pytestmark = pytest.mark.django_db
STRANGERS = [ANONYMOUS, LI, ZHENG, stage.GU, social.TANG]
ADDRESS = "203.0.113.7"


@pytest.fixture
def bank():
    social.district()
    return social.organisation()


def test_give_organisation_key_asks_as_the_organisation_and_is_recorded(bank):
    key, token = actions.give_organisation_key(bank, "柜面系统", networks=[ADDRESS], by=social.SONG, at=NOON)

    lent = caller_of_key(token, ADDRESS, at=NOON).lent
    assert set(lent) == {"social-use:ask", "webhooks:manage"}
    assert lent["social-use:ask"].owns == {f"organisation:{bank}"}
    assert actions.ask(social.wanted(), by=lent["social-use:ask"], at=NOON).organisation_id == bank
    [entry] = recorded("certificates.organisation.key_given")
    assert entry.payload == {"organisation": bank, "key": key}
    [shown] = queries.organisation_keys(bank, reader=social.SONG, at=NOON)
    assert (shown.label, shown.is_in_use(NOON)) == ("柜面系统", True)


def test_a_key_ends_with_the_agreement_however_long_it_was_given(bank):
    actions.give_organisation_key(bank, "柜面系统", days=366, by=social.SONG, at=NOON)
    actions.give_organisation_key(bank, "短期", days=1, by=social.SONG, at=NOON)

    ends = Key.objects.order_by("pk").values_list("expires_at", flat=True)
    assert list(ends) == [datetime(2027, 1, 1, tzinfo=SHANGHAI), NOON + timedelta(days=1)]


@pytest.mark.parametrize("state", ["PENDING", "SUSPENDED"])
def test_give_organisation_key_is_declined_unless_the_organisation_may_ask(state):
    social.district()
    made = actions.register_organisation(social.agreed(), by=social.TANG, at=NOON)
    if state == "SUSPENDED":
        actions.approve_organisation(made, by=social.SONG, at=NOON)
        actions.suspend_organisation(made, "协议执行检查", by=social.TANG, at=NOON)
    with pytest.raises(actions.OrganisationOut):
        actions.give_organisation_key(made, "柜面系统", by=social.SONG, at=NOON)
    assert not Key.objects.exists()


def test_end_organisation_key_takes_that_one_out_of_use_and_is_recorded_and_declined_twice(bank):
    key, token = actions.give_organisation_key(bank, "柜面系统", by=social.SONG, at=NOON)
    _, other = actions.give_organisation_key(bank, "另一个", by=social.SONG, at=NOON)
    actions.end_organisation_key(bank, key, by=social.SONG, at=NOON)

    with pytest.raises(KeyUnknown):
        caller_of_key(token, ADDRESS, at=NOON)
    assert caller_of_key(other, ADDRESS, at=NOON).has_key
    assert len(recorded("certificates.organisation.key_ended", "gateway.key.revoked")) == 2
    with pytest.raises(gateway.AlreadyRevoked):
        actions.end_organisation_key(bank, key, by=social.SONG, at=NOON)
    hotel = social.organisation(1)
    with pytest.raises(NotFound):
        actions.end_organisation_key(hotel, key, by=social.SONG, at=NOON)


def test_end_keys_of_agreement_follows_the_night_after_a_shortened_one_and_is_recorded(bank):
    _, token = actions.give_organisation_key(bank, "柜面系统", days=366, by=social.SONG, at=NOON)
    actions.review_organisation(bank, "提前结束合作", through=date(2026, 3, 3), by=social.TANG, at=NOON)
    with pytest.raises(actions.AgreementRuns):
        actions.end_keys_of_agreement(bank, by=SYSTEM, at=NOON)
    jobs.end_agreements(NOON)
    assert caller_of_key(token, ADDRESS, at=NOON).has_key

    night = datetime(2026, 3, 4, 0, 5, tzinfo=SHANGHAI)
    jobs.end_agreements(night)
    jobs.end_agreements(night)
    with pytest.raises(KeyUnknown):
        caller_of_key(token, ADDRESS, at=night)
    assert len(recorded("certificates.organisation.agreement_over")) == 1


@pytest.mark.parametrize("stranger", STRANGERS)
def test_keys_of_organisations_are_not_given_ended_or_seen_by_strangers(bank, stranger):
    key, _ = actions.give_organisation_key(bank, "柜面系统", by=social.SONG, at=NOON)
    with pytest.raises(Forbidden):
        actions.give_organisation_key(bank, "柜面系统", by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        actions.end_organisation_key(bank, key, by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        actions.end_keys_of_agreement(bank, by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        queries.organisation_keys(bank, reader=stranger, at=NOON)
    assert Key.objects.filter(revoked_at=None).count() == 1
