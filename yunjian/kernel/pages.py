"""The operators' pages, and what machines ask: alive, ready, figures."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import metrics, policy
from .connections import connections, readings
from .errors import Forbidden
from .operation import actions
from .operation.callers import is_trusted
from .operation.readiness import as_json, is_ready, readiness
from .operation.status import MOST, status
from .proofs import pages as proofs


class ReasonForm(forms.Form):
    """Why a job is given up."""

    reason = forms.CharField(
        label=_("为什么放弃"),
        help_text=_("不要写个人信息；理由会记入账本。"),
        max_length=actions.LONGEST_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def overview(request: HttpRequest) -> HttpResponse:
    reader = request.actor  # type: ignore[attr-defined]
    context = {"connections": connections(reader=reader), "readings": readings(reader=reader)}
    return render(request, "kernel/connections.html", context)


@never_cache
@require_safe
def status_page(request: HttpRequest) -> HttpResponse:
    """How the installation is, and what failed."""
    shown = status(reader=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "kernel/status.html", {"status": shown, "most": MOST})


@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Have a failed job run again."""
    actions.retry_job(job_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, gettext("任务 %(job)d 已重新排队。") % {"job": job_id})
    return redirect("kernel:status")


@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: HttpRequest, job_id: int) -> HttpResponse:
    """Take a failed job off the list, with a reason."""
    policy.require(request.actor, policy.GIVE_UP_JOB)  # type: ignore[attr-defined]
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.give_up_job(job_id, reason, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
        messages.success(request, gettext("任务 %(job)d 已放弃。") % {"job": job_id})
        return redirect("kernel:status")
    return render(request, "kernel/give_up.html", {"form": form, "job_id": job_id}, status=422 if form.errors else 200)


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The process lives."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest, web_only: bool = False) -> HttpResponse:
    """Whether pages can be served and work gets done; what is wrong is told to operators only."""
    found = readiness(web_only=web_only)
    code = 200 if is_ready(found) else 503
    if _is_operator(request):
        return JsonResponse(as_json(found), status=code, json_dumps_params={"ensure_ascii": False})
    return HttpResponse("ok\n" if code == 200 else "not ok\n", content_type="text/plain", status=code)


@never_cache
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Prometheus' figures, for those who may read them without an account."""
    if not is_trusted(request):
        raise Forbidden()
    return HttpResponse(metrics.exposition(), content_type=metrics.CONTENT_TYPE)


def _is_operator(request: HttpRequest) -> bool:
    return policy.may(request.actor, policy.READ_CONNECTIONS) or is_trusted(request)  # type: ignore[attr-defined]


app_name = "kernel"
urlpatterns = [
    path("operations/", overview, name="connections"),
    path("operations/status/", status_page, name="status"),
    path("operations/jobs/<int:job_id>/retry/", retry, name="retry_job"),
    path("operations/jobs/<int:job_id>/give-up/", give_up, name="give_up_job"),
    path("healthz", health, name="health"),
    path("readyz", ready, name="ready"),
    path("readyz/web", ready, {"web_only": True}, name="ready_web"),
    path("metrics", figures, name="metrics"),
    *proofs.urlpatterns,
]
