"""The virus scanner: clamd over its own protocol, or none, which every material then says of itself."""

import socket
from collections.abc import Iterable
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from yunjian.kernel.connections import Check

TIMEOUT = 60  # seconds for every answer
PIECE = 256 * 1024


class Scanned:
    """What a scan says, as it is kept."""

    CLEAN, INFECTED, ABSENT, TOO_LARGE = "CLEAN", "INFECTED", "ABSENT", "TOO_LARGE"


class ScannerTrouble(Exception):
    """The scanner did not answer as it should: the job tries again, and the material waits."""


class Scanner(Protocol):
    """What every scanner does."""

    def scan(self, content: Iterable[bytes]) -> str: ...

    def check(self) -> Check: ...


class NoScanner:
    """None is set: the state shown with each material says so."""

    def scan(self, content: Iterable[bytes]) -> str:
        del content
        return Scanned.ABSENT

    def check(self) -> Check:
        return Check(True, _("没有配置查毒程序，材料上标明没有查毒。要查毒请设置 YUNJIAN_CLAMD。"))


class Clamd:
    """``clamd`` by its INSTREAM command: pieces with their length before them, an empty one at the end."""

    def __init__(self, address: str):
        self.address = address

    def scan(self, content: Iterable[bytes]) -> str:
        try:
            said = self._stream(content)
        except OSError as trouble:
            raise ScannerTrouble(f"{type(trouble).__name__}: {trouble}") from None
        if said.endswith("OK"):
            return Scanned.CLEAN
        if said.endswith("FOUND"):
            return Scanned.INFECTED
        if "size limit exceeded" in said:
            return Scanned.TOO_LARGE
        raise ScannerTrouble(said[:200])

    def check(self) -> Check:
        try:
            with self._connected() as line:
                line.sendall(b"zVERSION\0")
                said = _answer(line)
        except OSError as trouble:
            return Check(
                False, _("查毒程序没有应答：%(trouble)s。新的材料在等它，没有查毒不能使用。") % {"trouble": trouble}
            )
        if not said.startswith("ClamAV"):
            return Check(False, _("YUNJIAN_CLAMD 指向的不是 clamd：%(said)s") % {"said": said[:80]})
        return Check(True, said[:120])

    def _stream(self, content: Iterable[bytes]) -> str:
        with self._connected() as line:
            try:
                line.sendall(b"zINSTREAM\0")
                for piece in content:
                    for start in range(0, len(piece), PIECE):
                        part = piece[start : start + PIECE]
                        line.sendall(len(part).to_bytes(4) + part)
                line.sendall(bytes(4))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it has heard enough, and has said why
            return _answer(line)

    def _connected(self) -> socket.socket:
        kind, _sign, where = self.address.partition(":")
        if kind == "unix":
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(TIMEOUT)
            try:
                line.connect(where)
            except OSError:
                line.close()
                raise
            return line
        host, _sign, port = where.removeprefix("//").rpartition(":")
        return socket.create_connection((host or "127.0.0.1", int(port) if port.isdecimal() else 3310), TIMEOUT)


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < 4096 and (more := line.recv(4096)):
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def scanner() -> Scanner:
    """The scanner of this installation."""
    return Clamd(settings.CLAMD) if settings.CLAMD else NoScanner()
