"""Keys inside a device behind PKCS #11: they are made there, sign there and never leave it.

The device is named as in RFC 7512: ``pkcs11:token=district;object=ledger``; without ``object`` the purpose is its name.
SM2 has no mechanism in PKCS #11 that devices share, so here it is refused.
"""

import importlib
import threading
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from yunjian_verify.keys import from_material

from .signing import Signer
from .trouble import AlgorithmMissing, KeyMissing, TokenTrouble

_EDWARDS = b"\x13\x0cedwards25519"  # PrintableString, as PKCS #11 2.40 names the curve
_P256 = bytes.fromhex("06082a8648ce3d030107")  # the curve's OID
_one_at_a_time = threading.RLock()  # a session is used by one thread


class Device:
    """Keys of one purpose in a token."""

    def __init__(self, named: str, purpose: str):
        parts = dict(part.partition("=")[::2] for part in named.split(";"))
        self.token = unquote(parts.get("token", ""))
        self.label = unquote(parts.get("object", purpose))

    def signer(self, key_id: str) -> Signer:
        for found in self._all():
            if found.key_id == key_id:
                return found
        raise KeyMissing(f"pkcs11:token={self.token};object={self.label}")

    def new(self, algorithm: str, known: frozenset[str]) -> Signer:
        if algorithm == "SM2":
            raise AlgorithmMissing("pkcs11")
        for found in self._all():
            if found.algorithm == algorithm and found.key_id not in known:
                return found
        with _one_at_a_time, _told() as pkcs11:
            session = _session(self.token)
            parameters, mechanism = _curve(session, algorithm)
            public, private = parameters.generate_keypair(mechanism=mechanism, store=True, label=self.label)
            found = self._signer(pkcs11, public, private)
            # The same name in the device as everywhere else.
            for half in (public, private):
                half[pkcs11.Attribute.ID] = bytes.fromhex(found.key_id)
            return found

    def _all(self) -> list[Signer]:
        with _one_at_a_time, _told() as pkcs11:
            session, kinds, names = _session(self.token), pkcs11.ObjectClass, pkcs11.Attribute
            of_label = {names.LABEL: self.label}
            private = {key[names.ID]: key for key in session.get_objects({names.CLASS: kinds.PRIVATE_KEY, **of_label})}
            public = list(session.get_objects({names.CLASS: kinds.PUBLIC_KEY, **of_label}))
            return [self._signer(pkcs11, key, private[key[names.ID]]) for key in public if key[names.ID] in private]

    def _signer(self, pkcs11: Any, public: Any, private: Any) -> Signer:
        # The point lies in the device as an OCTET STRING.
        point = bytes(public[pkcs11.Attribute.EC_POINT])[2:]
        is_edwards = public[pkcs11.Attribute.KEY_TYPE] == pkcs11.KeyType.EC_EDWARDS
        mechanism = pkcs11.Mechanism.EDDSA if is_edwards else pkcs11.Mechanism.ECDSA

        def sign(message: bytes) -> bytes:
            with _one_at_a_time, _told():
                return private.sign(message if is_edwards else sha256(message).digest(), mechanism=mechanism)

        if is_edwards:
            return Signer(from_material("Ed25519", point).public_key, sign)
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
        return Signer(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo), sign)


class _told:
    """The library that speaks PKCS #11; whatever goes wrong in it is one trouble to us."""

    def __enter__(self) -> Any:
        try:
            return importlib.import_module("pkcs11")
        except ImportError:
            raise TokenTrouble("pip install yunjian[pkcs11]") from None

    def __exit__(self, kind: type[BaseException] | None, trouble: BaseException | None, _trace: object) -> None:
        errors = importlib.import_module("pkcs11.exceptions")
        if isinstance(trouble, errors.PKCS11Error | RuntimeError):
            raise TokenTrouble(type(trouble).__name__) from None


@cache
def _session(token: str) -> Any:
    pkcs11 = importlib.import_module("pkcs11")
    library = pkcs11.lib(settings.PKCS11_LIBRARY)
    return library.get_token(token_label=token).open(rw=True, user_pin=settings.PKCS11_PIN)


def _curve(session: Any, algorithm: str) -> tuple[Any, Any]:
    pkcs11 = importlib.import_module("pkcs11")
    kinds, makes = pkcs11.KeyType, pkcs11.Mechanism
    if algorithm == "Ed25519":
        kind, mechanism, curve = kinds.EC_EDWARDS, makes.EC_EDWARDS_KEY_PAIR_GEN, _EDWARDS
    else:
        kind, mechanism, curve = kinds.EC, makes.EC_KEY_PAIR_GEN, _P256
    return session.create_domain_parameters(kind, {pkcs11.Attribute.EC_PARAMS: curve}, local=True), mechanism
