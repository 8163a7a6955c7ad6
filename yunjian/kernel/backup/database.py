"""The database's part of a backup: a snapshot, its dump, and the figures by which a copy is proven equal."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import connection
from psycopg import sql

from .keys import BackupTrouble

_TABLES = "select tablename from pg_tables where schemaname = current_schema() order by 1"


@dataclass(frozen=True, slots=True)
class Figures:
    """What a restored copy must have in common with its original."""

    ledger_size: int
    ledger_root: str
    counts: dict[str, int]
    server: str


@contextlib.contextmanager
def snapshot() -> Iterator[tuple[str, Figures]]:
    """Hold one moment of the database: its name for pg_dump, and its figures."""
    with psycopg.connect(**_parameters()) as database:
        database.execute("set transaction isolation level repeatable read, read only")
        (name,) = database.execute("select pg_export_snapshot()").fetchone()  # type: ignore[misc]
        yield name, figures(database)


def figures(database: psycopg.Connection) -> Figures:
    """Rows of every table, and the ledger's last root."""
    counts = {}
    for (table,) in database.execute(_TABLES).fetchall():
        question = sql.SQL("select count(*) from {}").format(sql.Identifier(table))
        (counts[table],) = database.execute(question).fetchone()  # type: ignore[misc]
    last = None
    if "kernel_checkpoint" in counts:
        last = database.execute(
            "select size, encode(root_hash, 'hex') from kernel_checkpoint order by size desc limit 1"
        ).fetchone()
    size, root = last or (0, "")
    (server,) = database.execute("show server_version").fetchone()  # type: ignore[misc]
    return Figures(size, root, counts, server)


def present_figures() -> Figures:
    """The same of the database as it is now."""
    with psycopg.connect(**_parameters()) as database:
        return figures(database)


def dump(snapshot_name: str, target: Path, programs: Path) -> None:
    """A file for every table, uncompressed: a table that did not change gives the same chunks again."""
    _run(programs / "pg_dump", "--format=directory", "--compress=none", "--no-owner", "--no-privileges", "--no-sync",
         f"--snapshot={snapshot_name}", f"--file={target}")  # fmt: skip


def restore(source: Path, programs: Path) -> None:
    """All or nothing, into the empty database."""
    _run(programs / "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
         f"--dbname={_environment()['PGDATABASE']}", str(source))  # fmt: skip


def is_empty() -> bool:
    with psycopg.connect(**_parameters()) as database:
        return not database.execute(_TABLES + " limit 1").fetchone()


def _run(program: Path, *words: str) -> None:
    if not program.exists():
        raise BackupTrouble(f"没有找到 {program}。请安装 PostgreSQL 客户端程序，并设 YUNJIAN_POSTGRES_PROGRAMS。")
    outcome = subprocess.run([str(program), *words], env=_environment(), capture_output=True, text=True, check=False)
    if outcome.returncode:
        raise BackupTrouble(f"{program.name} 没有完成：{outcome.stderr.strip()[-800:]}")


def _environment() -> dict[str, str]:
    """Through the environment, where other accounts of the host cannot read the password."""
    given = connection.get_connection_params()
    names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGDATABASE": "dbname",
             "PGSSLMODE": "sslmode", "PGSSLROOTCERT": "sslrootcert", "PGSERVICE": "service"}  # fmt: skip
    kept = {variable: str(given[name]) for variable, name in names.items() if given.get(name)}
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", **kept}


def _parameters() -> dict:
    given = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "service", "passfile")
    return {name: given[name] for name in names if given.get(name)}
