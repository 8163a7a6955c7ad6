"""Hosts and their processes: a web server and a worker each, on this machine or in a network namespace of their own."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from yunjian.site.postgres import EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Host:
    """One host: what runs on it, and how to start it again."""

    address: str
    port: int
    database: str
    folder: Path
    namespace: str = ""
    tree: Path = ROOT  # the version of the program that runs here
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)

    def start(self) -> None:
        for name in ("web", "worker"):
            self.start_one(name)

    def start_one(self, name: str) -> None:
        words = ["ip", "netns", "exec", self.namespace] if self.namespace else []
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [*words, sys.executable, "-m", "yunjian", name],
                env=environment(self.database, self.folder, self.tree)
                | {"YUNJIAN_HOST": self.address, "YUNJIAN_PORT": str(self.port)},
                cwd=self.tree, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def restart_dead(self) -> None:
        for name, process in list(self.processes.items()):
            if process.poll() is not None:
                kill_group(process.pid)
                self.start_one(name)

    def pids(self) -> list[int]:
        """Every process of this host that is alive."""
        found = []
        for process in self.processes.values():
            if process.poll() is None:
                found += [process.pid, *children(process.pid)]
        return found

    def kill(self) -> None:
        """As if the power had gone."""
        for process in self.processes.values():
            kill_group(process.pid)
            process.wait(10)

    def stop(self) -> list[int]:
        """Ask every process to stop, and wait: what each of them leaves with."""
        for process in self.processes.values():
            process.terminate()
        return [process.wait(60) for process in self.processes.values()]

    def answers(self, path: str = "/healthz") -> bool:
        try:
            with urllib.request.urlopen(f"http://{self.address}:{self.port}{path}", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def said(self) -> str:
        return "\n".join(path.read_text("utf-8", "replace")[-2000:] for path in self.folder.glob("*.log"))


def environment(database: str, folder: Path, tree: Path = ROOT) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
        "YUNJIAN_SECRET_KEY": "only-for-tests",
        "YUNJIAN_DATA": str(folder),
        "YUNJIAN_WEB_PROCESSES": "1",
        "PYTHONPATH": str(tree),
    }


def command(database: str, folder: Path, *words: str, tree: Path = ROOT) -> str:
    """A command of the platform, with the chaos application installed."""
    outcome = subprocess.run([sys.executable, *words], env=environment(database, folder, tree), cwd=tree,
                             capture_output=True, text=True)  # fmt: skip
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.stdout


@contextlib.contextmanager
def cluster() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL of our own that keeps what it acknowledges, with the tables made."""
    with tempfile.TemporaryDirectory(prefix="yunjian-chaos-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        made = EmbeddedPostgres(Path(name) / "postgres", durable=True)
        try:
            command(made.start(), Path(name), "-m", "yunjian", "migrate", "-v0")
            yield made
        finally:
            made.stop()


def wait_for(true, patience: float = 60, what: str = "") -> float:
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < patience, f"not within {patience} s: {what}"
        time.sleep(0.1)
    return time.monotonic() - start


def children(pid: int) -> list[int]:
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for each in path.read_text().split():
                found += [int(each), *children(int(each))]
    return found


def kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
