"""Whether this installation can serve: the database, its structure, sealer and workers, each with a sentence."""

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import psycopg
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext

from .. import lags
from ..connections import LATE

PATIENCE = 3  # seconds the database has to answer a probe


@dataclass(frozen=True, slots=True)
class Ready:
    """One thing that must be so, and what is wrong with it."""

    name: str
    ok: bool
    sentence: str


def readiness(*, web_only: bool = False) -> tuple[Ready, ...]:
    """Look now, over a connection of its own: a pool that is used up must not look like a database that is down.

    ``web_only`` leaves the background out: a load balancer must not take pages away because a worker is down.
    """
    try:
        with psycopg.connect(**_parameters()) as database:
            found = [Ready("database", True, gettext("数据库有应答。")), _migrations(database)]
            # The other two ask tables that a missing migration may not have made yet.
            if not web_only and found[-1].ok:
                found += [_sealer(database), _workers(database)]
    except psycopg.Error as error:
        words = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        return (Ready("database", False, gettext("数据库没有应答：%(error)s") % {"error": words}),)
    return tuple(found)


def is_ready(found: tuple[Ready, ...]) -> bool:
    return all(each.ok for each in found)


def as_json(found: tuple[Ready, ...]) -> dict[str, Any]:
    return {"ready": is_ready(found), "checks": [asdict(each) for each in found]}


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """The migrations this version of the program carries."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def missing_migrations(applied: set[tuple[str, str]]) -> list[str]:
    """Those the database has not had; one that is newer than the program is no fault: others are upgraded already."""
    return sorted(f"{app}.{name}" for app, name in known_migrations() - applied)


def _parameters() -> dict[str, Any]:
    given = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "service", "passfile", "options")
    kept = {name: given[name] for name in names if given.get(name)}
    return {**kept, "connect_timeout": PATIENCE, "autocommit": True}


def _migrations(database: psycopg.Connection) -> Ready:
    try:
        applied = {(app, name) for app, name in database.execute("select app, name from django_migrations").fetchall()}
    except psycopg.errors.UndefinedTable:
        applied = set()
    if missing := missing_migrations(applied):
        sentence = gettext("有 %(n)d 个数据库变更没有执行（%(first)s……），请执行 yunjian prepare。")
        return Ready("migrations", False, sentence % {"n": len(missing), "first": missing[0]})
    return Ready("migrations", True, gettext("数据库结构与程序一致。"))


def _sealer(database: psycopg.Connection) -> Ready:
    (settled,) = database.execute(lags.SETTLED).fetchone()  # type: ignore[misc]
    waiting, oldest, _ = database.execute(lags.waiting(settled)).fetchone()  # type: ignore[misc]
    sentence = gettext("%(waiting)d 条账本记录待封存，最早的在 %(oldest)d 秒前。")
    return Ready("sealer", oldest < LATE, sentence % {"waiting": waiting, "oldest": oldest})


def _workers(database: psycopg.Connection) -> Ready:
    (workers,) = database.execute(lags.WORKERS).fetchone()  # type: ignore[misc]
    return Ready("worker", workers > 0, gettext("%(workers)d 个后台进程在工作。") % {"workers": workers})
