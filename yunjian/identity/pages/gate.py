"""The gate: every request of somebody signed in shows whether they may go on, owe something first, or are out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjian.kernel.actor import ANONYMOUS

from .. import actions
from ..logic.standing import Limits, Standing, begun, is_stale, standing
from ..queries import MARK
from .entering import THEN, own

# Open to somebody who owes something first: what it takes to do it, and to leave.
OPEN = {
    "identity:logout",
    "identity:password",
    "identity:app",
    "identity:add_passkey",
    "identity:recovery_codes",
    "ui:language",
}
DUTIES = {Standing.PASSWORD: "identity:password", Standing.FACTOR: "identity:app"}


class gate:
    """Until a duty is done the actor holds no role, so that no address can be reached around the gate."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.duty = None  # type: ignore[attr-defined]
        if not request.actor.is_anonymous:  # type: ignore[attr-defined]
            self._look(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        duty = request.duty  # type: ignore[attr-defined]
        if duty is None or (request.resolver_match and request.resolver_match.view_name in OPEN):
            return None
        if request.method == "GET":
            request.session[THEN] = request.get_full_path()
        return redirect(duty)

    def _look(self, request: HttpRequest) -> None:
        now, actor = timezone.now(), request.actor  # type: ignore[attr-defined]
        mark = request.session.get(MARK)
        if mark is None:
            mark = request.session[MARK] = begun(now, ())
        limits = Limits(timedelta(minutes=settings.IDLE_MINUTES), timedelta(hours=settings.SESSION_HOURS))
        owes_two = settings.SECOND_FACTOR_REQUIRED and (bool(actor.held) or settings.SECOND_FACTOR_OF_EVERYBODY)
        found = standing(mark, now=now, limits=limits, owes_two=owes_two)
        if found in (Standing.IDLE, Standing.TOO_LONG):
            actions.sign_out(own(request), request.session.session_key or "", found.value, by=actor, at=now)
            auth.logout(request)
            request.actor = ANONYMOUS  # type: ignore[attr-defined]
            messages.info(request, _("您已经很久没有操作，或者登录时间太长，已自动退出。请重新登录。"))
            return
        if found is not Standing.FINE:
            request.duty = DUTIES[found]  # type: ignore[attr-defined]
            request.actor = replace(actor, held=())  # type: ignore[attr-defined]
        if is_stale(mark, now):
            request.session[MARK] = mark | {"seen": int(now.timestamp())}
