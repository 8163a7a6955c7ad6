"""From a signer's certificate to a root that is given: every step, strictly, and no certificate that leads nowhere."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.x509.oid import ExtensionOID, ObjectIdentifier

from .jose import Refused

Extension = TypeVar("Extension", bound=x509.ExtensionType)
LONGEST = 6
_UNDERSTOOD = {ExtensionOID.BASIC_CONSTRAINTS, ExtensionOID.KEY_USAGE, ExtensionOID.EXTENDED_KEY_USAGE}
# What a key may be for that signs documents: any use, mail, documents (RFC 9336), Adobe's.
_PURPOSES = {
    ObjectIdentifier(each)
    for each in ("2.5.29.37.0", "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "1.2.840.113583.1.1.5")
}


def path(
    signer: x509.Certificate, brought: Sequence[x509.Certificate], roots: Sequence[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """The signer's certificate, those between, and the root; each signed by the next, which may sign such."""
    found = [signer]
    while found[-1] not in roots:
        above = next((each for each in (*roots, *brought) if each not in found and _issued(found[-1], each)), None)
        if above is None or len(found) >= LONGEST:
            raise Refused("chain", "The signer's certificate does not lead to a root that was given.")
        _require_authority(above, below=len(found) - 1)
        found.append(above)
    if any(each not in found for each in brought):
        raise Refused("chain", "The signature brings a certificate that is no part of the way to the root.")
    if len(found) > 1:
        _require_signing(signer)
    for each in found:
        _require_understood(each)
    return tuple(found)


def require_within(found: Sequence[x509.Certificate], at: datetime) -> None:
    """Refused unless every certificate holds at that moment."""
    for each in found:
        if at < each.not_valid_before_utc:
            raise Refused("early", "A certificate of the signature is not valid yet.")
        if at > each.not_valid_after_utc:
            raise Refused("expired", "A certificate of the signature has expired.")


def name_of(certificate: x509.Certificate) -> str:
    """What its owner is called."""
    names = [str(each.value) for each in certificate.subject][::-1]
    return "".join(mark if mark.isprintable() else " " for mark in (names[0] if names else ""))[:80]


def _issued(below: x509.Certificate, above: x509.Certificate) -> bool:
    if below.issuer.public_bytes() != above.subject.public_bytes():
        return False
    try:
        below.verify_directly_issued_by(above)
    except Exception:  # the library has many ways to say no
        return False
    return True


def _require_authority(certificate: x509.Certificate, below: int) -> None:
    limits, usage = _said(certificate, x509.BasicConstraints), _said(certificate, x509.KeyUsage)
    if limits is None or not limits.ca or (usage is not None and not usage.key_cert_sign):
        raise Refused("chain", "A certificate on the way to the root may not sign others.")
    if limits.path_length is not None and below > limits.path_length:
        raise Refused("chain", "There are more certificates on the way to the root than it allows.")


def _require_signing(certificate: x509.Certificate) -> None:
    usage, purposes = _said(certificate, x509.KeyUsage), _said(certificate, x509.ExtendedKeyUsage)
    if usage is not None and not (usage.digital_signature or usage.content_commitment):
        raise Refused("certificate", "The signer's certificate is not for signing.")
    if purposes is not None and not _PURPOSES & set(purposes):
        raise Refused("certificate", "The signer's certificate is for something else than documents.")


def _require_understood(certificate: x509.Certificate) -> None:
    try:
        unknown = [each for each in certificate.extensions if each.critical and each.oid not in _UNDERSTOOD]
    except (ValueError, x509.DuplicateExtension):
        raise Refused("certificate", "A certificate of the signature cannot be read.") from None
    if unknown:
        raise Refused("critical", "A certificate of the signature demands what is not understood here.")


def _said(certificate: x509.Certificate, kind: type[Extension]) -> Extension | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
    except (ValueError, x509.DuplicateExtension):
        raise Refused("certificate", "A certificate of the signature cannot be read.") from None


def read_roots(pem: bytes) -> tuple[x509.Certificate, ...]:
    """The roots of a PEM file; Refused when there are none."""
    try:
        return tuple(x509.load_pem_x509_certificates(pem))
    except ValueError:
        raise Refused("certificate", "The file of roots holds no PEM certificate.") from None
