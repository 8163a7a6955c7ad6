"""The observer outside: sends acts, keeps those that were acknowledged, and later asks for every one of them."""

import contextlib
import http.client
import itertools
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .hosts import Host


@dataclass
class Observer:
    """Several clients that try one host after another; an act counts when its own key comes back with status 200."""

    hosts: list[tuple[str, int]]
    clients: int = 4
    acknowledged: list[str] = field(default_factory=list)
    refused: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        for number in range(self.clients):
            thread = threading.Thread(target=self._send, args=(number,), daemon=True)
            thread.start()
            self._threads.append(thread)

    def end(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(30)

    def more(self, count: int, patience: float = 300) -> None:
        """Wait until so many more acts were acknowledged."""
        wanted, deadline = len(self.acknowledged) + count, time.monotonic() + patience
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < deadline, f"only {len(self.acknowledged)} of {wanted} acts in {patience} s"
            time.sleep(0.05)

    def _send(self, number: int) -> None:
        hosts = itertools.cycle(self.hosts[number % len(self.hosts) :] + self.hosts[: number % len(self.hosts)])
        for count in itertools.count():
            if self._stop.is_set():
                return
            key = f"c{number}-{count}"
            if send(next(hosts), key):
                self.acknowledged.append(key)
            else:
                self.refused += 1
                self._stop.wait(0.1)


@contextlib.contextmanager
def observed(observer: Observer, hosts: Iterable[Host]) -> Iterator[None]:
    """Whatever comes of it, nothing is left running; what failed is told in the hosts' own words."""
    try:
        yield
    except AssertionError:
        print("\n".join(host.said() for host in hosts))
        raise
    finally:
        observer.end()
        for host in hosts:
            host.kill()


def send(host: tuple[str, int], key: str, query: str = "", timeout: float = 8) -> bool:
    """One act; whether it was acknowledged."""
    connection = http.client.HTTPConnection(*host, timeout=timeout)
    try:
        connection.request("POST", f"/act/{key}/{query}")
        answer = connection.getresponse()
        return answer.read() == key.encode() and answer.status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
