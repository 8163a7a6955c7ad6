"""Lending materials for a matter with one consent, and taking the consent back."""

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

from yunjian.kernel.errors import Declined
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries

MOST_OFFERED = 200


class LendForm(forms.Form):
    """Which materials, to whom, for what, for how long."""

    materials = forms.MultipleChoiceField(label=_("借出的材料"), widget=forms.CheckboxSelectMultiple)
    unit = forms.ChoiceField(label=_("借给哪个单位"))
    matter = forms.CharField(label=_("办的是什么事"), help_text=_("事项名称或办件编号。"), max_length=80)
    purpose = forms.CharField(label=_("用途"), help_text=_("例如：核对住所。"), max_length=200)
    days = forms.IntegerField(label=_("同意几天"), min_value=1, max_value=366, initial=90)

    def __init__(self, *args: Any, offered: list[tuple[str, str]], units: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["materials"].choices = offered  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", gettext("请选择")), *units]  # type: ignore[attr-defined]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lend(request: HttpRequest) -> HttpResponse:
    """One form, one consent."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    holder = policy.holder_of(by)
    rows = queries.drawer(holder, Ask(sort="kept_at", descending=True, size=MOST_OFFERED), reader=by, at=now).rows
    offered = [(str(each.id), f"{each.type_title} · {each.file_name}") for each in rows if each.is_lendable]
    units = sorted(parties.unit_titles(reader=by).items(), key=lambda each: each[1])
    chosen = {"materials": request.GET.getlist("material")}
    form = LendForm(request.POST or None, offered=offered, units=units, initial=chosen)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.lend(
                [int(each) for each in given["materials"]], given["unit"], given["matter"], given["purpose"],
                days=given["days"], by=by, at=now,
            )  # fmt: skip
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("已经同意。谁看过，在材料页上可以查到；随时可以撤回。"))
            return redirect("materials:consents")
    parts = {"form": form, "offered": offered}
    return render(request, "materials/lend.html", parts, status=422 if form.errors else 200)


@never_cache
@login_required
@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    """Whom I allowed what."""
    reader = request.actor  # type: ignore[attr-defined]
    found = queries.consents(policy.holder_of(reader), reader=reader, at=timezone.now())
    return render(request, "materials/consents.html", {"consents": found})


@login_required
@require_POST
def withdraw(request: HttpRequest, consent_id: int) -> HttpResponse:
    """Take a consent back."""
    actions.withdraw_consent(consent_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, gettext("已经撤回，办理单位从现在起不能再看这些材料。"))
    return redirect("materials:consents")
