"""Materials are lent for one matter with one consent, used on record, and the consent is taken back."""

from datetime import date, timedelta

import pytest

from tests.cast import DATA_BUREAU, LI, NOON, SERVICE_CENTRE, ZHOU
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded
from yunjian.materials import actions, queries
from yunjian.materials.models import Consent, Lent, Use

from . import files
from .stage import HEALTH, LEASE, LICENCE, checked, kept

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MATTER, WHY = "开店一件事 31011720260302001", "核对住所"


@pytest.fixture
def two(stage) -> list[int]:
    return [checked(stage.holders["li"], by=stage.li), checked(stage.holders["li"], type=LEASE, by=stage.li)]


def test_one_consent_covers_all_a_matter_needs_and_is_recorded(stage, two):
    pk = actions.lend(two, DATA_BUREAU, MATTER, WHY, by=stage.li, at=NOON)

    [entry] = recorded("materials.consent.given")
    assert entry.payload == {
        "consent": pk, "holder": stage.holders["li"], "unit": DATA_BUREAU, "matter": MATTER, "materials": sorted(two),
    }  # fmt: skip
    [shown] = queries.consents(stage.holders["li"], reader=stage.li, at=NOON)
    assert (shown.state, len(shown.materials), shown.purpose) == ("RUNNING", 2, WHY)
    assert {each.material for each in queries.material_for(MATTER, reader=stage.clerk, at=NOON)} == set(two)
    assert [each.material for each in queries.material_for(MATTER, LEASE, reader=stage.clerk, at=NOON)] == [two[1]]
    assert queries.material_for("开店一件事", reader=stage.clerk, at=NOON) == ()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"material_ids": []}, actions.NothingChosen),
        ({"unit": "no-such-unit"}, actions.UnitUnknown),
        ({"matter": "  "}, actions.MatterMissing),
        ({"purpose": ""}, actions.MatterMissing),
        ({"days": 0}, actions.PeriodWrong),
        ({"days": 400}, actions.PeriodWrong),
    ],
)
def test_is_declined_and_nothing_lent_when_something_is_missing(stage, two, change, refusal):
    given = {"material_ids": two, "unit": DATA_BUREAU, "matter": MATTER, "purpose": WHY, **change}
    with pytest.raises(refusal):
        actions.lend(**given, by=stage.li, at=NOON)
    assert not Consent.objects.exists()


def test_what_is_not_checked_over_or_superseded_is_not_lent(stage):
    holder = stage.holders["li"]
    waiting = kept(holder, by=stage.li)
    over = checked(holder, type=HEALTH, by=stage.li, issued_on=date(2025, 1, 1))
    older = checked(holder, type=LEASE, by=stage.li)
    kept(holder, type=LEASE, by=stage.li, replaces=older)
    for pk in (waiting, over, older):
        with pytest.raises(actions.NotUsable):
            actions.lend([pk], DATA_BUREAU, MATTER, WHY, by=stage.li, at=NOON)
    assert not Lent.objects.exists()


def test_nobody_lends_what_is_anothers(stage, two):
    for stranger in (stage.wang, stage.clerk, stage.agent, ZHOU, LI):
        with pytest.raises(NotFound):
            actions.lend(two, DATA_BUREAU, MATTER, WHY, by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        actions.lend(two, DATA_BUREAU, MATTER, WHY, by=ANONYMOUS, at=NOON)
    assert not Consent.objects.exists()


def test_an_agent_lends_what_is_the_enterprises(stage):
    pk = checked(stage.holders["firm"], files.pdf(), LICENCE, by=stage.agent)
    actions.lend([pk], DATA_BUREAU, MATTER, WHY, by=stage.agent, at=NOON)

    assert Consent.objects.get().holder == stage.holders["firm"]
    assert recorded("materials.consent.given")[0].payload["acting_for"] == stage.holders["firm"]


def test_is_used_by_the_office_and_each_use_is_recorded_and_shown(stage, two):
    consent = actions.lend(two, DATA_BUREAU, MATTER, WHY, by=stage.li, at=NOON)
    actions.use(consent, two[0], by=stage.clerk, at=NOON + HOUR)

    assert recorded("materials.material.used")[0].payload == {
        "consent": consent, "material": two[0], "unit": DATA_BUREAU, "matter": MATTER,
    }  # fmt: skip
    [shown] = queries.uses(two[0], reader=stage.li)
    assert (shown.who, shown.unit_title, shown.matter, shown.at) == (
        "窗口clerk", "上海市松江区数据局", MATTER, NOON + HOUR,
    )  # fmt: skip
    assert queries.uses(two[1], reader=stage.li) == ()
    with pytest.raises(NotFound):
        queries.uses(two[0], reader=stage.wang)


def test_is_used_by_nobody_else_and_for_nothing_else(stage, two):
    consent = actions.lend(two[:1], DATA_BUREAU, MATTER, WHY, by=stage.li, at=NOON)
    for stranger in (ANONYMOUS, LI, stage.li, stage.wang, stage.other_clerk, ZHOU):
        with pytest.raises((Forbidden, NotFound)):
            actions.use(consent, two[0], by=stranger, at=NOON + HOUR)
    with pytest.raises(NotFound):
        actions.use(consent, two[1], by=stage.clerk, at=NOON + HOUR)
    assert not Use.objects.exists()
    assert queries.lent_materials(reader=stage.other_clerk, at=NOON) == ()


def test_a_page_is_turned_only_after_a_recorded_use_and_not_for_long(stage, two):
    from yunjian.materials.models import vault

    place, size = vault().add([b"page"], queries.envelope_of(two[0], reader=SYSTEM))
    actions.keep_copies(two[0], [actions.CopyMade("page-1", "image/jpeg", size, place)], by=SYSTEM, at=NOON)
    consent = actions.lend(two, DATA_BUREAU, MATTER, WHY, by=stage.li, at=NOON)
    asked = {"reader": stage.clerk, "at": NOON + HOUR}
    with pytest.raises(NotFound):
        queries.lent_copy(consent, two[0], "page-1", **asked)
    actions.use(consent, two[0], by=stage.clerk, at=NOON + HOUR)

    assert b"".join(queries.lent_copy(consent, two[0], "page-1", **asked).open()) == b"page"
    assert [each.number for each in queries.lent_pages(consent, two[0], **asked)] == [1]
    with pytest.raises(NotFound):
        queries.lent_copy(consent, two[0], "page-1", reader=stage.clerk, at=NOON + 2 * HOUR)
    actions.withdraw_consent(consent, by=stage.li, at=NOON + HOUR)
    with pytest.raises(NotFound):
        queries.lent_copy(consent, two[0], "page-1", **asked)


def test_withdrawn_is_closed_from_that_moment_and_stays_on_record(stage, two):
    consent = actions.lend(two, DATA_BUREAU, MATTER, WHY, by=stage.li, at=NOON)
    actions.use(consent, two[0], by=stage.clerk, at=NOON)
    actions.withdraw_consent(consent, by=stage.li, at=NOON + HOUR)

    assert recorded("materials.consent.withdrawn")[0].payload == {"consent": consent, "unit": DATA_BUREAU}
    assert queries.lent_materials(reader=stage.clerk, at=NOON + HOUR) == ()
    with pytest.raises(actions.ConsentOver):
        actions.use(consent, two[0], by=stage.clerk, at=NOON + HOUR)
    with pytest.raises(actions.ConsentOver):
        actions.withdraw_consent(consent, by=stage.li, at=NOON + HOUR)
    assert len(queries.uses(two[0], reader=stage.li)) == 1


def test_is_withdrawn_by_its_holder_alone(stage, two):
    consent = actions.lend(two, DATA_BUREAU, MATTER, WHY, by=stage.li, at=NOON)
    for stranger in (stage.wang, stage.clerk, stage.agent, ZHOU):
        with pytest.raises(NotFound):
            actions.withdraw_consent(consent, by=stranger, at=NOON + HOUR)
    with pytest.raises(Forbidden):
        actions.withdraw_consent(consent, by=ANONYMOUS, at=NOON + HOUR)
    assert recorded("materials.consent.withdrawn") == []


def test_is_over_when_its_time_is_over(stage, two):
    consent = actions.lend(two, DATA_BUREAU, MATTER, WHY, days=7, by=stage.li, at=NOON)

    assert queries.lent_materials(reader=stage.clerk, at=NOON + 7 * DAY) == ()
    with pytest.raises(actions.ConsentOver):
        actions.use(consent, two[0], by=stage.clerk, at=NOON + 7 * DAY)
    actions.use(consent, two[0], by=stage.clerk, at=NOON + 7 * DAY - HOUR)


def test_another_offices_clerk_sees_what_was_lent_to_that_office(stage, two):
    actions.lend(two, SERVICE_CENTRE, MATTER, WHY, by=stage.li, at=NOON)

    assert len(queries.lent_materials(reader=stage.other_clerk, at=NOON)) == 2
    assert queries.lent_materials(reader=stage.clerk, at=NOON) == ()
    assert queries.lent_materials(reader=stage.other_clerk, at=NOON)[0].holder_name == "李**"
