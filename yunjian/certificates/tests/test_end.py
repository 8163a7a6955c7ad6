"""Suspending, resuming, revoking, archiving and erasing."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.cast import LI, NOON, ZHENG
from yunjian.certificates import actions, queries
from yunjian.certificates.jobs import keep_retention
from yunjian.certificates.models import Certificate, Contents, Step, Version
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import arranging, recorded

from . import stage

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3700)


@pytest.fixture
def licence():
    stage.district()
    return stage.issued()


def state_of(pk: int) -> str:
    return Certificate.objects.values_list("state", flat=True).get(pk=pk)


def test_suspend_certificate_and_resume_certificate_change_how_it_stands_and_are_recorded(licence):
    actions.suspend_certificate(licence, "正在调查", by=stage.GU, at=NOON)
    assert queries.certificate(licence, reader=stage.GU, at=NOON).standing.standing == "SUSPENDED"
    actions.resume_certificate(licence, "调查结束", by=stage.GU, at=NOON)

    assert state_of(licence) == "VALID"
    kinds = [entry.kind.rpartition(".")[2] for entry in recorded()]
    assert kinds[-2:] == ["suspended", "resumed"]
    assert [step.words for step in queries.history(licence, reader=stage.GU)] == ["", "正在调查", "调查结束"]


def test_revoke_certificate_says_on_what_ground_and_is_recorded(licence):
    actions.revoke_certificate(licence, "RESCINDED", "以虚假材料取得", by=stage.GU, at=NOON)

    assert state_of(licence) == "REVOKED"
    [entry] = recorded("certificates.certificate.revoked")
    assert entry.payload["ground"] == "RESCINDED"
    assert "虚假" not in str(entry.payload)
    assert "第六十九条" in queries.history(licence, reader=stage.GU)[-1].ground


def test_archive_certificate_takes_what_has_ended_and_is_recorded(licence):
    actions.revoke_certificate(licence, "CANCELLED", "申请注销", by=stage.GU, at=NOON)
    actions.archive_certificate(licence, "办结归档", by=stage.GU, at=NOON)

    assert state_of(licence) == "ARCHIVED"
    assert len(recorded("certificates.certificate.archived")) == 1


@pytest.mark.parametrize(
    "step",
    [
        lambda pk: actions.resume_certificate(pk, "没有暂停", by=stage.GU, at=NOON),
        lambda pk: actions.archive_certificate(pk, "还有效的", by=stage.GU, at=NOON),
    ],
    ids=["resume_certificate", "archive_certificate"],
)
def test_resume_certificate_and_archive_certificate_are_declined_while_it_holds(licence, step):
    with pytest.raises(actions.NotNow):
        step(licence)
    assert state_of(licence) == "VALID"
    assert not Step.objects.exists()


def test_suspend_certificate_is_declined_without_a_reason_and_once_it_has_ended(licence):
    with pytest.raises(actions.WordsMissing):
        actions.suspend_certificate(licence, " 查 ", by=stage.GU, at=NOON)
    with pytest.raises(actions.NotNow):
        actions.suspend_certificate(licence, "正在调查", by=stage.GU, at=NOON + timedelta(days=800))
    assert state_of(licence) == "VALID"


def test_revoke_certificate_is_declined_without_a_ground_and_twice(licence):
    with pytest.raises(actions.GroundMissing):
        actions.revoke_certificate(licence, "", "事实清楚", by=stage.GU, at=NOON)
    actions.revoke_certificate(licence, "CANCELLED", "申请注销", by=stage.GU, at=NOON)
    with pytest.raises(actions.NotNow):
        actions.revoke_certificate(licence, "CANCELLED", "申请注销", by=stage.GU, at=NOON)
    assert Step.objects.count() == 1


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, ZHENG, SYSTEM, stage.QIN, stage.JIN])
def test_is_the_issuing_units_alone(licence, stranger):
    for step in (
        lambda: actions.suspend_certificate(licence, "正在调查", by=stranger, at=NOON),
        lambda: actions.resume_certificate(licence, "调查结束", by=stranger, at=NOON),
        lambda: actions.revoke_certificate(licence, "CANCELLED", "申请注销", by=stranger, at=NOON),
        lambda: actions.revoke_certificate(licence, "", "申请注销", by=stranger, at=NOON),
        lambda: actions.archive_certificate(licence, "办结归档", by=stranger, at=NOON),
    ):
        with pytest.raises(Forbidden):
            step()
    assert state_of(licence) == "VALID"


def archived(licence: int) -> None:
    actions.revoke_certificate(licence, "CANCELLED", "申请注销", by=stage.GU, at=NOON)
    actions.archive_certificate(licence, "办结归档", by=stage.GU, at=NOON)


def test_erase_contents_takes_what_it_said_and_keeps_that_it_was_and_is_recorded(licence):
    archived(licence)
    digest = Version.objects.get(certificate=licence).digest
    keep_retention(at=NOON + timedelta(days=3600))
    assert Contents.objects.get().values == stage.LICENCE  # ten years are not over
    actions.erase_contents(licence, by=SYSTEM, at=LATER)

    contents = Contents.objects.get()
    assert (contents.values, contents.salt, contents.holder_name) == ({}, "", "")
    assert set(Step.objects.values_list("words", flat=True)) == {""}
    assert Version.objects.get(certificate=licence).digest == digest
    assert len(recorded("certificates.certificate.erased")) == 1
    assert queries.certificate(licence, reader=stage.GU, at=LATER).fields == ()


def test_what_is_in_the_archive_long_enough_is_erased_by_the_clock(licence):
    archived(licence)
    keep_retention(at=LATER)
    keep_retention(at=LATER)

    assert Contents.objects.get().salt == ""


def test_erase_contents_is_declined_before_the_archive_and_twice(licence):
    with pytest.raises(actions.NotArchived):
        actions.erase_contents(licence, by=SYSTEM, at=NOON)
    archived(licence)
    actions.erase_contents(licence, by=SYSTEM, at=LATER)
    with pytest.raises(actions.ErasedAlready):
        actions.erase_contents(licence, by=SYSTEM, at=LATER)


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, stage.GU])
def test_erase_contents_is_the_platforms(licence, stranger):
    archived(licence)

    with pytest.raises(Forbidden):
        actions.erase_contents(licence, by=stranger, at=LATER)


def test_the_database_refuses_to_change_a_version_or_what_it_says(licence):
    def refused(write) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            write()

    refused(lambda: Certificate.objects.update(state="REVOKED"))  # no action
    with arranging():
        refused(lambda: Version.objects.update(digest="0" * 64))
        refused(lambda: Version.objects.all()._raw_delete("default"))
        refused(lambda: Contents.objects.update(values={"number": "另一个"}))
        refused(lambda: Contents.objects.update(values={}))
    assert Contents.objects.get().values == stage.LICENCE
