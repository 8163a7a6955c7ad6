"""An organisation is registered by one, approved by another, and kept to its agreement."""

from datetime import date

import pytest

from tests.cast import LI, NOON, ZHENG
from tests.district import DATA_BUREAU
from tests.roles import actor
from yunjian.certificates import actions, queries
from yunjian.certificates.models import Organisation
from yunjian.gateway import actions as gateway
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded
from yunjian.ui.listing import Ask

from . import social, stage

pytestmark = pytest.mark.django_db
STRANGERS = [ANONYMOUS, LI, ZHENG, SYSTEM, stage.GU]
WORDS = "协议执行检查"


@pytest.fixture(autouse=True)
def district():
    social.district()


def state() -> str:
    return Organisation.objects.get().state


def test_register_organisation_lets_it_wait_for_approval_and_is_recorded():
    made = actions.register_organisation(social.agreed(), by=social.TANG, at=NOON)

    view = queries.organisation(made, reader=social.TANG, at=NOON)
    assert (view.state, view.through, view.scenarios) == (
        "PENDING",
        date(2026, 12, 31),
        (("open-account", "开立账户"),),
    )
    [entry] = recorded("certificates.organisation.registered")
    assert "赵联系" not in str(entry.payload)
    with pytest.raises(actions.OrganisationOut):
        social.asked(made)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"uscc": "913100001000001130"}, actions.CodeUnsound),
        ({"name": " "}, actions.DetailsMissing),
        ({"scenarios": ()}, actions.DetailsMissing),
        ({"scenarios": ("loan",)}, actions.ScenarioNotForKind),
        ({"kind": "hotel"}, actions.ScenarioNotForKind),
        ({"through": date(2026, 3, 1)}, actions.AgreementUnsound),
        ({"start": date(2027, 1, 1)}, actions.AgreementUnsound),
    ],
)
def test_register_organisation_is_declined_when_something_is_unsound(wrong, refusal):
    with pytest.raises(refusal):
        actions.register_organisation(social.agreed(**wrong), by=social.TANG, at=NOON)
    assert not Organisation.objects.exists()


def test_an_organisation_is_registered_once():
    social.organisation()
    with pytest.raises(actions.RegisteredAlready):
        social.organisation()


def test_approve_organisation_is_for_somebody_else_and_is_recorded():
    both = actor("account:900133", "两职", ("social-use-officer", DATA_BUREAU), ("social-use-approver", DATA_BUREAU))
    made = actions.register_organisation(social.agreed(), by=both, at=NOON)
    with pytest.raises(actions.ApprovedByOneself):
        actions.approve_organisation(made, by=both, at=NOON)

    actions.approve_organisation(made, by=social.SONG, at=NOON)
    assert state() == "ACTIVE"
    assert len(recorded("certificates.organisation.approved")) == 1
    with pytest.raises(actions.NotThisState):
        actions.approve_organisation(made, by=social.SONG, at=NOON)


def test_turn_down_organisation_says_why_and_is_recorded():
    made = actions.register_organisation(social.agreed(), by=social.TANG, at=NOON)
    with pytest.raises(actions.WordsMissing):
        actions.turn_down_organisation(made, "不", by=social.SONG, at=NOON)
    assert state() == "PENDING"
    actions.turn_down_organisation(made, "协议缺少安全条款", by=social.SONG, at=NOON)
    assert state() == "REFUSED"
    assert len(recorded("certificates.organisation.turned_down")) == 1


def test_review_organisation_sets_the_next_one_and_is_recorded():
    bank = social.organisation()
    actions.review_organisation(bank, WORDS, through=date(2027, 12, 31), by=social.TANG, at=NOON)

    view = queries.organisation(bank, reader=social.SONG, at=NOON)
    assert (view.through, view.review_due) == (date(2027, 12, 31), date(2027, 3, 2))
    assert len(recorded("certificates.organisation.reviewed")) == 1
    with pytest.raises(actions.AgreementUnsound):
        actions.review_organisation(bank, WORDS, through=date(2026, 3, 1), by=social.TANG, at=NOON)


def test_suspend_organisation_and_resume_organisation_are_recorded_and_declined_twice():
    bank = social.organisation()
    actions.suspend_organisation(bank, WORDS, by=social.TANG, at=NOON)
    with pytest.raises(actions.NotThisState):
        actions.suspend_organisation(bank, WORDS, by=social.TANG, at=NOON)
    actions.resume_organisation(bank, WORDS, by=social.SONG, at=NOON)
    with pytest.raises(actions.NotThisState):
        actions.resume_organisation(bank, WORDS, by=social.SONG, at=NOON)
    assert state() == "ACTIVE"
    assert len(recorded("certificates.organisation.suspended", "certificates.organisation.resumed")) == 2


def test_terminate_organisation_takes_its_keys_out_of_use_and_is_recorded():
    bank = social.organisation()
    gateway.make_outside_key(f"organisation:{bank}", "柜面系统", [], by=social.SONG, at=NOON)
    actions.terminate_organisation(bank, "协议终止", by=social.SONG, at=NOON)

    assert len(recorded("gateway.key.revoked")) == 1
    assert len(recorded("certificates.organisation.terminated")) == 1
    with pytest.raises(actions.NotThisState):
        actions.terminate_organisation(bank, "协议终止", by=social.SONG, at=NOON)


@pytest.mark.parametrize("stranger", STRANGERS)
def test_organisations_are_not_for_strangers(stranger):
    bank, end = social.organisation(), date(2027, 1, 1)
    with pytest.raises(Forbidden):
        actions.register_organisation(social.agreed(1), by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        actions.approve_organisation(bank, by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        actions.turn_down_organisation(bank, WORDS, by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        actions.review_organisation(bank, WORDS, through=end, by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        actions.suspend_organisation(bank, WORDS, by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        actions.resume_organisation(bank, WORDS, by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        actions.terminate_organisation(bank, WORDS, by=stranger, at=NOON)
    assert state() == "ACTIVE"


def test_organisations_are_found_by_name_kind_and_state():
    social.organisation()
    found = queries.organisations(Ask(), reader=social.TANG, at=NOON)
    assert [(row.name, row.asked) for row in found.rows] == [("松江银行", 0)]
    with pytest.raises(Forbidden):
        queries.organisations(Ask(), reader=stage.GU, at=NOON)
