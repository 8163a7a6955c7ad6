"""What others may hear of certificates shown: signed papers, counter codes, the certificates of keys."""

from dataclasses import dataclass

from .certificates import OfCertificate


@dataclass(frozen=True)
class CertificateSealed(OfCertificate):
    """It was given out as a signed PDF: by which key, and the digest of the file."""

    kind = "certificates.certificate.sealed"
    title = "证照签名 PDF 发出"
    look: int
    key: str
    digest: str


@dataclass(frozen=True)
class KeyCertified:
    """A key that signs PDFs, or the root above it, got its X.509 certificate; ``digest`` is the certificate's."""

    kind = "certificates.key.certified"
    title = "签名密钥的证书签发"
    key: str
    is_root: bool
    digest: str

    @property
    def subject(self) -> str:
        return f"kernel.key:{self.key}"


@dataclass(frozen=True)
class CounterCodeShown(OfCertificate):
    """Its holder showed a code for a counter."""

    kind = "certificates.code.shown"
    title = "证照码出示"
    code: int


@dataclass(frozen=True)
class CounterCodeTaken(OfCertificate):
    """A counter took the code, once; ``look`` says who."""

    kind = "certificates.code.taken"
    title = "证照码查验"
    code: int
    look: int
