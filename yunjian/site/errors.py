"""What a person sees when an address is unknown, a page may not be opened, or we have failed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "ui/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Also for a form whose protection token is missing or too old."""
    return render(request, "ui/403.html", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/500.html", status=500)
