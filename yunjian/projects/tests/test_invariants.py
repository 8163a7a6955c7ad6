"""An invariant of projects."""

import pytest

from tests.cast import NOON, ZHOU
from yunjian.kernel.invariants import broken
from yunjian.kernel.testing import arranging
from yunjian.projects import actions
from yunjian.projects.models import Project

from . import stage

pytestmark = pytest.mark.django_db


def found() -> set[str]:
    return {each.invariant.rpartition(".")[2] for each in broken() if each.invariant.startswith("projects.")}


def test_holds_after_a_whole_story():
    stage.district(stage.definition(amount="1232.385731"))
    different, new = stage.proposed(projects=[("政务云租用项目", "66"), ("机房运行维护", "40")])
    for proposal in (different, new):
        actions.confirm_proposal(proposal.pk, by=ZHOU, at=NOON)
    actions.withdraw_confirmation(different.pk, by=ZHOU, at=NOON)

    assert found() == set()


def test_names_what_is_wrong():
    stage.district(stage.definition())
    [proposal] = stage.proposed(projects=[("政务云租用项目", "66")])
    actions.confirm_proposal(proposal.pk, by=ZHOU, at=NOON)
    with arranging():
        Project.objects.update(amount=1, unit="nowhere", disclosure=None)

    assert found() == {
        "shares_that_make_the_whole_pay_the_whole",
        "every_project_belongs_to_a_unit_there_is",
        "what_was_confirmed_last_says_where_it_came_from",
    }
