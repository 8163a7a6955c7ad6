"""The worker process: jobs, clock jobs, and the loops that seal the ledger, tell the subscribers, sign checkpoints."""

import asyncio
import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import close_old_connections
from django.utils import timezone
from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import procrastinate_app, utils
from procrastinate.exceptions import ConnectorException
from procrastinate.periodic import PeriodicRegistry
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.tasks import Task

from .proofs.publishing import Publisher
from .rooms import load
from .sealer import seal
from .subscribers import deliver

log = logging.getLogger(__name__)

PAUSE = 0.5  # seconds between two looks at the ledger
PATIENCE = 30  # seconds a running job is given to end when the worker is asked to stop
AFTER_TROUBLE = 2  # seconds before going on when the database did not answer
UNKNOWN_AGAIN = 5  # seconds until a job this version does not know is offered again, to a worker that does
UNKNOWN_ATTEMPTS = 720 * 24  # a day: an upgrade is over by then


class JobUnknown(Exception):
    """A job of another version of the program."""


class Known(dict[str, Task]):
    """The jobs of this version; any other is given back, because a host with the next version may know it."""

    def __init__(self, tasks: dict[str, Task], app: App):
        super().__init__(tasks)
        self.app = app

    def get(self, name: str, default: Any = None) -> Any:
        """As the worker asks."""
        return super().get(name) or self._unknown(name)

    def _unknown(self, name: str) -> Task:
        def give_back(**_given: object) -> None:
            raise JobUnknown(name)

        retry = RetryStrategy(max_attempts=UNKNOWN_ATTEMPTS, wait=UNKNOWN_AGAIN)
        return Task(give_back, blueprint=self.app, name=name, queue="default", retry=retry)


def run_worker(stop: threading.Event, *, concurrency: int = 2) -> None:
    """Work until ``stop`` is set; then let running jobs end and return. Lost connections are waited for."""
    loops = [
        threading.Thread(target=repeat, args=(seal, stop), name="sealer", daemon=True),
        threading.Thread(target=repeat, args=(partial(_deliver, stop), stop), name="subscribers", daemon=True),
        threading.Thread(target=repeat, args=(partial(_publish, Publisher()), stop), name="checkpoints", daemon=True),
    ]
    for loop in loops:
        loop.start()
    try:
        while not stop.is_set():
            try:
                work(stop=stop, concurrency=concurrency)
            except ConnectorException:
                log.exception("the job queue did not answer")
            stop.wait(AFTER_TROUBLE)
    finally:
        stop.set()
        for loop in loops:
            loop.join()


def work(*, stop: threading.Event | None = None, concurrency: int = 2) -> None:
    """Do waiting jobs and, until ``stop`` is set, clock jobs; without it, until no job is left."""
    load("jobs")
    app = procrastinate_app.current_app
    connector = PsycopgConnector(kwargs=utils.connector_params(), min_size=1, max_size=concurrency + 3)
    clocks = app.periodic_registry
    app.periodic_registry = PeriodicRegistry() if stop is None else local(clocks)
    known, app.tasks = app.tasks, Known(app.tasks, app)
    try:
        with app.replace_connector(connector):
            asyncio.run(_work(app, stop, concurrency))
    finally:
        app.periodic_registry, app.tasks = clocks, known


def local(clocks: PeriodicRegistry) -> PeriodicRegistry:
    """The clock jobs by local time: left to itself procrastinate reads UTC, and three o'clock is eleven in Shanghai."""
    now = timezone.localtime()
    for each in clocks.periodic_tasks.values():
        each.__dict__["croniter"] = type(each.croniter)(each.cron, now)
    return clocks


async def _work(app: App, stop: threading.Event | None, concurrency: int) -> None:
    async with app.open_async():
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=concurrency,
                wait=stop is not None,
                listen_notify=stop is not None,
                install_signal_handlers=False,
                shutdown_graceful_timeout=PATIENCE,
            )
        )
        while stop is not None and not stop.is_set() and not worker.done():
            await asyncio.sleep(0.1)
        if stop is not None:
            worker.cancel()
        await asyncio.gather(worker, return_exceptions=stop is not None)


def _deliver(stop: threading.Event) -> None:
    deliver(at=timezone.now(), stopping=stop.is_set)


def _publish(publisher: Publisher) -> None:
    publisher.publish(at=timezone.now())


def repeat(step: Callable[[], object], stop: threading.Event) -> None:
    """Take the step again and again until ``stop`` is set, whatever happens to it."""
    while not stop.is_set():
        close_old_connections()
        try:
            step()
        except Exception:
            log.exception(
                "%s did not end well; going on", getattr(step, "__name__", None) or threading.current_thread().name
            )
            stop.wait(AFTER_TROUBLE)
        finally:
            close_old_connections()
        stop.wait(PAUSE)
