"""One's keys: made, shown once, given a new secret, revoked."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunjian.kernel.api.callers import scopes
from yunjian.kernel.errors import Declined
from yunjian.parties import queries as parties
from yunjian.ui.templatetags.ui import sentence

from .. import actions, logic, policy, queries


class KeyForm(forms.Form):
    """What the key is for, what it may do, from where, how long and how often."""

    label = forms.CharField(label=_("用途"), help_text=_("例如“财务系统每日同步”。"), max_length=80)
    unit = forms.ChoiceField(label=_("属于"), required=False)
    scopes = forms.MultipleChoiceField(
        label=_("权限范围"),
        help_text=_("什么也不选的密钥只能读公开的内容，但可以调用得更频繁。"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    networks = forms.CharField(
        label=_("允许的网络"),
        help_text=_("每行一个地址或网段，例如 203.0.113.0/24；不写则不限。"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    days = forms.IntegerField(label=_("有效期（天）"), min_value=1, max_value=logic.LONGEST.days, initial=90)
    per_minute = forms.IntegerField(
        label=_("每分钟最多调用次数"), min_value=1, max_value=logic.MOST_PER_MINUTE, initial=600
    )

    def __init__(self, *args: Any, units: dict[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        titles = {key: f"{scope.title}（{key}）" for key, scope in scopes().items()}
        self.fields["scopes"].choices = list(titles.items())  # type: ignore[attr-defined]
        if units:
            self.fields["unit"].choices = [("", _("我自己的账号")), *units.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]


@login_required
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The keys one has, and how much they are used."""
    now = timezone.now()
    reader = request.actor  # type: ignore[attr-defined]
    titles = {key: scope.title for key, scope in scopes().items()}
    rows = [
        (row, row.is_in_use(now), [titles.get(scope, scope) for scope in row.scopes])
        for row in queries.keys(reader=reader, at=now)
    ]
    return render(request, "gateway/keys.html", {"rows": rows, "sees_all": policy.may_administer(reader)})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Make a key; its text is shown in the answer and never again."""
    by = request.actor  # type: ignore[attr-defined]
    units = {unit.key: unit.title for unit in parties.units(reader=by)} if policy.may_administer(by) else {}
    form = KeyForm(request.POST if request.method == "POST" else None, units=units)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            key, token = actions.make_key(
                given["label"],
                given["scopes"],
                unit=given.get("unit", ""),
                days=given["days"],
                networks=given["networks"].splitlines(),
                per_minute=given["per_minute"],
                by=by,
                at=timezone.now(),
            )
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            return _shown_once(request, key, token)
    return render(request, "gateway/key_form.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@never_cache
@require_POST
def rotate(request: HttpRequest, key_id: int) -> HttpResponse:
    """Give the key a new secret and show it once."""
    token = actions.rotate_key(key_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return _shown_once(request, key_id, token)


@login_required
@require_POST
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    """Take the key out of use."""
    actions.revoke_key(key_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, gettext("密钥已吊销，用它的程序从现在起不能再调用接口。"))
    return redirect("gateway:keys")


def _shown_once(request: HttpRequest, key_id: int, token: str) -> HttpResponse:
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    parts = {"key": queries.key(key_id, reader=reader, at=now), "token": token}
    return render(request, "gateway/key_shown.html", parts)
