"""Adopting the district's units."""

from datetime import date, timedelta

import pytest

from tests.cast import CHEN, DATA_BUREAU, NOON, SERVICE_CENTRE, ZHOU
from tests.district import publish, small_district, unit_definition
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded, seal_and_deliver
from yunjian.parties import actions, queries

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)


def test_brings_the_tree_in_and_leaves_a_record():
    small_district()

    bureau = queries.unit(DATA_BUREAU, reader=ANONYMOUS)
    assert (bureau.title, bureau.parent, bureau.level) == ("上海市松江区数据局", "songjiang", "department")
    [entry] = recorded("parties.units.adopted")
    assert entry.payload["created"][0] == "songjiang"
    assert len(entry.payload["created"]) == 5


def test_changes_nothing_when_told_again():
    small_district()
    actions.adopt_units(by=SYSTEM, at=LATER)

    assert recorded("parties.units.adopted")[-1].payload == {"created": [], "changed": [], "closed": []}


def test_takes_a_later_edition_over():
    small_district()
    publish(
        unit_definition(
            DATA_BUREAU, "上海市松江区数据局（新）", "songjiang", "department", valid_from=date(2026, 4, 1)
        ),
        at=LATER,
    )
    actions.adopt_units(by=SYSTEM, at=LATER)

    assert queries.unit_titles(reader=ANONYMOUS)[DATA_BUREAU] == "上海市松江区数据局（新）"
    assert recorded("parties.units.adopted")[-1].payload["changed"] == [DATA_BUREAU]


def test_closes_a_unit_that_disappears_and_opens_it_when_it_comes_back():
    small_district()
    gone = {"valid_from": date(2026, 3, 20), "valid_to": date(2026, 3, 20)}
    publish(unit_definition("songjiang-yueyang", "岳阳街道", "songjiang", "township", **gone), at=LATER)
    actions.adopt_units(by=SYSTEM, at=LATER)

    assert queries.unit("songjiang-yueyang", reader=ANONYMOUS).valid_to == LATER.date()
    assert "songjiang-yueyang" not in {unit.key for unit in queries.units(reader=ANONYMOUS)}

    publish(
        unit_definition("songjiang-yueyang", "岳阳街道", "songjiang", "township", valid_from=date(2026, 5, 1)), at=LATER
    )
    actions.adopt_units(by=SYSTEM, at=LATER + timedelta(days=60))
    assert not queries.unit("songjiang-yueyang", reader=ANONYMOUS).is_closed


@pytest.mark.parametrize("stranger", [ANONYMOUS, ZHOU])
def test_is_not_for_a_stranger(stranger):
    with pytest.raises(Forbidden):
        actions.adopt_units(by=stranger, at=NOON)

    assert queries.units(reader=ANONYMOUS) == []


@pytest.mark.django_db(transaction=True)
def test_happens_by_itself_when_a_pack_is_published():
    publish(unit_definition("songjiang", "上海市松江区", None, "district"))
    seal_and_deliver()

    assert [unit.key for unit in queries.units(reader=CHEN)] == ["songjiang"]


def test_leaves_unknown_units_unknown():
    small_district()

    with pytest.raises(NotFound):
        queries.unit("no-such-unit", reader=CHEN)
    assert queries.unit(SERVICE_CENTRE, reader=CHEN).level == "institution"
