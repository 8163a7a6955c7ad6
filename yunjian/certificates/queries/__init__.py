"""Questions about certificates. Each answers only what its reader may see.

What makes a form of a certificate (SD-JWT VC, signed PDF, code) asks ``version_for_credential(certificate_id, reader=,
at=)``, a batch of them ``versions_for_credentials([ids], reader=SYSTEM, at=)``: a frozen ``CredentialView`` with the
identifier, the type, every field with its titles and whether the holder may keep it back, the holder, the period and
the standing.
"""

from .batches import BatchView, RefusedRow, batch, batch_columns, batches, batches_to_erase, refused_rows
from .credentials import CredentialField, CredentialView, version_for_credential, versions_for_credentials
from .due import to_erase, to_remind
from .register import (
    CertificateRow,
    TypeView,
    exported,
    held,
    issued,
    issued_slice,
    purposes,
    type_in_force,
    types,
)
from .single import Checked, HistoryStep, LookView, certificate, checked, history, looks, own_certificate
from .views import CertificateView, Shown, StandingView
from .wallets import (
    Answer,
    Choice,
    answer,
    client_id,
    has_to_put_away,
    issuer_keys,
    issuer_metadata,
    request_object,
    state_list,
    type_metadata,
    wallet_choices,
)

__all__ = [
    "Answer",
    "BatchView",
    "CertificateRow",
    "CertificateView",
    "Checked",
    "Choice",
    "CredentialField",
    "CredentialView",
    "HistoryStep",
    "LookView",
    "RefusedRow",
    "Shown",
    "StandingView",
    "TypeView",
    "answer",
    "batch",
    "batch_columns",
    "batches",
    "batches_to_erase",
    "certificate",
    "checked",
    "client_id",
    "exported",
    "has_to_put_away",
    "held",
    "history",
    "issued",
    "issued_slice",
    "issuer_keys",
    "issuer_metadata",
    "looks",
    "own_certificate",
    "purposes",
    "refused_rows",
    "request_object",
    "state_list",
    "to_erase",
    "to_remind",
    "type_in_force",
    "type_metadata",
    "types",
    "version_for_credential",
    "versions_for_credentials",
    "wallet_choices",
]
