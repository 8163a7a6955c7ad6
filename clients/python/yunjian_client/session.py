"""The way to one platform: who asks, in which language, once, and with patience."""

import email.utils
import re
import ssl
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

import httpx

from .generated import given_once
from .generated.client import AuthenticatedClient
from .problems import refuse

SAFE = ("GET", "HEAD", "OPTIONS")
AGAIN = (429, 502, 503, 504)
FIRST_WAIT = 0.5  # seconds; each further one is twice as long, where the platform names none
ONCE = "Idempotency-Key"


class Tagged(Protocol):
    """An answer with its headers."""

    @property
    def headers(self) -> Any: ...


class Yunjian(AuthenticatedClient):
    """A platform, to be given to every operation as ``client``; a context manager that closes its connections.

    Without a key it reads what everybody may. One may be shared by threads.
    """

    def __init__(
        self,
        address: str,
        key: str = "",
        *,
        language: str = "zh-hans",
        tries: int = 5,
        patience: float = 60.0,
        timeout: float = 30.0,
        verify: ssl.SSLContext | bool = True,
        sleep: Callable[[float], None] = time.sleep,
    ):
        super().__init__(base_url=address.rstrip("/"), token=key)
        self._transport = Patient(httpx.HTTPTransport(verify=verify), tries, patience, sleep)
        self._spoken = {"Accept-Language": language} | ({"Authorization": f"Bearer {key}"} if key else {})
        self._time = timeout
        self.set_httpx_client(self._http({}))

    def seen(self, found: Tagged) -> "Yunjian":
        """This platform, for a change of what was read: declined when it changed meanwhile."""
        tag = found.headers.get("ETag")
        if not tag:
            raise ValueError("只有读到的内容带 ETag 才能按它更改。 / Only an answer with an ETag can be changed.")
        other = Yunjian.__new__(Yunjian)
        AuthenticatedClient.__init__(other, base_url=self._base_url, token=self.token)
        other._transport, other._spoken, other._time = self._transport, self._spoken, self._time
        other.set_httpx_client(other._http({"If-Match": tag}))
        return other

    def _http(self, headers: dict[str, str]) -> httpx.Client:
        return _Http(
            base_url=self._base_url,
            headers=self._spoken | headers,
            timeout=self._time,
            transport=self._transport,
            event_hooks={"response": [refuse]},
        )


class _Http(httpx.Client):
    def build_request(self, method: str, url: Any, **more: Any) -> httpx.Request:
        """Every change gets its own key; a file gets a boundary that is not in it, by chance alone."""
        if more.get("files") is not None:
            more["headers"] = {k: v for k, v in (more.get("headers") or {}).items() if k.lower() != "content-type"}
        request = super().build_request(method, url, **more)
        if request.method not in SAFE and not _is_given_once(request) and ONCE not in request.headers:
            request.headers[ONCE] = str(uuid.uuid4())
        return request


def _is_given_once(request: httpx.Request) -> bool:
    """Whether the answer is not kept to be given again: such an operation takes no key."""
    path = request.url.path
    return any(request.method == method and re.search(f"{end}$", path) for method, end in given_once.OPERATIONS)


class Patient(httpx.BaseTransport):
    """Sends a request again, as it was, while waiting may help."""

    def __init__(self, inner: httpx.BaseTransport, tries: int, patience: float, sleep: Callable[[float], None]):
        self.inner, self.tries, self.patience, self.sleep = inner, tries, patience, sleep

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        waited = 0.0
        for number in range(self.tries):
            is_last = number + 1 >= self.tries
            wait = FIRST_WAIT * 2**number
            try:
                response = self.inner.handle_request(request)
            except httpx.TransportError:
                if is_last or waited + wait > self.patience:
                    raise
            else:
                named = _seconds(response.headers.get("Retry-After"))
                wait = wait if named is None else named
                may_help = response.status_code in AGAIN or (response.status_code >= 400 and named is not None)
                if not may_help or is_last or waited + wait > self.patience:
                    return response
                response.close()
            self.sleep(wait)
            waited += wait
        raise ValueError("tries")

    def close(self) -> None:
        self.inner.close()


def _seconds(named: str | None) -> float | None:
    """How long ``Retry-After`` says to wait, in seconds or until a time."""
    if named is None:
        return None
    if named.isdigit():
        return float(named)
    try:
        until = email.utils.parsedate_to_datetime(named)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
