"""The office that looks after outside organisations: their list, one with its agreement and keys, every step."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined
from yunjian.kernel.happenings import title_of
from yunjian.ui.listing import Ask, Column, Filter, Table, export_csv, export_xlsx
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from ..models import Kind, OrganisationState
from .forms import WordsForm, day_input
from .scenarios import tabs

TABLE = Table(
    columns=(
        Column("name", _("名称"), sortable=True),
        Column("uscc", _("统一社会信用代码")),
        Column("kind", _("类型"), value=lambda row: row.kind_title),
        Column("state", _("状态"), value=lambda row: row.state_title),
        Column("agreement", _("协议编号")),
        Column("agreed_through", _("协议到"), "date", sortable=True, value=lambda row: row.through),
        Column("review_due", _("下次年度检查"), "date", sortable=True),
        Column("asked", _("请求次数"), "number"),
        Column("registered_at", _("登记时间"), "date", sortable=True),
    ),
    filters=(
        Filter("q", _("名称、代码或协议编号")),
        Filter("kind", _("类型"), "choice"),
        Filter("state", _("状态"), "choice"),
    ),
    sort="-registered_at",
)
TONES = {"ACTIVE": "ok", "PENDING": "warning", "SUSPENDED": "warning", "REFUSED": "error", "TERMINATED": ""}


class ReasonForm(WordsForm):
    """Why, for the record of the agreement."""

    words = forms.CharField(
        label=_("理由"),
        help_text=_("留在机构的记录里，不少于四个字。"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReviewForm(ReasonForm):
    """What the yearly look found, and until when the agreement holds from now on."""

    through = forms.DateField(label=_("协议到"), help_text=_("最后有效的一天；续签就填新的。"), widget=day_input())


class RegisterForm(forms.Form):
    """An organisation, and what was agreed with it."""

    name = forms.CharField(label=_("机构名称"), max_length=160)
    uscc = forms.CharField(
        label=_("统一社会信用代码"), max_length=18, widget=forms.TextInput(attrs={"spellcheck": "false"})
    )
    kind = forms.ChoiceField(label=_("类型"), choices=[("", _("请选择")), *Kind.choices])
    contact = forms.CharField(label=_("联系人姓名"), max_length=60)
    phone = forms.CharField(label=_("联系电话"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    agreement = forms.CharField(label=_("协议编号"), max_length=80)
    start = forms.DateField(label=_("协议起"), widget=day_input())
    through = forms.DateField(label=_("协议到"), help_text=_("最后有效的一天。"), widget=day_input())
    scenarios = forms.MultipleChoiceField(
        label=_("约定的场景"),
        help_text=_("只选括号里有这类机构的。"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["scenarios"].choices = offered  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that may be done with an organisation: by whom, in which states, with which form."""

    key: str
    title: str | Promise
    states: tuple[str, ...]
    by_approver: bool
    form: type[forms.Form] = ReasonForm
    is_grave: bool = False


STEPS = {
    each.key: each
    for each in (
        Step("approve", _("批准"), ("PENDING",), True, forms.Form),
        Step("turn-down", _("不批准"), ("PENDING",), True, is_grave=True),
        Step("review", _("年度检查和续签"), ("ACTIVE", "SUSPENDED"), False, ReviewForm),
        Step("suspend", _("暂停使用"), ("ACTIVE",), False),
        Step("resume", _("恢复使用"), ("SUSPENDED",), True),
        Step("terminate", _("终止协议"), ("ACTIVE", "SUSPENDED"), True, is_grave=True),
    )
}


def asked(request: HttpRequest) -> Ask:
    states = {key: str(title) for key, title in OrganisationState.choices}
    kinds = {key: str(title) for key, title in Kind.choices}
    return TABLE.ask(request.GET, choices={"state": states, "kind": kinds})


@never_cache
@login_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations, as asked."""
    reader = request.actor  # type: ignore[attr-defined]
    ask = asked(request)
    listing = TABLE.listing(ask, queries.organisations(ask, reader=reader, at=timezone.now()))
    parts = {
        "listing": listing,
        "rows": [(row, TONES.get(row.state, "")) for row in listing.rows],
        "may_register": policy.may_register(reader),
        "export_query": request.GET.urlencode(),
        **tabs(request),
    }
    return render(request, "certificates/organisations.html", parts)


@never_cache
@login_required
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as asked, as CSV or Excel."""
    if form not in ("csv", "xlsx"):
        raise Http404
    reader = request.actor  # type: ignore[attr-defined]
    policy.require_watcher(reader)
    rows = queries.exported_organisations(asked(request), reader=reader, at=timezone.now())
    return (export_csv if form == "csv" else export_xlsx)(TABLE.columns, rows, gettext("外部机构"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Put an organisation down with its agreement; another person approves it."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    policy.require_registrar(reader)
    offered = [
        (each.key, gettext("%(title)s（%(kinds)s）") % {"title": each.title, "kinds": gettext("、").join(each.kinds)})
        for each in queries.scenarios(reader=reader, at=now)
    ]
    form = RegisterForm(request.POST if request.method == "POST" else None, offered=offered)
    if request.method == "POST" and form.is_valid():
        agreed = actions.Agreed(**{**form.cleaned_data, "scenarios": tuple(form.cleaned_data["scenarios"])})
        try:
            made = actions.register_organisation(agreed, by=reader, at=now)
        except actions.CodeUnsound as refusal:
            form.add_error("uscc", sentence(refusal))
        except actions.AgreementUnsound as refusal:
            form.add_error("through", sentence(refusal))
        except actions.ScenarioNotForKind as refusal:
            form.add_error("scenarios", sentence(refusal))
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("已经登记，等另一位审批人批准。"))
            return redirect("certificates:organisation", made)
    parts = {"form": form}
    return render(request, "certificates/register_organisation.html", parts, status=422 if form.errors else 200)


@never_cache
@login_required
@require_safe
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One organisation: its agreement, its keys, what happened, what may be done."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    view = queries.organisation(organisation_id, reader=reader, at=now)
    may_approve = policy.may_approve(reader)
    keys = queries.organisation_keys(organisation_id, reader=reader, at=now) if may_approve else ()
    parts = {
        "view": view,
        "tone": TONES.get(view.state, ""),
        "steps": [step for step in STEPS.values() if view.state in step.states and _may(step, reader)],
        "may_approve": may_approve,
        "keys": [(key, key.is_in_use(now)) for key in keys],
        "history": [
            (title_of(step.kind), step) for step in queries.organisation_history(organisation_id, reader=reader)
        ],
        "unusual": queries.unusual_uses(organisation=organisation_id, reader=reader, at=now),
    }
    return render(request, "certificates/organisation.html", parts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, organisation_id: int, step: str) -> HttpResponse:
    """Approve, turn down, review, suspend, resume or terminate it."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    if step not in STEPS:
        raise Http404
    wanted = STEPS[step]
    (policy.require_approver if wanted.by_approver else policy.require_registrar)(reader)
    view = queries.organisation(organisation_id, reader=reader, at=now)
    if view.state not in wanted.states:
        raise actions.NotThisState()
    form = wanted.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _perform(step, organisation_id, form.cleaned_data, reader, now)
        except actions.AgreementUnsound as refusal:
            form.add_error("through", sentence(refusal))
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("已办理：%(change)s。") % {"change": wanted.title})
            return redirect("certificates:organisation", organisation_id)
    parts = {"form": form, "view": view, "step": wanted}
    return render(request, "certificates/change_organisation.html", parts, status=422 if form.errors else 200)


def _may(step: Step, reader: Actor) -> bool:
    return policy.may_approve(reader) if step.by_approver else policy.may_register(reader)


def _perform(step: str, organisation_id: int, given: dict[str, Any], by: Actor, at: datetime) -> None:
    if step == "approve":
        actions.approve_organisation(organisation_id, by=by, at=at)
    elif step == "review":
        actions.review_organisation(organisation_id, given["words"], through=given["through"], by=by, at=at)
    else:
        plain = {
            "turn-down": actions.turn_down_organisation,
            "suspend": actions.suspend_organisation,
            "resume": actions.resume_organisation,
            "terminate": actions.terminate_organisation,
        }
        plain[step](organisation_id, given["words"], by=by, at=at)
