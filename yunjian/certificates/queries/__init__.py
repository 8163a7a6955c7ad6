"""Questions about certificates. Each answers only what its reader may see.

What makes a form of a certificate (SD-JWT VC, signed PDF, code) asks ``version_for_credential(certificate_id, reader=,
at=)``, a batch of them ``versions_for_credentials([ids], reader=SYSTEM, at=)``: a frozen ``CredentialView`` with the
identifier, the type, every field with its titles and whether the holder may keep it back, the holder, the period and
the standing.
"""

from .credentials import CredentialField, CredentialView, version_for_credential, versions_for_credentials
from .due import to_erase, to_remind
from .register import (
    CertificateRow,
    TypeView,
    exported,
    held,
    issued,
    issued_slice,
    type_in_force,
    types,
)
from .single import Checked, HistoryStep, LookView, certificate, checked, history, looks, own_certificate
from .views import CertificateView, Shown, StandingView

__all__ = [
    "CertificateRow",
    "CertificateView",
    "Checked",
    "CredentialField",
    "CredentialView",
    "HistoryStep",
    "LookView",
    "Shown",
    "StandingView",
    "TypeView",
    "certificate",
    "checked",
    "exported",
    "held",
    "history",
    "issued",
    "issued_slice",
    "looks",
    "own_certificate",
    "to_erase",
    "to_remind",
    "type_in_force",
    "types",
    "version_for_credential",
    "versions_for_credentials",
]
