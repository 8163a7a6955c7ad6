"""The invariants of certificates."""

import pytest
from django.db import connection

from tests.cast import NOON
from yunjian.certificates import actions
from yunjian.certificates.models import Batch, Certificate, Contents, Serial
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.invariants import broken
from yunjian.kernel.testing import arranging

from . import stage

pytestmark = pytest.mark.django_db


def found() -> set[str]:
    return {each.invariant.rpartition(".")[2] for each in broken() if each.invariant.startswith("certificates.")}


@pytest.fixture
def story():
    stage.district()
    licence, permit = stage.issued(), stage.issued("permit")
    actions.replace_certificate(licence, "原件遗失", by=stage.GU, at=NOON)
    actions.revoke_certificate(permit, "CANCELLED", "申请注销", by=stage.GU, at=NOON)
    actions.archive_certificate(permit, "办结归档", by=stage.GU, at=NOON)
    actions.erase_contents(permit, by=SYSTEM, at=NOON)


def test_hold_after_a_whole_story(story):
    assert found() == set()


def test_name_what_is_wrong(story):
    with arranging():
        Certificate.objects.filter(version=2).update(version=3)
        Serial.objects.update(last=7)
        Batch.objects.create(
            type="licence", unit="data-bureau", file_name="a.csv", digest="0" * 64, total=1, issued=1, asked_by="x",
            asked_at=NOON,
        )  # fmt: skip
        with connection.cursor() as cursor:  # past the trigger, as only the database's owner can
            cursor.execute("set constraints all immediate")
            cursor.execute("alter table certificates_contents disable trigger user")
            Contents.objects.exclude(salt="").update(holder_name="别的公司")
            cursor.execute("alter table certificates_contents enable trigger user")

    assert found() == {
        "every_certificate_has_its_versions_without_a_gap",
        "serials_are_drawn_without_a_gap",
        "what_a_version_says_is_what_its_digest_binds",
        "a_batch_has_decided_as_many_rows_as_it_says",
    }
