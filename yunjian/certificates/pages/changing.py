"""Changing a certificate: one page for each step, with its reason."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from .forms import AmendForm, ContentsForm, RenewForm, RevokeForm, WordsForm, initial_of, show_problems
from .words import CHANGES


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, certificate_id: int, change: str) -> HttpResponse:
    """Renew, amend, replace, suspend, resume, revoke or archive it."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    if change not in CHANGES:
        raise Http404
    wanted = CHANGES[change]
    view = queries.certificate(certificate_id, reader=reader, at=now)
    (policy.require_issuer if wanted.makes_version else policy.require_may_end)(reader, view.unit)
    if wanted.step not in view.allowed:
        raise actions.NotNow()
    form = _form(change, view, request, reader, now)
    if request.method == "POST" and form.is_valid():
        try:
            _perform(change, certificate_id, form, reader, now)
        except actions.ContentsWrong as refusal:
            if isinstance(form, ContentsForm):
                show_problems(form, refusal.problems)
            else:
                form.add_error("through" if "through" in form.fields else None, sentence(refusal))
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("已办理：%(change)s。") % {"change": wanted.title})
            return redirect("certificates:certificate", certificate_id)
    parts = {"form": form, "view": view, "change": wanted}
    return render(request, "certificates/change.html", parts, status=422 if form.errors else 200)


def _form(change: str, view: queries.CertificateView, request: HttpRequest, reader: Actor, now: datetime) -> forms.Form:
    data: Any = request.POST if request.method == "POST" else None
    if change == "revoke":
        return RevokeForm(data)
    if change == "renew":
        kind = queries.type_in_force(view.type, reader=reader, at=now)
        return RenewForm(data) if kind.validity.rule in ("until", "open") else WordsForm(data)
    if change == "amend":
        kind = queries.type_in_force(view.type, reader=reader, at=now)
        present = queries.version_for_credential(view.id, reader=reader, at=now)
        values = {field.name: field.value for field in present.fields}
        return AmendForm(data, kind=kind, initial=initial_of(kind, values))
    return WordsForm(data)


def _perform(change: str, certificate_id: int, form: forms.Form, by: Actor, at: datetime) -> None:
    given = form.cleaned_data
    words = given["words"]
    if change == "renew":
        actions.renew_certificate(certificate_id, words, through=given.get("through"), by=by, at=at)
    elif change == "amend" and isinstance(form, ContentsForm):
        actions.amend_certificate(certificate_id, form.values, words, by=by, at=at)
    elif change == "revoke":
        actions.revoke_certificate(certificate_id, given["ground"], words, by=by, at=at)
    else:
        plain = {
            "replace": actions.replace_certificate,
            "suspend": actions.suspend_certificate,
            "resume": actions.resume_certificate,
            "archive": actions.archive_certificate,
        }
        plain[change](certificate_id, words, by=by, at=at)
