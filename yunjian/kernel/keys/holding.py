"""Which keys a purpose has, and a signer by the current one; the first is made when it is first needed."""

import contextlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils import timezone

from yunjian_verify.keys import VerificationKey

from ..actor import SYSTEM
from ..models import SigningKey
from .actions import AlreadyEnrolled, NotSigned, enrol_key
from .purposes import configured
from .signing import Signer
from .sources import source_of
from .trouble import KeyTrouble


@dataclass(frozen=True, slots=True)
class Held:
    """A key as operators see it."""

    purpose: str
    key_id: str
    algorithm: str
    source: str
    enrolled_at: datetime
    retires_at: datetime | None


def signer(purpose: str) -> Signer:
    """The current key of a purpose; KeyTrouble says why there is none."""
    current = _current(purpose)
    return _signer(purpose, current.source, current.key_id)


def signers(purpose: str, *, at: datetime) -> tuple[Signer, ...]:
    """The current key and those before it that still sign beside it, current first; of these a lost one is left out."""
    current = _current(purpose)
    rows = SigningKey.objects.filter(purpose=purpose, retires_at__gt=at).exclude(pk=current.pk).order_by("-pk")
    found = [_signer(purpose, current.source, current.key_id)]
    for row in rows:
        try:
            found.append(_signer(purpose, row.source, row.key_id))
        except KeyTrouble:
            continue
    return tuple(found)


def verification_keys(purpose: str) -> tuple[VerificationKey, ...]:
    """Every key that ever signed for the purpose, newest first."""
    rows = SigningKey.objects.filter(purpose=purpose).order_by("-pk").values_list("public_key", flat=True)
    return tuple(VerificationKey(bytes(row)) for row in rows)


def held() -> tuple[Held, ...]:
    """Every key of every purpose, for operators."""
    rows = SigningKey.objects.order_by("purpose", "-pk")
    return tuple(
        Held(row.purpose, row.key_id, row.algorithm, row.source, row.enrolled_at, row.retires_at) for row in rows
    )


def _current(purpose: str) -> SigningKey:
    if configured(purpose) is None:
        raise NotSigned(purpose)
    newest = SigningKey.objects.filter(purpose=purpose).order_by("-pk")
    current = newest.first()
    if current is None:
        with contextlib.suppress(AlreadyEnrolled):  # by another process, this moment
            enrol_key(purpose, by=SYSTEM, at=timezone.now())
        current = newest.get()
    return current


@lru_cache(maxsize=64)
def _signer(purpose: str, source: str, key_id: str) -> Signer:
    return source_of(purpose, source).signer(key_id)
