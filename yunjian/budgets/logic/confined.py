"""Reading a hostile file: in a child process with limits on time and memory, its result taken back as JSON."""

import json
import os
import resource
import signal
import subprocess
import sys

from .codec import from_json, to_json
from .disclosure import Disclosure, Unreadable

LARGEST_RESULT = 128 * 1024 * 1024  # bytes of JSON
_TOO_LONG = "读这份文件用的时间超过了 {seconds} 秒，已经停止。请把文件拆开，或另存为 Word（docx）、Excel（xlsx）后再试。"
_TOO_BIG = "读这份文件需要的内存超过了 {megabytes} MB，已经停止。请把文件拆开，或另存为较小的文件后再试。"
_CRASHED = "读取程序在这份文件上中止了，文件可能已损坏。请重新导出一份再试。"


def read_confined(data: bytes, name: str, *, seconds: int = 60, megabytes: int = 1024) -> Disclosure:
    """Read a file as a disclosure within limits; whatever goes wrong becomes an Unreadable with a sentence.

    ``seconds`` bounds both the processor time and the time that passes, ``megabytes`` the child's address space. The
    child inherits nothing but the path to its programs: no database address, no key.
    """
    command = [sys.executable, "-E", "-s", "-m", __name__, str(seconds), str(megabytes), os.path.basename(name)]  # noqa: PTH119
    try:
        outcome = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds + 5,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            close_fds=True,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(_TOO_LONG.format(seconds=seconds)) from None
    if outcome.returncode == -signal.SIGXCPU or outcome.returncode == -signal.SIGKILL:
        raise Unreadable(_TOO_LONG.format(seconds=seconds))
    try:
        answer = json.loads(outcome.stdout)
    except ValueError:
        raise Unreadable(_CRASHED) from None
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"])
    return from_json(answer["disclosure"])


def _child(seconds: int, megabytes: int, name: str) -> bytes:
    """What the child answers: the structure, or the sentence that says why there is none."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    too_big = json.dumps({"unreadable": _TOO_BIG.format(megabytes=megabytes)}).encode()
    try:
        from .reading import read

        answer = json.dumps({"disclosure": to_json(read(sys.stdin.buffer.read(), name))}).encode()
    except MemoryError:
        return too_big
    except Unreadable as reason:
        return json.dumps({"unreadable": str(reason)}).encode()
    return answer if len(answer) <= LARGEST_RESULT else too_big


if __name__ == "__main__":
    sys.stdout.buffer.write(_child(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
