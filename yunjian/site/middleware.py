"""What every request passes: who acts, what is noted of it, how a refusal is shown."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from yunjian.kernel import metrics, tracing
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.api import problems
from yunjian.kernel.errors import Declined
from yunjian.parties import queries as parties
from yunjian.parties.pages.standing import ACTING

log = logging.getLogger("yunjian.request")
_UNTOLD = {"static", "kernel:health", "kernel:ready", "kernel:ready_web", "kernel:metrics"}
_REFUSED = {400, 401, 403, 405, 413, 429}  # what somebody tried who may not, or too often: worth a warning

Handler = Callable[[HttpRequest], HttpResponse]


def observed(get_response: Handler) -> Handler:
    """Every request: a trace that its jobs and log lines carry on, and its rate, errors and duration by route."""

    def handle(request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        with tracing.following(request.META.get("HTTP_TRACEPARENT", ""), f"{request.method} request") as trace:
            response = get_response(request)
            response.headers["Trace-Id"] = trace.trace_id
            _note(request, response.status_code, time.perf_counter() - start)
        return response

    return handle


def _note(request: HttpRequest, status: int, seconds: float) -> None:
    match = request.resolver_match
    route = match.view_name if match else "static" if request.path.startswith(settings.STATIC_URL) else "unknown"
    metrics.request_answered(route, request.method or "", status, seconds)
    if route not in _UNTOLD:
        # The route by name and never the address: an address may hold what a person typed into a search box.
        told = {"route": route, "method": request.method, "status": status, "milliseconds": round(seconds * 1000, 1)}
        told["actor"] = getattr(getattr(request, "actor", None), "id", "")
        level = logging.WARNING if status in _REFUSED else logging.INFO
        log.log(level, "%(method)s %(route)s %(status)s %(milliseconds)s ms %(actor)s", told, extra=told)


def actor(get_response: Handler) -> Handler:
    """Give the request its ``actor``."""

    def handle(request: HttpRequest) -> HttpResponse:
        mandate = request.session.get(ACTING)
        actor = parties.actor_of(request.user, mandate)
        if mandate is not None and not actor.acting_for:
            del request.session[ACTING]
            messages.warning(request, gettext("代办委托已经结束，现在办的是您自己的事。"))
        request.actor = actor  # type: ignore[attr-defined]
        return get_response(request)

    return handle


class refusals:
    """A Declined that no page caught becomes a page with its sentence and status."""

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Declined):
            return None
        template = "ui/_refusal.html" if getattr(request, "htmx", False) else "ui/refusal.html"
        return render(request, template, {"refusal": error}, status=error.status)


class problem_details:
    """Below ``/api/`` every error is a problem, also one that Django answers by itself."""

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.status_code >= 400 and not response.get("Content-Type", "").startswith(problems.MEDIA)
        if request.path.startswith("/api/") and is_page:
            return problems.from_elsewhere(request, response)
        return response


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What every template may use: the actor, and what the district is called (asked when it is shown)."""
    reader = getattr(request, "actor", None)
    title = SimpleLazyObject(lambda: parties.district_title(reader=reader or ANONYMOUS))
    acting_for = SimpleLazyObject(lambda: parties.principal_name(reader=reader or ANONYMOUS))
    return {
        "actor": reader,
        "acting_for_name": acting_for,
        "district_title": title,
        "trace_id": tracing.trace_id(),
    }
