"""Proposing what a disclosure would change in the register."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cast import LI, NOON, WU, ZHENG, ZHOU
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded, seal_and_deliver
from yunjian.projects import actions, queries
from yunjian.projects.jobs import compare_with_register
from yunjian.projects.models import Project, Proposal
from yunjian.ui.listing import Ask

from . import stage

pytestmark = pytest.mark.django_db
ASK = Ask(sort="number", size=100)


def test_tells_new_from_same_from_different_and_changes_nothing():
    stage.district(stage.definition(), stage.definition("2026-wlan", "无线网络项目", "30"))
    disclosure = stage.read([("政务云租用", "60"), ("无线网络", "31"), ("机房运行维护", "40")])
    actions.propose_import(disclosure, by=SYSTEM, at=NOON)
    rows = list(Proposal.objects.order_by("number"))

    # The steps of the papers are 50/50 like the definition's; only the times differ.
    assert [(row.kind, row.state) for row in rows] == [
        ("DIFFERENT", "OPEN"),
        ("DIFFERENT", "OPEN"),
        ("NEW", "OPEN"),
    ]
    assert rows[0].differences == [["title", "政务云租用项目", "政务云租用"]]
    assert rows[1].differences[1] == ["amount", "300,000.00（30万元）", "310,000.00（31万元）"]
    assert stage.project().amount == 600_000
    assert recorded("projects.import.proposed")[0].payload["new"] == 1


def test_settles_by_itself_what_is_the_same():
    stage.district(stage.definition())
    [row] = stage.proposed(projects=[("政务云租用项目", "60")])

    assert (row.kind, row.state, row.differences) == ("SAME", "SETTLED", [])
    shown = queries.project(stage.project().pk, reader=ANONYMOUS)
    assert (shown.line.disclosure, shown.line.note) == (row.disclosure, 1)


def test_proposes_a_misprinted_amount_as_printed_with_the_finding_beside_it():
    stage.district(stage.definition(amount="156.36"))
    [finding] = [each for each in stage.papers.findings() if each.project][:1]
    from dataclasses import replace

    disclosure = stage.read(
        [("政务云租用项目", "156.36")],
        in_yuan=["政务云租用项目"],
        found=[replace(finding, project="政务云租用项目")],
    )
    actions.propose_import(disclosure, by=SYSTEM, at=NOON)

    [row] = queries.import_page(disclosure, ASK, reader=ZHOU).found.rows
    assert row.differences == (("amount", "1,563,600.00（156.36万元）", "156.36（156.36元）"),)
    assert [flag.code for flag in row.flags] == [finding.code]
    assert queries.import_page(disclosure, ASK, reader=ZHOU).new_without_doubt == ()


def test_compares_afresh_what_is_undecided_and_leaves_what_is_decided():
    stage.district()
    first, second = stage.proposed()
    actions.confirm_proposal(first.pk, by=ZHOU, at=NOON)
    actions.propose_import(first.disclosure, by=ZHOU, at=NOON + timedelta(hours=1))

    assert [row.state for row in Proposal.objects.order_by("number")] == ["CONFIRMED", "OPEN"]
    assert [row.pk for row in Proposal.objects.order_by("number")] == [first.pk, second.pk]


def test_is_declined_for_a_budget_no_longer_in_force():
    stage.district()
    old = stage.read(digest="1")
    stage.read(digest="2")

    with pytest.raises(actions.NotABudgetInForce):
        actions.propose_import(old, by=SYSTEM, at=NOON)
    compare_with_register(disclosure_id=old)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, WU, ZHENG])
def test_is_not_for_a_stranger_nor_for_another_units_officer(stranger):
    stage.district()
    disclosure = stage.read()

    with pytest.raises(Forbidden):
        actions.propose_import(disclosure, by=stranger, at=NOON)
    assert not Proposal.objects.exists()


def test_stays_unseen_by_strangers():
    stage.district()
    disclosure = stage.proposed()[0].disclosure

    for stranger in (ANONYMOUS, LI, WU):
        with pytest.raises(Forbidden):
            queries.import_page(disclosure, ASK, reader=stranger)
    assert queries.imports(reader=WU) == []
    assert queries.imports(reader=ZHENG)[0].open == 2
    assert (queries.waiting(reader=ZHOU), queries.waiting(reader=WU), queries.waiting(reader=ANONYMOUS)) == (2, 0, 0)


def test_is_set_aside_when_the_disclosure_is_corrected():
    stage.district()
    disclosure = stage.proposed()[0].disclosure
    with pytest.raises(Forbidden):
        actions.set_aside_proposals(disclosure, by=WU, at=NOON)
    actions.set_aside_proposals(disclosure, by=SYSTEM, at=NOON)

    assert recorded("projects.import.set_aside")[0].payload["proposals"] == 2
    assert {row.state for row in Proposal.objects.all()} == {"SUPERSEDED"}
    with pytest.raises(actions.AlreadyDecided):
        actions.confirm_proposal(Proposal.objects.first().pk, by=ZHOU, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_happens_by_itself_when_a_disclosure_was_read_and_again_when_it_was_corrected():
    stage.district()
    old = stage.read(digest="1")
    seal_and_deliver(NOON)
    waiting = ProcrastinateJob.objects.filter(task_name="projects.jobs.compare_with_register")
    assert [job.args["disclosure_id"] for job in waiting] == [old]
    compare_with_register(disclosure_id=old)
    assert Proposal.objects.filter(disclosure=old, state="OPEN").count() == 2

    new = stage.read([("政务云租用", "61")], digest="2")
    seal_and_deliver(NOON)
    compare_with_register(disclosure_id=new)
    assert Proposal.objects.filter(disclosure=old, state="SUPERSEDED").count() == 2
    assert Proposal.objects.filter(disclosure=new, state="OPEN").count() == 1
    assert not Project.objects.exists()
