"""``yunjian worker``: the background process."""

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yunjian.kernel.telemetry import stop as stop_telemetry
from yunjian.kernel.telemetry import telemetry_from_settings
from yunjian.kernel.worker import run_worker


class Command(BaseCommand):
    help = "后台进程：执行任务与定时任务，封存账本，通知订阅者。Ctrl-C 或 SIGTERM 后做完手上的事再退出。"
    requires_system_checks: tuple[str, ...] = ()  # they would load every page; the web server makes them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="同时执行的任务数")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()

        def leave(number: int, frame: FrameType | None) -> None:
            stop.set()
            signal.signal(number, signal.SIG_DFL)  # asked a second time, leave at once

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, leave)
        spans = telemetry_from_settings("yunjian-worker")
        self.stdout.write("后台进程已启动。")
        run_worker(stop, concurrency=options["concurrency"])
        if spans is not None:
            stop_telemetry(spans)
        self.stdout.write("后台进程已停止。")
