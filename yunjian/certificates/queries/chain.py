"""The X.509 certificates under which PDFs are signed: those the district made, or yours."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from yunjian.kernel import keys
from yunjian.kernel.actor import Actor

from ..logic.chain import read_chain
from ..models import KeyCertificate

PDF, ROOT = "certificates-pdf", "certificates-root"
LEFT = timedelta(days=30)  # a certificate with less than this left is not signed under any more


def signing_chain(*, reader: Actor, at: datetime) -> tuple[bytes, ...] | None:
    """The certificate of the current key and those above it (DER); None when they have still to be made.

    They are public. OSError and ChainUnfit when the file with yours does not fit.
    """
    if settings.PDF_CERTIFICATES:
        return read_chain(Path(settings.PDF_CERTIFICATES).read_bytes(), keys.signer(PDF).public_key, at=at)
    signing = certificate_of(keys.signer(PDF).key_id, is_root=False, at=at)
    root = certificate_of(keys.signer(ROOT).key_id, is_root=True, at=at)
    return None if signing is None or root is None else (signing, root)


def certificate_of(key: str, *, is_root: bool, at: datetime) -> bytes | None:
    """The certificate of a key that is good for a while yet."""
    row = KeyCertificate.objects.filter(key=key, is_root=is_root, expires_at__gt=at + LEFT).first()
    return bytes(row.certificate) if row else None
