"""Questions about phones and the messages sent to them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from yunjian.kernel import installation
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound

from .. import policy
from ..logic import codes, phones
from ..models import KeptText, OutgoingText, ProvenPhone

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class TextToSend:
    """A message that waits to be sent."""

    id: int
    reference: uuid.UUID
    phone: str
    words: str
    queued_at: datetime


@dataclass(frozen=True, slots=True)
class KeptTextView:
    """A message the demonstration shows in place of a phone."""

    phone: str
    words: str
    kept_at: datetime


def text_to_send(text_id: int, *, reader: Actor) -> TextToSend | None:
    """The message, while it waits."""
    policy.require_system(reader)
    row = OutgoingText.objects.filter(pk=text_id, state=OutgoingText.State.WAITING).first()
    return TextToSend(row.pk, row.reference, row.phone, row.words, row.queued_at) if row else None


def kept_texts(*, reader: Actor) -> tuple[KeptTextView, ...]:
    """The latest messages of the demonstration; there is no such page where messages really go out."""
    if not settings.IS_DEMONSTRATION or settings.SMS_URL:
        raise NotFound()
    return tuple(
        KeptTextView(row.phone, row.words, row.kept_at) for row in KeptText.objects.order_by("-pk")[:MOST_SHOWN]
    )


def account_of_phone(phone: str, *, reader: Actor) -> int | None:
    """The account that has proven this phone."""
    policy.require_system(reader)
    digests = phone_digests(phones.mobile(phone), reader=reader)
    return ProvenPhone.objects.filter(digest__in=digests).values_list("account_id", flat=True).first()


def phone_digests(number: str, *, reader: Actor) -> list[str]:
    """What a phone may be kept as: under the present key, and under those before it while one is exchanged."""
    policy.require_system(reader)
    return [codes.digest("phone", number, key) for key in installation.good_keys()]
