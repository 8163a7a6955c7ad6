"""Who may do what, and why: the accounts, what each may do, who may do one thing; roles granted and withdrawn."""

from datetime import date, datetime, time

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from yunjian.kernel.errors import Declined, NotFound
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries


class GrantForm(forms.Form):
    """Which role, for which unit, until when."""

    role = forms.ChoiceField(label=_("角色"))
    unit = forms.ChoiceField(label=_("单位"), required=False, help_text=_("全区有效的角色不选单位。"))
    ends_on = forms.DateField(
        label=_("到哪一天为止（含）"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: object, roles: list, units: list, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", _("全区")), *units]  # type: ignore[attr-defined]


@login_required
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts, or those a search finds."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:100]
    found = queries.accounts(text, reader=request.actor)  # type: ignore[attr-defined]
    parts = {"accounts": found, "text": text, "most": queries.MOST_ACCOUNTS}
    return render(request, "parties/accounts.html", parts)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I may do, and why."""
    return _rights(request, request.user.pk or 0)


@login_required
@require_safe
def rights(request: HttpRequest, account_id: int) -> HttpResponse:
    """What an account may do, and why; the security administrator grants and withdraws here."""
    return _rights(request, account_id)


def _rights(request: HttpRequest, account_id: int, form: GrantForm | None = None, status: int = 200) -> HttpResponse:
    reader = request.actor  # type: ignore[attr-defined]
    day, at = moment(request.GET.get("on", ""))
    found = queries.rights(account_id, at=at, reader=reader)
    may_grant = policy.may_grant(reader) and reader.id != f"account:{account_id}"
    if may_grant and form is None:
        form = _grant_form(request)
    parts = {
        "rights": found,
        "day": day,
        "is_mine": reader.id == f"account:{account_id}",
        "may_grant": may_grant,
        "may_revoke": policy.may_revoke(reader),
        "form": form,
    }
    return render(request, "parties/rights.html", parts, status=status)


@login_required
@require_POST
def grant(request: HttpRequest, account_id: int) -> HttpResponse:
    """Give the account a role."""
    reader = request.actor  # type: ignore[attr-defined]
    policy.require_administrator(reader, policy.GRANT)
    form = _grant_form(request)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.grant_role(
                account_id,
                given["role"],
                given["unit"],
                ends_at=_end_of(given["ends_on"]) if given["ends_on"] else None,
                by=reader,
                at=timezone.now(),
            )
        except NotFound:
            raise
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("角色已经授予。"))
            return redirect("parties:rights", account_id)
    return _rights(request, account_id, form, status=422)


@login_required
@require_POST
def revoke(request: HttpRequest, account_id: int, grant_id: int) -> HttpResponse:
    """Take a role back; it is gone with the account's next request."""
    actions.revoke_role(grant_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, gettext("角色已经收回。"))
    return redirect("parties:rights", account_id)


@login_required
@require_safe
def who_can(request: HttpRequest) -> HttpResponse:
    """Who may do one thing, on a day."""
    reader = request.actor  # type: ignore[attr-defined]
    day, at = moment(request.GET.get("on", ""))
    acts = queries.all_acts(reader=reader)
    act = request.GET.get("act", "")
    units = queries.unit_titles(reader=reader)
    unit = request.GET.get("unit", "")
    unit = unit if unit in units else ""
    found = queries.holders(act, unit=unit, at=at, reader=reader) if act in acts else None
    parts = {"acts": acts, "act": act, "units": units, "unit": unit, "day": day, "found": found}
    return render(request, "parties/who_can.html", parts)


def moment(text: str) -> tuple[date, datetime]:
    """The day asked for and its last moment; today and now when no day is asked or it makes no sense."""
    now = timezone.now()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return timezone.localdate(now), now
    if day == timezone.localdate(now):
        return day, now
    return day, timezone.make_aware(datetime.combine(day, time.max))


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))


def _grant_form(request: HttpRequest) -> GrantForm:
    reader = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    roles = [(role.key, role.title) for role in queries.roles(on=today, reader=reader)]
    units = [(unit.key, unit.title) for unit in queries.units(reader=reader)]
    return GrantForm(request.POST if request.method == "POST" else None, roles=roles, units=units)
