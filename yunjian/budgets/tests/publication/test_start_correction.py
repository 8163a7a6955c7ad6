"""An officer begins the correction of an edition in force."""

import pytest

from tests.cast import MENG, NOON, QIAN, WU, ZHOU
from yunjian.budgets import actions, queries
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

from .made import content

pytestmark = pytest.mark.django_db


def test_starts_from_what_was_published_and_is_recorded(published):
    disclosure = published()

    draft = actions.start_correction(disclosure, "表 8 有误", by=ZHOU, at=NOON)

    found = queries.own_draft(draft, reader=ZHOU)
    assert found.content == content()
    assert (found.view.corrects, found.view.reason) == (disclosure, "表 8 有误")
    assert recorded("budgets.draft.started")[-1].payload["corrects"] == disclosure


def test_starts_from_the_reading_of_a_file_that_was_handed_in(handed_in):
    draft = actions.start_correction(handed_in(year=2026), "数字有误", by=ZHOU, at=NOON)

    found = queries.own_draft(draft, reader=ZHOU)
    assert [project.title for project in found.content.projects] == ["政务云租用", "机房运行维护"]
    assert found.content.sheet(3).side().total.amounts[0] == 1_500_000


def test_is_declined_without_a_reason(published):
    with pytest.raises(actions.WordsMissing):
        actions.start_correction(published(), " ", by=ZHOU, at=NOON)


def test_is_declined_for_final_accounts_and_for_an_edition_no_longer_in_force(handed_in):
    with pytest.raises(actions.NotABudget):
        actions.start_correction(handed_in(year=2025, kind="final"), "有误", by=ZHOU, at=NOON)
    first = handed_in(year=2026)
    handed_in(year=2026, basic="600000.00")

    with pytest.raises(actions.NotInForce):
        actions.start_correction(first, "有误", by=ZHOU, at=NOON)


@pytest.mark.parametrize("stranger", [WU, QIAN, MENG], ids=lambda actor: actor.name)
def test_a_stranger_cannot(published, stranger):
    disclosure = published()

    with pytest.raises(Forbidden):
        actions.start_correction(disclosure, "有误", by=stranger, at=NOON)
