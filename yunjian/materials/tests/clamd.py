"""A stand-in that speaks clamd's protocol: it knows one virus, the harmless one everybody tests with."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .files import EICAR

LIMIT = 1 << 20


class _Line(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        command = self._until_nul()
        if command == b"zVERSION":
            self.request.sendall(b"ClamAV 1.4.1/27500/Mon Nov 22 08:00:00 2026\0")
        elif command == b"zINSTREAM":
            self.request.sendall(self._judged() + b"\0")
        else:
            self.request.sendall(b"UNKNOWN COMMAND\0")

    def _judged(self) -> bytes:
        heard = bytearray()
        while length := int.from_bytes(self._exactly(4)):
            heard += self._exactly(length)
            if len(heard) > LIMIT:
                return b"INSTREAM size limit exceeded. ERROR"
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in heard else b"stream: OK"

    def _until_nul(self) -> bytes:
        heard = b""
        while not heard.endswith(b"\0") and (more := self.request.recv(1)):
            heard += more
        return heard.rstrip(b"\0")

    def _exactly(self, length: int) -> bytes:
        heard = b""
        while len(heard) < length and (more := self.request.recv(length - len(heard))):
            heard += more
        return heard


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def stand_in() -> Iterator[str]:
    """Where it listens, as ``YUNJIAN_CLAMD`` says it."""
    with _Server(("127.0.0.1", 0), _Line) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"tcp:127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
