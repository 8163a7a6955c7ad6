"""What every host of an installation must hold alike: secrets, as the ledger remembers them by their fingerprints."""

import hashlib

from ..actor import SYSTEM
from ..ledger import history
from .events import SecretNoted

_COST = 2**14


def fingerprint(name: str, secret: str) -> str:
    """Tells two secrets apart, and is so slow to make that nobody tries guesses against it."""
    salt = f"yunjian {name}".encode()
    return hashlib.scrypt(secret.encode(), salt=salt, n=_COST, r=8, p=1, dklen=16).hex()


def noted(name: str) -> str:
    """The fingerprint that was noted last; nothing when none was."""
    entries = history(f"kernel.secret:{name}", reader=SYSTEM)
    found = [str(each.payload["fingerprint"]) for each in entries if each.kind == SecretNoted.kind]
    return found[-1] if found else ""
