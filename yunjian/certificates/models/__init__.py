"""What is kept of certificates."""

from .asking import Asking, AskingState, Organisation, OrganisationState, ShownCode, Unusual, UnusualUse
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
from .showing import CounterCode, KeyCertificate
from .wallets import Credential, Offer, Question, SpentNonce, StateBlock

__all__ = [
    "Asking",
    "AskingState",
    "Batch",
    "BatchRow",
    "Cause",
    "Certificate",
    "CertificateQuerySet",
    "Contents",
    "CounterCode",
    "Credential",
    "Ground",
    "KeyCertificate",
    "Look",
    "Offer",
    "Organisation",
    "OrganisationState",
    "Problem",
    "Question",
    "Serial",
    "ShownCode",
    "SpentNonce",
    "Standing",
    "State",
    "StateBlock",
    "Step",
    "StepKind",
    "Unusual",
    "UnusualUse",
    "Version",
]
