"""The documents of a case: made at the window, taken along and received by the applicant."""

from collections.abc import Callable
from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunjian.kernel.errors import Declined
from yunjian.ui.templatetags.ui import sentence

from .. import actions, queries


@never_cache
@login_required
@require_safe
def document(request: HttpRequest, case_id: int, document_id: int) -> FileResponse:
    """The sealed PDF: any reader of PDFs tells whether it was changed."""
    found = queries.document(case_id, document_id, at=timezone.now(), reader=request.actor)  # type: ignore[attr-defined]
    return FileResponse(BytesIO(found.data), as_attachment=True, filename=found.name, content_type="application/pdf")


@login_required
@require_POST
def make(request: HttpRequest, case_id: int, kind: str) -> HttpResponse:
    said = gettext("文书已经制作，申请人可以下载。")
    return _done(
        request, case_id, lambda **who: actions.make_document(case_id, kind.upper().replace("-", "_"), **who), said
    )


@login_required
@require_POST
def receive(request: HttpRequest, case_id: int, document_id: int) -> HttpResponse:
    said = gettext("已经记下签收。")
    return _done(request, case_id, lambda **who: actions.receive_document(case_id, document_id, **who), said)


def _done(request: HttpRequest, case_id: int, act: Callable[..., object], said: str) -> HttpResponse:
    try:
        act(by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    except Declined as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, said)
    return redirect("cases:case", case_id)
