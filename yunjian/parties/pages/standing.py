"""Standing in for others: delegations among colleagues, mandates of persons and enterprises, acting for them."""

from datetime import datetime, time

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from yunjian.kernel.errors import Declined
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries

ACTING = queries.ACTING
KINDS = (("LEGAL", _("我是企业的法定代表人")), ("AGENT", _("企业委托我代办")), ("KIN", _("替家人办事")))


class DelegateForm(forms.Form):
    """What to lend, to whom, when, why."""

    source = forms.ChoiceField(label=_("委托哪个角色"))
    username = forms.CharField(label=_("同事的用户名"), max_length=60)
    starts_on = forms.DateField(label=_("从哪一天起"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("到哪一天为止（含）"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("事由"), max_length=200, required=False)

    def __init__(self, *args: object, sources: list, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["source"].choices = sources  # type: ignore[attr-defined]


class MandateForm(forms.Form):
    """For whom, and in what."""

    kind = forms.ChoiceField(label=_("您和对方的关系"), choices=KINDS)
    name = forms.CharField(label=_("企业名称或家人姓名"), max_length=160)
    number = forms.CharField(label=_("统一社会信用代码或身份证号"), max_length=40)
    scope = forms.MultipleChoiceField(label=_("代办哪些事"), widget=forms.CheckboxSelectMultiple)
    ends_on = forms.DateField(
        label=_("到哪一天为止（含）"),
        help_text=_("不填就一直有效，任何一方都可以随时结束。"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        every = (policy.EVERYTHING, _("可以由本人办的全部事项"))
        choices = [every, *((act.name, act.title) for act in policy.mandated())]
        self.fields["scope"].choices = choices  # type: ignore[attr-defined]


class ProofForm(forms.Form):
    """What the counter has seen."""

    evidence = forms.CharField(
        label=_("核验了哪些材料"), help_text=_("例如：委托书原件、双方身份证。不要抄写号码。"), max_length=200
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """What I lent and borrowed, and a form to lend."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    sources = [
        (f"{each.source}:{each.source_id}" + (f":{each.role}" if each.source == "post" else ""), _label(each))
        for each in queries.lendable(reader=reader, at=now)
    ]
    form = DelegateForm(request.POST if request.method == "POST" else None, sources=sources)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.delegate_role(
                given["source"],
                given["username"],
                starts_at=_midnight(given["starts_on"]),
                ends_at=_last_moment(given["ends_on"]),
                reason=given["reason"],
                by=reader,
                at=now,
            )
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("已经委托，到期自动结束。"))
            return redirect("parties:delegations")
    parts = {"form": form, "can_lend": bool(sources), "delegations": queries.delegations(reader=reader, at=now)}
    return render(request, "parties/delegations.html", parts, status=422 if form.errors else 200)


@login_required
@require_POST
def end_delegation(request: HttpRequest, delegation_id: int) -> HttpResponse:
    actions.withdraw_delegation(delegation_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, gettext("委托已经结束。"))
    return redirect("parties:delegations")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mandates(request: HttpRequest) -> HttpResponse:
    """For whom I may act, who may act for me, and a form to ask."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = MandateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            number = actions.ask_for_mandate(
                given["kind"],
                given["name"],
                given["number"],
                given["scope"],
                ends_at=_last_moment(given["ends_on"]) if given["ends_on"] else None,
                by=reader,
                at=now,
            )
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            said = gettext("已经提出，编号 %(number)s。等对方确认，或者凭编号和证件到窗口核验。")
            messages.success(request, said % {"number": number})
            return redirect("parties:mandates")
    parts = {
        "form": form,
        "mandates": queries.mandates(reader=reader, at=now),
        "me": reader.id,
        "owns": reader.owns,
        "acting": reader.mandate,
        "at_counter": policy.may_prove_mandates(reader),
    }
    return render(request, "parties/mandates.html", parts, status=422 if form.errors else 200)


@login_required
@require_POST
def accept_mandate(request: HttpRequest, mandate_id: int) -> HttpResponse:
    actions.accept_mandate(mandate_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, gettext("已经同意。"))
    return redirect("parties:mandates")


@login_required
@require_POST
def end_mandate(request: HttpRequest, mandate_id: int) -> HttpResponse:
    actions.end_mandate(mandate_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, gettext("代办委托已经结束。"))
    return redirect("parties:mandates")


@login_required
@require_POST
def act_for(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """From now on, in this session, I act for them."""
    actions.begin_acting(mandate_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    request.session[ACTING] = mandate_id
    return redirect("parties:account")


@login_required
@require_POST
def act_for_oneself(request: HttpRequest) -> HttpResponse:
    """Stop acting for somebody."""
    request.session.pop(ACTING, None)
    messages.success(request, gettext("现在办的是您自己的事。"))
    return redirect("parties:account")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """At the counter: the agent names the number, staff looks at the papers and says which."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    policy.require_at_counter(reader)
    text = request.GET.get("number", "").strip()
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 15 else 0
    found = queries.mandate_to_prove(number, reader=reader, at=now) if number else None
    form = ProofForm(request.POST if request.method == "POST" else None)
    if found and request.method == "POST" and form.is_valid():
        try:
            actions.prove_mandate(found.id, form.cleaned_data["evidence"], by=reader, at=now)
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("已经核验，委托开始生效。"))
            return redirect("parties:counter")
    parts = {"found": found, "form": form, "text": text}
    return render(request, "parties/counter.html", parts, status=422 if form.errors else 200)


def _label(each: queries.Holding) -> str:
    return f"{each.role_title} · {each.unit_title or gettext('全区')}"


def _midnight(day: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _last_moment(day: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))
