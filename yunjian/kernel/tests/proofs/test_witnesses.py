"""Witnesses: they cosign what continues, and name what does not."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.cast import NOON, ZHOU
from yunjian.kernel import sealer
from yunjian.kernel.connections import check_witnesses
from yunjian.kernel.invariants import broken_of_the_ledger
from yunjian.kernel.models import Cosignature, SignedCheckpoint, WitnessState
from yunjian.kernel.proofs import checkpoints, witnesses
from yunjian.kernel.proofs.publishing import Publisher
from yunjian.kernel.tests.sample import ring
from yunjian_verify import kinds
from yunjian_verify.note import read_vkey

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def trust(witness) -> kinds.Trust:
    keys = (*checkpoints.log_keys(), witness.key)
    return kinds.Trust(tuple(read_vkey(str(key)) for key in keys))


def forget(*tables: str) -> None:
    """Put an older backup back: rows are gone that were there."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for statement in tables:
            table = statement.split()[2]
            cursor.execute(
                f"alter table {table} disable trigger user; {statement}; alter table {table} enable trigger user"
            )


def restored_to(size: int) -> None:
    """The database as it was when so many entries were sealed; the witness remembers more."""
    forget(
        "delete from kernel_cosignature",
        f"delete from kernel_signedcheckpoint where size > {size}",
        f"delete from kernel_checkpoint where size > {size}",
        f"delete from kernel_seal where position >= {size}",
        "delete from kernel_entry where id not in (select entry_id from kernel_seal)",
        "delete from kernel_sweep",
        "delete from kernel_witnessstate",
    )


def ring_and_seal(bells: int) -> None:
    for bell in range(bells):
        ring(100 + bell, by=ZHOU, at=LATER)
    sealer.seal()


def test_cosigns_what_only_grew_and_the_file_says_so(witness, grow, place):
    Publisher().publish(at=NOON)
    newest = grow(3, at=LATER)
    assert witnesses.submit_all(at=LATER) == 1

    assert Cosignature.objects.filter(checkpoint=newest).count() == 1
    assert WitnessState.objects.get().size == witness.last("yunjian.example/tlog").size == newest.size
    path = place / "checkpoint"
    path.write_text(checkpoints.note_of(newest), encoding="utf-8")
    outcome = kinds.verify(path, trust(witness))
    assert (outcome.status, "witness.example/w1" in outcome.zh) == (kinds.PROVEN, True)
    assert witnesses.submit_all(at=LATER) == 0  # it has it
    assert check_witnesses().ok
    assert broken_of_the_ledger() == []


def test_an_answer_that_got_lost_is_asked_for_again(witness, grow):
    newest = grow(1, at=LATER)
    witnesses.submit_all(at=LATER)
    forget("delete from kernel_cosignature", "delete from kernel_witnessstate")

    assert witnesses.submit_all(at=LATER) == 1
    assert newest.cosignatures.count() == 1


def test_a_backup_behind_the_witness_is_named_and_nothing_more_is_signed(witness, grow):
    first = grow(1, at=NOON)
    witnesses.submit_all(at=NOON)
    ahead = grow(5, at=LATER)
    witnesses.submit_all(at=LATER)
    restored_to(first.size)

    # A new worker, and new entries where the lost ones were.
    ring_and_seal(2)
    Publisher().publish(at=LATER)

    assert WitnessState.objects.get().trouble == WitnessState.Trouble.AHEAD
    assert SignedCheckpoint.objects.count() == SignedCheckpoint.objects.filter(size__lte=first.size).count()
    found = [each.found for each in broken_of_the_ledger() if each.invariant.endswith("has_seen_another_ledger")]
    assert found == [
        f"witness.example/w1 has seen {ahead.size} entries, more than there are: a backup behind it was restored"
    ]
    assert not check_witnesses().ok
    assert str(ahead.size) in check_witnesses().sentence


def test_a_history_grown_anew_past_the_witness_is_refused_by_it_and_named(witness, grow):
    first = grow(1, at=NOON)
    witnesses.submit_all(at=NOON)
    grow(3, at=LATER)
    witnesses.submit_all(at=LATER)
    restored_to(first.size)
    grow(9, at=LATER)  # signed before anybody asked: it is longer than what was lost
    witnesses.submit_all(at=LATER)

    state = WitnessState.objects.get()
    assert state.trouble == WitnessState.Trouble.DIFFERENT
    assert "does not continue" in state.said
    assert checkpoints.is_lost()
    assert [each.found for each in broken_of_the_ledger() if "another history" in each.found]
    assert not check_witnesses().ok


def test_a_witness_that_is_away_is_asked_again_later(grow, settings, witness):
    settings.WITNESSES = f"{witness.key}@http://127.0.0.1:9"
    grow(1, at=LATER)
    assert witnesses.submit_all(at=LATER) == 0

    state = WitnessState.objects.get()
    assert (state.trouble, state.failures, state.retry_at) == ("UNREACHED", 1, LATER + timedelta(seconds=2))
    assert not check_witnesses().ok
    assert checkpoints.sign(at=LATER) is None or not checkpoints.is_lost()


@pytest.mark.parametrize("text", ["x", "name+00000000+AQ==@https://w.example"])
def test_a_setting_that_names_no_witness_is_refused(settings, text):
    settings.WITNESSES = text
    with pytest.raises(witnesses.WitnessSettingUnknown, match="YUNJIAN_WITNESSES"):
        witnesses.witnesses()


def test_a_worker_cut_off_from_its_witnesses_signs_nothing_until_one_answers(witness, grow, settings):
    first = grow(1, at=NOON)
    witnesses.submit_all(at=NOON)
    there, settings.WITNESSES = settings.WITNESSES, f"{witness.key}@http://127.0.0.1:9"
    ring_and_seal(2)
    worker = Publisher()
    for seconds in (0, 1, 11):
        worker.publish(at=LATER + timedelta(seconds=seconds))

    assert SignedCheckpoint.objects.latest("size").size == first.size
    assert WitnessState.objects.get().trouble == "UNREACHED"
    assert not check_witnesses().ok
    assert "所以没有签名" in check_witnesses().sentence

    settings.WITNESSES = there
    worker.publish(at=LATER + timedelta(seconds=22))
    assert SignedCheckpoint.objects.latest("size").size == first.size + 2
    # Once one has answered, the worker goes on when they are away: each proof says who cosigned it.
    settings.WITNESSES = f"{witness.key}@http://127.0.0.1:9"
    ring_and_seal(1)
    worker.publish(at=LATER + timedelta(seconds=40))
    assert SignedCheckpoint.objects.latest("size").size == first.size + 3


def test_a_worker_that_nobody_watches_signs_at_once(grow):
    grow(1, at=NOON)
    ring_and_seal(1)
    Publisher().publish(at=LATER)

    assert SignedCheckpoint.objects.latest("size").at == LATER
