"""The district's signing keys: one door to them, whatever the algorithm and wherever the private half lies.

A purpose (``ledger``, ``certificates``) has one current key and those before it, whose signatures stay good.
"""

from yunjian_verify.keys import VerificationKey

from .holding import Held, held, signer, signers, verification_keys
from .purposes import Purpose, configured, purpose
from .signing import Signer
from .trouble import KeyTrouble

__all__ = [
    "Held",
    "KeyTrouble",
    "Purpose",
    "Signer",
    "VerificationKey",
    "configured",
    "held",
    "purpose",
    "signer",
    "signers",
    "verification_keys",
]
