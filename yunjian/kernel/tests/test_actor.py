"""An actor."""

from tests.cast import LI, ZHENG, ZHOU
from yunjian.kernel.actor import ANONYMOUS, SYSTEM, Actor, Held


def test_holds_a_role_for_the_units_it_is_granted_for():
    assert ZHOU.holds("budget-officer", "data-bureau")
    assert not ZHOU.holds("budget-officer", "government-service-centre")
    assert not ZHOU.holds("budget-officer")
    assert not ZHOU.holds("audit-administrator", "data-bureau")


def test_holds_a_role_of_the_whole_district_for_every_unit():
    assert ZHENG.holds("audit-administrator")
    assert ZHENG.holds("audit-administrator", "data-bureau")
    assert not ZHENG.holds("budget-officer", "data-bureau")


def test_is_known_by_its_roles_and_units():
    both = Actor("account:1", held=(Held("leader"), Held("budget-officer", "data-bureau")))

    assert both.roles == {"leader", "budget-officer"}
    assert both.units == {"data-bureau"}
    assert (LI.roles, LI.units) == (frozenset(), frozenset())


def test_is_a_visitor_or_the_system_by_its_id():
    assert ANONYMOUS.is_anonymous
    assert not ANONYMOUS.is_system
    assert SYSTEM.is_system
    assert not SYSTEM.is_anonymous
    assert not LI.is_anonymous
    assert not LI.is_system
