"""The web server of one host: granian in front of the WSGI application."""

import os
import shutil
import sys
from typing import NoReturn

from .environment import Environment

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # where the processes of one host count together; read by prometheus-client
STOPPING = 20  # seconds requests under way are given to end when the server is asked to stop


def web_command(environment: Environment, port: int) -> list[str]:
    """Asked to stop it takes no more requests, finishes those under way, and leaves."""
    processes = environment.web_processes or max(1, min(4, (os.cpu_count() or 2) // 2))
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", environment.host, "--port", str(port),
        "--workers", str(processes), "--blocking-threads", str(environment.web_threads), "--backpressure", "64",
        "--workers-kill-timeout", str(STOPPING), "--respawn-failed-workers", "--no-ws", "--log-level", "warning",
        "yunjian.site.wsgi:application",
    ]  # fmt: skip


def become_web_server(environment: Environment) -> NoReturn:
    """``yunjian web``: this process becomes the server, so that signals reach it."""
    if not os.environ.get("DATABASE_URL"):
        raise SystemExit("yunjian web 需要 DATABASE_URL。单机试用请执行 yunjian run。")
    command = web_command(environment, environment.port)
    os.execv(command[0], command)  # noqa: S606


def share_figures(environment: Environment) -> None:
    """The processes of this start count into one folder, from nothing."""
    if SHARED in os.environ:
        return
    folder = environment.data_folder / "figures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ[SHARED] = str(folder)
