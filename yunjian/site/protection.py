"""What every answer tells the browser, and what is refused before anybody looks at it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yunjian.kernel.errors import Declined

Handler = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), "
    "payment=(), usb=()",
}
TRANSPORT_SECURITY = "max-age=31536000; includeSubDomains"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
LARGEST_BODY = 52 * 1024 * 1024  # a file of 50 MB, and the form around it


class NotThisWay(Declined):
    """这个地址不接受这种请求方式，请用网页上的按钮和链接操作。"""

    status = 405


class TooLarge(Declined):
    """送来的内容太大，没有接收。一次最多 50 MB，请压缩图片或分开再传。"""

    status = 413


def headed(get_response: Handler) -> Handler:
    """Every answer, a file or a failure too: where things may come from, and who may keep what it says.

    What somebody signed in is shown stays in no cache, theirs or another's.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        # Only the page of consent says so: its form ends at the system that asked.
        target = getattr(response, "form_target", "")
        policy = CONTENT_SECURITY.replace("form-action 'self'", f"form-action 'self' {target}".rstrip())
        response.headers.setdefault("Content-Security-Policy", policy)
        if settings.HTTPS:
            response.headers.setdefault("Strict-Transport-Security", TRANSPORT_SECURITY)
        actor = getattr(request, "actor", None)
        if actor is not None and not actor.is_anonymous:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return handle


def bounded(get_response: Handler) -> Handler:
    """Refuse a method nobody offers and a body nobody could want, before any of it is read."""

    def handle(request: HttpRequest) -> HttpResponse:
        refusal: Declined | None = None
        if request.method not in METHODS:
            refusal = NotThisWay()
        elif _length(request) > LARGEST_BODY:
            refusal = TooLarge()
        if refusal is None:
            return get_response(request)
        response = render(request, "ui/refusal.html", {"refusal": refusal}, status=refusal.status)
        if refusal.status == 405:
            response.headers["Allow"] = ", ".join(sorted(METHODS))
        return response

    return handle


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdecimal() else 0
