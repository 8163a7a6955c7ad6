"""One's own security: how one signs in, and where one is signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from yunjian.parties import queries as parties

from .. import actions, policy, queries
from ..models import Device
from .entering import own


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


@login_required
@require_POST
def end_device(request: HttpRequest, device_id: int) -> HttpResponse:
    """Sign one device out."""
    actions.end_device(device_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, gettext("那台设备已经退出登录。"))
    return redirect("identity:security")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign every other device out."""
    key = request.session.session_key or ""
    actions.end_devices(own(request), Device.End.ENDED, but=key, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, gettext("其他设备都已经退出登录。"))
    return redirect("identity:security")
