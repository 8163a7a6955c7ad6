"""The way out for text messages: a district's gateway by signed HTTP, or a local stand-in for demonstrations."""

import hashlib
import hmac
import json
import time
import uuid
from typing import Protocol

import requests
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.connections import Check

from .. import actions
from ..logic import phones

TIMEOUT = 10  # seconds


class TextRefused(Exception):
    """The gateway will never send this message: trying again is no use."""


class Gateway(Protocol):
    """What every way out does."""

    def send(self, phone: str, words: str, reference: uuid.UUID) -> str:
        """Send once per reference; return the gateway's receipt."""
        ...

    def check(self) -> Check:
        """How the gateway is, in a sentence."""
        ...


def signature(secret: str, moment: str, path: str, body: bytes) -> str:
    """What proves that the request is ours and new: over the moment, the path and the body."""
    return hmac.new(secret.encode(), f"{moment}\n{path}\n".encode() + body, hashlib.sha256).hexdigest()


class HttpGateway:
    """A gateway that takes ``POST /messages`` and answers ``GET /status``, both signed; docs/sms-gateway.md."""

    def __init__(self, url: str, key: str, secret: str):
        self.url, self.key, self.secret = url.rstrip("/"), key, secret

    def send(self, phone: str, words: str, reference: uuid.UUID) -> str:
        body = json.dumps({"reference": str(reference), "phone": phone, "text": words}, ensure_ascii=False).encode()
        answer = self._ask("POST", "/messages", body)
        if 400 <= answer.status_code < 500 and answer.status_code not in (401, 403, 408, 425, 429):
            raise TextRefused(f"{answer.status_code}")
        answer.raise_for_status()
        return str(answer.json()["receipt"])

    def check(self) -> Check:
        answer = self._ask("GET", "/status", b"")
        if answer.status_code != 200:
            return Check(
                False, _("短信网关答复 %(status)s，请核对地址、密钥和网关的运行情况。") % {"status": answer.status_code}
            )
        return Check(True, _("短信网关正常。"))

    def _ask(self, method: str, path: str, body: bytes) -> requests.Response:
        moment = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Key": self.key,
            "X-Time": moment,
            "X-Signature": signature(self.secret, moment, path, body),
        }
        return requests.request(
            method, self.url + path, data=body, headers=headers, timeout=TIMEOUT, allow_redirects=False
        )


class LocalGateway:
    """Keeps the messages for a page of the demonstration; elsewhere it is no gateway at all, and says so."""

    def send(self, phone: str, words: str, reference: uuid.UUID) -> str:
        if not settings.IS_DEMONSTRATION or not phones.mobile(phone) or not words:
            raise TextRefused(phone[:3])
        return f"local-{actions.keep_text(phone, words, reference, by=SYSTEM, at=timezone.now())}"

    def check(self) -> Check:
        if not settings.IS_DEMONSTRATION:
            return Check(False, _("没有配置短信网关，群众不能用手机验证码登录：请设置 YUNJIAN_SMS_URL。"))
        return Check(True, _("演示：短信不外发，显示在“演示短信”页面。"))
