"""An officer begins the draft of a year."""

from dataclasses import replace

import pytest

from tests.cast import DATA_BUREAU, LI, MENG, NOON, QIAN, SERVICE_CENTRE, SHEN, WU, ZHENG, ZHOU
from yunjian.budgets import actions, queries
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded

from .made import content

pytestmark = pytest.mark.django_db


def test_keeps_what_it_says_and_is_recorded(songjiang):
    draft = actions.start_draft(DATA_BUREAU, content(), "EMPTY", by=ZHOU, at=NOON)

    found = queries.own_draft(draft, reader=ZHOU)
    assert found.content == content()
    assert (found.view.state, found.view.year, found.revision) == ("DRAFTING", 2026, 1)
    assert found.may == {"save", "submit", "discard"}
    assert [entry.payload["year"] for entry in recorded("budgets.draft.started")] == [2026]


def test_is_declined_while_another_of_the_year_is_worked_on(drafted):
    first = drafted()

    with pytest.raises(actions.AlreadyDrafting) as refusal:
        actions.start_draft(DATA_BUREAU, content(), "EMPTY", by=SHEN, at=NOON)

    assert refusal.value.draft == first
    assert len(queries.own_drafts(reader=ZHOU)) == 1


@pytest.mark.parametrize(
    "changed",
    [{"year": 1900}, {"body": "  "}, {"sheets": ()}, {"duties": "长" * 20_001}],
    ids=lambda each: str(each)[:20],
)
def test_is_declined_when_it_could_not_be_disclosed(songjiang, changed):
    with pytest.raises(actions.TooMuch):
        actions.start_draft(DATA_BUREAU, replace(content(), **changed), "EMPTY", by=ZHOU, at=NOON)

    assert recorded("budgets.draft.started") == []


@pytest.mark.parametrize("stranger", [WU, QIAN, MENG, ZHENG, LI, ANONYMOUS], ids=lambda actor: actor.name)
def test_a_stranger_cannot(songjiang, stranger):
    with pytest.raises(Forbidden):
        actions.start_draft(DATA_BUREAU, content(), "EMPTY", by=stranger, at=NOON)


def test_without_a_unit_is_declined(songjiang):
    with pytest.raises(actions.UnknownUnit):
        actions.start_draft("", content(), "EMPTY", by=ZHOU, at=NOON)


def test_is_seen_by_those_who_work_on_it_or_oversee_and_by_nobody_else(drafted):
    draft = drafted()

    for reader in (ZHOU, SHEN, QIAN, MENG, ZHENG):
        assert queries.own_draft(draft, reader=reader).id == draft
    for reader in (WU, LI, ANONYMOUS):
        with pytest.raises(NotFound):
            queries.own_draft(draft, reader=reader)
        assert queries.own_drafts(reader=reader) == []
    assert SERVICE_CENTRE not in {each.unit for each in queries.own_drafts(reader=WU)}
