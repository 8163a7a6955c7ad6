"""Kill random processes again and again while acts come in: ``python -m tests.chaos.kills 500 [seed]``."""

import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from yunjian.site.postgres import EmbeddedPostgres, PostgresTrouble

from . import account
from .hosts import Host, children, cluster, wait_for
from .observer import Observer

PACE = 0.5  # seconds between two kills
PORTS = (8471, 8472)


def rampage(count: int, seed: int) -> dict[str, object]:
    """So many kills of web servers, workers and PostgreSQL; then the account."""
    chance = random.Random(seed)
    killed: Counter[str] = Counter()
    with cluster() as database:
        hosts = _hosts(database)
        observer = Observer([(host.address, host.port) for host in hosts])
        try:
            observer.begin()
            observer.more(20)
            start = time.monotonic()
            while killed.total() < count:
                killed[_kill(chance, hosts, database)] += 1
                time.sleep(PACE)
                if not database.is_running():
                    database.start()
                for host in hosts:
                    host.restart_dead()
                if killed.total() % 20 == 0:
                    observer.more(5)
                    print(f"  {killed.total()} killed, {len(observer.acknowledged)} acknowledged", flush=True)
            taken = time.monotonic() - start
            observer.more(20)
            observer.end()
            settled = account.settle(database.url)
            found = account.check(database.url, hosts[0].folder, observer.acknowledged)
        except (AssertionError, PostgresTrouble):
            print("\n".join(host.said() for host in hosts), file=sys.stderr)
            raise
        finally:
            observer.end()
            for host in hosts:
                host.kill()
    return {"killed": dict(killed), "seconds": round(taken), "unanswered": observer.refused,
            "settled_after_seconds": round(settled), **found}  # fmt: skip


def _hosts(database: EmbeddedPostgres) -> list[Host]:
    hosts = []
    for number, port in enumerate(PORTS):
        folder = database.folder.parent / f"host{number}"
        folder.mkdir()
        hosts.append(Host("127.0.0.1", port, database.url, folder))
        hosts[-1].start()
    for host in hosts:
        wait_for(host.answers, 300, host.said())
    return hosts


def _kill(chance: random.Random, hosts: list[Host], database: EmbeddedPostgres) -> str:
    """One process, of a kind drawn first: a server's own processes are many, and would otherwise take every bullet."""
    postmaster = _postmaster(database)
    backends = children(postmaster) if postmaster else []
    choices = {
        "web": [pid for host in hosts if (web := host.processes["web"]).poll() is None for pid in
                (web.pid, *children(web.pid))],
        "worker": [host.processes["worker"].pid for host in hosts if host.processes["worker"].poll() is None],
        "postgres": [postmaster] if postmaster else [],
        "postgres backend": backends,
    }  # fmt: skip
    kind = chance.choice([name for name, pids in choices.items() if pids])
    try:
        os.kill(chance.choice(choices[kind]), signal.SIGKILL)
    except ProcessLookupError:
        return _kill(chance, hosts, database)
    return kind


def _postmaster(database: EmbeddedPostgres) -> int:
    try:
        pid = int((database.data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return pid if Path(f"/proc/{pid}").exists() else 0


if __name__ == "__main__":
    kills, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    print(rampage(kills, seed))
