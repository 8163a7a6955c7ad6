"""Search over projects, budget lines and disclosures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import queries


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``?q=``"""
    text = request.GET.get("q", "").strip()[:100]
    hits = queries.search(text, reader=request.actor)  # type: ignore[attr-defined]
    parts = {"text": text, "hits": hits, "terms": [text, *text.split()]}
    return render(request, "budgets/search.html", parts)
