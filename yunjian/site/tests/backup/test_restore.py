"""Restoring a backup."""

import pytest
from django.db import connection

from tests.cast import NOON, ZHOU
from yunjian.kernel import sealer
from yunjian.kernel.backup.keys import read_key
from yunjian.kernel.backup.restoring import compare
from yunjian.kernel.backup.store import Store
from yunjian.kernel.testing import recorded
from yunjian.kernel.tests.sample import ring
from yunjian.site.cli import main

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.heavy]


@pytest.fixture
def made(place):
    for bell in range(3):
        ring(bell, by=ZHOU, at=NOON)
    sealer.seal()
    (place.data / "files" / "letter").write_text("信")
    assert place.backup() == 0
    return place


def test_refuses_a_database_that_is_not_empty(made, capsys):
    assert main(["restore", str(made.backups)]) == 1

    assert "已经有表" in capsys.readouterr().err
    assert len(recorded("kernel.bell.rung")) == 3


def test_refuses_a_folder_that_is_not_empty(made, restore):
    kept = made.folder / "restored" / "files"
    kept.mkdir(parents=True)
    (kept / "mine").write_text("mine")

    outcome = restore()

    assert outcome.returncode == 1
    assert "已经存在" in outcome.stderr
    assert (kept / "mine").read_text() == "mine"


def test_with_another_key_is_refused_by_name(made, restore):
    assert main(["backup", "key", str(made.folder / "other")]) == 0

    outcome = restore(YUNJIAN_BACKUP_KEY_FILE=str(made.folder / "other"))

    assert outcome.returncode == 1
    assert "密钥不对" in outcome.stderr


@pytest.mark.parametrize("damage", ["flip", "cut", "swap", "lose"])
def test_names_the_chunk_that_is_damaged_and_changes_nothing(made, restore, restored, damage):
    first, second = made.chunks()[:2]
    data = first.read_bytes()
    if damage == "flip":
        first.write_bytes(data[:14] + bytes([data[14] ^ 1]) + data[15:])
    elif damage == "cut":
        first.write_bytes(data[:-3])
    elif damage == "swap":
        first.write_bytes(second.read_bytes())
    else:
        first.unlink()

    outcome = restore()

    assert outcome.returncode == 1
    assert first.name in outcome.stderr
    assert restored("select count(*) from pg_tables where schemaname = 'public'") == [(0,)]
    assert not (made.folder / "restored" / "files").exists()
    assert main(["backup", "verify", str(made.backups)]) == 1


def test_names_a_damaged_manifest_and_still_restores_the_other(made, restore):
    older = made.names()[0]
    made.backup()
    [newer] = [name for name in made.names() if name != older]
    path = made.backups / "backups" / f"{newer}.manifest"
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    assert f"{newer}.manifest" in restore(newer).stderr
    assert restore(older).returncode == 0


def test_finds_a_copy_that_is_not_equal(made):
    manifest = Store.opened(made.backups, read_key("", str(made.folder / "key"))).manifest()
    assert compare(manifest) == [
        "表 kernel_entry 应有 3 行，现有 4 行",  # the note that the backup was made
    ]

    # Somebody with the database's own rights changes what was sealed.
    with connection.cursor() as cursor:
        cursor.execute("alter table kernel_entry disable trigger user")
        cursor.execute("update kernel_entry set payload = '{}' where id = (select min(id) from kernel_entry)")
        cursor.execute("alter table kernel_entry enable trigger user")

    found = "\n".join(compare(manifest))
    assert "根为" in found
    assert "every_sealed_entry_still_hashes_to_its_leaf" in found
