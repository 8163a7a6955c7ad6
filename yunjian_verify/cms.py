"""A detached CMS signature (RFC 5652) by one signer with signed attributes, as PAdES has it (ETSI EN 319 142-1)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import Encoding

from .der import NULL, OCTETS, SEQUENCE, SET, Value, read
from .jose import Refused

MOST_CERTIFICATES = 8
_DATA, _SIGNED_DATA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2"
_CONTENT_TYPE, _DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
_OWN_CERTIFICATE = "1.2.840.113549.1.9.16.2.47"
HASHES: Mapping[str, str] = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
_MADE = {"sha256": SHA256(), "sha384": SHA384(), "sha512": SHA512()}
_ECDSA = {f"1.2.840.10045.4.3.{last}": name for last, name in ((2, "sha256"), (3, "sha384"), (4, "sha512"))}
_RSA = {f"1.2.840.113549.1.1.{last}": name for last, name in ((11, "sha256"), (12, "sha384"), (13, "sha512"))}
_RSA_PLAIN, _ED25519 = "1.2.840.113549.1.1.1", "1.3.101.112"
_SMALLEST_RSA = 2048


@dataclass(frozen=True, slots=True)
class Envelope:
    """A signature taken apart; nothing of it is checked yet."""

    hash: str
    signed: bytes  # the attributes as they are signed
    attributes: Mapping[str, Value]
    algorithm: str
    signature: bytes
    signer: x509.Certificate
    certificates: tuple[x509.Certificate, ...]
    has_unsigned: bool  # something beside it that nobody signed, such as a time-stamp

    def verify(self, digest: Mapping[str, bytes], *, names_certificate: bool) -> None:
        """Refused unless the signer signed what has this digest (by the name of the hash)."""
        if self._one(_CONTENT_TYPE).identifier() != _DATA:
            raise Refused("cms", "The signature is of another kind of content.")
        if self._one(_DIGEST).of(OCTETS).body != digest[self.hash]:
            raise Refused("digest", "The file is not the one that was signed: something in it was changed.")
        if names_certificate or _OWN_CERTIFICATE in self.attributes:
            self._require_own()
        if not _verifies(self.signer, self.algorithm, self.hash, self.signature, self.signed):
            raise Refused("signature", "The signature of the file is not its signer's.")

    def _one(self, name: str) -> Value:
        values = self.attributes[name].of(SET).parts() if name in self.attributes else []
        if len(values) != 1:
            raise Refused("cms", "The signature does not say what every such signature says.")
        return values[0]

    def _require_own(self) -> None:
        """The signer's certificate is the one the signature itself names (RFC 5035)."""
        listed = self._one(_OWN_CERTIFICATE).of(SEQUENCE).parts()
        first = listed[0].of(SEQUENCE).parts() if listed else []
        parts = first[0].of(SEQUENCE).parts() if first else []
        name = HASHES.get(_algorithm(parts.pop(0)), "") if parts and parts[0].tag == SEQUENCE else "sha256"
        if not name or not parts or parts[0].of(OCTETS).body != hashlib.new(name, _der(self.signer)).digest():
            raise Refused("certificate", "The signature names another certificate than the one it brings.")


def read_envelope(data: bytes) -> Envelope:
    """The signature; nothing but zeros may follow it."""
    whole = read(data)
    if data[len(whole.whole) :].strip(b"\0"):
        raise Refused("cms", "Something stands behind the signature.")
    kind, content = _count(whole.of(SEQUENCE).parts(), 2)
    if kind.identifier() != _SIGNED_DATA:
        raise Refused("cms", "The signature is not a signed CMS message.")
    [signed] = _count(content.of(0xA0).parts(), 1)
    version, hashes, inner, *rest = _at_least(signed.of(SEQUENCE).parts(), 4)
    [about] = _count(inner.of(SEQUENCE).parts(), 1)
    if about.identifier() != _DATA or [each.tag for each in rest] != [0xA0, SET]:
        raise Refused("cms", "The signature holds contents, lists of revoked certificates, or no certificate.")
    certificates = _certificates(rest[0])
    [signer] = _count(rest[1].parts(), 1)
    found, number = _signer(signer.of(SEQUENCE), certificates)
    names = [_algorithm(each) for each in hashes.of(SET).parts()]
    if version.number() != number or names != [_name_of(found.hash)]:
        raise Refused("cms", "The signature contradicts itself.")
    return found


def _signer(value: Value, certificates: tuple[x509.Certificate, ...]) -> tuple[Envelope, int]:
    version, named, hash_, attributes, algorithm, signature, *rest = _at_least(value.parts(), 6)
    number = version.number()
    if number != (1 if named.tag == SEQUENCE else 3) or len(rest) > 1 or any(each.tag != 0xA1 for each in rest):
        raise Refused("cms", "The signer is not named as CMS has it.")
    name = HASHES.get(_algorithm(hash_))
    if name is None:
        raise Refused("algorithm", "The signature uses a digest that is not accepted; accepted: SHA-256, 384, 512.")
    kept: dict[str, Value] = {}
    for each in attributes.of(0xA0).parts():
        kind, values = _count(each.of(SEQUENCE).parts(), 2)
        if kind.identifier() in kept:
            raise Refused("duplicate", "The signature says one thing twice.")
        kept[kind.identifier()] = values
    own = [each for each in certificates if _is_named(each, named)]
    if len(own) != 1:
        raise Refused("certificate", "The signature does not bring its signer's certificate.")
    signed = b"\x31" + attributes.whole[1:]
    plain = _algorithm(algorithm)
    return Envelope(name, signed, kept, plain, signature.of(OCTETS).body, own[0], certificates, bool(rest)), number


def _is_named(certificate: x509.Certificate, named: Value) -> bool:
    if named.tag == SEQUENCE:
        issuer, serial = _count(named.parts(), 2)
        return certificate.issuer.public_bytes() == issuer.whole and certificate.serial_number == serial.number()
    try:
        own = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except (x509.ExtensionNotFound, ValueError):
        return False
    return named.of(0x80).body == own


def _certificates(value: Value) -> tuple[x509.Certificate, ...]:
    listed = value.parts()
    if not 0 < len(listed) <= MOST_CERTIFICATES:
        raise Refused("size", f"The signature brings no certificate, or more than {MOST_CERTIFICATES}.")
    return tuple(map(_read, dict.fromkeys(each.of(SEQUENCE).whole for each in listed)))  # some bring one twice


def _read(data: bytes) -> x509.Certificate:
    """A certificate all of which can be read: the library looks into its parts only when they are asked for."""
    try:
        found = x509.load_der_x509_certificate(data)
        asked = (
            found.issuer,
            found.subject,
            found.serial_number,
            found.not_valid_before_utc,
            found.not_valid_after_utc,
        )
        readable = all(each is not None for each in (*asked, found.extensions, found.signature_algorithm_oid))
    except Exception:  # the library has many ways to say no
        readable = False
    if not readable:
        raise Refused("certificate", "A certificate in the signature cannot be read.")
    return found


def _algorithm(value: Value) -> str:
    """An algorithm without parameters, or with none said in so many words."""
    name, *rest = _at_least(value.of(SEQUENCE).parts(), 1)
    if len(rest) > 1 or any(each.tag != NULL or each.body for each in rest):
        raise Refused("algorithm", "The signature uses an algorithm with parameters; those are not judged here.")
    return name.identifier()


def _verifies(certificate: x509.Certificate, algorithm: str, hash_: str, signature: bytes, message: bytes) -> bool:
    """Whether the certificate's key made the signature: by the algorithm of the key, with the hash that was named."""
    try:
        key = certificate.public_key()
    except Exception:  # the library has many ways to say that it knows no such key
        raise Refused("key", "The signer's certificate holds a key that is not accepted.") from None
    try:
        if isinstance(key, ec.EllipticCurvePublicKey) and _ECDSA.get(algorithm) == hash_ and key.key_size >= 256:
            key.verify(signature, message, ec.ECDSA(_MADE[hash_]))
            return True
        if isinstance(key, rsa.RSAPublicKey) and key.key_size >= _SMALLEST_RSA and _is_rsa(algorithm, hash_):
            key.verify(signature, message, padding.PKCS1v15(), _MADE[hash_])
            return True
        if isinstance(key, ed25519.Ed25519PublicKey) and algorithm == _ED25519:
            key.verify(signature, message)
            return True
    except InvalidSignature:
        return False
    raise Refused("algorithm", "The signature uses an algorithm that is not accepted, or a key too short for it.")


def _is_rsa(algorithm: str, hash_: str) -> bool:
    return algorithm == _RSA_PLAIN or _RSA.get(algorithm) == hash_


def _name_of(hash_: str) -> str:
    return next(name for name, each in HASHES.items() if each == hash_)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _count(values: list[Value], count: int) -> list[Value]:
    if len(values) != count:
        raise Refused("cms", "The signature is not put together as CMS has it.")
    return values


def _at_least(values: list[Value], count: int) -> list[Value]:
    if len(values) < count:
        raise Refused("cms", "The signature is not put together as CMS has it.")
    return values
