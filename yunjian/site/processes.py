"""The processes of one installation: started together, watched, stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

GRACE = 20  # seconds a process gets to finish its work before it is killed
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A process of ours and how to start it again."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a process group of its own; it ends with us, also when we are killed."""
        self.starts = [t for t in self.starts if time.monotonic() - t < 60] + [time.monotonic()]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )  # fmt: skip

    @property
    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    @property
    def fails_again_and_again(self) -> bool:
        """Five starts within a minute."""
        return len(self.starts) >= 5


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def stop_all(children: Iterable[Child]) -> None:
    """Ask every group to stop, wait, and kill what remains."""
    alive = [c for c in children if c.process is not None and c.process.poll() is None]
    for child in alive:
        _signal_group(child, signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    for child in alive:
        try:
            child.process.wait(max(0.1, deadline - time.monotonic()))  # type: ignore[union-attr]
        except subprocess.TimeoutExpired:
            _signal_group(child, signal.SIGKILL)
    for child in alive:
        _signal_group(child, signal.SIGKILL)


def _signal_group(child: Child, number: int) -> None:
    try:
        os.killpg(child.process.pid, number)  # type: ignore[union-attr]
    except ProcessLookupError:
        return


def watch(children: list[Child], stopping: Callable[[], bool], say: Callable[[str], None]) -> int:
    """Keep the children running until asked to stop; 1 when one of them cannot be kept alive."""
    while not stopping():
        time.sleep(0.2)
        for child in children:
            if not child.has_died or stopping():
                continue
            if child.fails_again_and_again:
                say(f"{child.name}反复退出，已停止。原因见 {child.log}")
                return 1
            say(f"{child.name}意外退出，正在重新启动……")
            child.start()
    return 0
