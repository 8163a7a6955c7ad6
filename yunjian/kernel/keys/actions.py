"""Taking a key into use, and changing it for another."""

from datetime import datetime, timedelta

from django.db import connection

from .. import policy
from ..action import action
from ..actor import Actor
from ..errors import Declined
from ..ledger import record
from ..models import SigningKey
from .events import KeyEnrolled
from .purposes import configured
from .signing import Signer
from .sources import source_of

OVERLAP = timedelta(days=30)  # how long the key before signs beside the new one, where two signatures can stand
_LOCK = 0x59554E_0002


class NotSigned(Declined):
    """这个用途没有设置签名密钥，请先设 YUNJIAN_SIGNING_KEYS。"""


class AlreadyEnrolled(Declined):
    """这个用途已经有密钥了；要换用 yunjian keys rotate。"""


@action
def enrol_key(purpose: str, *, by: Actor, at: datetime) -> None:
    """Take the first key of a purpose into use."""
    policy.require(by, policy.CHANGE_KEY)
    if _held(purpose) is not None:
        raise AlreadyEnrolled(purpose)
    made = _enrol(purpose, at)
    record(KeyEnrolled(purpose, made.key_id, made.algorithm, ""), by=by, at=at)


@action
def rotate_key(purpose: str, *, overlap: timedelta = OVERLAP, by: Actor, at: datetime) -> None:
    """Have another key sign from now on. What the former one signed stays good; for a while it signs beside the new."""
    policy.require(by, policy.CHANGE_KEY)
    former = _held(purpose)
    made = _enrol(purpose, at)
    if former is not None:
        former.retires_at = at + overlap
        former.save(update_fields=["retires_at"])
    record(KeyEnrolled(purpose, made.key_id, made.algorithm, former.key_id if former else ""), by=by, at=at)


def _held(purpose: str) -> SigningKey | None:
    """The current key, while nobody else changes it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK % 2**31, purpose])
    return SigningKey.objects.filter(purpose=purpose).order_by("-pk").first()


def _enrol(purpose: str, at: datetime) -> Signer:
    chosen = configured(purpose)
    if chosen is None:
        raise NotSigned(purpose)
    known = frozenset(SigningKey.objects.values_list("key_id", flat=True))
    made = source_of(purpose, chosen.source).new(chosen.algorithm, known)
    SigningKey.objects.create(
        purpose=purpose, key_id=made.key_id, algorithm=made.algorithm, public_key=made.public_key,
        source=chosen.source, enrolled_at=at,
    )  # fmt: skip
    return made
