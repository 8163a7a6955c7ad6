"""Requests to use my certificates: who asks for what, yes, no, taken back, the receipt, the code I show."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunjian.kernel.happenings import title_of
from yunjian.ui.listing import Column, Filter, Table

from .. import actions, policy, queries
from ..models import OwnState
from .wallets import picture

TABLE = Table(
    columns=(Column("open", _("请求")),),
    filters=(Filter("state", _("状态"), "choice"), Filter("certificate", _("证照"), "choice")),
    sort="open",
    sizes=(20, 50, 100),
)
TONES = {"OPEN": "warning", "CONSENTED": "note", "FETCHED": "ok", "WITHDRAWN": "note"}


@never_cache
@login_required
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Who asked me, or those I act for: what waits for an answer stands first."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    held = {str(each.id): each.title for each in queries.held(reader=reader, at=now)}
    ask = TABLE.ask(
        request.GET, choices={"state": {key: str(title) for key, title in OwnState.choices}, "certificate": held}
    )
    listing = TABLE.listing(ask, queries.own_askings(ask, reader=reader, at=now))
    rows = [(row, TONES.get(row.state, "")) for row in listing.rows]
    return render(request, "certificates/requests.html", {"listing": listing, "rows": rows})


@never_cache
@login_required
@require_safe
def one(request: HttpRequest, asking_id: int) -> HttpResponse:
    """One request: who, what for, on what law, which fields, how long kept, until when to answer."""
    view = queries.own_asking(asking_id, reader=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "certificates/request.html", {"view": view, "tone": TONES.get(view.row.state, "")})


@login_required
@require_POST
def consent(request: HttpRequest, asking_id: int) -> HttpResponse:
    """Yes, to what is required and to the optional fields ticked."""
    chosen = request.POST.getlist("field")
    actions.consent_to_asking(asking_id, chosen, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, gettext("已经同意。对方一天之内可以取回一次，只有您同意的这几项。"))
    return redirect("certificates:request", asking_id)


@login_required
@require_POST
def refuse(request: HttpRequest, asking_id: int) -> HttpResponse:
    """No."""
    actions.refuse_asking(asking_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, gettext("已经拒绝，什么也没有给。对方看到的与没有人答复时一样。"))
    return redirect("certificates:request", asking_id)


@login_required
@require_POST
def withdraw(request: HttpRequest, asking_id: int) -> HttpResponse:
    """Take it back; what that does depends on whether the fields have travelled."""
    to_delete = actions.withdraw_consent(asking_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    if to_delete:
        said = gettext("已经撤回。内容先前已被取回，我们已要求对方删除；对方删了没有，我们看不到。")
    else:
        said = gettext("已经撤回，内容没有传出，对方再也取不到。")
    messages.success(request, said)
    return redirect("certificates:request", asking_id)


@never_cache
@login_required
@require_safe
def receipt(request: HttpRequest, asking_id: int) -> HttpResponse:
    """The receipt, to read and to print."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    found = queries.receipt(asking_id, reader=reader)
    parts = {
        "receipt": found,
        "is_signed": queries.is_signed(found, reader=reader),
        "view": queries.own_asking(asking_id, reader=reader, at=now),
        "entries": [(title_of(each.kind), each) for each in found.entries],
    }
    return render(request, "certificates/receipt.html", parts)


@never_cache
@login_required
@require_safe
def receipt_file(request: HttpRequest, asking_id: int) -> HttpResponse:
    """The receipt as a file, with the ledger's proofs."""
    text = queries.receipt_file(asking_id, reader=request.actor)  # type: ignore[attr-defined]
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = content_disposition_header(True, f"receipt-{asking_id}.json")
    return answer


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """A code to show instead of name and number; made when asked for, shown once."""
    by = request.actor  # type: ignore[attr-defined]
    minutes = int(actions.CODE_HOLDS.total_seconds() // 60)
    parts: dict[str, object] = {"minutes": minutes, "has_owner": bool(policy.answered_for(by))}
    if request.method == "POST":
        made = actions.show_code(by=by, at=timezone.now())
        parts |= {"code": made, "picture": picture(made)}
    return render(request, "certificates/request_code.html", parts)
