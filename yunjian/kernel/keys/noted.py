"""The ledger's keys as notes name them."""

from yunjian_verify.note import NoteKey

from .holding import verification_keys
from .purposes import LEDGER, LEDGER_SM2


def log_keys(origin: str) -> tuple[NoteKey, ...]:
    """Every key that signs or signed checkpoints, under the ledger's name."""
    found = [key for purpose in (LEDGER, LEDGER_SM2) for key in verification_keys(purpose.name)]
    return tuple(NoteKey(origin, key) for key in found)
