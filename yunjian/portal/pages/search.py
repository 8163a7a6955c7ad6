"""The search over projects, budgets, units and terms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import queries

LONGEST_QUESTION = 100


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``?q=``; where nothing has all of the words, what has some of them."""
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_QUESTION]
    found = queries.search(text, reader=request.actor, today=timezone.localdate())  # type: ignore[attr-defined]
    return render(request, "portal/search.html", {"found": found})
