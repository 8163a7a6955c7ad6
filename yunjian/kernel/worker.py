"""The worker process: background jobs, clock jobs, and the two loops that seal the ledger and tell the subscribers."""

import asyncio
import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections
from django.utils import timezone
from procrastinate import App
from procrastinate.contrib.django import procrastinate_app, utils
from procrastinate.exceptions import ConnectorException
from procrastinate.periodic import PeriodicRegistry
from procrastinate.psycopg_connector import PsycopgConnector

from .rooms import load
from .sealer import seal
from .subscribers import deliver

log = logging.getLogger(__name__)

PAUSE = 0.5  # seconds between two looks at the ledger
PATIENCE = 30  # seconds a running job is given to end when the worker is asked to stop
AFTER_TROUBLE = 2  # seconds before going on when the database did not answer


def run_worker(stop: threading.Event, *, concurrency: int = 2) -> None:
    """Work until ``stop`` is set; then let running jobs end and return. Lost connections are waited for."""
    loops = [
        threading.Thread(target=repeat, args=(seal, stop), name="sealer", daemon=True),
        threading.Thread(target=repeat, args=(_deliver, stop), name="subscribers", daemon=True),
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
    try:
        with app.replace_connector(connector):
            asyncio.run(_work(app, stop, concurrency))
    finally:
        app.periodic_registry = clocks


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


def _deliver() -> None:
    deliver(at=timezone.now())


def repeat(step: Callable[[], object], stop: threading.Event) -> None:
    """Take the step again and again until ``stop`` is set, whatever happens to it."""
    while not stop.is_set():
        close_old_connections()
        try:
            step()
        except Exception:
            log.exception("%s did not end well; going on", step.__name__)
            stop.wait(AFTER_TROUBLE)
        finally:
            close_old_connections()
        stop.wait(PAUSE)
