"""An officer changes what a draft says."""

from dataclasses import replace

import pytest

from tests.cast import LI, MENG, NOON, QIAN, SHEN, WU, ZHOU
from yunjian.budgets import actions, queries
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded

from .made import content

pytestmark = pytest.mark.django_db
OTHER = replace(content(), duties="另一种说法。")


def test_keeps_it_and_is_recorded(drafted):
    draft = drafted()

    actions.save_draft(draft, OTHER, 1, by=SHEN, at=NOON)

    found = queries.own_draft(draft, reader=ZHOU)
    assert (found.content, found.revision) == (OTHER, 2)
    assert [step.by for step in found.steps] == [ZHOU.id, SHEN.id]
    assert [entry.payload["revision"] for entry in recorded("budgets.draft.saved")] == [2]


def test_is_declined_when_somebody_else_changed_it_meanwhile(drafted):
    draft = drafted()
    actions.save_draft(draft, OTHER, 1, by=SHEN, at=NOON)

    with pytest.raises(actions.ChangedMeanwhile):
        actions.save_draft(draft, content(), 1, by=ZHOU, at=NOON)

    assert queries.own_draft(draft, reader=ZHOU).content == OTHER


@pytest.mark.parametrize("changed", [{"year": 2027}, {"body": "别的单位"}], ids=["year", "body"])
def test_is_declined_for_another_year_or_department(drafted, changed):
    with pytest.raises(actions.NotABudget):
        actions.save_draft(drafted(), replace(content(), **changed), 1, by=ZHOU, at=NOON)


def test_is_declined_once_it_was_submitted(drafted):
    draft = drafted("IN_REVIEW")

    with pytest.raises(actions.NotNow):
        actions.save_draft(draft, OTHER, 1, by=ZHOU, at=NOON)


@pytest.mark.parametrize("stranger", [QIAN, MENG], ids=lambda actor: actor.name)
def test_a_stranger_who_only_sees_it_cannot(drafted, stranger):
    draft = drafted()

    with pytest.raises(Forbidden):
        actions.save_draft(draft, OTHER, 1, by=stranger, at=NOON)


@pytest.mark.parametrize("stranger", [WU, LI], ids=lambda actor: actor.name)
def test_a_stranger_does_not_even_find_it(drafted, stranger):
    draft = drafted()

    with pytest.raises(NotFound):
        actions.save_draft(draft, OTHER, 1, by=stranger, at=NOON)
