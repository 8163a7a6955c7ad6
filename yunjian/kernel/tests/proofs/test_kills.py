"""The sealer killed between any two of its statements, and tampering with what it keeps."""

import pytest
from django.db import DatabaseError, connection

from tests.cast import NOON
from yunjian.kernel import invariants, sealer
from yunjian.kernel.models import Checkpoint, Entry, Tile
from yunjian.kernel.proofs import checkpoints
from yunjian.kernel.tests.conftest import another_connection
from yunjian.kernel.tests.test_invariants import tamper

STATEMENTS = 14  # of a batch that fills a tile and signs, with room to spare


def found() -> list[str]:
    return [f"{each.invariant.rpartition('.')[2]}: {each.found}" for each in invariants.broken_of_the_ledger()]


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_instant_it_goes_on_where_it_was(place):
    write(300)
    sealer.seal(batch=100)
    checkpoints.sign(at=NOON)
    write(300)
    killed = 0
    for instant in range(STATEMENTS):
        count = 0

        def die(execute, sql, params, many, context, at=instant):
            nonlocal count, killed
            count += 1
            if count == at + 1:
                killed += 1
                with another_connection() as other:
                    other.execute("select pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(die):
                sealer.seal(batch=170)
                checkpoints.sign(at=NOON)
        except DatabaseError:
            connection.close()
        assert found() == [], instant
    sealer.seal()
    checkpoints.sign(at=NOON)

    assert killed > 5
    size = Entry.objects.count()
    assert Checkpoint.objects.order_by("-size").first().size == size
    assert Tile.objects.filter(level=0).count() == size // 256
    assert found() == []


def write(count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('yunjian.action', 'elsewhere', false)")
        cursor.execute(
            "insert into kernel_entry (kind, subject, payload, actor, action, at) select 'kernel.bell.rung',"
            " 'kernel.bell:' || n, '{}', 'account:101', 'elsewhere', now() from generate_series(1, %s) n",
            [count],
        )
        cursor.execute("select set_config('yunjian.action', '', false)")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "violation"),
    [
        ("delete from kernel_tile where level = 0", "no_tile_is_missing_or_too_many"),
        ("update kernel_tile set hashes = sha256('x')", "every_tile_holds_the_hashes_below_it"),
        ("update kernel_tile set root_hash = sha256('x')", "every_tile_holds_the_hashes_below_it"),
        (
            "update kernel_signedcheckpoint set note = replace(note, E'\\n300\\n', E'\\n299\\n')",
            "what_was_signed_is_the_beginning_of_what_is_sealed",
        ),
        ("update kernel_signingkey set purpose = 'other'", "is signed by no key of ours"),
        ("delete from kernel_checkpoint", "a part of the ledger is lost"),
    ],
)
def test_tampering_is_found_and_named(many, statement, violation):
    many(300)
    assert found() == []
    tamper(statement)

    assert any(violation in each for each in found()), found()
