"""What running it takes: pages beside empty Django views on the same server, idle sessions, processes, the hash.

Compared by the server's own processor time for a request, which a busy machine disturbs less than requests a second.
Run with ``python -m bench.operation``.
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .frame import address, django_setup, finish, measure, report

REQUESTS = 300  # the system counts a process's time in hundredths of a second
ROUNDS = 3
SESSIONS = 1000
FILES = 40  # in the list of what was handed in


def main() -> None:
    """Every figure."""
    folder = tempfile.TemporaryDirectory()
    os.environ["YUNJIAN_DATA"] = folder.name
    django_setup()
    database = os.environ["DATABASE_URL"] = prepare()
    officer, *cookies = hand_in(), *sessions()
    logged_in = subprocess.check_output([sys.executable, "-m", "bench.empty"], text=True).strip()
    with server("yunjian.site.wsgi:application") as ours, \
            server("bench.empty:application", YUNJIAN_BENCH_EMPTY="bare") as bare, \
            server("bench.empty:application", YUNJIAN_BENCH_EMPTY="startproject") as startproject:  # fmt: skip
        report("empty view, bare Django: requests a processor second", 1 / cost(*bare, "/"), None, "")
        behind_login = cost(*startproject, "/mine/", logged_in)
        report("empty view behind a login, startproject: the same", 1 / behind_login, None, "")
        report("/healthz, through every middleware of ours: the same", 1 / cost(*ours, "/healthz"), None, "")
        for path in ("/", "/account/directory/", "/budgets/", "/projects/"):
            found = share((*bare, "/"), (*ours, path))
            report(f"visitor's {path}: share of bare Django's", found, 50, "%", at_least=True)
        for path in ("/budgets/uploads/", "/projects/"):
            found = share((*startproject, "/mine/", logged_in), (*ours, path, officer))
            report(f"officer's list {path}: share of that behind a login", found, 35, "%", at_least=True)
            found = share((*bare, "/"), (*ours, path, officer))
            report(f"officer's list {path}: share of bare Django's", found, None, "%")
        idle(*ours, cookies)
        open_at_once(*ours, cookies)
    with server("yunjian.site.wsgi:application", YUNJIAN_KEPT_MEGABYTES="0") as anew:
        for path, cookie in (("/", ""), ("/budgets/uploads/", officer), ("/projects/", officer)):
            report(f"{path} made anew each time", cost(*anew, path, cookie, 40) * 1000, None, "ms")
    report("worker, at rest", worker_memory(database), None, "MB")
    hashing()
    finish()


def idle(ours: int, port: int, cookies: list[str]) -> None:
    """What the web server's memory grows by when so many people have logged in and do nothing."""
    before = memory(ours)
    for cookie in cookies:
        ask(port, "/account/", cookie)
    report(
        f"{SESSIONS:,} sessions, each used once: memory of the web server grows by", memory(ours) - before, None, "MB"
    )
    report("web server, one process, after that", memory(ours), None, "MB")


def open_at_once(ours: int, port: int, cookies: list[str]) -> None:
    """What it takes that so many people, each signed in, keep a connection open at the same time and do nothing.

    Opened fast: the server hangs up on whoever is silent for half a minute.
    """
    before, kept = memory(ours), []
    for cookie in cookies:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        send(connection, "/healthz", cookie)
        kept.append(connection)
    held = sum(is_open(each) for each in kept)
    report(
        f"{SESSIONS:,} sessions idle at once, each with its open connection: grows by",
        memory(ours) - before,
        None,
        "MB",
    )
    report("of them, connections the server holds open", held, None, "")
    report("another visitor's /healthz meanwhile", measure(lambda: ask(port, "/healthz")) * 1000, None, "ms")
    for each in kept:
        each.close()


def is_open(connection: http.client.HTTPConnection) -> bool:
    """Whether the other side has not hung up."""
    if connection.sock is None:
        return False
    connection.sock.setblocking(False)
    try:
        return connection.sock.recv(1) != b""
    except BlockingIOError:
        return True


def hashing() -> None:
    """What it takes to check a password: the time an attacker pays for each guess."""
    from django.contrib.auth.hashers import check_password, make_password

    kept = make_password("nine-peaks-and-a-cloud")
    report("checking a password", measure(lambda: check_password("another-one", kept)) * 1000, None, "ms")


def prepare() -> str:
    """The real district, and the address of its database."""
    from django.core.management import call_command
    from django.utils import timezone

    from yunjian.budgets import jobs as budgets
    from yunjian.kernel.pack import commands
    from yunjian.kernel.sealer import seal
    from yunjian.kernel.subscribers import deliver
    from yunjian.site.definitions import ALL

    call_command("collectstatic", verbosity=0, interactive=False)
    folder = Path(__file__).resolve().parents[1] / "districts" / "songjiang"
    commands.publish(folder, ALL)
    while seal():
        deliver(at=timezone.now())
    budgets.load_pack_disclosures(folder)
    while seal():
        deliver(at=timezone.now())
    return address()


def hand_in() -> str:
    """Files handed in by an officer, who has logged in; her cookie."""
    from django.utils import timezone

    from tests.district import open_account
    from yunjian.budgets import actions as budgets
    from yunjian.parties.queries import actor_of

    officer = open_account("zhou", ("budget-officer", "data-bureau"))
    for number in range(FILES):
        text = f"第 {number} 份文件".encode()
        budgets.receive_disclosure("data-bureau", f"{number}.txt", text, by=actor_of(officer), at=timezone.now())
    return cookie_of(officer)


def sessions() -> list[str]:
    """Cookies of so many people who have logged in."""
    from tests.district import open_account

    person = open_account("li")
    return [cookie_of(person) for _ in range(SESSIONS)]


def cookie_of(account: Any) -> str:
    """What a browser sends after logging in."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(account)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def server(application: str, *, processes: int = 1, **variables: str):
    """granian as ``yunjian web`` starts it; the id of its process group and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port),
               "--workers", str(processes),
               "--blocking-threads", "4", "--no-ws", "--log-level", "warning", application]  # fmt: skip
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(command, env=os.environ | variables, start_new_session=True, stderr=nothing)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                ask(port, "/")
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid, port
    finally:
        os.killpg(process.pid, 15)
        process.wait(30)


def share(empty: tuple, page: tuple) -> float:
    """How many per cent of the empty view's requests the page answers in the same time: the median of pairs."""
    cost(*page, requests=2, rounds=1)
    return statistics.median(cost(*empty, rounds=1) / cost(*page, rounds=1) for _ in range(ROUNDS)) * 100


def cost(group: int, port: int, path: str, cookie: str = "", requests: int = REQUESTS, rounds: int = ROUNDS) -> float:
    """Processor seconds of the server for one request: the median of a few rounds."""
    times = []
    for _ in range(rounds):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        send(connection, path, cookie)
        before = processor(group)
        for _ in range(requests):
            send(connection, path, cookie)
        times.append((processor(group) - before) / requests)
        connection.close()
    return max(statistics.median(times), 1e-6)


def ask(port: int, path: str, cookie: str = "") -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    send(connection, path, cookie)
    connection.close()


def send(connection: http.client.HTTPConnection, path: str, cookie: str) -> None:
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}: what is timed must be the page itself")


def of_group(group: int) -> list[Path]:
    """The processes of a group, by their folders in /proc."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[2]) == group:
                found.append(folder)
        except OSError:
            continue
    return found


def processor(group: int) -> float:
    """Processor seconds a group of processes has used."""
    ticks = 0
    for folder in of_group(group):
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(group: int) -> float:
    """Megabytes a group of processes holds, shared pages counted once for each."""
    pages = sum(int((folder / "statm").read_text().split()[1]) for folder in of_group(group))
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def worker_memory(address: str) -> float:
    command = [sys.executable, "-m", "yunjian", "worker"]
    process = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": address}, start_new_session=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        time.sleep(10)
        return memory(process.pid)
    finally:
        os.killpg(process.pid, 15)
        process.wait(60)


if __name__ == "__main__":
    main()
