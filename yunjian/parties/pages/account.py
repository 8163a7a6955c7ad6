"""One's own account: who am I, my posts, my roles."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yunjian.kernel.policy import READ_CONNECTIONS, may
from yunjian.ui.desk import desks_of

from .. import policy, queries
from ..models import Account


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who am I, my posts, my roles."""
    reader = request.actor  # type: ignore[attr-defined]
    mine = queries.account(_own(request).pk, reader=reader, at=timezone.now())
    parts = {
        "account": mine,
        "reads_accounts": policy.may_read_accounts(reader),
        "reads_looks": policy.may_read_looks(reader),
        "reads_ledger": policy.may_read_ledger(reader),
        "decides_erasures": policy.may_decide_erasures(reader),
        "reads_connections": may(reader, READ_CONNECTIONS),
        "reads_people": policy.may_read_people(reader),
        "reads_enterprises": policy.may_read_enterprises(reader),
        "desks": desks_of(reader),
    }
    return render(request, "parties/account.html", parts)


def _own(request: HttpRequest) -> Account:
    """The account somebody is logged in with."""
    return cast(Account, request.user)
