"""An officer hands a file in, sees it read, checked and compared, and goes on to the import."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunjian.kernel.errors import Forbidden
from yunjian.kernel.kept import kept
from yunjian.parties import queries as parties

from .. import actions, policy, queries

ACCEPTED = ".txt,.md,.markdown,.html,.htm,.pdf,.docx,.xlsx,.xls"


class UploadForm(forms.Form):
    """The file, and the unit where the officer keeps more than one."""

    unit = forms.ChoiceField(label=_("单位"))
    file = forms.FileField(
        label=_("预算或决算公开文件"),
        help_text=_("可以是 PDF、Word（docx）、Excel（xlsx）、网页（html）、Markdown 或纯文本，不超过 32 MB。"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        allow_empty_file=True,  # the action says it better
    )

    def __init__(self, *args: Any, units: dict[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units.items())  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].initial = next(iter(units))
            self.fields["unit"].widget = forms.HiddenInput()


def units_kept_by(reader: Any, act: policy.Act = policy.RECEIVE) -> dict[str, str]:
    """The units whose budget this person keeps, by key."""
    titles = parties.unit_titles(reader=reader)
    return {key: title for key, title in titles.items() if policy.is_officer(reader, key, act)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The form, and what happens to the file dropped on it."""
    actor = request.actor  # type: ignore[attr-defined]
    units = units_kept_by(actor)
    if not units:
        raise Forbidden()
    asked = {"unit": request.GET["unit"]} if request.GET.get("unit") in units else None
    form = UploadForm(request.POST or None, request.FILES or None, units=units, initial=asked)
    parts: dict[str, Any] = {"form": form, "units": units, "drafts": queries.drafts(reader=actor, limit=10)}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > actions.LARGEST:
                raise actions.FileTooLarge()
            received = actions.receive_disclosure(
                form.cleaned_data["unit"], file.name, file.read(), by=actor, at=timezone.now()
            )
        except actions.AlreadyReceived as refusal:
            parts["already"] = refusal.disclosure
            form.add_error("file", gettext(refusal.sentence))
        except (actions.FileTooLarge, actions.EmptyFile) as refusal:
            form.add_error("file", gettext(refusal.sentence))
        else:
            return redirect("budgets:progress", received)
    return render(request, "budgets/upload.html", parts, status=422 if form.errors else 200)


@login_required
@require_safe
@kept
def uploads(request: HttpRequest) -> HttpResponse:
    """What was handed in for the units this person may look after."""
    actor = request.actor  # type: ignore[attr-defined]
    policy.require_staff(actor)
    parts = {"drafts": queries.drafts(reader=actor), "may_upload": policy.is_any_officer(actor)}
    return render(request, "budgets/uploads.html", parts)


@login_required
@require_safe
def progress(request: HttpRequest, disclosure_id: int) -> HttpResponse:
    """How far the reading is; when it is done, what came of it and what to do next."""
    actor = request.actor  # type: ignore[attr-defined]
    policy.require_staff(actor)
    found = queries.disclosure(disclosure_id, reader=actor)
    parts: dict[str, Any] = {"disclosure": found}
    if found.is_published:
        parts |= _outcome(found, actor)
    template = "budgets/_progress.html" if getattr(request, "htmx", False) else "budgets/progress.html"
    return render(request, template, parts)


def _outcome(found: queries.DisclosureView, actor: Any) -> dict[str, Any]:
    """What was found, and the disclosures it is naturally compared with."""
    editions = queries.editions(found, reader=actor)
    before = [d for d in editions if (d.edition or 0) < (found.edition or 0)][:1]
    of_unit = [row.disclosure for row in queries.department(found.unit, reader=actor).rows]
    last_year = [d for d in of_unit if d.kind == found.kind and d.year == (found.year or 0) - 1]
    return {
        "counts": queries.finding_counts([found.id], reader=actor).get(found.id, queries.Severities()),
        "findings": queries.findings(found.id, reader=actor, limit=5),
        "tables": queries.tables(found.id, reader=actor),
        "compared": [queries.compare(other.id, found.id, reader=actor) for other in (*before, *last_year)],
    }


@require_POST
def again(request: HttpRequest, disclosure_id: int) -> HttpResponse:
    """Read the file once more."""
    actions.request_reading(
        disclosure_id,
        by=request.actor,  # type: ignore[attr-defined]
        at=timezone.now(),
    )
    return redirect("budgets:progress", disclosure_id)


@require_POST
def withdraw(request: HttpRequest, disclosure_id: int) -> HttpResponse:
    """Take a mistaken upload back."""
    actions.withdraw_disclosure(
        disclosure_id,
        by=request.actor,  # type: ignore[attr-defined]
        at=timezone.now(),
    )
    messages.success(request, gettext("文件已撤回。公开页面上不再显示，原件和记录仍然保留。"))
    return redirect("budgets:uploads")
