"""Signed checkpoints and the proofs that lead to them."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cast import NOON, ZHOU
from yunjian.kernel import keys, ledger, tiles
from yunjian.kernel.actor import ANONYMOUS, SYSTEM, Actor
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.keys.actions import rotate_key
from yunjian.kernel.models import Checkpoint, Entry, SignedCheckpoint, Tile
from yunjian.kernel.proofs import checkpoints, exporting, proving
from yunjian.kernel.testing import recorded
from yunjian_verify import kinds
from yunjian_verify.checkpoint import read_checkpoint
from yunjian_verify.merkle import Wrong, leaf_hash, verify_consistency, verify_inclusion
from yunjian_verify.note import read_vkey
from yunjian_verify.proof import read_proof
from yunjian_verify.tests import reference

pytestmark = pytest.mark.django_db


def trusted() -> tuple:
    """The keys as an outsider copies them from the page."""
    return tuple(read_vkey(str(key)) for key in checkpoints.log_keys())


def written(folder: Path, text: str, name: str = "file.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_checkpoint_names_the_sealed_tree_and_verifies_outside(grow, place):
    made = grow(5)
    sealed = Checkpoint.objects.get(size=made.size)

    found = read_checkpoint(checkpoints.note_of(made).encode())
    assert (found.origin, found.size, found.root) == ("yunjian.example/tlog", made.size, bytes(sealed.root_hash))
    outcome = kinds.verify(written(place, made.note), kinds.Trust(trusted()))
    assert outcome.status == kinds.PROVEN
    assert "没有可信的见证方" in outcome.zh
    assert kinds.verify(written(place, made.note), kinds.Trust()).status == kinds.OPEN
    changed = made.note.replace(f"\n{made.size}\n", f"\n{made.size + 1}\n", 1)
    assert kinds.verify(written(place, changed), kinds.Trust(trusted())).status == kinds.WRONG


def test_nothing_new_nothing_signed(grow):
    grow(1)
    while grow_once := checkpoints.sign(at=NOON):  # the key's own entry was sealed since
        assert grow_once
    assert checkpoints.sign(at=NOON) is None


@pytest.mark.parametrize("setting", ["ledger=SM2@file", "ledger-sm2=SM2@file"])
def test_sm2_signs_alone_or_beside(grow, place, settings, setting):
    settings.SIGNING_KEYS = setting
    made = grow(3)

    found = read_checkpoint(made.note.encode())
    assert {key.key.algorithm for key in found.signers(trusted())} == (
        {"SM2"} if setting.startswith("ledger=") else {"Ed25519", "SM2"}
    )
    for key in trusted():
        assert kinds.verify(written(place, made.note), kinds.Trust((key,))).status == kinds.PROVEN


def test_after_a_rotation_both_keys_sign_for_a_while_and_old_checkpoints_verify(grow, place):
    old = grow(2)
    [before] = trusted()
    rotate_key("ledger", overlap=timedelta(days=30), by=SYSTEM, at=NOON)
    between = grow(1, at=NOON + timedelta(days=1))
    after = grow(1, at=NOON + timedelta(days=31))

    now = trusted()[0]
    assert now != before
    for key, note, status in (
        (before, old.note, kinds.PROVEN),
        (before, between.note, kinds.PROVEN),
        (now, between.note, kinds.PROVEN),
        (now, after.note, kinds.PROVEN),
        (before, after.note, kinds.OPEN),
    ):
        assert kinds.verify(written(place, note), kinds.Trust((key,))).status == status


def test_tiles_are_full_ones_and_prove_every_entry(many):
    signed = many(700)
    root = read_checkpoint(signed.note.encode()).root
    leaves = tiles.leaves_kept(0, signed.size)

    assert Tile.objects.filter(level=0).count() == signed.size // 256 == 2
    assert reference.root(leaves) == root
    for index in (0, 255, 256, 511, 512, signed.size - 1):
        proof = proving.inclusion(index, reader=ANONYMOUS)
        assert list(proof.hashes) == reference.path(index, leaves)
        verify_inclusion(proof.leaf, index, signed.size, proof.hashes, root)
    for old in (1, 255, 256, 600, signed.size):
        hashes = proving.consistency(old, signed.size, reader=ANONYMOUS)
        verify_consistency(old, signed.size, hashes, reference.root(leaves[:old]), root)


def test_a_proof_costs_few_questions(many, django_assert_max_num_queries):
    signed = many(700)
    with django_assert_max_num_queries(8):
        proving.inclusion(300, size=signed.size, reader=ANONYMOUS)


def test_tiles_that_an_older_version_left_out_are_made_up(many):
    many(300)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("alter table kernel_tile disable trigger all")
        cursor.execute("delete from kernel_tile")
        cursor.execute("alter table kernel_tile enable trigger all")
    many(300)

    assert list(Tile.objects.values_list("level", "index")) == [(0, 0), (0, 1)]


def test_a_proof_file_holds_the_entry_for_those_it_is_about_and_for_nobody_else(grow, place, settings):
    signed = grow(4)
    entry = Entry.objects.get(seal__position=2)
    auditor = SYSTEM
    for reader, has_it in ((ZHOU, True), (ANONYMOUS, False), (Actor("account:7"), False)):
        found = read_proof(proving.proof_file(2, reader=reader).encode())
        assert (found.entry is not None) == has_it, reader
        found.verify(leaf_hash(ledger.leaf_data(ledger.recorded(entry))))
        with pytest.raises(Wrong):
            found.verify(leaf_hash(b"another"))
    assert auditor.is_system

    path = written(place, proving.proof_file(2, reader=ZHOU), "entry.tlog-proof")
    outcome = kinds.verify(path, kinds.Trust(trusted()))
    assert (outcome.status, "第 2 号记录" in outcome.zh) == (kinds.PROVEN, True)
    assert signed.size > 2


def test_another_floor_hands_its_holder_the_whole_file(grow):
    grow(2)
    entry = Entry.objects.get(seal__position=1)

    assert read_proof(proving.proof_file_of(entry.pk).encode()).entry == ledger.leaf_data(ledger.recorded(entry))


def test_what_is_not_there_or_not_signed_yet_is_declined(grow):
    with pytest.raises(NotFound):
        proving.proof_file(0, reader=ZHOU)
    signed = grow(2)
    with pytest.raises(NotFound):
        proving.inclusion(signed.size + 50, reader=ZHOU)
    with pytest.raises(proving.NoSuchTree):
        proving.inclusion(0, size=signed.size + 50, reader=ZHOU)
    with pytest.raises(proving.NotYetSigned):
        proving.inclusion(1, size=1, reader=ZHOU)
    with pytest.raises(proving.NoSuchTree):
        proving.consistency(3, 2, reader=ZHOU)


def test_a_tile_folder_verifies_and_each_change_of_it_is_found(many, place):
    signed = many(520)
    folder = place / "tlog"
    exporting.write_folder(folder)
    outcome = kinds.verify(folder, kinds.Trust(trusted()))
    assert outcome.status == kinds.PROVEN, outcome.zh
    assert exporting.write_folder(folder) == (signed, 0)

    for tile in ("tile/0/000", "tile/0/002.p/8", "tile/1/000.p/2"):
        path = next(folder.glob(tile.split(".p")[0] + "*")) if not (folder / tile).exists() else folder / tile
        path = path if path.is_file() else next(path.iterdir())
        kept = path.read_bytes()
        path.write_bytes(bytes([kept[0] ^ 1]) + kept[1:])
        assert kinds.verify(folder, kinds.Trust(trusted())).status == kinds.WRONG, tile
        path.unlink()
        assert kinds.verify(folder, kinds.Trust(trusted())).status == kinds.WRONG, tile
        path.write_bytes(kept)
    assert kinds.verify(folder, kinds.Trust(trusted())).status == kinds.PROVEN


def test_entries_leave_with_the_auditor_only(grow):
    grow(2)
    for reader in (ZHOU, ANONYMOUS):
        with pytest.raises(Forbidden):
            exporting.range_of(0, 2, reader=reader)
        with pytest.raises(Forbidden):
            exporting.bundle(exporting.public.Tile(-1, 0, 2), reader=reader)
    assert recorded("kernel.ledger.exported") == []


def test_no_row_of_a_checkpoint_is_ever_changed(grow):
    from django.db import DatabaseError, transaction

    signed = grow(1)
    with pytest.raises(DatabaseError), transaction.atomic():
        SignedCheckpoint.objects.filter(pk=signed.pk).update(note="another")
    with pytest.raises(DatabaseError), transaction.atomic():
        SignedCheckpoint.objects.create(origin="x", size=1, note="", at=NOON)
    assert keys.verification_keys("ledger")
