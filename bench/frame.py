"""The frame every bench stands in: a database of its own, medians of repeated timings, one printed line a measure."""

import atexit
import logging
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

_over: list[str] = []


def django_setup(*, durable: bool = True) -> None:
    """Django on an empty, migrated database of its own, removed at the end; nothing that exists is touched.

    It is made on DATABASE_URL's server when that is set, else on an embedded PostgreSQL started for this run.
    """
    os.environ.setdefault("YUNJIAN_SECRET_KEY", "only-for-benches")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjian.site.settings")
    if not os.environ.get("DATABASE_URL"):
        _start_cluster(durable)
    import django
    from django.db import connections
    from django.test.utils import setup_databases, teardown_databases

    django.setup()
    logging.disable(logging.INFO)  # a bench prints figures, not requests
    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=())

    def leave() -> None:
        connections.close_all()
        teardown_databases(made, verbosity=0)

    atexit.register(leave)


def _start_cluster(durable: bool) -> None:
    from yunjian.site.postgres import EmbeddedPostgres

    folder = Path(tempfile.mkdtemp(prefix="yunjian-bench-"))
    folder.chmod(0o755)
    (folder / "data" / "static").mkdir(parents=True)
    os.environ.setdefault("YUNJIAN_DATA", str(folder / "data"))
    cluster = EmbeddedPostgres(folder / "postgres", durable=durable)
    os.environ["DATABASE_URL"] = cluster.start()

    def leave() -> None:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(leave)


def address() -> str:
    """Of the bench's own database, for processes beside this one."""
    from django.db import connection

    given = connection.settings_dict
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


def measure(fn: Callable[[], object], repeat: int = 5) -> float:
    """The median seconds of ``repeat`` calls, after one call to warm up."""
    fn()
    return statistics.median(seconds(fn) for _ in range(repeat))


def measure_pair(first: Callable[[], object], second: Callable[[], object], repeat: int = 5) -> tuple[float, float]:
    """The medians of two functions called in turn, so that a noisy moment of the machine falls on both."""
    first(), second()
    taken = [(seconds(first), seconds(second)) for _ in range(repeat)]
    return statistics.median(a for a, _ in taken), statistics.median(b for _, b in taken)


def seconds(fn: Callable[[], object]) -> float:
    """What one call takes."""
    start = time.perf_counter()
    fn()
    return time.perf_counter() - start


def report(name: str, value: float, limit: float | None = None, unit: str = "×", *, at_least: bool = False) -> bool:
    """Print one line ``name … value … limit … ok/over``; True when the value keeps its limit (at most, or at least)."""
    kept = limit is None or (value >= limit if at_least else value <= limit)
    line = f"{name:<72} {value:>12,.2f} {unit:<8}"
    if limit is not None:
        line += f" {'≥' if at_least else '≤'} {limit:,.2f} {'ok' if kept else 'OVER'}"
    print(line, flush=True)
    if not kept:
        _over.append(name)
    return kept


def finish() -> None:
    """Leave with 1 when a limit was not kept."""
    sys.exit(1 if _over else 0)
