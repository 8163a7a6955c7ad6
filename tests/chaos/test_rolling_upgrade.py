"""Host after host gets the next version while people go on working: nobody outside notices."""

import importlib.util
import itertools
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.house.migrations import breaches

from . import account
from .hosts import Host, cluster, command, wait_for
from .observer import Observer, observed, send
from .versions import next_version, version_after

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(1800)]
PORTS = (8475, 8476)
PACE = 0.1  # seconds between two acts of a client: what follows from them has to be done on this machine too


@dataclass
class Balanced(Observer):
    """An observer behind a load balancer: it sends to the hosts in rotation, and one can be taken out first."""

    def __post_init__(self) -> None:
        self.rotation = list(self.hosts)
        self.under_way: Counter[tuple[str, int]] = Counter()
        self.counting = threading.Lock()

    def take_out(self, host: Host) -> None:
        where = (host.address, host.port)
        self.rotation = [each for each in self.rotation if each != where]
        wait_for(lambda: self.under_way[where] == 0, 30, f"requests under way at {where}")

    def put_in(self, host: Host) -> None:
        self.rotation = [*self.rotation, (host.address, host.port)]

    def _send(self, number: int) -> None:
        for count in itertools.count(number):
            if self._stop.is_set():
                return
            key = f"c{number}-{count}"
            with self.counting:
                where = self.rotation[count % len(self.rotation)]
                self.under_way[where] += 1
            done = send(where, key, timeout=30)
            with self.counting:
                self.under_way[where] -= 1
                if done:
                    self.acknowledged.append(key)
                else:
                    self.refused += 1
            self._stop.wait(PACE)


def upgrade(host: Host, observer: Balanced, tree: Path) -> None:
    """As docs/operation.md says: out of the balancer, stopped, started as the next version, and in again."""
    observer.take_out(host)
    assert host.stop() == [0, 0], host.said()
    host.tree = tree
    host.start()
    wait_for(lambda: host.answers("/readyz/web"), 120, host.said())
    observer.put_in(host)


def acts_of(database: str) -> Counter[str]:
    """The acts by what their tint says: none for those of the version before."""
    with psycopg.connect(database) as connection:
        return Counter(dict(connection.execute("select coalesce(tint, 'none'), count(*) from chaos_act group by 1")))


def migrations_of(tree: Path, *names: str) -> list:
    found = []
    for name in names:
        path = tree / "tests" / "chaos" / "app" / "migrations" / f"{name}.py"
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
        spec.loader.exec_module(module)  # type: ignore[union-attr]
        found.append(module.Migration(name, "chaos"))
    return found


def test_the_two_steps_are_what_the_rule_of_the_house_says(tmp_path):
    expand, contract = migrations_of(version_after(tmp_path / "after"), "0002_expand", "0003_contract")

    assert list(breaches(expand)) == []
    assert list(breaches(contract)) == []
    contract.contract = ""
    assert list(breaches(contract))


def test_no_request_fails_and_no_act_is_lost_from_one_version_to_the_next(tmp_path):
    following, after = next_version(tmp_path / "next"), version_after(tmp_path / "after")
    with cluster() as database:
        hosts = []
        for number, port in enumerate(PORTS):
            (tmp_path / f"host{number}").mkdir()
            hosts.append(Host("127.0.0.1", port, database.url, tmp_path / f"host{number}"))
            hosts[-1].start()
        observer = Balanced([(host.address, host.port) for host in hosts], clients=3)
        with observed(observer, hosts):
            for host in hosts:
                wait_for(host.answers, 120, host.said())
            observer.begin()
            observer.more(30)

            # The first host brings the change of the tables; both go on with the version before.
            start = time.monotonic()
            command(database.url, tmp_path, "-m", "yunjian", "migrate", "-v0", tree=following)
            assert all(host.answers("/readyz/web") for host in hosts), "the version before bears the new tables"
            observer.more(20)
            assert set(acts_of(database.url)) == {"none"}

            # Two versions at once.
            upgrade(hosts[0], observer, following)
            before = acts_of(database.url)
            observer.more(60)
            both = acts_of(database.url) - before
            assert both["none"] > 0, both
            assert both["fresh"] + both["dry"] > 0, both

            upgrade(hosts[1], observer, following)
            observer.more(20)

            # Nobody uses the old column any more: the release after takes it away.
            command(database.url, tmp_path, "-m", "yunjian", "migrate", "-v0", tree=after)
            assert all(host.answers("/readyz/web") for host in hosts), "the version before bears that it is gone"
            observer.more(20)
            taken = time.monotonic() - start
            observer.end()
            settled = account.settle(database.url)
            wait_for(lambda: not acts_of(database.url)["fresh"], 120, "jobs only the next version knows")
            found = account.check(database.url, hosts[0].folder, observer.acknowledged)
    assert observer.refused == 0
    assert found["acts"] == found["acknowledged"]
    print(found | {"failed requests": 0, "upgrade took": round(taken), "settled after": round(settled)})
