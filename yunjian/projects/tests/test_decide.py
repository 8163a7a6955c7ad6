"""Deciding on a proposal."""

from datetime import timedelta

import pytest

from tests.cast import LI, NOON, WU, ZHENG, ZHOU
from yunjian.budgets.models import Disclosure
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded
from yunjian.projects import actions, queries
from yunjian.projects.models import Project, Proposal

from . import stage

pytestmark = pytest.mark.django_db
STRANGERS = [ANONYMOUS, LI, WU, ZHENG, SYSTEM]


@pytest.fixture
def proposals():
    """One that differs from the register by its amount, one that is new."""
    stage.district(stage.definition())
    return stage.proposed(projects=[("政务云租用项目", "66"), ("机房运行维护", "40")])


def test_confirmed_registers_a_new_project_and_says_where_it_came_from(proposals):
    project = actions.confirm_proposal(proposals[1].pk, by=ZHOU, at=NOON)

    found = queries.project(project, reader=ANONYMOUS)
    assert (found.title, found.amount, found.printed) == ("机房运行维护", 400_000, "40万元")
    assert found.line.disclosure == proposals[1].disclosure
    assert [milestone.amount for milestone in found.milestones] == [200_000, 200_000]
    assert found.cited[0].number == "松府〔2020〕1号"
    [entry] = recorded("projects.proposal.confirmed")
    assert entry.actor == ZHOU.id
    assert Disclosure.objects.get(pk=proposals[1].disclosure).relied_on_at == NOON


def test_confirmed_changes_only_what_differs_and_records_it(proposals):
    actions.confirm_proposal(proposals[0].pk, by=ZHOU, at=NOON)

    project = stage.project()
    assert (project.amount, project.category, project.revision) == (660_000, "政务云", 2)
    history = queries.project(project.pk, reader=ZHOU).history
    assert history[-1].changes == (("amount", "600,000.00（60万元）", "660,000.00（66万元）"),)


def test_confirmed_twice_is_declined_and_nothing_changes(proposals):
    actions.confirm_proposal(proposals[0].pk, by=ZHOU, at=NOON)

    with pytest.raises(actions.AlreadyDecided):
        actions.confirm_proposal(proposals[0].pk, by=ZHOU, at=NOON)
    assert stage.project().revision == 2


def test_is_declined_when_the_project_changed_since_it_was_compared(proposals):
    stage.publish(stage.definition(amount="61", valid_from=NOON.date()))
    actions.register_projects(by=SYSTEM, at=NOON)

    with pytest.raises(actions.Outdated):
        actions.confirm_proposal(proposals[0].pk, by=ZHOU, at=NOON)
    assert stage.project().amount == 610_000
    actions.propose_import(proposals[0].disclosure, by=ZHOU, at=NOON)
    actions.confirm_proposal(proposals[0].pk, by=ZHOU, at=NOON)
    assert stage.project().amount == 660_000


def test_is_declined_when_no_amount_was_read_or_it_makes_no_sense():
    from dataclasses import replace

    stage.district()
    paper = stage.papers.paper(projects=[("没有金额", "1"), ("倒着的期限", "2")])
    first, second = paper.projects
    second = replace(second, period_start=second.period_end, period_end=second.period_start)
    paper = replace(paper, projects=(replace(first, amount=None), second))
    rows = stage.proposed(paper=paper)

    with pytest.raises(actions.AmountMissing):
        actions.confirm_proposal(rows[0].pk, by=ZHOU, at=NOON)
    with pytest.raises(actions.NotSound):
        actions.confirm_proposal(rows[1].pk, by=ZHOU, at=NOON)
    assert not Project.objects.exists()


@pytest.mark.parametrize("stranger", STRANGERS)
def test_is_for_the_units_own_officer_alone(proposals, stranger):
    for decide in (
        lambda pk: actions.confirm_proposal(pk, by=stranger, at=NOON),
        lambda pk: actions.dismiss_proposal(pk, "不对", by=stranger, at=NOON),
        lambda pk: actions.withdraw_confirmation(pk, by=stranger, at=NOON),
    ):
        with pytest.raises(Forbidden):
            decide(proposals[0].pk)
    assert {row.state for row in Proposal.objects.all()} == {"OPEN"}
    assert stage.project().amount == 600_000


def test_dismissed_leaves_the_register_as_it_is_and_keeps_the_reason(proposals):
    actions.dismiss_proposal(proposals[0].pk, " 单位印错了 ", by=ZHOU, at=NOON)

    row = Proposal.objects.get(pk=proposals[0].pk)
    assert (row.state, row.reason, row.decided_by) == ("DISMISSED", "单位印错了", ZHOU.id)
    assert stage.project().amount == 600_000
    assert "reason" not in recorded("projects.proposal.dismissed")[0].payload


def test_dismissed_without_a_reason_is_declined(proposals):
    with pytest.raises(actions.ReasonMissing):
        actions.dismiss_proposal(proposals[0].pk, " ", by=ZHOU, at=NOON)
    with pytest.raises(actions.ReasonMissing):
        actions.dismiss_proposals([proposals[0].pk], "", by=ZHOU, at=NOON)
    assert Proposal.objects.filter(state="OPEN").count() == 2


def test_many_at_once_are_each_decided_by_themselves(proposals):
    actions.dismiss_proposal(proposals[0].pk, "不采纳", by=ZHOU, at=NOON)
    results = actions.confirm_proposals([proposals[0].pk, proposals[1].pk, 999_999], by=ZHOU, at=NOON)

    refused = [type(each.refusal) for each in results]
    assert refused == [actions.AlreadyDecided, type(None), NotFound]
    assert Project.objects.filter(title="机房运行维护").exists()
    again = actions.dismiss_proposals([proposals[1].pk], "晚了", by=ZHOU, at=NOON)
    assert isinstance(again[0].refusal, actions.AlreadyDecided)


def test_too_many_at_once_are_declined(proposals):
    with pytest.raises(actions.TooMany):
        actions.confirm_proposals(range(501), by=ZHOU, at=NOON)


def test_a_new_project_is_taken_out_again_when_its_confirmation_is_withdrawn(proposals):
    project = actions.confirm_proposal(proposals[1].pk, by=ZHOU, at=NOON)
    actions.withdraw_confirmation(proposals[1].pk, by=ZHOU, at=NOON + timedelta(hours=1))

    [entry] = recorded("projects.proposal.confirmation_withdrawn")
    assert entry.payload["project"] == project
    assert not queries.project(project, reader=ANONYMOUS).is_registered
    assert Proposal.objects.get(pk=proposals[1].pk).state == "OPEN"
    assert actions.confirm_proposal(proposals[1].pk, by=ZHOU, at=NOON) == project
    kinds = [step.kind.rpartition(".")[2] for step in queries.project(project, reader=ANONYMOUS).history]
    assert kinds == ["registered", "withdrawn", "registered"]


def test_a_changed_project_is_as_it_was_when_its_confirmation_is_withdrawn(proposals):
    before = queries.project(stage.project().pk, reader=ANONYMOUS)
    actions.confirm_proposal(proposals[0].pk, by=ZHOU, at=NOON)
    actions.withdraw_confirmation(proposals[0].pk, by=ZHOU, at=NOON)

    after = queries.project(stage.project().pk, reader=ANONYMOUS)
    assert (after.amount, after.milestones, after.cited) == (before.amount, before.milestones, before.cited)
    assert after.history[-1].changes == (("amount", "660,000.00（66万元）", "600,000.00（60万元）"),)
    actions.confirm_proposal(proposals[0].pk, by=ZHOU, at=NOON)
    assert stage.project().amount == 660_000


def test_a_confirmation_stays_when_something_happened_since(proposals):
    actions.confirm_proposal(proposals[0].pk, by=ZHOU, at=NOON)
    stage.publish(stage.definition(amount="61", valid_from=NOON.date()))
    actions.register_projects(by=SYSTEM, at=NOON)

    with pytest.raises(actions.ChangedSince):
        actions.withdraw_confirmation(proposals[0].pk, by=ZHOU, at=NOON)
    with pytest.raises(actions.NotConfirmed):
        actions.withdraw_confirmation(proposals[1].pk, by=ZHOU, at=NOON)
    assert stage.project().amount == 610_000


def test_two_notes_of_one_name_become_one_project():
    stage.district()
    first, second = stage.proposed(projects=[("机房运行维护", "40"), ("机房运行维护项目", "41")])
    actions.confirm_proposal(first.pk, by=ZHOU, at=NOON)

    with pytest.raises(actions.SameName):
        actions.confirm_proposal(second.pk, by=ZHOU, at=NOON)
    assert Project.objects.count() == 1
