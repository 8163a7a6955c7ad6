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
from .wallets import Credential, Offer, Question, SpentNonce, StateBlock

__all__ = [
    "Batch",
    "BatchRow",
    "Cause",
    "Certificate",
    "CertificateQuerySet",
    "Contents",
    "Credential",
    "Ground",
    "Look",
    "Offer",
    "Problem",
    "Question",
    "Serial",
    "SpentNonce",
    "Standing",
    "State",
    "StateBlock",
    "Step",
    "StepKind",
    "Version",
]
