"""Issuing a certificate."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections

from tests.cast import LI, NOON, TODAY, ZHENG, ZHOU
from yunjian.certificates import actions, queries
from yunjian.certificates.logic.identifier import parse
from yunjian.certificates.models import Certificate, Serial, Version
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded
from yunjian.parties import actions as parties

from . import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    stage.district()


def test_issue_certificate_gives_it_an_identifier_a_period_and_a_version_and_is_recorded(district):
    made = actions.issue_certificate("licence", stage.of_enterprise(), by=stage.GU, at=NOON)

    assert str(parse(made.identifier)) == made.identifier
    assert made.identifier.startswith("1.2.156.3005.2.11310117000000000X001.310117.000000001.001.")
    found = queries.version_for_credential(made.id, reader=stage.GU, at=NOON)
    assert (found.valid_from, found.valid_before, found.standing) == (TODAY, date(2028, 3, 2), "VALID")
    assert [(field.name, field.value, field.worded, field.disclosable) for field in found.fields] == [
        ("number", "JY1", "JY1", False), ("principal", "王建国", "王建国", True), ("trade", "catering", "餐饮", True),
    ]  # fmt: skip
    assert (found.holder_name, found.holder_number) == ("松江数据有限公司", stage.USCC)
    [entry] = recorded("certificates.certificate.issued")
    assert (entry.actor, entry.payload["digest"]) == (stage.GU.id, found.digest)


def test_the_record_holds_nothing_of_what_it_says(district):
    stage.issued("permit")

    [entry] = recorded("certificates.certificate.issued")
    text = str(entry.payload)
    assert stage.NUMBER not in text
    assert "李民" not in text
    assert "文诚路" not in text
    assert entry.payload["holder"].startswith("person:")


def test_two_certificates_that_say_the_same_have_different_digests(district):
    first, second = stage.issued(), stage.issued("permit")
    digests = set(Version.objects.filter(certificate__in=[first, second]).values_list("digest", flat=True))

    assert len(digests) == 2


@pytest.mark.parametrize(
    ("changed", "where", "problem"),
    [
        ({"values": {"number": "1"}}, "principal", "MISSING"),
        ({"values": {**stage.LICENCE, "trade": "street"}}, "trade", "CODE"),
        ({"values": {**stage.LICENCE, "number": "x" * 61}}, "number", "LONG"),
        ({"values": {**stage.LICENCE, "principal": "a\0b"}}, "principal", "CHARACTERS"),
        ({"values": {**stage.LICENCE, "colour": "red"}}, "colour", "UNKNOWN"),
        ({"name": "别的公司"}, "holder", "HOLDER"),
        ({"number": "91350100M000100Y44"}, "holder", "HOLDER"),
        ({"number": stage.NUMBER, "name": "李民"}, "holder", "HOLDER"),  # a licence is an enterprise's
        ({"valid_from": date(2020, 1, 1)}, "period", "PERIOD"),  # would be over already
    ],
)
def test_issue_certificate_is_declined_with_every_mistake_and_nothing_is_written(district, changed, where, problem):
    with pytest.raises(actions.ContentsWrong) as refusal:
        actions.issue_certificate("licence", replace(stage.of_enterprise(), **changed), by=stage.GU, at=NOON)

    assert (where, problem) in refusal.value.problems
    assert not Certificate.objects.exists()
    assert not recorded("certificates.certificate.issued")
    assert not Serial.objects.exists()  # rolled back with it: no gap


@pytest.mark.parametrize("through", [None, TODAY - timedelta(1), date(2027, 3, 2)])
def test_a_permit_needs_a_last_day_that_is_not_past_and_not_too_far(district, through):
    with pytest.raises(actions.ContentsWrong) as refusal:
        actions.issue_certificate("permit", stage.of_person(valid_through=through), by=stage.GU, at=NOON)
    assert refusal.value.problems == (("period", "PERIOD"),)


def test_a_holder_has_one_of_a_type_until_it_has_ended(district):
    first = stage.issued()

    with pytest.raises(actions.ContentsWrong) as refusal:
        stage.issued()
    assert refusal.value.problems == (("holder", "HELD"),)
    actions.revoke_certificate(first, "CANCELLED", "申请注销", by=stage.GU, at=NOON)
    second = stage.issued()
    assert Certificate.objects.get(pk=second).serial == "000000002"


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, ZHOU, ZHENG, SYSTEM, stage.QIN, stage.JIN])
def test_issue_certificate_is_the_issuing_units_alone(district, stranger):
    with pytest.raises(Forbidden):
        actions.issue_certificate("licence", stage.of_enterprise(), by=stranger, at=NOON)
    assert not Certificate.objects.exists()


@pytest.mark.heavy
@pytest.mark.django_db(transaction=True)
def test_serials_have_no_gap_and_no_collision_when_many_issue_at_once_and_some_are_turned_away():
    stage.district(stage.licence(one_per_holder=False))
    start, at_once = Barrier(6), 8

    def issue(turn: int) -> None:
        start.wait()
        for number in range(at_once):
            values = {} if (turn + number) % 4 == 0 else stage.LICENCE
            try:
                actions.issue_certificate("licence", stage.of_enterprise(values=values), by=stage.GU, at=NOON)
            except actions.ContentsWrong:
                continue
        connections.close_all()

    threads = [Thread(target=issue, args=(turn,)) for turn in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    serials = sorted(Certificate.objects.values_list("serial", flat=True))
    assert serials == [f"{number:09}" for number in range(1, 6 * at_once * 3 // 4 + 1)]


def test_a_holder_who_is_not_registered_is_turned_away(district):
    parties.register_person("王小明", "110105199003072389", by=SYSTEM, at=NOON, from_old_data=True)

    with pytest.raises(actions.ContentsWrong) as refusal:
        actions.issue_certificate(
            "permit", stage.of_person(number="110105194912310021", name="王小明"), by=stage.GU, at=NOON
        )
    assert ("holder", "HOLDER") in refusal.value.problems
