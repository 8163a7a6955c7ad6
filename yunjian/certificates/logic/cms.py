"""A detached CMS signature (RFC 5652) as PAdES B-B asks for it, written straight as DER.

All of it is the same for every paper but the digest of the file and the signature: what a general library builds anew
each time is written once here. Other people's software reads it in the tests.
"""

from collections.abc import Sequence
from hashlib import sha256

from cryptography import x509

from .chain import der_of, tagged
from .sd_jwt import Signer


def _identifier(text: str) -> bytes:
    first, second, *rest = map(int, text.split("."))
    body = bytearray([40 * first + second])
    for number in rest:
        parts = [number & 0x7F]
        while number := number >> 7:
            parts.append(0x80 | number & 0x7F)
        body += bytes(reversed(parts))
    return tagged(0x06, bytes(body))


_DATA, _SIGNED_DATA = _identifier("1.2.840.113549.1.7.1"), _identifier("1.2.840.113549.1.7.2")
_CONTENT_TYPE, _MESSAGE_DIGEST = _identifier("1.2.840.113549.1.9.3"), _identifier("1.2.840.113549.1.9.4")
_SIGNING_CERTIFICATE = _identifier("1.2.840.113549.1.9.16.2.47")
_SHA256 = tagged(0x30, _identifier("2.16.840.1.101.3.4.2.1"))
_ECDSA = tagged(0x30, _identifier("1.2.840.10045.4.3.2"))
_ONE = tagged(0x02, b"\x01")
_SEQUENCE, _SET, _OCTETS = 0x30, 0x31, 0x04


class Envelope:
    """Signatures by one key under one chain of certificates, its own first."""

    def __init__(self, key: Signer, chain: Sequence[bytes]):
        own = x509.load_der_x509_certificate(chain[0])
        issuer = own.issuer.public_bytes()
        number = own.serial_number
        serial = tagged(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))
        named = tagged(_SEQUENCE, tagged(_SEQUENCE, tagged(0xA4, issuer)) + serial)
        which = tagged(_SEQUENCE, tagged(_OCTETS, sha256(chain[0]).digest()) + named)
        self._key = key
        self._same = (
            _attribute(_CONTENT_TYPE, _DATA),
            _attribute(_SIGNING_CERTIFICATE, tagged(_SEQUENCE, tagged(_SEQUENCE, which))),
        )
        self._signer = _ONE + tagged(_SEQUENCE, issuer + serial) + _SHA256
        self._before = _ONE + tagged(_SET, _SHA256) + tagged(_SEQUENCE, _DATA) + tagged(0xA0, b"".join(sorted(chain)))

    def sign(self, digest: bytes) -> bytes:
        """The signature of what has this SHA-256."""
        attributes = b"".join(sorted((*self._same, _attribute(_MESSAGE_DIGEST, tagged(_OCTETS, digest)))))
        signature = der_of(self._key.sign(tagged(_SET, attributes)))
        signer = self._signer + tagged(0xA0, attributes) + _ECDSA + tagged(_OCTETS, signature)
        signed = tagged(_SEQUENCE, self._before + tagged(_SET, tagged(_SEQUENCE, signer)))
        return tagged(_SEQUENCE, _SIGNED_DATA + tagged(0xA0, signed))


def _attribute(name: bytes, value: bytes) -> bytes:
    return tagged(_SEQUENCE, name + tagged(_SET, value))
