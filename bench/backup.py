"""A backup and a restore beside pg_dump and pg_restore of the same database: ``python -m bench.backup [entries]``."""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from .frame import django_setup, finish, report, seconds
from .ledger import fill

MEGABYTE = 1e6


def main() -> None:
    """Fill the ledger, then take the times."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    django_setup()
    fill(entries)
    with tempfile.TemporaryDirectory() as name:
        times(Path(name), entries)
    finish()


def times(folder: Path, entries: int) -> None:
    from yunjian.kernel.backup import database
    from yunjian.kernel.backup.keys import new_key, read_key
    from yunjian.kernel.backup.making import make
    from yunjian.kernel.backup.store import Store
    from yunjian.site.environment import Environment
    from yunjian.site.programs import postgres_programs

    programs = postgres_programs(Environment.read())
    with database.snapshot() as (snapshot, _):
        alone = seconds(lambda: database.dump(snapshot, folder / "dump", programs))
    size = sum(path.stat().st_size for path in (folder / "dump").iterdir()) / MEGABYTE
    new_key(folder / "key")
    store = Store.opened(folder / "backups", read_key("", str(folder / "key")), create=True)
    data = folder / "data"
    first = seconds(lambda: make(store, data, programs, at=datetime.now(UTC)))
    written = store.written
    again = seconds(lambda: make(store, data, programs, at=datetime.now(UTC)))
    print(f"  {entries:,} entries, {size:.0f} MB dumped, {written / MEGABYTE:.0f} MB kept")
    report("pg_dump alone", size / alone, None, "MB/s")
    report("yunjian backup, the first time", size / first, None, "MB/s")
    report("yunjian backup, nothing changed", size / again, None, "MB/s")
    report("the second writes of what the first wrote", (store.written - written) / written * 100, None, "%")
    restoring(folder, store, programs, size)


def restoring(folder: Path, store, programs: Path, size: float) -> None:
    """Into a database of its own, proof included."""
    from django.db import connection, connections

    from yunjian.kernel.backup import database
    from yunjian.kernel.backup.restoring import restore

    name = connection.settings_dict["NAME"]

    def emptied() -> None:
        connections.close_all()
        connection.close_pool()
        connection.settings_dict["NAME"] = name
        with connection.cursor() as cursor:
            cursor.execute(f"drop database if exists {name}_copy with (force)")
            cursor.execute(f"create database {name}_copy")
        connections.close_all()
        connection.close_pool()
        connection.settings_dict["NAME"] = f"{name}_copy"

    try:
        emptied()
        alone = seconds(lambda: database.restore(folder / "dump", programs))
        emptied()
        whole = seconds(lambda: restore(store, store.manifest(), folder / "copy", programs))
    finally:
        emptied()
        connection.settings_dict["NAME"] = name
        with connection.cursor() as cursor:
            cursor.execute(f"drop database if exists {name}_copy with (force)")
    report("pg_restore alone", size / alone, None, "MB/s")
    report("yunjian restore, verified and proven equal", size / whole, None, "MB/s")


if __name__ == "__main__":
    main()
