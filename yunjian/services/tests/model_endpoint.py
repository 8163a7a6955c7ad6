"""A language model's endpoint as the format has it: it writes what a test tells it, and keeps what it was asked."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY, MODEL = "a-key-for-tests", "standin-1"


@dataclass
class Standin:
    """What it answers, and what it heard."""

    url: str = ""
    status: int = 200
    text: Any = "一、请补交租赁合同。\n二、请重新拍一张身份证。"
    body: bytes | None = None  # instead of an answer in the format
    wait: float = 0.0
    heard: list[dict[str, Any]] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        standin = self.server.standin
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        standin.heard.append(asked)
        time.sleep(standin.wait)
        if self.path != "/v1/chat/completions" or self.headers.get("Authorization") != f"Bearer {KEY}":
            return self._answer(401, b"{}")
        if standin.status != 200 or standin.body is not None:
            return self._answer(standin.status, standin.body or b"{}")
        told = {
            "id": "chatcmpl-1", "object": "chat.completion", "model": MODEL,
            "choices": [{"index": 0, "finish_reason": "stop",
                         "message": {"role": "assistant", "content": standin.text}}],
            "usage": {"prompt_tokens": 90, "completion_tokens": 10, "total_tokens": 100},
        }  # fmt: skip
        return self._answer(200, json.dumps(told).encode())

    def _answer(self, status, content):
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        if status in (301, 302):
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *words):
        """Silent."""


@contextmanager
def standing_in() -> Iterator[Standin]:
    """An endpoint on this computer, for as long as it is needed."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.standin = Standin(f"http://127.0.0.1:{server.server_port}/v1")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.standin
        server.shutdown()
