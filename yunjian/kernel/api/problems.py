"""Refusals as problem details (RFC 9457), with the sentences the pages show."""

import json
import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja.errors import HttpError, ValidationError
from ninja.responses import NinjaJSONEncoder

from ..errors import Declined, Invalid, NotFound

log = logging.getLogger(__name__)
MEDIA = "application/problem+json"


class BodyUnreadable(Invalid):
    """请求体读不出来：要写成 UTF-8 编码的 JSON。"""

    status = 400


class BodyTooLarge(Declined):
    """请求体太大了，请缩小或拆开后再发。"""

    status = 413


class NotAllowedHere(Declined):
    """这个地址不接受这种请求方法，可用的方法见 Allow 响应头。"""

    status = 405


class Failed(Declined):
    """我们这边出了错，事情没有办成。请稍后再试；一再出错时请告诉运行这个平台的单位。"""

    status = 500


class NotAcceptedHere(Declined):
    """请求没有被接受，请核对后再发。"""

    status = 400


SENTENCES = {
    "missing": _("缺少这一项"),
    "extra_forbidden": _("不认识这一项"),
    "string_type": _("要写文字"),
    "int_type": _("要写整数"),
    "int_parsing": _("要写整数"),
    "int_from_float": _("要写整数"),
    "bool_type": _("要写 true 或 false"),
    "bool_parsing": _("要写 true 或 false"),
    "date_from_datetime_parsing": _("要写日期，例如 2026-03-01"),
    "date_parsing": _("要写日期，例如 2026-03-01"),
    "decimal_parsing": _("要写数，例如 1200.50"),
    "decimal_type": _("要写数，例如 1200.50"),
    "decimal_max_digits": _("数太长了"),
    "decimal_whole_digits": _("数太长了"),
    "decimal_max_places": _("小数位太多了"),
    "finite_number": _("要写一个有限的数"),
    "list_type": _("要写成列表"),
    "model_attributes_type": _("要写成对象"),
    "model_type": _("要写成对象"),
    "dict_type": _("要写成对象"),
    "string_too_short": _("不能空着"),
    "string_too_long": _("文字太长，最多 {max_length} 个字"),
    "string_pattern_mismatch": _("写法不对，应当符合 {pattern}"),
    "literal_error": _("只能是下列之一：{expected}"),
    "greater_than_equal": _("不能小于 {ge}"),
    "less_than_equal": _("不能大于 {le}"),
    "greater_than": _("必须大于 {gt}"),
    "less_than": _("必须小于 {lt}"),
    "too_short": _("至少要有 {min_length} 项"),
    "too_long": _("最多 {max_length} 项"),
    "int_parsing_size": _("数太大了"),
    "json_invalid": _("要写成 UTF-8 编码的 JSON"),
}
OTHER = _("写法不对")


def code_of(refusal: type[Declined] | Declined) -> str:
    """The stable name of a kind of refusal: ``budgets-reason-missing``, ``not-found``."""
    kind = refusal if isinstance(refusal, type) else type(refusal)
    words = re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()
    floor = kind.__module__.split(".")[1] if kind.__module__.startswith("yunjian.") else "other"
    return words if floor == "kernel" else f"{floor}-{words}"


def kinds() -> dict[str, type[Declined]]:
    """Every kind of refusal that has been loaded, by its name."""
    return {code_of(kind): kind for kind in _below(Declined) if kind.__module__.startswith("yunjian.")}


def _below(kind: type[Declined]) -> Iterator[type[Declined]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _below(each)


def sentence(refusal: Declined) -> str:
    """The sentence with its details, in the language of the request."""
    words = gettext(refusal.sentence)
    if not refusal.details:
        return words
    return gettext("%(sentence)s（%(details)s）") % {"sentence": words, "details": gettext("；").join(refusal.details)}


def answer(request: HttpRequest, refusal: Declined, *, errors: Iterable[dict[str, Any]] = ()) -> HttpResponse:
    """The refusal as a problem: ``type`` leads to a page that explains it."""
    code = code_of(refusal)
    body: dict[str, Any] = {
        "type": _address(request, code),
        "title": gettext(refusal.sentence),
        "status": refusal.status,
        "detail": sentence(refusal),
        "instance": request.path,
        "code": code,
    }
    if found := list(errors):
        body["errors"] = found
    text = json.dumps(body, ensure_ascii=False, cls=NinjaJSONEncoder)
    response = HttpResponse(text, status=refusal.status, content_type=MEDIA)
    response["Cache-Control"] = "no-store"
    if refusal.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="yunjian"'
    for name, value in getattr(refusal, "headers", {}).items():
        response[name] = value
    return response


def _address(request: HttpRequest, code: str) -> str:
    try:
        return request.build_absolute_uri(reverse("gateway:problem", args=[code]))
    except (NoReverseMatch, SuspiciousOperation):
        return "about:blank"


def of_exception(request: HttpRequest, error: Exception) -> HttpResponse:
    """Whatever happened, as a problem; what is our fault is written to the log and not told."""
    if isinstance(error, Declined):
        return answer(request, error)
    if isinstance(error, ValidationError):
        return answer(request, Invalid(), errors=map(where, error.errors))
    if isinstance(error, Http404):
        return answer(request, NotFound())
    if isinstance(error, RequestDataTooBig):
        return answer(request, BodyTooLarge())
    if isinstance(error, HttpError) and error.status_code == 400:
        return answer(request, BodyUnreadable())
    if isinstance(error, SuspiciousOperation):
        return answer(request, NotAcceptedHere())
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return answer(request, Failed())


def where(error: dict[str, Any]) -> dict[str, Any]:
    """One thing wrong: which parameter or where in the body, what was expected, in a sentence."""
    source, *steps = error["loc"]
    context = {key: str(value) for key, value in (error.get("ctx") or {}).items()}
    words = str(SENTENCES.get(error["type"], OTHER)).format_map(_Known(context))
    found: dict[str, Any] = {"detail": words, "kind": error["type"]}
    if source in ("body", "form", "file"):
        inside = steps[1:] if source == "body" else steps  # the first step is what our function calls the body
        found["pointer"] = "#" + "".join(f"/{_escaped(step)}" for step in inside)
    else:
        found["parameter"], found["in"] = ".".join(map(str, steps)), source
    return found


def _escaped(step: object) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")


class _Known(dict):
    def __missing__(self, key: str) -> str:
        return ""


def from_elsewhere(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An error that Django answered before or beside the API, as a problem."""
    kinds_of: dict[int, type[Declined]] = {404: NotFound, 405: NotAllowedHere, 413: BodyTooLarge}
    kind = kinds_of.get(response.status_code, Failed if response.status_code >= 500 else NotAcceptedHere)
    made = answer(request, kind())
    if "Allow" in response:
        made["Allow"] = response["Allow"]
    return made
