"""``yunjian run``: one command from nothing to a served district."""

import fcntl
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO

from .environment import Environment
from .postgres import EmbeddedPostgres, PostgresTrouble
from .processes import Child, stop_all, watch
from .web import share_figures, web_command


class _Stop:
    """Set by Ctrl-C or SIGTERM; a second Ctrl-C does not interrupt the stopping."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: object) -> None:
        self.asked = True

    def __call__(self) -> bool:
        return self.asked


def say(sentence: str) -> None:
    print(sentence, flush=True)


def run() -> int:
    """Start everything, print the address, and stop everything cleanly when asked."""
    environment = Environment.read()
    folder = environment.data_folder
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "running").open("a+") as lock:
        if not _is_ours(lock):
            lock.seek(0)
            say(f"平台已经在运行：{lock.read().strip() or folder}")
            return 1
        stopping = _Stop()
        cluster = None
        children: list[Child] = []
        try:
            cluster = _start_database(folder)
            if not stopping():
                children = _start_platform(environment, lock)
            return (
                watch(children, stopping, say) if children and _announce(environment, lock, children, stopping) else 0
            )
        except PostgresTrouble as trouble:
            say(str(trouble))
            return 1
        finally:
            _stop(children, cluster)


def _is_ours(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _start_database(folder: Path) -> EmbeddedPostgres | None:
    if os.environ.get("DATABASE_URL"):
        say("· 使用 DATABASE_URL 指定的 PostgreSQL")
        return None
    say("· 启动内嵌的 PostgreSQL")
    cluster = EmbeddedPostgres(folder / "postgres")
    os.environ["DATABASE_URL"] = cluster.start()
    return cluster


def _start_platform(environment: Environment, lock: IO[str]) -> list[Child]:
    """Bring the database up to date, load the district, start the web server and the worker."""
    from .setting_up import set_up

    set_up(environment, say, with_samples=environment.is_demonstration)
    port = _free_port(environment.host, environment.port)
    lock.truncate(0)
    lock.write(f"http://{environment.host}:{port}/")
    lock.flush()
    say("· 启动网页服务和后台作业")
    share_figures(environment)
    logs = environment.data_folder
    children = [
        Child("网页服务", web_command(environment, port), logs / "web.log"),
        Child("后台作业", [sys.executable, "-m", "yunjian", "worker"], logs / "worker.log"),
    ]
    for child in children:
        child.start()
    return children


def _free_port(host: str, wanted: int) -> int:
    for port in range(wanted, wanted + 100):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise SystemExit(f"{host} 上从 {wanted} 起的 100 个端口都被占用，请用 YUNJIAN_PORT 另指定一个。")


def _announce(environment: Environment, lock: IO[str], children: list[Child], stopping: _Stop) -> bool:
    """Wait until the first page is served, then print the one address."""
    lock.seek(0)
    address = lock.read()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not stopping():
        if _answers(address):
            say(f"\n云间已就绪 / Yunjian is ready:  {address}\n按 Ctrl-C 停止。")
            return True
        if any(child.fails_again_and_again for child in children):
            break
        time.sleep(0.1)
    if not stopping():
        say(f"网页服务没有在 60 秒内应答，原因见 {environment.data_folder / 'web.log'}")
    return False


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _stop(children: list[Child], cluster: EmbeddedPostgres | None) -> None:
    if children:
        say("\n· 停止网页服务和后台作业")
        stop_all(children)
    if cluster is not None:
        say("· 停止 PostgreSQL")
        cluster.stop()
    say("已停止，数据都在。" if cluster is not None else "已停止。")
