"""The words after ``yunjian backup`` and ``yunjian restore``."""

import sys
from collections.abc import Callable
from pathlib import Path

from yunjian.kernel.backup import commands
from yunjian.kernel.backup.keys import BackupTrouble, Keys, read_key

from .database import database
from .environment import Environment, make_no_signing_key
from .programs import postgres_programs


def backup(words: list[str]) -> int | None:
    """``backup DIR``, ``backup key FILE``, ``backup list|verify|prune DIR``; None when the words make no sense."""
    first, rest = (words[0], words[1:]) if words else ("", [])
    if first == "key" and len(rest) == 1:
        return commands.key(Path(rest[0]))
    if first == "list" and len(rest) == 1:
        return _with_keys(lambda keys: commands.list_backups(Path(rest[0]), keys))
    if first == "verify" and len(rest) in (1, 2):
        return _with_keys(lambda keys: commands.verify(Path(rest[0]), (rest[1:] or [""])[0], keys))
    if first == "prune" and len(rest) == 3 and rest[1] == "--keep" and rest[2].isdecimal() and int(rest[2]) > 0:
        return _with_keys(lambda keys: commands.prune(Path(rest[0]), int(rest[2]), keys))
    if len(words) == 1 and first not in ("key", "list", "verify", "prune") and not first.startswith("-"):
        return _with_database(lambda keys, data, programs: commands.backup(Path(first), keys, data, programs))
    return None


def restore(words: list[str]) -> int | None:
    """``restore DIR [NAME]``."""
    if len(words) not in (1, 2) or words[0].startswith("-"):
        return None
    make_no_signing_key()  # the backup brings its own
    folder, name = Path(words[0]), (words[1:] or [""])[0]
    return _with_database(lambda keys, data, programs: commands.restore(folder, name, keys, data, programs))


def _with_keys(command: Callable[[Keys], int]) -> int:
    environment = Environment.read()
    try:
        keys = read_key(environment.backup_key, environment.backup_key_file)
    except BackupTrouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return command(keys)


def _with_database(command: Callable[[Keys, Path, Path], int]) -> int:
    environment = Environment.read()

    def inside(keys: Keys) -> int:
        with database():
            return command(keys, environment.data_folder, postgres_programs(environment))

    return _with_keys(inside)
