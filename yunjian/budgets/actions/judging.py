"""The officer says what a finding is worth, and may take it back."""

from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, NotFound

from .. import events, policy
from ..models import Disclosure, Finding, Judgement


class ReasonMissing(Declined):
    """请写明理由：承认问题的，写准备怎样更正；认为误报的，写为什么。"""

    status = 422


class AlreadyJudged(Declined):
    """这一条已经有判断了；要改，请先撤销原来的判断。"""


class NotJudged(Declined):
    """这一条还没有判断，不用撤销。"""


class UnknownVerdict(Declined):
    """请在“确有问题”和“误报”中选一项。"""

    status = 422


@action
def judge_finding(disclosure_id: int, fingerprint: str, verdict: str, words: str, *, by: Actor, at: datetime) -> None:
    """Acknowledge a finding or call it a false alarm, with words that say why; nothing is deleted."""
    disclosure = _hold_with_finding(disclosure_id, fingerprint, by)
    if verdict not in Judgement.Verdict.values:
        raise UnknownVerdict()
    if not words.strip():
        raise ReasonMissing()
    judgements = Judgement.objects.filter(disclosure=disclosure, fingerprint=fingerprint)
    if judgements.exists():
        raise AlreadyJudged()
    Judgement.objects.create(
        disclosure=disclosure,
        fingerprint=fingerprint,
        verdict=verdict,
        words=words.strip().replace("\x00", ""),
        by=by.id,
        at=at,
    )
    ledger.record(events.FindingJudged(disclosure.pk, disclosure.unit, fingerprint, verdict), by=by, at=at)


@action
def withdraw_judgement(disclosure_id: int, fingerprint: str, *, by: Actor, at: datetime) -> None:
    """Open a judged finding again; the ledger keeps that it was judged."""
    disclosure = _hold_with_finding(disclosure_id, fingerprint, by)
    removed, _ = Judgement.objects.filter(disclosure=disclosure, fingerprint=fingerprint).delete()
    if not removed:
        raise NotJudged()
    ledger.record(events.JudgementWithdrawn(disclosure.pk, disclosure.unit, fingerprint), by=by, at=at)


def _hold_with_finding(disclosure_id: int, fingerprint: str, by: Actor) -> Disclosure:
    disclosure = hold(policy.visible_to(by), disclosure_id)
    policy.require_officer(by, disclosure.unit, policy.JUDGE)
    if not Finding.objects.filter(disclosure=disclosure, fingerprint=fingerprint).exists():
        raise NotFound()
    return disclosure
