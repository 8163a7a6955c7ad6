"""A new version of a certificate: renewed, amended, replaced."""

from datetime import date, timedelta

import pytest

from tests.cast import LI, NOON
from yunjian.certificates import actions, queries
from yunjian.certificates.logic.identifier import parse
from yunjian.certificates.models import Certificate, Contents, Version
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import arranging, recorded

from . import stage

pytestmark = pytest.mark.django_db
OTHER = {**stage.LICENCE, "principal": "李梅"}


@pytest.fixture
def licence():
    stage.district()
    return stage.issued()


def test_renew_certificate_adds_a_period_to_the_end_of_the_present_one_and_is_recorded(licence):
    identifier = actions.renew_certificate(licence, "期满前申请延续", by=stage.GU, at=NOON + timedelta(days=700))

    found = queries.version_for_credential(licence, reader=stage.GU, at=NOON)
    assert (found.version, found.identifier, found.valid_before) == (2, identifier, date(2030, 3, 2))
    assert parse(identifier).version == 2
    [entry] = recorded("certificates.certificate.renewed")
    assert entry.payload["identifier"] == identifier


def test_amend_certificate_says_something_else_and_keeps_the_old_version_as_it_was_and_is_recorded(licence):
    before = Version.objects.get(certificate=licence)
    actions.amend_certificate(licence, OTHER, "负责人变更", by=stage.GU, at=NOON)

    found = queries.version_for_credential(licence, reader=stage.GU, at=NOON)
    assert (found.version, found.fields[1].value, found.valid_before) == (2, "李梅", date(2028, 3, 2))
    assert Version.objects.get(pk=before.pk).digest == before.digest
    assert before.contents.values == stage.LICENCE
    assert len(recorded("certificates.certificate.amended")) == 1


def test_replace_certificate_says_the_same_under_a_new_version_and_is_recorded(licence):
    identifier = actions.replace_certificate(licence, "原件遗失", by=stage.GU, at=NOON)

    found = queries.version_for_credential(licence, reader=stage.GU, at=NOON)
    assert (found.identifier, found.fields[0].value) == (identifier, "JY1")
    assert len(recorded("certificates.certificate.replaced")) == 1


def test_the_paper_of_an_old_version_is_told_from_the_present_one(licence):
    old = queries.version_for_credential(licence, reader=stage.GU, at=NOON)
    actions.replace_certificate(licence, "原件遗失", by=stage.GU, at=NOON)

    found = queries.checked(old.identifier, old.code, reader=ANONYMOUS, at=NOON)
    assert found
    assert not found.is_current


def test_renew_certificate_is_declined_once_it_has_run_out(licence):
    with pytest.raises(actions.NotNow):
        actions.renew_certificate(licence, "期满后申请", by=stage.GU, at=NOON + timedelta(days=731))
    assert Certificate.objects.get(pk=licence).version == 1


def test_renewing_beyond_the_longest_period_is_declined():
    stage.district()
    permit = stage.issued("permit")

    for through in (None, date(2026, 8, 1), date(2028, 1, 1)):
        with pytest.raises(actions.ContentsWrong):
            actions.renew_certificate(permit, "继续居住", through=through, by=stage.GU, at=NOON)
    actions.renew_certificate(permit, "继续居住", through=date(2027, 8, 31), by=stage.GU, at=NOON)
    assert Certificate.objects.get(pk=permit).valid_before == date(2027, 9, 1)


@pytest.mark.parametrize(
    ("values", "words", "refusal"),
    [
        ({}, "负责人变更", actions.ContentsWrong),
        (stage.LICENCE, "负责人变更", actions.NothingChanged),
        (OTHER, "改", actions.WordsMissing),
    ],
)
def test_amend_certificate_is_declined_without_a_change_or_a_reason(licence, values, words, refusal):
    with pytest.raises(refusal):
        actions.amend_certificate(licence, values, words, by=stage.GU, at=NOON)
    assert Version.objects.filter(certificate=licence).count() == 1


def test_replace_certificate_is_declined_when_suspended_or_without_a_reason(licence):
    with pytest.raises(actions.WordsMissing):
        actions.replace_certificate(licence, "", by=stage.GU, at=NOON)
    with pytest.raises(NotFound):
        actions.replace_certificate(0, "原件遗失", by=stage.GU, at=NOON)
    actions.suspend_certificate(licence, "正在调查", by=stage.GU, at=NOON)
    with pytest.raises(actions.NotNow):
        actions.replace_certificate(licence, "原件遗失", by=stage.GU, at=NOON)


def test_the_last_version_is_the_999th(licence):
    with arranging():
        Version.objects.bulk_create(
            [
                Version(
                    certificate_id=licence, number=999, identifier="x", edition=date(2025, 1, 1), cause="ISSUED",
                    valid_from=date(2026, 3, 2), digest="0" * 64, issued_by="", issued_at=NOON,
                )
            ]
        )  # fmt: skip
        Certificate.objects.update(version=999)
        Contents.objects.create(version=Version.objects.get(number=999), values=stage.LICENCE, salt="1")

    with pytest.raises(actions.VersionsUsedUp):
        actions.amend_certificate(licence, OTHER, "负责人变更", by=stage.GU, at=NOON)


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, SYSTEM, stage.QIN, stage.JIN])
def test_is_the_issuing_units_alone(licence, stranger):
    for change in (
        lambda: actions.renew_certificate(licence, "期满前申请延续", by=stranger, at=NOON),
        lambda: actions.amend_certificate(licence, OTHER, "负责人变更", by=stranger, at=NOON),
        lambda: actions.replace_certificate(licence, "原件遗失", by=stranger, at=NOON),
    ):
        with pytest.raises(Forbidden):
            change()
    assert Version.objects.filter(certificate=licence).count() == 1
