"""Read a file nobody vouches for in a process of its own, with bounds on its time and memory.

``python -m yunjian.budgets.logic.confined SECONDS MEGABYTES`` is that process: the name and the file come in on
standard input, the disclosure goes out as JSON on standard output. Nothing it sends is ever executed or unpickled.
"""

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from . import codec
from .disclosure import Disclosure, Unreadable
from .source.limits import DEFAULT

_GRACE = 5  # seconds for the process to start and to send its answer
_KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
_TOO_LONG = "读这个文件超过{seconds}秒，没有读完。请确认文件只有一份预决算公开内容，或另存为新文件后再上传。"
_TOO_BIG = "读这个文件需要的内存超过{megabytes}MB，没有读完。请确认文件只有一份预决算公开内容，或另存为新文件后再上传。"
_BROKE = "读这个文件的程序中途出错（{cause}），没有读完。请另存为新文件后再上传；仍不成功时请把文件交给管理员。"


def read_confined(
    data: bytes, name: str, *, seconds: int = DEFAULT.seconds, megabytes: int = DEFAULT.megabytes
) -> Disclosure:
    """The disclosure a file holds; raises Unreadable also where the file exhausts what it is given."""
    if len(data) > DEFAULT.size:
        raise Unreadable(
            f"文件有{len(data) / 1048576:.0f}MB，最多读{DEFAULT.size // 1048576}MB。请去掉图片或分开后重新上传。"
        )
    command = [sys.executable, "-m", "yunjian.budgets.logic.confined", str(seconds), str(megabytes)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=_environment(),
        close_fds=True,
        start_new_session=True,
    ) as process:
        try:
            answer, _ = process.communicate(json.dumps(name).encode() + b"\n" + data, timeout=seconds + _GRACE)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise Unreadable(_TOO_LONG.format(seconds=seconds)) from error
    return _disclosure(answer, process.returncode, seconds, megabytes)


def _environment() -> dict[str, str]:
    """What the process may know: where Python finds its parts; no secret, no database."""
    kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
    return {**kept, "PYTHONPATH": str(Path(__file__).resolve().parents[3]), "PYTHONUTF8": "1"}


def _disclosure(answer: bytes, status: int, seconds: int, megabytes: int) -> Disclosure:
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Unreadable(_TOO_LONG.format(seconds=seconds))
    try:
        said = json.loads(answer)
        if "refusal" in said:
            raise Unreadable(str(said["refusal"]).format(seconds=seconds, megabytes=megabytes))
        return codec.from_json(said["disclosure"])
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(_BROKE.format(cause=f"退出码{status}")) from error


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


def _answer(name: str, data: bytes) -> dict[str, Any]:
    try:
        from .reading import read

        return {"disclosure": codec.to_json(read(data, name))}
    except Unreadable as refusal:
        return {"refusal": str(refusal).replace("{", "{{").replace("}", "}}")}
    except MemoryError:
        return {"refusal": _TOO_BIG}
    except Exception as error:  # whatever a hostile file brings about ends here, as a sentence
        return {"refusal": _BROKE.format(cause=type(error).__name__)}


def _main(seconds: int, megabytes: int) -> None:
    _bound(seconds, megabytes)
    name = json.loads(sys.stdin.buffer.readline())
    answer = _answer(name, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())


if __name__ == "__main__":
    _main(int(sys.argv[1]), int(sys.argv[2]))
