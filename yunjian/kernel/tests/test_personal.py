"""What floors hold of a party, offered by each and gathered for the party."""

import pytest

from tests.cast import NOON
from yunjian.kernel import personal
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.personal import Held, held_of, holding, staying

OWNER = "person:1"
LI = Actor("account:1", "李", owns=frozenset({OWNER}))


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    monkeypatch.setattr(personal, "_holdings", {})
    monkeypatch.setattr(personal, "load", lambda room: None)


@pytest.fixture
def bells():
    @holding("bells", "铃", {"tone": "音"}, when_erased="铃：收走。", stays=lambda owner, at: owner == "person:1")
    def bells_of(owner, *, reader, at):
        if owner not in reader.owns:
            raise Forbidden()
        return ({"tone": "C", "owner": owner},)

    return bells_of


def test_are_gathered_for_whom_they_belong_to(bells):
    assert held_of(OWNER, reader=LI, at=NOON) == (
        Held("bells", "铃", {"tone": "音"}, ({"tone": "C", "owner": OWNER},)),
    )


def test_are_said_to_be_withheld_where_the_reader_may_not_have_them(bells):
    assert held_of("person:9", reader=LI, at=NOON) == (Held("bells", "铃", {"tone": "音"}, (), is_withheld=True),)


def test_say_what_stays_when_the_party_is_erased(bells):
    assert staying("person:1", at=NOON) == ["铃：收走。"]
    assert staying("person:2", at=NOON) == []


def test_are_offered_under_a_name_once(bells):
    with pytest.raises(TypeError, match="two holdings are called bells"):
        holding("bells", "铃", {}, when_erased="铃：收走。")(bells)
