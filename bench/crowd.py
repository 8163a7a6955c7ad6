"""Many people at once over HTTP: each keeps a connection and asks one thing after another."""

import http.client
import threading
import time
from collections.abc import Callable, Sequence
from statistics import median, quantiles


def together(each_does: Sequence[Callable[[http.client.HTTPConnection], None]], port: int, turns: int) -> "Taken":
    """Everybody does theirs so many times, all at the same time; what somebody raises is raised here."""
    seconds: list[list[float]] = [[] for _ in each_does]
    failed: list[BaseException] = []
    ready = threading.Barrier(len(each_does) + 1)

    def work(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        ready.wait()
        try:
            for _ in range(turns):
                begun = time.perf_counter()
                each_does[number](connection)
                seconds[number].append(time.perf_counter() - begun)
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(each_does))]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return Taken([each for one in seconds for each in one], time.perf_counter() - begun)


class Taken:
    """How long each took, and all of them."""

    def __init__(self, seconds: list[float], whole: float):
        self.rate = len(seconds) / whole
        self.median_ms = median(seconds) * 1000
        self.most_ms = quantiles(seconds, n=20)[-1] * 1000  # 95 of 100


def answer(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str], body: str = "", wanted: int = 200
) -> str:
    """What the server says; SystemExit unless it is what was wanted."""
    connection.request("POST" if body else "GET", path, body or None, headers)
    found = connection.getresponse()
    text = found.read().decode()
    if found.status != wanted:
        raise SystemExit(f"{path} answered {found.status}: {' '.join(text.split())[-300:]}")
    return text
