"""The directory: the district's units, their sections, posts and people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yunjian.kernel.kept import kept

from .. import policy, queries


@require_safe
@kept
def directory(request: HttpRequest) -> HttpResponse:
    """The tree, or what of it a search finds."""
    reader = request.actor  # type: ignore[attr-defined]
    text = request.GET.get("q", "").replace("\0", "").strip()[:100]
    branches = queries.directory(text, reader=reader, at=timezone.now())
    parts = {"branches": branches, "text": text, "shows_names": policy.is_staff(reader)}
    return render(request, "parties/directory.html", parts)
