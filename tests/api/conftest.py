"""Fixtures of the tests of the API: a small district, and somebody who listens on this machine."""

import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.district import small_district
from yunjian.kernel.addresses import networks
from yunjian.materials.logic.envelopes import new_key


@pytest.fixture
def district(db) -> None:
    small_district()


@pytest.fixture(autouse=True)
def own_vault(settings, tmp_path):
    """What is handed in lies in the test's own folder."""
    settings.MATERIALS_FOLDER, settings.MATERIALS_KEYS = tmp_path / "materials", new_key()


@dataclass
class Listener:
    """A receiver of notices: what it heard, and what it answers."""

    url: str
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    status: int = 204
    location: str = ""


@pytest.fixture
def listener(settings) -> Iterator[Listener]:
    """A real HTTP server on this machine, in a network the setting allows."""
    settings.OUTSIDE_NETWORKS = networks(["127.0.0.0/8"])
    yield from listening()


def listening(context: ssl.SSLContext | None = None) -> Iterator[Listener]:
    """Over TLS under the name localhost, where there is a context for it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(made.status)
            if made.location:
                self.send_header("Location", made.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            """Be silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Listener(f"http://127.0.0.1:{server.server_port}/hooks")
    if context is not None:
        made.url = f"https://localhost:{server.server_port}/hooks"
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()
