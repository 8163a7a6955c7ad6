"""A backup."""

import fcntl
import threading

import pytest

from tests.cast import NOON, ZHOU
from yunjian.kernel import sealer
from yunjian.kernel.backup import database, store
from yunjian.kernel.backup.keys import BackupTrouble, Keys, read_key
from yunjian.kernel.backup.store import Store
from yunjian.kernel.models import Checkpoint
from yunjian.kernel.testing import recorded
from yunjian.kernel.tests.sample import ring
from yunjian.site.cli import main

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.heavy]


def ring_and_seal(count: int = 5) -> None:
    for bell in range(count):
        ring(bell, by=ZHOU, at=NOON)
    sealer.seal()


def test_restored_elsewhere_is_equal_by_the_ledgers_root_and_every_tables_rows(place, restore, restored, capsys):
    ring_and_seal()
    ring(99, by=ZHOU, at=NOON)  # not sealed yet: it comes along all the same
    (place.data / "files" / "ab").mkdir()
    (place.data / "files" / "ab" / "letter.pdf").write_bytes(b"letter" * 1_000_000)
    (place.data / "secret-key").write_text("a-secret")
    (place.data / "identity-key.pem").write_text("another-secret")
    for kept in ("secret-key", "identity-key.pem"):
        (place.data / kept).chmod(0o600)

    assert place.backup() == 0
    said = capsys.readouterr().out
    outcome = restore()

    assert outcome.returncode == 0, outcome.stderr
    root = bytes(Checkpoint.objects.latest("size").root_hash).hex()
    assert root in said
    assert root in outcome.stdout
    assert restored("select count(*) from kernel_entry") == [(6,)]
    assert (place.folder / "restored" / "files" / "ab" / "letter.pdf").read_bytes() == b"letter" * 1_000_000
    for kept, worth in (("secret-key", "a-secret"), ("identity-key.pem", "another-secret")):
        assert (place.folder / "restored" / kept).read_text() == worth
        assert (place.folder / "restored" / kept).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (place.folder / "restored").iterdir()].count("files") == 1
    assert not list((place.folder / "restored").glob("*in-progress*"))
    assert not list(place.data.glob("*in-progress*"))


def test_is_noted_in_the_ledger_once_it_is_complete(place):
    assert place.backup() == 0

    [entry] = recorded("kernel.backup.made")
    assert entry.payload["backup"] == place.names()[0]


def test_keeps_what_did_not_change_only_once(place):
    ring_and_seal()
    (place.data / "files" / "film").write_bytes(bytes(range(256)) * 40_000)
    place.backup()
    before = {path.name: path.stat().st_mtime_ns for path in place.chunks()}

    place.backup()

    after = {path.name: path.stat().st_mtime_ns for path in place.chunks()}
    assert before.items() <= after.items()
    assert len(after) - len(before) <= 6  # the ledger, the queue's tables, the list of contents


def test_tells_a_stranger_nothing(place):
    ring_and_seal()
    (place.data / "files" / "letter").write_text("王小明的信" * 100)
    place.backup()

    lying = b"".join(path.read_bytes() for path in place.backups.rglob("*") if path.is_file())
    for telling in ("王小明", "kernel_entry", "kernel.bell", "letter"):
        assert telling.encode() not in lying
    assert all(path.stat().st_mode & 0o077 == 0 for path in place.backups.rglob("*") if path.is_dir())


def test_holds_every_file_its_database_names_though_both_grow_meanwhile(place, restore, restored):
    """The writer keeps a file, then commits the row that names it: whatever row is restored, its file is there."""
    begun, done = threading.Event(), threading.Event()

    def write() -> None:
        from django.db import connection

        bell = 0
        while not done.is_set():
            bell += 1
            (place.data / "files" / str(bell)).write_text(str(bell))
            ring(bell, by=ZHOU, at=NOON)
            begun.set()
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(60)
        assert place.backup() == 0
    finally:
        done.set()
        writer.join()
    outcome = restore()

    assert outcome.returncode == 0, outcome.stderr
    bells = restored("select payload->>'bell' from kernel_entry where kind = 'kernel.bell.rung'")
    assert bells
    assert all((place.folder / "restored" / "files" / bell).read_text() == bell for (bell,) in bells)


def test_interrupted_leaves_the_older_one_whole_and_nothing_half_done(place, restore, monkeypatch):
    ring_and_seal()
    place.backup()
    [older] = place.names()
    (place.data / "files" / "film").write_bytes(b"x" * 20_000_000)

    def full_disk(path, data):
        raise BackupTrouble(f"不能写 {path}：No space left on device。")

    with monkeypatch.context() as patch:
        patch.setattr(store, "_write", full_disk)
        assert place.backup() == 1

    assert place.names() == [older]
    assert restore().returncode == 0


def test_goes_on_where_a_killed_one_left_its_stage(place):
    left = place.data / "backup-in-progress-dead"
    left.mkdir()
    (left / "dump").write_text("plain")

    assert place.backup() == 0
    assert not left.exists()


def test_is_not_made_beside_another(place, capsys):
    place.backup()
    with (place.backups / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert place.backup() == 1

    assert "正在被另一个备份使用" in capsys.readouterr().err


def test_of_another_version_of_postgresql_says_what_pg_dump_said(place, capsys, monkeypatch, tmp_path):
    programs = tmp_path / "old"
    programs.mkdir()
    (programs / "pg_dump").write_text("#!/bin/sh\necho 'server version mismatch' >&2\nexit 1\n")
    (programs / "pg_dump").chmod(0o755)
    monkeypatch.setenv("YUNJIAN_POSTGRES_PROGRAMS", str(programs))

    assert place.backup() == 1
    assert "pg_dump 没有完成：server version mismatch" in capsys.readouterr().err
    assert place.names() == []


def test_needs_a_key_and_says_how_to_make_one(place, capsys, monkeypatch):
    monkeypatch.delenv("YUNJIAN_BACKUP_KEY_FILE")
    assert place.backup() == 1
    assert "yunjian backup key" in capsys.readouterr().err

    for wrong in ("short", "钥匙", "A" * 43):
        monkeypatch.setenv("YUNJIAN_BACKUP_KEY", wrong)
        assert place.backup() == 1
    assert not place.backups.exists()


def test_does_not_write_into_a_folder_of_something_else(place, capsys):
    place.backups.mkdir()
    (place.backups / "holiday.jpg").write_bytes(b"sea")

    assert place.backup() == 1
    assert "空文件夹" in capsys.readouterr().err


def test_prune_keeps_the_newest_and_all_they_need(place, restore):
    for number in range(3):
        (place.data / "files" / f"film{number}").write_bytes(bytes([number]) * 1_000_000)
        ring_and_seal(1)
        place.backup()
        if number == 0:
            (place.data / "files" / "film0").unlink()
    newest = place.names()[-1]
    chunks = len(place.chunks())

    assert main(["backup", "prune", str(place.backups), "--keep", "1"]) == 0

    assert place.names() == [newest]
    assert len(place.chunks()) < chunks
    assert main(["backup", "verify", str(place.backups)]) == 0
    assert restore().returncode == 0


def test_list_names_them_and_a_wrong_name_is_answered_with_the_right_ones(place, capsys):
    place.backup()
    capsys.readouterr()

    assert main(["backup", "list", str(place.backups)]) == 0
    assert place.names()[0] in capsys.readouterr().out
    assert main(["backup", "verify", str(place.backups), "20200101T000000Z-aaaaaa"]) == 1
    assert place.names()[0] in capsys.readouterr().err


def test_a_key_is_never_overwritten_and_is_for_its_owner_only(place, capsys):
    kept = (place.folder / "key").read_text()

    assert main(["backup", "key", str(place.folder / "key")]) == 1
    assert (place.folder / "key").read_text() == kept
    assert (place.folder / "key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("words", [[], ["list"], ["prune", "x"], ["prune", "x", "--keep", "0"], ["--help"], ["a", "b"]])
def test_words_that_make_no_sense_are_answered_with_the_usage(words, capsys):
    assert main(["backup", *words]) == 2
    assert "yunjian backup prune" in capsys.readouterr().err


def test_sealed_chunks_open_under_their_own_name_and_key_only():
    keys, others = Keys(b"k" * 32), Keys(b"o" * 32)
    sealed = keys.sealed(b"content", "name")

    assert keys.opened(sealed, "name") == b"content"
    assert keys.opened(sealed, "other name") is None
    assert others.opened(sealed, "name") is None
    assert keys.opened(sealed[:-1], "name") is None
    assert keys.name(b"content") != others.name(b"content")


def test_figures_are_those_of_the_moment_of_the_snapshot(place):
    ring_and_seal(3)
    with database.snapshot() as (_, figures):
        ring_and_seal(2)

        assert figures.counts["kernel_entry"] == figures.ledger_size == 3
        assert database.present_figures().counts["kernel_entry"] == 5


def test_opens_only_its_own_format(place):
    place.backup()
    mark = place.backups / "yunjian-backup.json"
    mark.write_text(mark.read_text().replace('"format": 1', '"format": 9'))

    with pytest.raises(BackupTrouble, match="格式 9"):
        Store.opened(place.backups, read_key("", str(place.folder / "key")))
