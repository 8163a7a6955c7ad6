"""What every request to the API passes: who asks, how often, whether it was asked before, what the caller has."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from .. import rates
from ..addresses import client_address
from ..errors import Declined, Invalid
from . import problems, repeats, tags
from .callers import Caller, anonymous, caller_of

Run = Callable[..., HttpResponseBase]


class TooOften(Declined):
    """请求太频繁了，请等一会儿再试；要等多久见 Retry-After 响应头。"""

    status = 429


class ParameterUnknown(Invalid):
    """有不认识的查询参数，请对照文档核对它的名称。"""


def door(run: Run) -> Run:
    """Stand before one operation."""
    operation = run.__self__  # type: ignore[attr-defined]
    known = _query_parameters(operation)

    @functools.wraps(run)
    def pass_through(request: HttpRequest, **path: Any) -> HttpResponseBase:
        at, address = timezone.now(), client_address(request)
        refusal: Declined | None = None
        try:
            caller = caller_of(request, address, at=at)
        except Declined as found:
            caller, refusal = anonymous(address), found
        taken = rates.take(caller.name, caller.limit, at=at)
        if not taken.allowed:
            refusal = TooOften()
        if refusal is None:
            response = _perform(request, caller, operation, known, lambda: run(request, **path), at)
        else:
            response = problems.answer(request, refusal)
        response = tags.finish(request, response)
        for name, value in taken.headers.items():
            response[name] = value
        patch_vary_headers(response, ("Accept-Language", "Authorization"))
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-cache" if caller.has_key else "public, no-cache"
        return response

    return pass_through


def _perform(
    request: HttpRequest,
    caller: Caller,
    operation: Any,
    known: frozenset[str],
    run: Callable[[], HttpResponseBase],
    at: Any,
) -> HttpResponseBase:
    request.caller, request.actor = caller, caller.reader  # type: ignore[attr-defined]
    try:
        if unknown := sorted(set(request.GET) - known):
            raise ParameterUnknown(unknown)
        repeats.require_repeatable(request, operation.view_func)
        return repeats.once(request, caller.name, run, at=at) if caller.has_key else run()
    except Exception as error:
        return problems.of_exception(request, error)


def _query_parameters(operation: Any) -> frozenset[str]:
    """The names an operation's query may have."""
    models = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    return frozenset(name for model in models for name in model.__ninja_flatten_map__)
