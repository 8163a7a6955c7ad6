"""A case is begun: by the applicant, or at a window for whoever stands there."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined
from yunjian.parties import queries as parties
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from .forms import NewForm, OwnForm, WindowForm


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What it is about, and who applies."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    at_window = policy.takes_in(by)
    offered = [(each.key, each.title) for each in queries.procedures(at=now, reader=by)]
    data = request.POST if request.method == "POST" else None
    form: NewForm
    if at_window:
        form = WindowForm(data, procedures=offered)
    else:
        form = OwnForm(data, procedures=offered, owners=_owners(by))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            applicant = _applicant(given, by) if at_window else given["applicant"]
            case = actions.open_case(given["procedure"], applicant, given["subject"], by=by, at=now)
        except Declined as refusal:
            form.add_error("number" if isinstance(refusal, actions.ApplicantUnknown) else None, sentence(refusal))
        else:
            return redirect("cases:case", case)
    status = 422 if form.errors else 200
    return render(request, "cases/new.html", {"form": form, "at_window": at_window, "offered": offered}, status=status)


def _applicant(given: dict[str, str], by: Actor) -> str:
    found = parties.party_known_as(given["name"], given["number"], reader=by)
    if not found:
        raise actions.ApplicantUnknown()
    return found


def _owners(by: Actor) -> list[tuple[str, str]]:
    """Oneself, or whom one acts for."""
    named = parties.principal_name(reader=by) if by.acting_for else by.name
    return [(each, named or gettext("本人")) for each in sorted(by.owns)]
