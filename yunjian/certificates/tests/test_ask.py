"""An organisation asks a holder; it learns nothing before the holder agrees."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import LI, NOON, ZHENG
from yunjian.certificates import actions, queries
from yunjian.certificates.models import Asking
from yunjian.kernel.actor import ANONYMOUS, SYSTEM, Actor
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded

from . import social, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank():
    social.district()
    return social.organisation()


def test_ask_waits_for_the_holder_and_is_recorded_without_saying_whom(bank):
    asking = actions.ask(social.wanted(), by=social.key_of(bank), at=NOON)

    seen = queries.told(asking.token, reader=social.key_of(bank), at=NOON)
    assert (seen.state, seen.reference, seen.expires_at) == ("PENDING", "R1", NOON + timedelta(minutes=30))
    [entry] = recorded("certificates.asking.asked")
    assert stage.NUMBER not in str(entry.payload)
    assert "person" not in str(entry.payload)


@pytest.mark.parametrize(
    "other",
    [{}, {"name": "王生"}, {"number": "310117199001011243"}, {"name": "松江数据有限公司", "number": stage.USCC}],
)
def test_an_asking_is_told_the_same_of_whoever_is_asked_for(bank, other):
    asking = social.asked(bank, **other)
    soon, late = NOON + timedelta(minutes=29), NOON + timedelta(minutes=30)

    states = [queries.told(asking.token, reader=social.key_of(bank), at=at).state for at in (NOON, soon, late)]
    assert states == ["PENDING", "PENDING", "NO_ANSWER"]
    with pytest.raises(actions.NotReady):
        actions.fetch_disclosure(asking.token, base=social.BASE, by=social.key_of(bank), at=soon)


def test_an_asking_that_was_refused_is_told_like_one_of_nobody(bank):
    refused, nobody = social.asked(bank), social.asked(bank, "R2", name="王生")
    holder = stage.holder_of(refused.certificate_id)
    actions.refuse_asking(refused.pk, by=holder, at=NOON)

    for minutes in (1, 29, 30, 3000):
        at = NOON + timedelta(minutes=minutes)
        told = [queries.told(each.token, reader=social.key_of(bank), at=at) for each in (refused, nobody)]
        assert replace(told[0], id="", reference="") == replace(told[1], id="", reference="")


def test_a_code_the_holder_shows_stands_for_name_and_number_once(bank):
    [certificate] = [social.asked(bank).certificate_id]
    code = actions.show_code(by=stage.holder_of(certificate), at=NOON)

    first = social.asked(bank, "R2", name="", number="", code=code)
    again = social.asked(bank, "R3", name="", number="", code=code)
    assert (first.certificate_id, again.certificate_id) == (certificate, None)
    assert code not in str([entry.payload for entry in recorded("certificates.code.shown")])


def test_a_code_holds_for_ten_minutes(bank):
    code = actions.show_code(by=stage.holder_of(social.asked(bank).certificate_id), at=NOON)
    late = social.asked(bank, "R2", name="", number="", code=code, at=NOON + timedelta(minutes=10))
    assert late.holder == ""


def test_show_code_is_declined_to_whom_nothing_is_asked(bank):
    for stranger, refusal in (
        (LI, NotFound),
        (ANONYMOUS, Forbidden),
        (SYSTEM, Forbidden),
        (social.key_of(bank), Forbidden),
    ):
        with pytest.raises(refusal):
            actions.show_code(by=stranger, at=NOON)
    assert not recorded("certificates.code.shown")


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"scenario": "loan"}, actions.NotAgreed),
        ({"name": ""}, actions.HolderUnclear),
        ({"number": ""}, actions.HolderUnclear),
        ({"code": "ABCDEFGHJK"}, actions.HolderUnclear),
    ],
)
def test_ask_is_declined_when_it_is_not_agreed_or_unclear(bank, other, refusal):
    with pytest.raises(refusal):
        social.asked(bank, **other)
    assert not Asking.objects.exists()


def test_ask_is_declined_with_a_reference_that_was_used(bank):
    social.asked(bank)
    with pytest.raises(actions.ReferenceUsed):
        social.asked(bank, name="王生")


def test_ask_is_declined_beyond_the_limits_alike_for_nobody_and_somebody():
    social.district(social.scenario(limits={"per_day": 5, "per_holder": 2}))
    bank = social.organisation()
    for name in ("李民", "王生"):
        number = stage.NUMBER if name == "李民" else "310117199001011243"
        for turn in range(2):
            social.asked(bank, f"{name}{turn}", name=name, number=number)
        with pytest.raises(actions.TooManyOfOne):
            social.asked(bank, f"{name}2", name=name, number=number)
    social.asked(bank, "R5", number="310117199001011251")
    with pytest.raises(actions.TooManyToday):
        social.asked(bank, "R6", number="310117199001011278")
    social.asked(bank, "R6", number="310117199001011278", at=NOON + timedelta(days=1))


def test_ask_is_declined_after_the_agreement_and_while_suspended(bank):
    with pytest.raises(actions.OrganisationOut):
        social.asked(bank, at=NOON + timedelta(days=305))
    actions.suspend_organisation(bank, "协议执行检查", by=social.TANG, at=NOON)
    with pytest.raises(actions.OrganisationOut):
        social.asked(bank)
    assert not Asking.objects.exists()


STRANGERS = [
    ANONYMOUS, LI, ZHENG, SYSTEM, social.TANG, Actor("key:9", "别的"),
    Actor("account:1", "甲", owns=frozenset({"organisation:1"})),
]  # fmt: skip


@pytest.mark.parametrize("stranger", STRANGERS)
def test_ask_is_not_for_strangers(bank, stranger):
    with pytest.raises(Forbidden):
        actions.ask(social.wanted(), by=stranger, at=NOON)
    assert not Asking.objects.exists()


def test_another_organisation_learns_nothing_of_an_asking(bank):
    asking = social.asked(bank)
    other = social.organisation(1)
    for look in (
        lambda: queries.told(asking.token, reader=social.key_of(other), at=NOON),
        lambda: queries.receipt_for_organisation(asking.token, reader=social.key_of(other)),
        lambda: actions.fetch_disclosure(asking.token, base=social.BASE, by=social.key_of(other), at=NOON),
    ):
        with pytest.raises(NotFound):
            look()
