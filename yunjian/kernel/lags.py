"""How far behind the background work is, by the database: sealer, subscribers, queues, workers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, connection
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from . import sealer
from .subscribers import all_subscribers

HEARTBEAT = 30  # seconds after which a worker that has not been heard of is not counted

SETTLED = "select coalesce(max(settled), 0) from kernel_sweep"
QUEUES = (
    "select queue_name, status::text, count(*),"
    " coalesce(extract(epoch from now() - min(coalesce(scheduled_at, deferred))"
    "   filter (where status = 'todo' and coalesce(scheduled_at, deferred) <= now())), 0)::float8"
    " from procrastinate_jobs left join lateral (select min(at) as deferred from procrastinate_events"
    "   where job_id = procrastinate_jobs.id and type = 'deferred' and status = 'todo') as e on true"
    " where status in ('todo', 'doing', 'failed') group by 1, 2 order by 1, 2"
)
WORKERS = f"select count(*) from procrastinate_workers where last_heartbeat > now() - interval '{HEARTBEAT} seconds'"


@dataclass(frozen=True, slots=True)
class Queue:
    """How many jobs of one queue are in one state, and how long the oldest that is due has waited."""

    name: str
    status: str
    jobs: int
    oldest: float


@dataclass(frozen=True, slots=True)
class Sealing:
    """How many entries wait for the sealer, since when, and how many are sealed."""

    waiting: int
    oldest: float
    sealed: int


def sealing() -> Sealing:
    (settled,) = _row(SETTLED)
    return Sealing(*_row(waiting(settled)))


def waiting(settled: int) -> str:
    """The question what waits for the sealer, when nothing waits below this id."""
    return (
        "select count(*), coalesce(extract(epoch from now() - min(at)), 0)::float8,"
        f" coalesce((select max(size) from kernel_checkpoint), 0) {sealer.unsealed(settled)}"
    )


def workers() -> int:
    """Workers heard of lately."""
    return _row(WORKERS)[0]


def queues() -> tuple[Queue, ...]:
    with connection.cursor() as cursor:
        cursor.execute(QUEUES)
        return tuple(Queue(*row) for row in cursor.fetchall())


def subscribers_behind(sealed: int) -> dict[str, int]:
    """How many sealed entries each subscriber has not read yet."""
    with connection.cursor() as cursor:
        cursor.execute("select subscriber, position from kernel_cursor")
        positions = dict(cursor.fetchall())
    return {each.name: max(0, sealed - positions.get(each.name, 0)) for each in all_subscribers()}


def _row(question: str) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


class Lags(Collector):
    """The same for Prometheus; when the database does not answer, that alone is said."""

    def collect(self) -> Iterator[Metric]:
        try:
            found = list(self._found())
        except (OperationalError, InterfaceError):
            found = []
        yield GaugeMetricFamily("yunjian_database_up", "Whether the database answered", value=bool(found))
        yield from found

    def _found(self) -> Iterator[Metric]:
        seal = sealing()
        yield GaugeMetricFamily("yunjian_sealer_waiting", "Entries without a position", value=seal.waiting)
        yield GaugeMetricFamily("yunjian_sealer_lag_seconds", "Age of the oldest of them", value=seal.oldest)
        yield GaugeMetricFamily("yunjian_ledger_size", "Sealed entries", value=seal.sealed)
        yield GaugeMetricFamily("yunjian_workers", "Workers heard of lately", value=workers())
        behind = GaugeMetricFamily("yunjian_subscriber_behind", "Sealed entries not read yet", labels=["subscriber"])
        for name, entries in subscribers_behind(seal.sealed).items():
            behind.add_metric([name], entries)
        yield behind
        depth = GaugeMetricFamily("yunjian_queue_jobs", "Jobs by queue and state", labels=["queue", "state"])
        oldest = GaugeMetricFamily("yunjian_queue_oldest_seconds", "Longest wait of a due job", labels=["queue"])
        for queue in queues():
            depth.add_metric([queue.name, queue.status], queue.jobs)
            if queue.status == "todo":
                oldest.add_metric([queue.name], queue.oldest)
        yield depth
        yield oldest
