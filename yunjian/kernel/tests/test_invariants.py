"""The ledger's invariants."""

import pytest
from django.db import connection

from tests.cast import NOON, ZHOU
from yunjian.kernel import invariants, sealer
from yunjian.kernel.jobs import check_invariants
from yunjian.kernel.models import Cursor

from .sample import ring


@pytest.fixture
def sealed(db):
    """Seven sealed entries in two batches, and one that waits."""
    for bell in range(7):
        ring(bell, by=ZHOU, at=NOON)
        if bell == 4:
            sealer.seal()
    sealer.seal()
    ring(8, by=ZHOU, at=NOON)


def tamper(statement: str) -> None:
    """What a database administrator could do: switch the triggers off and write."""
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("set local session_replication_role = origin")


def found() -> list[str]:
    return [f"{each.invariant.rpartition('.')[2]}: {each.found}" for each in invariants.broken()]


def test_find_nothing_in_a_sound_ledger(sealed):
    assert found() == []


@pytest.mark.django_db
def test_find_nothing_in_an_empty_one():
    assert found() == []


@pytest.mark.parametrize(
    ("statement", "violation"),
    [
        (
            "update kernel_entry set payload = '{\"bell\": 99}' "
            "where id = (select entry_id from kernel_seal where position = 3)",
            "every_sealed_entry_still_hashes_to_its_leaf: entry",
        ),
        (
            "update kernel_seal set leaf_hash = '\\x00' where position = 3",
            "every_checkpoint_has_the_root_of_the_leaves_below_it: the checkpoint of 5 leaves has another root",
        ),
        ("delete from kernel_seal where position = 3", "positions_have_no_gap: position 4 stands where 3 belongs"),
        (
            "delete from kernel_seal where position = 6",
            "the_last_checkpoint_covers_all_that_is_sealed: 6 entries are sealed, the last checkpoint counts 7",
        ),
        (
            "update kernel_checkpoint set root_hash = '\\x00' where size = 7",
            "every_checkpoint_has_the_root_of_the_leaves_below_it: the checkpoint of 7 leaves has another root",
        ),
    ],
)
def test_find_what_was_tampered_with(sealed, statement, violation):
    tamper(statement)

    assert any(each.startswith(violation) for each in found())


def test_find_a_cursor_that_ran_ahead(sealed):
    Cursor.objects.create(subscriber="kernel.somebody", position=8)

    assert found() == ["no_cursor_stands_behind_the_last_sealed_entry: kernel.somebody has read 8 of 7 entries"]


def test_name_only_the_first_violations(sealed, monkeypatch):
    monkeypatch.setattr(invariants, "MOST", 2)
    tamper("update kernel_entry set payload = '{}'")

    assert [each.rpartition(":")[2] for each in found()][2] == " …"


def test_fail_the_nightly_job_when_broken(sealed):
    check_invariants(at=NOON)

    tamper("delete from kernel_seal where position = 6")
    with pytest.raises(AssertionError, match="the_last_checkpoint_covers_all_that_is_sealed"):
        check_invariants(at=NOON)
