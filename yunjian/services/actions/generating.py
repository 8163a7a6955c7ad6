"""A language model is asked for words, and what it wrote is kept to be shown. No other action reads any of it.

It drafts what a clerk then edits and signs, and explains what is published; it decides nothing (decision 56).
"""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from yunjian.cases import queries as cases
from yunjian.kernel import catalogue, ledger, rates
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, NotFound

from .. import events, policy, queries
from ..definitions import Item
from ..logic.prompting import cleaned
from ..models import GeneratedText

Purpose, State = GeneratedText.Purpose, GeneratedText.State
KEPT_TEXTS = timedelta(days=30)
EACH = rates.Limit(6, 60)  # texts a minute that one person asks for
ALL = rates.Limit(60, 60)  # and all together


class NoModel(NotFound):
    """本区没有接入语言模型。"""


class TooManyTexts(Declined):
    """请得太快了，请过一分钟再试。"""

    status = 429


class NothingToDraft(Declined):
    """这件申请现在没有要起草的文字。请刷新办件页面。"""


class SettledAlready(Declined):
    """这段文字已经写好，或者已经说明没有写成。"""


class NothingToErase(Declined):
    """没有到期的模型文字。"""


@action
def ask_for_draft(case_id: int, act: str, *, by: Actor, at: datetime) -> int:
    """Have a draft written of what the clerk writes in an act that is theirs to do now."""
    policy.require_reader_of_filed(by)
    _require_model()
    offered = {each.act for each in queries.draftable(cases.case_view(case_id, at=at, reader=by), reader=by)}
    if act not in offered or not queries.has_filed(case_id, reader=by):
        raise NothingToDraft()
    _require_not_too_often(by.id, at)
    row = GeneratedText.objects.create(
        purpose=Purpose.DRAFT, case_id=case_id, act=act, language="zh-hans", asked_by=by.id, asked_at=at
    )
    ledger.record(events.TextAsked(row.pk, row.purpose, f"cases.case:{case_id}/{act}"), by=by, at=at)
    return row.pk


@action
def ask_for_explanation(item: str, language: str, address: str, *, by: Actor, at: datetime) -> int:
    """Have an item said in plain words: once for an edition and a language; what is there already is given again."""
    policy.require_explained(by)
    _require_model()
    found = catalogue.in_force(Item, item, on=timezone.localdate(at))
    which = {"item": item, "edition": found.valid_from, "language": language}
    asked = GeneratedText.objects.filter(purpose=Purpose.EXPLANATION, **which)
    lost = asked.filter(state=State.WAITING, asked_at__lt=at - queries.STALE)
    lost.update(state=State.FAILED, trouble="time", settled_at=at)
    if asked.exclude(state=State.FAILED).exists():
        raise ExplainedAlready()
    _require_not_too_often(address, at)
    row = GeneratedText.objects.create(purpose=Purpose.EXPLANATION, **which, asked_by=by.id, asked_at=at)
    ledger.record(events.TextAsked(row.pk, row.purpose, f"items/{item}/{found.valid_from}"), by=by, at=at)
    return row.pk


class ExplainedAlready(Declined):
    """这个版本已经说明过了。"""


@action
def keep_generated(
    text_id: int, *, text: str = "", model: str = "", tokens: int = 0, trouble: str = "", by: Actor, at: datetime
) -> None:
    """What the model wrote, as plain text; or why it wrote nothing."""
    policy.require_generating_platform(by)
    row = hold(GeneratedText.objects, text_id)
    if row.state != State.WAITING:
        raise SettledAlready()
    row.text = cleaned(text)
    row.trouble = trouble or ("" if row.text else "empty")
    row.state = State.FAILED if row.trouble else State.WRITTEN
    row.text, row.model, row.settled_at = "" if row.trouble else row.text, model or settings.MODEL_NAME, at
    row.save(update_fields=["text", "trouble", "state", "model", "settled_at"])
    digest = hashlib.sha256(row.text.encode()).hexdigest() if row.text else ""
    ledger.record(events.TextSettled(row.pk, row.state, row.trouble, row.model, tokens, digest), by=by, at=at)


@action
def erase_generated(*, by: Actor, at: datetime) -> int:
    """Every text goes after thirty days, to be asked for anew; how many."""
    policy.require_generating_platform(by)
    count, _ = GeneratedText.objects.filter(asked_at__lte=at - KEPT_TEXTS).delete()
    if not count:
        raise NothingToErase()
    ledger.record(events.TextsErased(count), by=by, at=at)
    return count


def _require_model() -> None:
    if not settings.MODEL_URL:
        raise NoModel()


def _require_not_too_often(who: str, at: datetime) -> None:
    for name, limit in ((f"services.text:{who}", EACH), ("services.texts", ALL)):
        if not rates.take(name, limit, at=at).allowed:
            raise TooManyTexts()
