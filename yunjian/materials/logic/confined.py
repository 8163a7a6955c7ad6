"""Open a file nobody vouches for in a process of its own, with bounds on its time, memory and answer.

``python -m yunjian.materials.logic.confined TASK KIND DESCRIPTOR SECONDS MEGABYTES`` is that process. The file comes in
as an open descriptor of memory, never under a name; what goes out is one line of JSON and the bytes it announces.
Nothing the process sends is ever executed or unpickled. See decision 5.
"""

import json
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import gettext_noop
from .pieces import Piece, Unreadable

SECONDS = 60
MEGABYTES = 1024
LARGEST = 64 * 1024 * 1024  # what is opened at all; more is kept, but only told by its beginning
MOST_ANSWER = 96 * 1024 * 1024
_GRACE = 10
_KEPT = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")
_OUTWARD = frozenset(
    {
        "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
        "socket.gethostbyname", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty",
    }
)  # fmt: skip
TOO_LONG = gettext_noop("核对这个文件超过了时间上限，没有完成。请把文件另存一次或分开后再交。")
TOO_BIG = gettext_noop("打开这个文件要用的内存太多，没有完成。请压缩图片或分开后再交。")
BROKE = gettext_noop("这个文件打不开，可能已经损坏。请另存一次后再交；仍不成功时请到窗口办理。")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the process found out, and the files it made."""

    told: dict[str, Any]
    pieces: tuple[Piece, ...]


def ask(
    task: str, kind: str, content: Iterable[bytes], *, seconds: int = SECONDS, megabytes: int = MEGABYTES
) -> Answer:
    """Have the task done on the content; Unreadable also where the file exhausts what it is given."""
    descriptor = os.memfd_create("material", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(descriptor), "wb") as file:
            for piece in content:
                file.write(piece)
        os.lseek(descriptor, 0, os.SEEK_SET)
        return _asked(task, kind, descriptor, seconds, megabytes)
    finally:
        os.close(descriptor)


def _asked(task: str, kind: str, descriptor: int, seconds: int, megabytes: int) -> Answer:
    command = [sys.executable, "-m", "yunjian.materials.logic.confined", task, kind, str(descriptor)]
    with subprocess.Popen(
        [*command, str(seconds), str(megabytes)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=_environment(),
        pass_fds=(descriptor,),
        start_new_session=True,
    ) as process:
        over = threading.Timer(seconds + _GRACE, process.kill)
        over.daemon = True
        over.start()
        try:
            said = process.stdout.read(MOST_ANSWER + 1) if process.stdout else b""
            process.kill()
        finally:
            over.cancel()
        status = process.wait()
    return _understood(said, status)


def _understood(said: bytes, status: int) -> Answer:
    line, _, rest = said.partition(b"\n")
    try:
        told = json.loads(line)
        refusal, announced = told.pop("refusal", ""), told.pop("pieces", [])
    except (ValueError, AttributeError):
        raise Unreadable(TOO_LONG if status < 0 else BROKE) from None
    if refusal:
        raise Unreadable(str(refusal))
    pieces, start = [], 0
    for name, media, length in announced:
        pieces.append(Piece(str(name), str(media), rest[start : start + length]))
        start += length
    if start != len(rest):
        raise Unreadable(BROKE)
    return Answer(told, tuple(pieces))


def _environment() -> dict[str, str]:
    """What the process may know: where Python finds its parts; no secret, no database."""
    kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return {**kept, **one, "PYTHONPATH": str(Path(__file__).resolve().parents[3]), "PYTHONUTF8": "1"}


def _bound(seconds: int, megabytes: int) -> None:
    """Give up what this process does not need, for good."""
    limits = {
        resource.RLIMIT_AS: megabytes << 20,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 64,
    }
    for what, limit in limits.items():
        resource.setrlimit(what, (limit, limit))
    sys.addaudithook(_stay_in)


def _stay_in(event: str, _arguments: tuple[object, ...]) -> None:
    """No network and no other program, whatever a library would like to fetch; a hook cannot be taken away again."""
    if event in _OUTWARD:
        raise PermissionError(event)


def _answer(task: str, kind: str, descriptor: int) -> tuple[dict[str, Any], list[Piece]]:
    try:
        with os.fdopen(descriptor, "rb") as file:
            from . import opening

            return opening.TASKS[task](kind, file)
    except Unreadable as refusal:
        return {"refusal": str(refusal)}, []
    except MemoryError:
        return {"refusal": TOO_BIG}, []
    except Exception:  # whatever a hostile file brings about ends here, as a sentence
        return {"refusal": BROKE}, []


def _main(task: str, kind: str, descriptor: int, seconds: int, megabytes: int) -> None:
    _bound(seconds, megabytes)
    told, pieces = _answer(task, kind, descriptor)
    told["pieces"] = [(each.name, each.media, len(each.data)) for each in pieces]
    sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
    for each in pieces:
        sys.stdout.buffer.write(each.data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    # Run as a program this module has another name: errors raised elsewhere must be those it catches.
    from yunjian.materials.logic import confined

    confined._main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6]))
