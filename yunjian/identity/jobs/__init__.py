"""What runs later: text messages go out, old records are erased; how the outside connections are."""

from datetime import datetime, timedelta

import requests
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.connections import Check, connection
from yunjian.kernel.jobs import clock, job

from .. import actions, queries
from .gateway import Gateway, HttpGateway, LocalGateway, TextRefused

STALE = timedelta(minutes=5)  # a code is worth nothing after that


def gateway() -> Gateway:
    """The configured gateway, or, on a demonstration, the local stand-in."""
    if settings.SMS_URL:
        return HttpGateway(settings.SMS_URL, settings.SMS_KEY, settings.SMS_SECRET)
    return LocalGateway()


@job(queue="texts")
def send_text(text_id: int) -> None:
    """Hand one message to the gateway; the gateway knows it by its reference, so that twice is once."""
    text = queries.text_to_send(text_id, reader=SYSTEM)
    if text is None:
        return
    if timezone.now() - text.queued_at > STALE:
        actions.settle_text(text_id, refused=True, by=SYSTEM, at=timezone.now())
        return
    try:
        receipt = gateway().send(text.phone, text.words, text.reference)
    except TextRefused:
        actions.settle_text(text_id, refused=True, by=SYSTEM, at=timezone.now())
        return
    actions.settle_text(text_id, receipt=receipt, by=SYSTEM, at=timezone.now())


@clock("50 3 * * *")
def erase_old_records(at: datetime) -> None:
    """Every night."""
    actions.erase_old_records(by=SYSTEM, at=at)


@connection("sms", gettext_lazy("短信网关"))
def check_sms() -> Check:
    """Whether the gateway answers and knows us."""
    return gateway().check()


@connection("identity-provider", gettext_lazy("统一身份平台"))
def check_identity_provider() -> Check:
    """Whether the outside identity provider shows its configuration."""
    provider = queries.provider(reader=SYSTEM)
    if provider is None:
        return Check(True, _("没有接入外部身份平台，工作人员用本系统的账号登录。"))
    address = provider.url + "/.well-known/openid-configuration"
    answer = requests.get(address, timeout=5, allow_redirects=False)
    answer.raise_for_status()
    return Check(True, _("已应答，签发者是 %(issuer)s。") % {"issuer": answer.json()["issuer"]})
