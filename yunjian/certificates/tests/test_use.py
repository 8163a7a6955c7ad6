"""The use of certificates by organisations is counted as the list has it, and watched."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import LI, NOON, SHANGHAI, ZHENG
from yunjian.certificates import actions, jobs, queries
from yunjian.certificates.logic import disclosure
from yunjian.certificates.logic.disclosure import Bounds, Use
from yunjian.certificates.models import Asking, Organisation, UnusualUse
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import arranging, recorded

from . import social, stage

BOUNDS = Bounds(least=10, volume_times=3, refused_percent=40, unknown_percent=40, night_percent=30)
WATCH = {"least": 3, "volume_times": 2, "suspends": True}
TOMORROW = NOON + timedelta(days=1)


@pytest.mark.parametrize(
    ("use", "kinds"),
    [
        (Use(9, 9, 9, 9, (1, 1, 1, 1)), []),
        (Use(10, 0, 0, 0, ()), []),
        (Use(30, 0, 0, 0, (10, 10, 10, 10)), []),
        (Use(31, 0, 0, 0, (10, 10, 10, 10)), ["VOLUME"]),
        (Use(100, 0, 0, 0, (0, 0, 0, 0)), []),
        (Use(10, 5, 0, 0, ()), ["REFUSALS"]),
        (Use(10, 4, 5, 4, ()), ["UNKNOWN", "NIGHT"]),
    ],
)
def test_what_is_unusual_is_judged_by_its_own_past_and_by_shares(use, kinds):
    assert [kind for kind, _, _ in disclosure.unusual(use, BOUNDS)] == kinds


@pytest.fixture
def bank():
    social.district(social.scenario(watch=WATCH))
    return social.organisation()


@pytest.mark.django_db
def test_note_unusual_use_is_found_by_the_clock_once_recorded_and_suspends_where_declared(bank):
    for turn in range(4):
        social.asked(bank, f"R{turn}", number="310117199001011243", name=f"无{turn}")
    jobs.watch_use(TOMORROW)
    jobs.watch_use(TOMORROW)

    [found] = queries.unusual_uses(reader=social.TANG, at=NOON)
    assert (found.kind_title, found.measured, found.usual, found.suspended) == ("查无此人或此证照的太多", 4, 1, True)
    assert Organisation.objects.get().state == "SUSPENDED"
    [entry] = recorded("certificates.organisation.unusual_use_found")
    assert entry.payload["what"] == ["UNKNOWN"]


@pytest.mark.django_db
def test_note_unusual_use_is_declined_when_nothing_is(bank):
    social.asked(bank)
    with pytest.raises(actions.NothingUnusual):
        actions.note_unusual_use(bank, "open-account", NOON.date(), by=SYSTEM, at=TOMORROW)
    assert not UnusualUse.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, ZHENG, stage.GU, social.SONG])
def test_unusual_use_is_neither_noted_nor_settled_by_strangers(bank, stranger):
    with pytest.raises(Forbidden):
        actions.note_unusual_use(bank, "open-account", NOON.date(), by=stranger, at=TOMORROW)
    with pytest.raises(Forbidden):
        actions.settle_unusual_use(1, "已经核实", by=stranger, at=TOMORROW)


@pytest.mark.django_db
def test_settle_unusual_use_writes_down_what_was_made_of_it_once_and_is_recorded(bank):
    for turn in range(4):
        social.asked(bank, f"R{turn}", name=f"无{turn}", number="310117199001011243")
    actions.note_unusual_use(bank, "open-account", NOON.date(), by=SYSTEM, at=TOMORROW)
    [found] = queries.unusual_uses(reader=social.TANG, at=NOON)
    actions.settle_unusual_use(found.id, "已经核实，是测试", by=social.TANG, at=TOMORROW)

    with pytest.raises(actions.SettledAlready):
        actions.settle_unusual_use(found.id, "已经核实，是测试", by=social.TANG, at=TOMORROW)
    assert len(recorded("certificates.organisation.unusual_use_settled")) == 1


ROW = st.tuples(
    st.sampled_from([0, 1]),
    st.sampled_from(["open-account", "loan"]),
    st.integers(0, 60 * 24 * 60).map(lambda minutes: NOON - timedelta(days=30) + timedelta(minutes=minutes)),
    st.sampled_from(["OPEN", "REFUSED", "CONSENTED", "FETCHED", "WITHDRAWN"]),
    st.booleans(),
)


@pytest.mark.django_db(transaction=False)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(ROW, max_size=25))
def test_the_statistics_of_a_month_are_what_the_list_says(small_social, rows):
    certificate, organisations = small_social
    now = datetime(2026, 3, 15, 12, 0, tzinfo=SHANGHAI)
    with arranging():
        Asking.objects.all().delete()
        Asking.objects.bulk_create(
            _row(number, organisations[which], certificate, scenario, at, state, known)
            for number, (which, scenario, at, state, known) in enumerate(rows)
        )

    found = queries.statistics(date(2026, 3, 1), reader=social.TANG, at=now)

    march = [row for row in Asking.objects.all() if row.asked_at.astimezone(SHANGHAI).month == 3]
    for name, holds in (
        ("asked", lambda row: True),
        ("refused", lambda row: row.state == "REFUSED"),
        ("fetched", lambda row: row.fetched_at is not None),
        ("consented", lambda row: row.consent != ""),
        ("withdrawn", lambda row: row.state == "WITHDRAWN"),
        ("lapsed", lambda row: row.state == "OPEN" and row.expires_at <= now),
        ("unknown", lambda row: row.certificate_id is None),
    ):
        listed = Counter((row.scenario, row.organisation_id) for row in march if holds(row))
        counted = {(each.scenario, each.organisation): getattr(each, name) for each in found}
        assert {key: count for key, count in counted.items() if count} == dict(listed), name


@pytest.fixture
def small_social(db):
    certificate = social.district()
    return certificate, (social.organisation(), social.organisation(1))


def _row(number, organisation, certificate, scenario, at, state, known):
    agreed = state in ("CONSENTED", "FETCHED")
    return Asking(
        organisation_id=organisation,
        token=f"{number:032x}",
        reference=str(number),
        key="key:1",
        scenario=scenario,
        edition=date(2025, 1, 1),
        asked_of="0" * 64,
        certificate_id=certificate if known or agreed else None,
        state=state,
        asked_at=at,
        expires_at=at + timedelta(minutes=30),
        fields=["home"] if agreed else [],
        consent="1" * 64 if agreed else "",
        fetched_at=at if state == "FETCHED" else None,
        disclosure="2" * 64 if state == "FETCHED" else "",
    )


@pytest.mark.django_db
def test_statistics_are_for_who_watches(bank):
    for stranger in (ANONYMOUS, LI, stage.GU):
        with pytest.raises(Forbidden):
            queries.statistics(NOON.date(), reader=stranger, at=NOON)
