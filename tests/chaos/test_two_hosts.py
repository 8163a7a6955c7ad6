"""Two hosts behind one PostgreSQL, each in a network namespace: one is cut off and killed while acts come in.

Needs root and ``ip netns``; elsewhere it says so and is skipped.
"""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator

import psycopg
import pytest

from yunjian.site.postgres import EmbeddedPostgres

from . import account
from .hosts import Host, cluster, wait_for
from .observer import Observer, observed

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(900)]
NET = "10.213.77"
MARK = f"yj{os.getpid() % 10000}"


def ip(*words: str, check: bool = True) -> subprocess.CompletedProcess:
    return subprocess.run(["ip", *words], check=check, capture_output=True, text=True)


@pytest.fixture
def network() -> Iterator[tuple[str, str]]:
    """A bridge with this machine at .1, and two namespaces at .11 and .12."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        pytest.skip("two hosts need root and iproute2: network namespaces were not tried")
    names = (f"{MARK}a", f"{MARK}b")
    if (tried := ip("netns", "add", names[0], check=False)).returncode:
        pytest.skip(f"network namespaces are not allowed here: {tried.stderr.strip()}")
    try:
        ip("netns", "add", names[1])
        ip("link", "add", MARK, "type", "bridge")
        ip("addr", "add", f"{NET}.1/24", "dev", MARK)
        ip("link", "set", MARK, "up")
        for number, name in zip((11, 12), names, strict=True):
            ip("link", "add", name, "type", "veth", "peer", "name", "inside", "netns", name)
            ip("link", "set", name, "master", MARK, "up")
            for words in (("addr", "add", f"{NET}.{number}/24", "dev", "inside"), ("link", "set", "inside", "up"),
                          ("link", "set", "lo", "up")):  # fmt: skip
                ip("-n", name, *words)
        yield names
    finally:
        for name in names:
            ip("link", "del", name, check=False)
            ip("netns", "del", name, check=False)
        ip("link", "del", MARK, check=False)


@contextlib.contextmanager
def listening_cluster() -> Iterator[tuple[EmbeddedPostgres, str]]:
    """The cluster, reachable over the bridge."""
    with cluster() as database:
        database.stop()
        with (database.data / "postgresql.conf").open("a") as conf:
            conf.write(f"listen_addresses = '127.0.0.1,{NET}.1'\n")
        with (database.data / "pg_hba.conf").open("a") as rules:
            rules.write(f"host all all {NET}.0/24 scram-sha-256\n")
        yield database, database.start().replace("127.0.0.1", f"{NET}.1")


def clients_of(database: EmbeddedPostgres, address: str) -> int:
    with psycopg.connect(database.url) as connection:
        return connection.execute(
            "select count(*) from pg_stat_activity where client_addr = %s::inet", [address]
        ).fetchone()[0]  # type: ignore[index]


def test_one_cut_off_and_killed_loses_nothing_and_the_other_goes_on(network, tmp_path):
    with listening_cluster() as (database, address):
        hosts = []
        for number, namespace in zip((11, 12), network, strict=True):
            folder = tmp_path / namespace
            folder.mkdir()
            hosts.append(Host(f"{NET}.{number}", 8000, address, folder, namespace))
            hosts[-1].start()
        observer = Observer([(host.address, host.port) for host in hosts])
        with observed(observer, hosts):
            for host in hosts:
                wait_for(host.answers, 120, host.said())
            observer.begin()
            observer.more(100)

            # The cable is pulled: no packet says goodbye. Then the power goes.
            ip("link", "set", network[0], "down")
            cut = time.monotonic()
            observer.more(5)
            hosts[0].kill()
            observer.more(50)

            # The server gives the silent connections up, and with them every lock they held.
            wait_for(lambda: clients_of(database, hosts[0].address) == 0, 90, "connections of the cut-off host")
            freed = time.monotonic() - cut
            observer.more(20)
            observer.end()
            settled = account.settle(database.url)
            found = account.check(database.url, tmp_path, observer.acknowledged)
    assert found["acts"] >= found["acknowledged"] >= 100 + 5 + 50 + 20
    print(found | {"locks freed after": round(freed), "settled after": round(settled), "unanswered": observer.refused})
