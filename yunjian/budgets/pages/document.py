"""The disclosure whole: as a page, as files, before it is published and after; what an edition changed."""

from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunjian.kernel.errors import Declined, Invalid, NotFound
from yunjian.kernel.jobs import enqueue
from yunjian.kernel.kept import kept
from yunjian.ui.templatetags.ui import sentence

from .. import actions, jobs, policy, queries
from ..logic.publication.composing import compose
from ..logic.publication.files import MEDIA_TYPES, written
from ..logic.publication.web import fragment
from ..logic.publication.workbook import xlsx
from .addresses import Period, asked


def _as_file(data: bytes, name: str, form: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=MEDIA_TYPES[form])
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{form}')}"
    return answer


@login_required
@require_safe
def preview(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A draft as it would be read."""
    found = queries.own_draft(draft_id, reader=request.actor)  # type: ignore[attr-defined]
    body = mark_safe(fragment(compose(found.content)))  # noqa: S308 - every word of it is escaped where it is made
    return render(request, "budgets/draft_preview.html", {"draft": found, "body": body})


@login_required
@require_safe
def draft_file(request: HttpRequest, draft_id: int, form: str) -> HttpResponse:
    """A draft in one of its forms; ``template.xlsx`` is its tables to be filled in."""
    found = queries.own_draft(draft_id, reader=request.actor)  # type: ignore[attr-defined]
    composition, name = compose(found.content), f"{found.content.body}{found.content.year}-{found.revision}"
    if form == "template.xlsx":
        return _as_file(xlsx(composition, at=found.view.changed_at, only_tables=True), name, "xlsx")
    if form not in MEDIA_TYPES:
        raise NotFound()
    data, problem = written(composition, form, found.view.changed_at)
    if problem:
        raise Invalid(problem)
    return _as_file(data, name, form)


@require_safe
@kept
def document(request: HttpRequest, unit: str, period: Period) -> HttpResponse:
    """A disclosure prepared here, whole, in reading order; one that was handed in is shown beside its original."""
    reader = request.actor  # type: ignore[attr-defined]
    found = asked(request, unit, period)
    published = queries.publication(found.id, reader=reader)
    if published is None:
        return redirect("budgets:original", unit, period)
    body = mark_safe(fragment(compose(queries.published_content(found.id, reader=reader))))  # noqa: S308 - escaped
    parts = {"disclosure": found, "tab": "document", "publication": published, "body": body}
    return render(request, "budgets/document.html", parts)


@require_safe
def document_file(request: HttpRequest, unit: str, period: Period, form: str) -> HttpResponse:
    """A published form, the same bytes for as long as the edition is there."""
    reader = request.actor  # type: ignore[attr-defined]
    found = asked(request, unit, period)
    if form == "html" or queries.publication(found.id, reader=reader) is None:
        return redirect("budgets:original_file", unit, period)
    file = queries.published_form(found.id, form, reader=reader)
    answer = _as_file(file.data, f"{found.body}{found.year}-e{found.edition}", form)
    answer["ETag"] = f'"{file.digest}"'
    return answer


@require_POST
def write_forms(request: HttpRequest, unit: str, period: Period) -> HttpResponse:
    """Have the forms that are missing written again."""
    found = asked(request, unit, period)
    policy.require_officer(request.actor, unit, policy.PUBLISH)  # type: ignore[attr-defined]
    enqueue(jobs.write_forms, disclosure_id=found.id)
    messages.success(request, gettext("正在重新生成，稍后刷新页面就能看到。"))
    return redirect("budgets:disclosure", unit, period)


@require_safe
@kept
def changes(request: HttpRequest, unit: str, period: Period) -> HttpResponse:
    """What this edition changed of the one before: every figure, every paragraph, every project."""
    reader = request.actor  # type: ignore[attr-defined]
    found = asked(request, unit, period)
    before = queries.edition_before(found, reader=reader)
    parts: dict[str, Any] = {"disclosure": found, "tab": "changes", "before": before}
    if before is not None:
        parts["changes"] = queries.changes(before.id, found.id, reader=reader)
        parts["publication"] = queries.publication(found.id, reader=reader)
    return render(request, "budgets/changes.html", parts)


class CorrectForm(forms.Form):
    """Why the edition in force is corrected; shown with the new one."""

    reason = forms.CharField(
        label=_("更正的原因"),
        max_length=2_000,
        help_text=_("会和更正后的一版一起公开，写明改了什么、为什么改。"),
        widget=forms.Textarea({"rows": 4}),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, unit: str, period: Period) -> HttpResponse:
    """Begin a correction of the edition in force."""
    actor = request.actor  # type: ignore[attr-defined]
    policy.require_officer(actor, unit, policy.PREPARE)
    found = asked(request, unit, period)
    form = CorrectForm(request.POST if request.method == "POST" else None)
    already = queries.open_draft_of(unit, found.year or 0, reader=actor)
    if request.method == "POST" and form.is_valid():
        try:
            begun = actions.start_correction(found.id, form.cleaned_data["reason"], by=actor, at=timezone.now())
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            return redirect("budgets:draft", begun)
    parts = {"disclosure": found, "form": form, "already": already}
    return render(request, "budgets/correct.html", parts, status=422 if form.errors else 200)
