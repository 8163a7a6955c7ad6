"""One's own security: how one signs in, and where one is signed in."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunjian.parties import queries as parties

from .. import actions, policy, queries
from ..models import Device
from .entering import own
from .factors import FreshForm, is_fresh


@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """The password, the second factors and the devices of whoever asks."""
    reader, account = request.actor, own(request)  # type: ignore[attr-defined]
    key = request.session.session_key or ""
    parts = {
        "factors": queries.factors(account, reader=reader),
        "devices": queries.devices(account, session_key=key, reader=reader, at=timezone.now()),
        "has_password": parties.has_password(account, reader=reader),
        "may_secure": policy.may_secure(reader),
    }
    return render(request, "identity/security.html", parts)


@never_cache
@login_required
@require_POST
def end_device(request: HttpRequest, device_id: int) -> HttpResponse:
    """Sign one device out."""

    def end() -> str:
        actions.end_device(device_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
        return gettext("那台设备已经退出登录。")

    return _after_proof(request, end)


@never_cache
@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign every other device out."""

    def end() -> str:
        key, now = request.session.session_key or "", timezone.now()
        actions.end_devices(own(request), Device.End.ENDED, but=key, by=request.actor, at=now)  # type: ignore[attr-defined]
        return gettext("其他设备都已经退出登录。")

    return _after_proof(request, end)


def _after_proof(request: HttpRequest, end: Callable[[], str]) -> HttpResponse:
    """Do it for whoever has just signed in; otherwise ask for the password first, on a page of its own."""
    asked = "sure" in request.POST or is_fresh(request)
    form = FreshForm(request.POST if asked else None, request=request)
    if asked and form.is_valid():
        messages.success(request, end())
        return redirect("identity:security")
    return render(request, "identity/end_devices.html", {"form": form}, status=422 if form.errors else 200)
