"""Registering the district's projects."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.cast import HE, LI, NOON, ZHOU
from tests.district import publish
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded, seal_and_deliver
from yunjian.projects import actions, queries
from yunjian.projects.models import Project

from . import stage

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=60)


def test_takes_them_in_whole_and_leaves_a_record():
    stage.district(stage.definition(amount="1232.385731"))

    found = queries.project(stage.project().pk, reader=ANONYMOUS)
    assert found.amount == Decimal("12323857.31")
    assert found.printed == "1,232.385731万元"
    assert [milestone.amount for milestone in found.milestones] == [Decimal("6161928.66"), Decimal("6161928.65")]
    assert [milestone.on for milestone in found.milestones] == [None, date(2026, 7, 1)]
    assert found.line.name == "一般公共服务支出 / 数据事务 / 一般行政管理事务"
    assert found.levels[0].at_least == Decimal("99.9")
    assert found.cited[0].number == "松府〔2020〕1号"
    assert [step.kind for step in found.history] == ["projects.project.registered"]
    assert recorded("projects.register.adopted")[-1].payload["registered"] == 1


def test_changes_nothing_when_told_again():
    stage.district(stage.definition())
    actions.register_projects(by=HE, at=LATER)

    assert recorded("projects.register.adopted")[-1].payload == {
        "registered": 0, "changed": 0, "withdrawn": 0, "unchanged": 1,
    }  # fmt: skip
    assert stage.project().revision == 1


def test_records_what_a_new_edition_changes():
    stage.district(stage.definition())
    publish(stage.definition(amount="70", valid_from=date(2026, 4, 1)), at=LATER)
    actions.register_projects(by=SYSTEM, at=LATER)

    assert stage.project().amount == 700_000
    [entry] = recorded("projects.project.changed")
    assert entry.payload["changes"] == [["amount", "600,000.00（60万元）", "700,000.00（70万元）"]]


def test_takes_a_project_out_when_its_definition_ends_and_in_again_when_it_is_back():
    stage.district(stage.definition())
    publish(stage.definition(valid_from=date(2026, 4, 1), valid_to=date(2026, 4, 1)), at=LATER)
    actions.register_projects(by=SYSTEM, at=LATER)
    assert Project.objects.registered().count() == 0
    assert len(recorded("projects.project.withdrawn")) == 1

    publish(stage.definition(valid_from=date(2026, 6, 1)), at=LATER)
    actions.register_projects(by=SYSTEM, at=LATER + timedelta(days=60))
    assert stage.project().state == "REGISTERED"


def test_adopts_a_project_that_a_disclosure_brought_under_the_same_name():
    stage.district()
    [proposal, _] = stage.proposed()
    actions.confirm_proposal(proposal.pk, by=ZHOU, at=NOON)
    publish(stage.definition(amount="61"), at=LATER)
    actions.register_projects(by=SYSTEM, at=LATER)

    assert stage.project().amount == 610_000
    assert Project.objects.count() == 1


def test_is_declined_as_a_whole_when_two_have_the_same_name():
    with pytest.raises(actions.SameName, match="政务云"):
        stage.district(stage.definition(), stage.definition("2026-cloud-again", "政务云租用"))

    assert not Project.objects.exists()


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, ZHOU])
def test_is_not_for_a_stranger(stranger):
    with pytest.raises(Forbidden):
        actions.register_projects(by=stranger, at=NOON)

    assert recorded() == []


@pytest.mark.django_db(transaction=True)
def test_happens_by_itself_when_a_pack_is_published():
    stage.small_district()
    publish(stage.definition())
    seal_and_deliver(NOON)

    assert stage.project().title == "政务云租用项目"
