"""What others may hear of certificates."""

from .certificates import (
    BatchContinued,
    BatchReceived,
    BatchRowsErased,
    CertificateAmended,
    CertificateArchived,
    CertificateErased,
    CertificateExpired,
    CertificateExpiring,
    CertificateIssued,
    CertificateLookedAt,
    CertificateRenewed,
    CertificateReplaced,
    CertificateResumed,
    CertificateRevoked,
    CertificateSuspended,
)

__all__ = [
    "BatchContinued",
    "BatchReceived",
    "BatchRowsErased",
    "CertificateAmended",
    "CertificateArchived",
    "CertificateErased",
    "CertificateExpired",
    "CertificateExpiring",
    "CertificateIssued",
    "CertificateLookedAt",
    "CertificateRenewed",
    "CertificateReplaced",
    "CertificateResumed",
    "CertificateRevoked",
    "CertificateSuspended",
]
