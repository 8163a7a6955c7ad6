"""X.509 certificates for signing keys that may lie in a device: each signed by its issuer's key through its signer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from cryptography.x509.oid import NameOID

from .sd_jwt import Signer

ROOT_YEARS, SIGNER_YEARS = 20, 5
_EARLIER = timedelta(hours=1)  # clocks differ


class ChainUnfit(ValueError):
    """The certificates cannot stand for the key; the text says why."""


@dataclass(frozen=True, slots=True)
class Extension:
    """What a certificate says beside name and key."""

    value: x509.ExtensionType
    critical: bool


def named(title: str, unit: str = "") -> x509.Name:
    """A name in Chinese as X.509 has it."""
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, title[:64])]
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, (unit or title)[:64])])


def root_certificate(signer: Signer, public_key: bytes, district: str, *, at: datetime) -> bytes:
    """The district's own root: what whoever reads its PDFs is to trust."""
    name = named(district, f"{district}电子证照根证书")
    own = _identifier(public_key)
    usage = _usage(key_cert_sign=True, crl_sign=True)
    told = (
        Extension(x509.BasicConstraints(ca=True, path_length=0), True),
        Extension(usage, True),
        Extension(own, False),
    )
    return certificate(signer, name, name, public_key, told, at=at, until=at + timedelta(days=365 * ROOT_YEARS))


def signing_certificate(root: bytes, root_signer: Signer, public_key: bytes, district: str, *, at: datetime) -> bytes:
    """What the key that signs PDFs is called, by the district's root."""
    issuer = x509.load_der_x509_certificate(root)
    above = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    told = (
        Extension(x509.BasicConstraints(ca=False, path_length=None), True),
        Extension(_usage(digital_signature=True, content_commitment=True), True),
        Extension(_identifier(public_key), False),
        Extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(above), False),
    )
    until = min(at + timedelta(days=365 * SIGNER_YEARS), issuer.not_valid_after_utc)
    name = named(district, f"{district}电子证照签名")
    return certificate(root_signer, issuer.subject, name, public_key, told, at=at, until=until)


def certificate(
    signer: Signer,
    issuer: x509.Name,
    subject: x509.Name,
    public_key: bytes,
    extensions: Iterable[Extension] = (),
    *,
    at: datetime,
    until: datetime,
) -> bytes:
    """A certificate (DER) for a public key, signed by the issuer's key wherever it lies.

    The body is written by the library with a key of the moment; only its signature is put in the place of that one.
    """
    throwaway: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
    throwaway = ec.generate_private_key(ec.SECP256R1())
    algorithm: SHA256 | None = SHA256()
    if signer.algorithm == "Ed25519":
        throwaway, algorithm = ed25519.Ed25519PrivateKey.generate(), None
    building = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(load_der_public_key(public_key))  # type: ignore[arg-type]
        .serial_number(x509.random_serial_number())
        .not_valid_before(at.astimezone(UTC) - _EARLIER)
        .not_valid_after(until.astimezone(UTC))
    )
    for each in extensions:
        building = building.add_extension(each.value, critical=each.critical)
    made = building.sign(throwaway, algorithm)
    signature = signer.sign(made.tbs_certificate_bytes)
    if signer.algorithm == "ES256":
        signature = der_of(signature)
    whole = made.public_bytes(Encoding.DER)
    tbs, theirs = made.tbs_certificate_bytes, _bits(made.signature)
    start = whole.index(tbs) + len(tbs)
    kind = whole[start : len(whole) - len(theirs)]  # the name of the algorithm
    return tagged(0x30, tbs + kind + _bits(signature))


def der_of(signature: bytes) -> bytes:
    """A raw ES256 signature as X.509 and CMS have it."""
    return encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))


def read_chain(pem: bytes, public_key: bytes, *, at: datetime) -> tuple[bytes, ...]:
    """The certificates of a file, the signing key's own first, each issued by the next; ChainUnfit when not."""
    try:
        found = x509.load_pem_x509_certificates(pem)
    except ValueError:
        raise ChainUnfit("文件里没有 PEM 证书") from None
    own = found[0].public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if own != public_key:
        raise ChainUnfit("第一张证书不是签名密钥（用途 certificates-pdf）的")
    for each in found:
        if not each.not_valid_before_utc <= at <= each.not_valid_after_utc:
            raise ChainUnfit(f"证书不在有效期内：{each.subject.rfc4514_string()}")
    _require_linked(found)
    return tuple(each.public_bytes(Encoding.DER) for each in found)


def _require_linked(chain: Sequence[x509.Certificate]) -> None:
    for below, above in pairwise(chain):
        try:
            below.verify_directly_issued_by(above)
        except Exception:  # the library has many ways to say no
            raise ChainUnfit(f"不是由下一张证书签发的：{below.subject.rfc4514_string()}") from None


def _identifier(public_key: bytes) -> x509.SubjectKeyIdentifier:
    return x509.SubjectKeyIdentifier.from_public_key(load_der_public_key(public_key))  # type: ignore[arg-type]


def _usage(**wanted: bool) -> x509.KeyUsage:
    every = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")  # fmt: skip
    return x509.KeyUsage(**{name: wanted.get(name, False) for name in every})


def _bits(signature: bytes) -> bytes:
    return tagged(0x03, b"\0" + signature)


def tagged(tag: int, body: bytes) -> bytes:
    """DER of one value."""
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + body
