"""One's webhooks: addresses that are told of what happens, and what became of every notice."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunjian.kernel import announcements, outside
from yunjian.kernel.errors import Declined, NotFound
from yunjian.ui.templatetags.ui import sentence

from .. import actions, queries
from ..jobs import send_now

SHOWN = 50


class WebhookForm(forms.Form):
    """The address, and what it is told of."""

    url = forms.CharField(
        label=_("接收地址"),
        help_text=_("公网上的 https 地址。我们用 POST 发送 JSON，不跟随跳转，10 秒内要回答 2xx。"),
        max_length=500,
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kinds = forms.MultipleChoiceField(label=_("事件"), widget=forms.CheckboxSelectMultiple)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        titles = [(kind, f"{each.title}（{kind}）") for kind, each in announcements.kinds().items()]
        self.fields["kinds"].choices = titles  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        try:
            outside.check(url)
        except outside.AddressRefused as refusal:
            raise forms.ValidationError(sentence(refusal)) from None
        return url


@login_required
@require_safe
def webhooks(request: HttpRequest) -> HttpResponse:
    """The addresses one has told of what happens."""
    titles = {kind: each.title for kind, each in announcements.kinds().items()}
    found = queries.webhooks(reader=request.actor)  # type: ignore[attr-defined]
    rows = [(row, [titles.get(kind, kind) for kind in row.kinds]) for row in found]
    return render(request, "gateway/webhooks.html", {"rows": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Have an address told."""
    form = WebhookForm(request.POST if request.method == "POST" else None)

    def perform(given: dict[str, Any]) -> int:
        return actions.subscribe_webhook(given["url"], given["kinds"], by=_actor(request), at=timezone.now())

    return _form(request, form, perform)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Tell another address, or of other things."""
    view = queries.webhook(webhook_id, reader=_actor(request))
    now_there = {"url": view.url, "kinds": view.kinds, "revision": view.revision}
    form = WebhookForm(request.POST if request.method == "POST" else None, initial=now_there)

    def perform(given: dict[str, Any]) -> int:
        actions.change_webhook(
            webhook_id,
            given["url"],
            given["kinds"],
            revision=given["revision"] or 0,
            by=_actor(request),
            at=timezone.now(),
        )
        return webhook_id

    return _form(request, form, perform, view)


def _form(
    request: HttpRequest,
    form: WebhookForm,
    perform: Callable[[dict[str, Any]], int],
    view: queries.WebhookView | None = None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            webhook_id = perform(form.cleaned_data)
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("已保存。可以发送一条测试通知，看看对方收到没有。"))
            return redirect("gateway:webhook", webhook_id)
    parts = {"form": form, "webhook": view}
    return render(request, "gateway/webhook_form.html", parts, status=422 if form.errors else 200)


@login_required
@never_cache
@require_safe
def webhook(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """One subscription, its secret, and what was sent to it."""
    reader = _actor(request)
    titles = {kind: each.title for kind, each in announcements.kinds().items()}
    view = queries.webhook(webhook_id, reader=reader)
    parts = {
        "webhook": view,
        "kinds": [titles.get(kind, kind) for kind in view.kinds],
        "secret": queries.webhook_secret(webhook_id, reader=reader),
        "deliveries": queries.deliveries(webhook_id, limit=SHOWN, reader=reader).rows,
    }
    return render(request, "gateway/webhook.html", parts)


ACTS: dict[str, tuple[Callable[..., Any], str | Promise]] = {
    "ping": (actions.ping_webhook, _("测试通知已经排上队，稍后刷新本页看结果。")),
    "secret": (actions.rotate_webhook_secret, _("签名密钥已更换；一天之内旧的也继续签名。")),
    "resume": (actions.resume_webhook, _("订阅已恢复，停用期间没有送到的通知会依次补发。")),
    "end": (actions.end_webhook, _("订阅已取消，不再发送通知。")),
}


@login_required
@require_POST
def act(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Test, change the secret, resume or end."""
    name = request.POST.get("act", "")
    if name not in ACTS:
        raise NotFound()
    perform, said = ACTS[name]
    perform(webhook_id, by=_actor(request), at=timezone.now())
    if name in ("ping", "resume"):
        send_now(webhook_id)
    messages.success(request, str(said))
    return redirect("gateway:webhooks") if name == "end" else redirect("gateway:webhook", webhook_id)


@login_required
@require_POST
def replay(request: HttpRequest, webhook_id: int, delivery_id: int) -> HttpResponse:
    """Send a notice once more."""
    actions.replay_delivery(webhook_id, delivery_id, by=_actor(request), at=timezone.now())
    send_now(webhook_id)
    messages.success(request, gettext("这条通知已经重新排上队。"))
    return redirect("gateway:webhook", webhook_id)


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]
