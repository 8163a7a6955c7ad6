"""Pages that are made once and shown again until something happens: ``@kept`` over a view, and the visitors' door.

What a page says follows from its address, the language, the day, who reads (with the roles in force now), and what
has been recorded: every change of data is an action, and an action leaves an entry in the ledger in the same
transaction. So a page made when the ledger had so many entries is right for as long as it has that many.

The number of committed entries only grows, whatever order transactions commit in (the greatest id would not do: a lower
one may still be on its way). It is asked before the page is made, so a page can be newer than its number, never older.
"""

import functools
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeGuard, cast

from django.conf import settings
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language_from_request

from . import metrics, sealer
from .actor import ANONYMOUS, Actor

View = Callable[..., HttpResponseBase]
Handler = Callable[[HttpRequest], HttpResponseBase]

FRESH = 1.0  # seconds: a visitor's page may be that much behind the ledger, in each process
LONGEST = 60.0  # seconds: even when nothing is recorded, for what begins or ends at a time of the day
LARGEST = 1_000_000  # bytes of one page
LONGEST_QUERY = 200  # characters after the question mark; nobody's search fills the memory
VARY = ("Cookie", "Accept-Language", "Authorization", "HX-Request", "HX-Target")
_COUNT = """select coalesce((select max(size) from kernel_checkpoint), 0) + (select count(*) {unsealed}),
                   coalesce((select max(settled) from kernel_sweep), 0)"""


@dataclass(frozen=True, slots=True)
class Kept:
    """One page as it was answered, and the number of entries it is right for."""

    entries: int
    made_at: float
    content: bytes
    headers: tuple[tuple[str, str], ...]
    match: ResolverMatch

    @property
    def size(self) -> int:
        return len(self.content) + 1_000  # the key and the headers, roughly

    def answer(self) -> HttpResponse:
        response = HttpResponse(self.content)
        for name, value in self.headers:
            response.headers[name] = value
        return response


class Shelf:
    """The kept pages of this process, those asked for longest ago leaving first when there are too many bytes."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = threading.Lock()
        self.bytes = 0

    def find(self, key: Hashable) -> Kept | None:
        """The page, unless it is too old in any case."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or time.monotonic() - page.made_at > LONGEST:
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: Kept) -> None:
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self.bytes += page.size
            while self.bytes > settings.KEPT_BYTES:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.bytes = 0

    def _drop(self, key: Hashable) -> None:
        if (page := self._pages.pop(key, None)) is not None:
            self.bytes -= page.size


class Glance:
    """The number of entries as of the last look, which is at most ``FRESH`` seconds ago."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen, self._at = -1, float("-inf")

    def entries(self) -> int:
        now = time.monotonic()
        if now - self._at >= FRESH:
            found = entries()
            with self._lock:  # of two that looked at once, the one that saw more is right
                self._seen, self._at = max(self._seen, found), max(self._at, now)
        return self._seen

    def forget(self) -> None:
        self._seen, self._at = -1, float("-inf")


class Counter:
    """Counts what is sealed by its number, and the few others behind where the sealer had come when last asked."""

    def __init__(self) -> None:
        self._settled: int | None = None

    def entries(self) -> int:
        since = sealer.settled() if self._settled is None else self._settled
        found, self._settled = self._counted(since)
        if self._settled < since:  # another database, or an older one put back
            found, self._settled = self._counted(self._settled)
        return found

    def _counted(self, since: int) -> tuple[int, int]:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT.format(unsealed=sealer.unsealed(since)))
            return cursor.fetchone()


shelf = Shelf()
glance = Glance()
_counter = Counter()


def entries() -> int:
    """How many entries the ledger has at this moment, sealed or not; one statement over small indexes."""
    return _counter.entries()


def kept(view: View) -> View:
    """A page that says only what follows from its address, language, day, reader, and the ledger.

    To somebody signed in it is shown again only while the ledger has not grown by a single entry, asked for in the same
    request; a right taken away, or an act of a colleague, is seen at once. A page that records something when it is
    shown (a look at personal data) grows the ledger itself and so is made anew every time. What visitors are shown is
    kept by ``visitors``. Never kept: forms with their token, pending notices, anything but a plain 200.
    """

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        reader: Actor = request.actor  # type: ignore[attr-defined]
        if reader.is_anonymous:
            request.kept_at = glance.entries() if settings.KEPT_BYTES else None  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)
        key = _key(request, reader)
        if key is None or len(get_messages(request)):
            return view(request, *args, **kwargs)
        now = entries()
        page = shelf.find(key)
        if page is not None and page.entries == now:
            metrics.page_kept("shown")
            return page.answer()
        response = view(request, *args, **kwargs)
        if _is_sound(response, request):
            _keep(key, request, response, now)
        return response

    answer.is_kept = True  # type: ignore[attr-defined]  # told by whatever wraps it, too
    return answer


def visitors(get_response: Handler) -> Handler:
    """Answer visitors with the pages kept for them, before anything else is asked about the request.

    A visitor is who shows neither a session nor any other credential. A page is at most ``FRESH`` seconds behind the
    ledger in each process: what is published or taken back is seen within that time.
    """

    def handle(request: HttpRequest) -> HttpResponseBase:
        key = _key(request, ANONYMOUS) if _is_visitor(request) else None
        page = shelf.find(key) if key is not None else None
        if page is not None and page.entries == glance.entries():
            metrics.page_kept("shown")
            request.resolver_match = page.match
            request.actor = ANONYMOUS  # type: ignore[attr-defined]
            return _conditional(request, page.answer())
        response = get_response(request)
        kept_at = getattr(request, "kept_at", None)
        if key is None or kept_at is None or not _is_sound(response, request):
            return response
        response.headers["Cache-Control"] = "public, no-cache"
        response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        patch_vary_headers(response, VARY)
        _keep(key, request, response, kept_at)
        return _conditional(request, response)

    return handle


def _is_visitor(request: HttpRequest) -> bool:
    if "HTTP_AUTHORIZATION" in request.META:
        return False
    return "HTTP_COOKIE" not in request.META or not (
        {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
    )


def _key(request: HttpRequest, reader: Actor) -> Hashable | None:
    """What the page may depend on; None where nothing is looked for or kept.

    The query string stays as it was written: a page repeats it in its links, so another order is another page.
    """
    meta = request.META
    query = meta.get("QUERY_STRING", "")
    if (
        request.method not in ("GET", "HEAD")
        or not settings.KEPT_BYTES
        or "HTTP_HX_REQUEST" in meta
        or len(query) > LONGEST_QUERY
    ):
        return None
    language = _language(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""), meta.get("HTTP_ACCEPT_LANGUAGE", ""))
    host = meta.get("HTTP_HOST")  # one that ALLOWED_HOSTS lacks never got a page that could be found by it
    return request.scheme, host, request.path, query, language, _today(int(time.time()) // 60), reader


@functools.lru_cache(1_000)
def _language(cookie: str, accepted: str) -> str:
    """What LocaleMiddleware decides, which looks at nothing else."""
    asking = HttpRequest()
    asking.COOKIES = {settings.LANGUAGE_COOKIE_NAME: cookie}
    asking.META = {"HTTP_ACCEPT_LANGUAGE": accepted}
    return get_language_from_request(asking)


@functools.lru_cache(1)
def _today(minute: int) -> date:
    return timezone.localdate(datetime.fromtimestamp(minute * 60, UTC))


def _is_sound(response: HttpResponseBase, request: HttpRequest) -> TypeGuard[HttpResponse]:
    """Whether the answer is the same for everybody who would get it again."""
    return (
        isinstance(response, HttpResponse)
        and request.method == "GET"
        and response.status_code == 200
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "Cache-Control" not in response.headers
        and len(response.content) <= LARGEST
    )


def _keep(key: Hashable, request: HttpRequest, response: HttpResponse, number: int) -> None:
    match = request.resolver_match
    if match is not None:
        shelf.put(key, Kept(number, time.monotonic(), response.content, tuple(response.headers.items()), match))
        metrics.page_kept("made")


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """Not again to whom has it already (If-None-Match)."""
    if "HTTP_IF_NONE_MATCH" not in request.META and "HTTP_IF_MATCH" not in request.META:
        return response
    return cast(HttpResponse, get_conditional_response(request, etag=response.headers["ETag"], response=response))
