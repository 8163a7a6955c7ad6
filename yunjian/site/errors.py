"""What a person sees when a request makes no sense, a page is not there or not theirs, or we have failed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def malformed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What no browser sends: another host's name, a broken form. Nothing of it is shown again."""
    return render(request, "ui/400.html", status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "ui/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Also for a form whose protection token is missing or too old."""
    return render(request, "ui/403.html", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/500.html", status=500)
