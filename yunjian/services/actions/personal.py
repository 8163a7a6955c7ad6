"""A guide made for somebody's answers is kept for a time, under an address nobody guesses."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy, queries
from ..logic.answers import understood
from ..models import PersonalGuide

KEPT = timedelta(days=180)


class AnswersUnclear(Invalid):
    """有的回答看不懂。请按提示重新回答，不知道的可以不答。"""


class NothingExpired(Declined):
    """没有到期的个人办事指南。"""


@action
def keep_guide(kind: str, key: str, answers: Mapping[str, str], *, by: Actor, at: datetime) -> str:
    """Keep the answers, and give the address. Who asked is not kept: who has the address reads the guide."""
    policy.require_keeper(by)
    questions = queries.questions(kind, key, at=at, reader=by)
    given, wrong = understood(questions, answers)
    if wrong:
        raise AnswersUnclear()
    row = PersonalGuide.objects.create(
        token=secrets.token_urlsafe(24), kind=kind, key=key, answers=given, made_at=at, kept_until=at + KEPT
    )
    ledger.record(events.GuideKept(row.pk, f"{kind}/{key}"), by=by, at=at)
    return row.token


@action
def expire_guides(*, by: Actor, at: datetime) -> int:
    """Erase the guides whose time is over; how many."""
    policy.require_platform(by)
    count, _ = PersonalGuide.objects.filter(kept_until__lte=at).delete()
    if not count:
        raise NothingExpired()
    ledger.record(events.GuidesExpired(count), by=by, at=at)
    return count
