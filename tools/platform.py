"""The platform in a folder of its own, started as ``make run`` starts it: for tests of the start, for pictures."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from yunjian.site.postgres import EmbeddedPostgres

PATIENCE = 180  # seconds


class Platform:
    """The platform in a folder of its own, as ``make run`` starts it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.said = folder / "said.txt"
        self.process: subprocess.Popen | None = None

    def start(self) -> str:
        """Start it and return the address it prints."""
        environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
        environment |= {"YUNJIAN_DATA": str(self.folder / "data"), "YUNJIAN_PORT": "8431"}
        with self.said.open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "yunjian", "run"],
                env=environment,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if found := re.search(r"is ready: +(http\S+)", self.said.read_text("utf-8")):
                return found[1]
            assert self.process.poll() is None, self.said.read_text("utf-8")
            time.sleep(0.1)
        raise AssertionError(self.said.read_text("utf-8"))

    def stop(self, number: int = signal.SIGINT) -> int:
        assert self.process is not None
        os.kill(self.process.pid, number)
        return self.process.wait(60)

    def database(self) -> str:
        return EmbeddedPostgres(self.folder / "data" / "postgres").url

    def count(self, table: str) -> int:
        with psycopg.connect(self.database()) as connection:
            return connection.execute(f"select count(*) from {table}").fetchone()[0]  # type: ignore[index]

    def clear(self) -> None:
        """Stop whatever still runs; after a kill the database outlives its supervisor."""
        if self.process is not None and self.process.poll() is None:
            self.stop()
        EmbeddedPostgres(self.folder / "data" / "postgres").stop()
