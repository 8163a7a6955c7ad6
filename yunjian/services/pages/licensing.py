"""The one licence of a trade: look whether an enterprise has all its permits, then issue it."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yunjian.kernel.errors import Declined, Forbidden, NotFound
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from .guides import in_language


class EnterpriseForm(forms.Form):
    """Whose licence it will be."""

    code = forms.CharField(
        label=_("统一社会信用代码"),
        help_text=_("18 位，与营业执照上的一致。"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def licence(request: HttpRequest, trade: str) -> HttpResponse:
    """By ``code`` the permits the enterprise has; a post issues the licence."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    view = queries.trade(trade, at=now, reader=by)
    if not policy.may_license(by, view.trade.unit):
        raise Forbidden()
    given = request.POST if request.method == "POST" else request.GET
    form = EnterpriseForm(given if "code" in given else None)
    found = None
    if form.is_bound and form.is_valid():
        try:
            found = queries.composed(trade, form.cleaned_data["code"], reader=by, at=now)
            if request.method == "POST":
                made = actions.issue_trade_licence(trade, form.cleaned_data["code"], by=by, at=now)
                messages.success(request, gettext("已核发%(licence)s。") % {"licence": view.trade.licence})
                return redirect("certificates:certificate", made)
        except NotFound:
            form.add_error("code", gettext("企业登记簿里没有这个代码。请对照营业执照重新输入。"))
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
    permits = [(each, in_language(each.title, each.title_en)) for each in found.permits] if found else []
    parts = {
        "view": view, "trade": view.trade, "title": in_language(view.trade.title, view.trade.title_en),
        "form": form, "found": found, "permits": permits,
    }  # fmt: skip
    return render(request, "services/licence.html", parts, status=422 if form.errors else 200)
