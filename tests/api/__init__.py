"""What the tests of the API stand on: a client that speaks it, and keys of the cast."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.district import open_account
from yunjian.gateway import actions
from yunjian.kernel.actor import Actor
from yunjian.parties.queries import actor_of

BASE = "/api/v1"
SCOPES = (
    "cases:read", "certificates:contents", "certificates:end", "certificates:issue", "certificates:read",
    "certificates:verify", "disclosures:write", "drafts:read", "findings:judge", "materials:keep", "materials:lend",
    "materials:read", "materials:take-in", "materials:use", "proposals:decide", "proposals:read", "social-use:ask",
    "webhooks:manage",
)  # fmt: skip


class Caller:
    """A program with a key (or none)."""

    def __init__(self, token: str = "", **headers: str):
        self.client = Client(raise_request_exception=True)
        self.headers = {**({"Authorization": f"Bearer {token}"} if token else {}), **headers}
        self.token = token

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
        return self.client.get(self._at(path), query or {}, headers={**self.headers, **headers})

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        data = b"" if body is None else json.dumps(body).encode()
        return self.client.generic(
            method, self._at(path), data, content_type="application/json", headers={**self.headers, **headers}
        )

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.send("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.send("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> HttpResponse:
        return self.send("DELETE", path, **headers)

    def upload(self, path: str, fields: dict[str, Any], **headers: str) -> HttpResponse:
        return self.client.post(self._at(path), fields, headers={**self.headers, **headers})

    def _at(self, path: str) -> str:
        return path if path.startswith(("http", "/api/")) else BASE + path


def key_of(by: Actor, *scopes: str, **more: Any) -> Caller:
    """A program with a fresh key of this account."""
    _, token = actions.make_key("测试", scopes, by=by, at=timezone.now(), **more)
    return Caller(token)


def account(username: str, *grants: tuple[str, str]) -> Actor:
    """An account that really exists, so that its keys lend what it holds."""
    return actor_of(open_account(username, *grants))
