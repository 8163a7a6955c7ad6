"""What is counted and timed: rate, errors and duration of every route by name and of every job, and the pool."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from . import lags

CONTENT_TYPE = CONTENT_TYPE_LATEST
SHARED = "PROMETHEUS_MULTIPROC_DIR"  # the folder in which the processes of one host count together
_POOL_EVERY = 5  # seconds between two looks at the pool
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

_requests = Counter("yunjian_http_requests", "Requests answered", ["route", "method", "status"])
_request_seconds = Histogram("yunjian_http_request_seconds", "Time to answer", ["route"], buckets=_SECONDS)
_jobs = Counter("yunjian_jobs", "Runs of background jobs", ["job", "outcome"])
_job_seconds = Histogram("yunjian_job_seconds", "Time a run of a job took", ["job"], buckets=_SECONDS)
_kept = Counter("yunjian_kept_pages", "Pages kept: made, or shown again without being made", ["what"])
_pool = Gauge(
    "yunjian_pool_connections",
    "Database connections of the web and worker processes of this host",
    ["state"],
    multiprocess_mode="livesum",
)
_pool_seen_at = 0.0


def request_answered(route: str, method: str, status: int, seconds: float) -> None:
    """Count one request; the route goes by its name, so that ids make no new lines."""
    _requests.labels(route, method if method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE") else "other",
                     str(status)).inc()  # fmt: skip
    _request_seconds.labels(route).observe(seconds)
    _look_at_the_pool()


def page_kept(what: str) -> None:
    """Count one page that was ``made`` to be kept, or ``shown`` again."""
    _kept.labels(what).inc()


@contextmanager
def job_timed(name: str) -> Iterator[None]:
    """Count and time one run of a job, however it ends."""
    start, outcome = time.perf_counter(), "failed"
    try:
        yield
        outcome = "succeeded"
    finally:
        _jobs.labels(name, outcome).inc()
        _job_seconds.labels(name).observe(time.perf_counter() - start)


def exposition() -> bytes:
    """Everything in Prometheus' text format: of all processes of this host, and what the database knows."""
    registry = REGISTRY
    database = CollectorRegistry()
    database.register(lags.Lags())
    folder = os.environ.get(SHARED)
    if folder:
        _forget_the_dead(Path(folder))
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return generate_latest(registry) + generate_latest(database)


def _forget_the_dead(folder: Path) -> None:
    """A process that was killed could not take its connections off the sum."""
    for path in folder.glob("gauge_live*_*.db"):
        number = path.stem.rpartition("_")[2]
        if number.isdecimal() and not _is_alive(int(number)):
            mark_process_dead(int(number), str(folder))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _look_at_the_pool() -> None:
    global _pool_seen_at
    now = time.monotonic()
    if now - _pool_seen_at < _POOL_EVERY or "pool" not in connection.settings_dict.get("OPTIONS", {}):
        return
    _pool_seen_at = now
    stats = connection.pool.get_stats()  # type: ignore[attr-defined]
    size, free = stats.get("pool_size", 0), stats.get("pool_available", 0)
    _pool.labels("used").set(size - free)
    _pool.labels("free").set(free)
    _pool.labels("most").set(stats.get("pool_max", 0))
    _pool.labels("requests_waiting").set(stats.get("requests_waiting", 0))
