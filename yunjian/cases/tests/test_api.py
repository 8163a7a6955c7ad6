"""By a program: one's own cases and where they stand, by one's own key; nothing of others' or of the inside."""

import json

import pytest

from tests.api import Caller, key_of
from yunjian.cases import actions
from yunjian.cases.models import State
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.announcements import kinds
from yunjian.parties import actions as parties
from yunjian.parties.models import Account
from yunjian.parties.queries import actor_of

from .world import JIANG, LIN, MISSING, MON, RENEWAL, SIGN, draft, waiting

pytestmark = pytest.mark.usefixtures("desks")


@pytest.fixture
def li() -> Actor:
    """A person with an account."""
    person = parties.register_person("李民", "310117199001011235", "13800000000", by=SYSTEM, at=MON)
    account = parties.open_account("li", "李民", None, person_id=person, by=SYSTEM, at=MON)
    return actor_of(Account.objects.get(pk=account))


@pytest.fixture
def cases(li) -> list[int]:
    """A draft, one under review with a remark among colleagues, one to be corrected; and somebody else's."""
    [owner] = li.owns
    made = [actions.open_case(kind, owner, "换一块店招", by=LIN, at=MON) for kind in (RENEWAL, SIGN, SIGN)]
    for case in made[1:]:
        for act in (actions.submit, actions.receive):
            act(case, by=LIN, at=MON)
    actions.accept(made[1], by=LIN, at=MON)
    actions.add_note(waiting(made[1])[0], "内部备注", by=JIANG, at=MON)
    actions.notify_correction(made[2], ["合同"], MISSING, by=LIN, at=MON)
    draft()
    return made


def test_lists_ones_own_part_by_part_and_narrowed(li, cases):
    caller = key_of(li, "cases:read")
    first = caller.get("/cases", {"limit": 2})
    rest = caller.get("/cases", {"limit": 2, "cursor": first.json()["next"]})

    assert [row["id"] for row in first.json()["items"] + rest.json()["items"]] == cases[::-1]
    assert rest.json()["next"] is None
    narrowed = caller.get("/cases", {"state": "CORRECTING", "procedure": SIGN}).json()["items"]
    assert [(row["id"], row["state_title"]) for row in narrowed] == [(cases[2], str(State.CORRECTING.label))]


def test_reads_where_it_stands_and_why_and_nothing_of_what_goes_on_inside(li, cases):
    caller = key_of(li, "cases:read")
    answer = caller.get(f"/cases/{cases[1]}")
    said = answer.json()

    assert (said["state"], said["clock"]["limit"], said["steps"][-1]["title"]) == ("ACCEPTED", 10, "核对")
    assert [each["move"] for each in said["happened"] if each["move"]] == ["submit", "receive", "accept"]
    assert "内部备注" not in answer.content.decode()
    assert "江审查" not in answer.content.decode()
    missing = caller.get(f"/cases/{cases[2]}").json()
    assert (missing["correction"]["missing"], missing["clock"]["is_stopped"]) == (["合同"], True)
    [why] = missing["causes"]
    assert (why["code"], why["title"], why["move"]) == ("missing", "材料不齐全", "notify_correction")
    seen = {"If-None-Match": caller.get(f"/cases/{cases[2]}")["ETag"]}
    assert caller.get(f"/cases/{cases[2]}", **seen).status_code == 304


def test_nobody_elses_and_not_without_the_scope(li, cases):
    theirs = draft()
    for caller, code in ((key_of(li, "cases:read"), 403), (key_of(li, "materials:read"), 403), (Caller(), 401)):
        answer = caller.get(f"/cases/{theirs}")
        assert answer.status_code == code, json.loads(answer.content)
    assert key_of(li, "cases:read").get("/cases/999999999").status_code == 404
    # A clerk's key lends what is the clerk's own, not what lies on the desk.
    clerk = actor_of(Account.objects.get(username=LIN.id))
    assert key_of(clerk, "cases:read").get("/cases").json()["items"] == []
    assert key_of(clerk, "cases:read").get(f"/cases/{theirs}").status_code == 403


def test_the_public_draws_may_be_subscribed_to_and_the_cases_of_people_may_not():
    assert {"cases.draw.announced", "cases.draw.held"} == {kind for kind in kinds() if kind.startswith("cases.")}
