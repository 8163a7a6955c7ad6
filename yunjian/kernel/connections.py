"""Outside connections: each has a check that says in a sentence how it is, and all stand on one page."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection as database
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from . import lags, policy
from .actor import Actor
from .models import Checkpoint, Cursor, SignedCheckpoint, WitnessState
from .rooms import load
from .subscribers import all_subscribers

LATE = 60  # seconds a job, or an entry of the ledger, may wait before the page says so


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one check, as a sentence for operators."""

    ok: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Connection:
    """One line of the page: the check's outcome, and how long it took."""

    name: str
    title: str
    ok: bool
    sentence: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How far one subscriber has read the ledger, and what stopped it."""

    subscriber: str
    position: int
    behind: int
    failures: int
    error: str


_checks: dict[str, tuple[str | Promise, Callable[[], Check]]] = {}


def connection(name: str, title: str | Promise) -> Callable[[Callable[[], Check]], Callable[[], Check]]:
    """Register the check of a connection; it stands in a domain's ``jobs.py``, beside what uses the connection."""

    def register(check: Callable[[], Check]) -> Callable[[], Check]:
        if name in _checks:
            raise TypeError(f"two connections are called {name}")
        _checks[name] = (title, check)
        return check

    return register


def connections(*, reader: Actor) -> tuple[Connection, ...]:
    """Every connection, checked now. A check that breaks is a connection that is down, not a page that is down."""
    policy.require(reader, policy.READ_CONNECTIONS)
    return all_checked()


def all_checked() -> tuple[Connection, ...]:
    """The same for whoever runs the installation: ``yunjian doctor``."""
    load("jobs")
    return tuple(_checked(name, str(title), check) for name, (title, check) in sorted(_checks.items()))


def readings(*, reader: Actor) -> tuple[Reading, ...]:
    """Every subscriber, and how far it has read."""
    policy.require(reader, policy.READ_CONNECTIONS)
    sealed = _sealed()
    cursors = {cursor.subscriber: cursor for cursor in Cursor.objects.all()}
    found = []
    for each in all_subscribers():
        cursor = cursors.get(each.name, Cursor(subscriber=each.name))
        behind = max(sealed - cursor.position, 0)
        found.append(Reading(each.name, cursor.position, behind, cursor.failures, cursor.error))
    return tuple(found)


def _checked(name: str, title: str, check: Callable[[], Check]) -> Connection:
    start = time.perf_counter()
    try:
        outcome = check()
    except Exception as error:
        outcome = Check(False, gettext("检查没有完成：%(error)s") % {"error": f"{type(error).__name__}: {error}"[:300]})
    taken = round((time.perf_counter() - start) * 1000)
    return Connection(name, title, outcome.ok, outcome.sentence, taken)


def _sealed() -> int:
    return Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0


@connection("database", _("数据库"))
def check_database() -> Check:
    """The server's version and the round trip."""
    start = time.perf_counter()
    with database.cursor() as cursor:
        cursor.execute("show server_version")
        (version,) = cursor.fetchone()
    taken = (time.perf_counter() - start) * 1000
    return Check(
        True, gettext("PostgreSQL %(version)s，往返 %(taken).1f 毫秒。") % {"version": version, "taken": taken}
    )


@connection("jobs", _("后台任务"))
def check_jobs() -> Check:
    """How many jobs wait and for how long, and how many have failed."""
    with database.cursor() as cursor:
        cursor.execute(
            "select count(*), coalesce(extract(epoch from now() - min(coalesce(job.scheduled_at, event.at))), 0)"
            " from procrastinate_jobs job join procrastinate_events event on event.job_id = job.id"
            " and event.type = 'deferred' where job.status = 'todo' and coalesce(job.scheduled_at, now()) <= now()"
        )
        waiting, oldest = cursor.fetchone()
        cursor.execute(
            "select count(*) from procrastinate_workers where last_heartbeat > now() - interval '30 seconds'"
        )
        (workers,) = cursor.fetchone()
    found = ProcrastinateJob.objects.aggregate(
        stalled=Count("pk", filter=Q(status="doing", worker=None)), failed=Count("pk", filter=Q(status="failed"))
    )
    sentence = gettext(
        "%(workers)d 个后台进程在工作；%(waiting)d 个任务在等，最久 %(oldest)d 秒；"
        "%(stalled)d 个中断，%(failed)d 个失败。"
    )
    ok = workers > 0 and oldest < LATE and not found["stalled"] and not found["failed"]
    return Check(ok, sentence % {"workers": workers, "waiting": waiting, "oldest": oldest, **found})


@connection("ledger", _("账本封存"))
def check_ledger() -> Check:
    """How many entries wait for the sealer, and since when."""
    found = lags.sealing()
    if not found.waiting:
        return Check(True, gettext("已封存 %(sealed)d 条，没有待封存的。") % {"sealed": found.sealed})
    waiting = max(0, round(found.oldest))
    sentence = gettext("已封存 %(sealed)d 条，%(n)d 条待封存，最早一条记于 %(waiting)d 秒前。")
    return Check(waiting < LATE, sentence % {"sealed": found.sealed, "n": found.waiting, "waiting": waiting})


@connection("witnesses", _("检查点与见证方"))
def check_witnesses() -> Check:
    """How far the ledger is signed and cosigned, and what a witness said that is not as it should be."""
    signed = SignedCheckpoint.objects.filter(origin=settings.LEDGER_ORIGIN).order_by("-size").first()
    size = signed.size if signed else 0
    states = list(WitnessState.objects.filter(origin=settings.LEDGER_ORIGIN).order_by("witness"))
    late = signed is not None and _sealed() > size and (now() - signed.at).total_seconds() > LATE
    late = late or (signed is None and _sealed() > 0)
    for state in states:
        values = {"witness": state.witness, "said": state.said, "size": size}
        if state.trouble == WitnessState.Trouble.AHEAD:
            sentence = gettext(
                "见证方 %(witness)s 见过 %(said)s 条，现在签过名的只有 %(size)d 条：恢复了旧备份？已停止签名。"
            )
            return Check(False, sentence % values)
        if state.trouble == WitnessState.Trouble.DIFFERENT:
            sentence = gettext("见证方 %(witness)s 见过的账本和现在的不同：%(said)s。已停止签名。")
            return Check(False, sentence % values)
        if state.trouble != WitnessState.Trouble.NONE:
            if late and all(each.trouble != WitnessState.Trouble.NONE for each in states):
                sentence = gettext(
                    "启动以后还没有一个见证方答复过，所以没有签名（只签过 %(size)d 条）：怕恢复的是旧备份。"
                    "请恢复到见证方 %(witness)s 的网络，或者核对 YUNJIAN_WITNESSES。它说：%(said)s"
                )
                return Check(False, sentence % values)
            return Check(False, gettext("见证方 %(witness)s 没有副签：%(said)s") % values)
    sentence = gettext("已签名 %(size)d 条，%(witnesses)d 个见证方。")
    return Check(not late, sentence % {"size": size, "witnesses": len(states)})
