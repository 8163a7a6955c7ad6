"""What services do by the clock, erase what is over; and later: ask the language model."""

from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.connections import Check, connection
from yunjian.kernel.jobs import clock, job

from .. import actions, queries
from .endpoint import Endpoint, NothingWritten


@clock("20 4 * * *")
def expire_guides(at: datetime) -> None:
    """Every night."""
    with suppress(actions.NothingExpired):
        actions.expire_guides(by=SYSTEM, at=at)


@clock("40 4 * * *")
def expire_applications(at: datetime) -> None:
    """Every night."""
    with suppress(actions.NothingLapsed):
        actions.expire_applications(by=SYSTEM, at=at)


@clock("50 4 * * *")
def erase_generated(at: datetime) -> None:
    """Every night."""
    with suppress(actions.NothingToErase):
        actions.erase_generated(by=SYSTEM, at=at)


@job(queue="texts", retries=0)
def generate_text(text_id: int) -> None:
    """Ask the model, and keep what it wrote or why not; run twice, it finds it settled."""
    messages = queries.messages_for(text_id, at=timezone.now(), reader=SYSTEM)
    if messages is None:
        return
    try:
        written = endpoint().write(messages)
    except NothingWritten as trouble:
        actions.keep_generated(text_id, trouble=trouble.reason, by=SYSTEM, at=timezone.now())
    else:
        actions.keep_generated(
            text_id, text=written.text, model=written.model, tokens=written.tokens, by=SYSTEM, at=timezone.now()
        )


def endpoint() -> Endpoint:
    """The one the settings name."""
    return Endpoint(
        settings.MODEL_URL, settings.MODEL_NAME, settings.MODEL_KEY,
        seconds=settings.MODEL_SECONDS, tokens=settings.MODEL_TOKENS,
    )  # fmt: skip


@connection("language-model", gettext_lazy("语言模型"))
def check_language_model() -> Check:
    """Whether the endpoint writes a word; without one nothing is amiss."""
    if not settings.MODEL_URL:
        return Check(True, gettext("没有接入语言模型，页面上也没有起草和白话说明的按钮。"))
    try:
        written = endpoint().write([{"role": "user", "content": "ok?"}])
    except NothingWritten as trouble:
        return Check(False, queries.trouble_said(trouble.reason, reader=SYSTEM))
    return Check(True, gettext("已应答，模型是 %(model)s。") % {"model": written.model})
