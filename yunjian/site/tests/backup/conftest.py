"""A place to keep backups, a key, a data folder, and an empty database to restore into."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from yunjian.kernel.tests.conftest import another_connection
from yunjian.site.cli import main


def address(database: str) -> str:
    given = connection.settings_dict
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{database}"


@dataclass
class Place:
    """Where one test backs up to and restores into."""

    folder: Path
    data: Path

    @property
    def backups(self) -> Path:
        return self.folder / "backups-here"

    def names(self) -> list[str]:
        return sorted(path.stem for path in self.backups.glob("backups/*.manifest"))

    def chunks(self) -> list[Path]:
        return sorted(path for path in self.backups.glob("chunks/*/*") if path.is_file())

    def backup(self) -> int:
        return main(["backup", str(self.backups)])


@pytest.fixture
def place(tmp_path, monkeypatch) -> Place:
    made = Place(tmp_path, tmp_path / "data")
    (made.data / "files").mkdir(parents=True)
    assert main(["backup", "key", str(tmp_path / "key")]) == 0
    monkeypatch.setenv("YUNJIAN_BACKUP_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("YUNJIAN_DATA", str(made.data))
    monkeypatch.setattr(settings, "DATA_FOLDER", made.data)
    return made


Restore = Callable[..., subprocess.CompletedProcess]


@pytest.fixture
def elsewhere_empty(transactional_db) -> Iterator[str]:
    """The address of an empty database."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with another_connection("postgres") as server:
        server.execute(f"drop database if exists {name} with (force)")
        server.execute(f"create database {name}")
    yield address(name)
    with another_connection("postgres") as server:
        server.execute(f"drop database if exists {name} with (force)")


@pytest.fixture
def restore(place, elsewhere_empty) -> Restore:
    """``yunjian restore`` into the empty database and an empty folder, as another host would."""

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "yunjian", "restore", str(place.backups), *words],
            env=os.environ
            | {"DATABASE_URL": elsewhere_empty, "YUNJIAN_DATA": str(place.folder / "restored")}
            | environment,
            capture_output=True,
            text=True,
        )

    return run


@pytest.fixture
def restored(elsewhere_empty) -> Callable[[str], list[tuple]]:
    """Ask the restored database."""

    def ask(question: str) -> list[tuple]:
        with psycopg.connect(elsewhere_empty) as database:
            return database.execute(question).fetchall()

    return ask
