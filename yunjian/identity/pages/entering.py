"""What every way of signing in shares: where from, where to, a second factor if there is one, and in."""

import contextlib
from datetime import datetime
from typing import Any, cast

from django.contrib import auth, messages
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from yunjian.kernel.actor import Actor
from yunjian.kernel.addresses import client_address
from yunjian.parties import actions as acts
from yunjian.parties import queries as parties

from .. import actions, queries
from ..logic.standing import begun, is_strong
from ..queries import MARK

PENDING = "pending"  # who has proven one thing and owes a second factor
THEN = "then"  # where somebody was going when something else had to come first
FIRM = "enterprise"  # the credit code of the enterprise somebody wants to come in for
PATIENCE = 300  # seconds between the first proof and the second
BACKEND = "django.contrib.auth.backends.ModelBackend"


def safe_next(request: HttpRequest, wanted: str | None = None) -> str:
    """Where to go afterwards: within this site only."""
    wanted = wanted or request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("portal:home")


def go_on(
    request: HttpRequest, account_id: int, methods: tuple[str, ...], next_page: str, *, change: bool = False
) -> HttpResponse:
    """In, or to the second factor when the account has one and nothing as good was shown."""
    owner = Actor(f"account:{account_id}")
    if not is_strong(methods) and queries.factors(account_id, reader=owner).any:
        request.session.cycle_key()
        request.session[PENDING] = {
            "account": account_id,
            "methods": list(methods),
            "next": next_page,
            "change": change,
            "at": int(timezone.now().timestamp()),
        }
        return redirect("identity:second_factor")
    return enter(request, account_id, methods, next_page, change=change)


def pending(request: HttpRequest) -> dict[str, Any] | None:
    """Who owes a second factor in this session, unless it took them too long."""
    waiting = request.session.get(PENDING)
    if waiting and timezone.now().timestamp() - waiting["at"] <= PATIENCE:
        return waiting
    request.session.pop(PENDING, None)
    return None


def enter(
    request: HttpRequest, account_id: int, methods: tuple[str, ...], next_page: str, *, change: bool = False
) -> HttpResponse:
    """Begin a session with a key nobody has seen before, note the device, and go where one wanted."""
    now = timezone.now()
    user = ModelBackend().get_user(account_id)
    if user is None:
        return redirect("identity:login")
    firm = request.session.get(FIRM, "")
    request.session.flush()
    auth.login(request, user, backend=BACKEND)
    request.session[MARK] = begun(now, methods, change)
    actions.sign_in(
        account_id,
        session_key=request.session.session_key or "",
        methods=methods,
        address=_sound(client_address(request)),
        browser=request.headers.get("User-Agent", ""),
        by=Actor(f"account:{account_id}"),
        at=now,
    )
    if firm:
        _act_for(request, firm, parties.actor_of(user), now)
    return redirect(next_page)


def _act_for(request: HttpRequest, firm: str, who: Actor, now: datetime) -> None:
    """Come in for the enterprise, when it has given this person leave; else as oneself, and told why."""
    mandate = parties.mandate_for(firm, reader=who, at=now)
    if mandate is None:
        messages.warning(request, _("您还没有这家企业的有效授权，现在办的是您自己的事。请在“代办委托”中申请。"))
        return
    acts.begin_acting(mandate, by=who, at=now)
    request.session[parties.ACTING] = mandate


def own(request: HttpRequest) -> int:
    """The account somebody is signed in with."""
    return cast(int, request.user.pk)


def after_duty(request: HttpRequest, otherwise: str) -> HttpResponse:
    """What had to come first is done: on to where one was going."""
    return redirect(safe_next(request, request.session.pop(THEN, None) or reverse(otherwise)))


def note_new_key(request: HttpRequest, before: str) -> None:
    """The session goes on under another key; one begun elsewhere than on our pages has no device to note it at."""
    actor, after = request.actor, request.session.session_key or ""  # type: ignore[attr-defined]
    with contextlib.suppress(actions.NoSuchDevice):
        actions.rekey_device(own(request), before, after, by=actor, at=timezone.now())


def _sound(address: str) -> str | None:
    try:
        validate_ipv46_address(address)
    except ValidationError:
        return None
    return address
