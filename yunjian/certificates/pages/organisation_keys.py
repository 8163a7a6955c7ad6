"""The keys of an outside organisation: one is given and shown once, one is ended."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yunjian.kernel.errors import Declined
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries


class KeyForm(forms.Form):
    """What the key is for, from where, how long and how often."""

    label = forms.CharField(label=_("用途"), help_text=_("例如“柜面系统”。"), max_length=80)
    networks = forms.CharField(
        label=_("允许的网络"),
        help_text=_("每行一个地址或网段，例如 203.0.113.0/24；不写则不限。"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    days = forms.IntegerField(
        label=_("有效期（天）"),
        help_text=_("协议先到期的，到协议最后一天为止。"),
        min_value=1,
        max_value=366,
        initial=90,
    )
    per_minute = forms.IntegerField(label=_("每分钟最多调用次数"), min_value=1, max_value=6000, initial=600)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Make a key for the organisation; its text is in the answer and nowhere else."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    policy.require_approver(by)
    view = queries.organisation(organisation_id, reader=by, at=now)
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            _key, token = actions.give_organisation_key(
                organisation_id,
                given["label"],
                days=given["days"],
                networks=given["networks"].splitlines(),
                per_minute=given["per_minute"],
                by=by,
                at=now,
            )
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            return render(request, "certificates/key_shown.html", {"view": view, "token": token})
    parts = {"form": form, "view": view}
    return render(request, "certificates/give_key.html", parts, status=422 if form.errors else 200)


@login_required
@require_POST
def end(request: HttpRequest, organisation_id: int, key_id: int) -> HttpResponse:
    """Take one of its keys out of use."""
    actions.end_organisation_key(organisation_id, key_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, gettext("密钥已吊销，用它的程序从现在起不能再请求。"))
    return redirect("certificates:organisation", organisation_id)
