"""One thing of several items: its tree; handed in, or taken back, as a whole."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunjian.kernel.errors import Declined

from .. import actions, queries


@never_cache
@login_required
@require_safe
def parent(request: HttpRequest, parent_id: int) -> HttpResponse:
    """Which items go side by side, which wait, what came of each."""
    return _page(request, parent_id)


@login_required
@require_POST
def submit(request: HttpRequest, parent_id: int) -> HttpResponse:
    return _done(request, parent_id, actions.submit_parent, gettext("整件事已经提交。"))


@login_required
@require_POST
def withdraw(request: HttpRequest, parent_id: int) -> HttpResponse:
    return _done(request, parent_id, actions.withdraw_parent, gettext("还没有决定的各项都已经撤回。"))


def _done(request: HttpRequest, parent_id: int, act: Callable[..., None], said: str) -> HttpResponse:
    try:
        act(parent_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    except Declined as refusal:
        return _page(request, parent_id, refusal)
    messages.success(request, said)
    return redirect("cases:parent", parent_id)


def _page(request: HttpRequest, parent_id: int, refusal: Declined | None = None) -> HttpResponse:
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    view = queries.parent_view(parent_id, at=now, reader=reader)
    status = refusal.status if refusal else 200
    return render(request, "cases/parent.html", {"parent": view, "refusal": refusal}, status=status)
