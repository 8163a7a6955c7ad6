"""What is kept of certificates."""

from .certificates import (
    Batch,
    BatchRow,
    Cause,
    Certificate,
    CertificateQuerySet,
    Contents,
    Ground,
    Look,
    Problem,
    Serial,
    Standing,
    State,
    Step,
    StepKind,
    Version,
)

__all__ = [
    "Batch",
    "BatchRow",
    "Cause",
    "Certificate",
    "CertificateQuerySet",
    "Contents",
    "Ground",
    "Look",
    "Problem",
    "Serial",
    "Standing",
    "State",
    "Step",
    "StepKind",
    "Version",
]
