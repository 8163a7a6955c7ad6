"""Text messages: one is settled when it was sent or refused, and the local stand-in keeps what it was given."""

import uuid
from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, policy
from ..models import KeptText, OutgoingText


class AlreadySettled(Declined):
    """这条短信已经处理过了。"""


@action
def settle_text(text_id: int, *, receipt: str = "", refused: bool = False, by: Actor, at: datetime) -> None:
    """It was sent, or never will be: number and words are erased."""
    policy.require_system(by)
    text = hold(OutgoingText.objects, text_id)
    if text.state != OutgoingText.State.WAITING:
        raise AlreadySettled()
    text.state = OutgoingText.State.REFUSED if refused else OutgoingText.State.SENT
    text.phone = text.words = ""
    text.receipt, text.settled_at = receipt[:200], at
    text.save(update_fields=["state", "phone", "words", "receipt", "settled_at"])
    ledger.record(events.TextSettled(text.pk, text.state), by=by, at=at)


@action
def keep_text(phone: str, words: str, reference: uuid.UUID, *, by: Actor, at: datetime) -> int:
    """Keep a message where the demonstration shows it; the same reference is kept once."""
    policy.require_system(by)
    values = {"phone": phone, "words": words, "kept_at": at}
    kept, _is_new = KeptText.objects.get_or_create(reference=reference, defaults=values)
    ledger.record(events.TextKept(kept.pk), by=by, at=at)
    return kept.pk
