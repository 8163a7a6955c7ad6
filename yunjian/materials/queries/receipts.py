"""The receipt of a material: what its holder keeps to prove, years later and without us, what was handed in when."""

from dataclasses import dataclass
from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import NotFound
from yunjian.kernel.proofs import proving
from yunjian_verify.proof import read_proof
from yunjian_verify.receipt import write_receipt

from .. import policy
from ..logic.envelopes import CODE, Envelope
from ..models import Material, vault


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt as its holder sees it: what a counter asks for, and where the ledger stands by it."""

    material: int
    code: str
    sha256: str
    kept_at: datetime
    position: int | None  # the entry's place, once it stands under a signed checkpoint
    origin: str
    size: int
    file_name: str


def receipt(material_id: int, *, reader: Actor) -> ReceiptView:
    """What stands on the receipt; without a place while the entry waits to be signed."""
    row, envelope = _held(material_id, reader)
    view = ReceiptView(
        row.pk, row.commitment[:CODE], envelope.digest.hex(), row.kept_at, None, "", 0, f"{row.file_name}.receipt.json"
    )
    try:
        proof = read_proof(_proof(row.pk).encode())
    except proving.NotYetSigned:
        return view
    checkpoint = proof.checkpoint
    return ReceiptView(
        view.material, view.code, view.sha256, view.kept_at, proof.index, checkpoint.origin, checkpoint.size,
        view.file_name,
    )  # fmt: skip


def receipt_file(material_id: int, *, reader: Actor) -> str:
    """The digest of the file, the salt that ties it to the commitment, and the proof of the ledger's entry.

    NotYetSigned for the seconds until the entry stands under a signed checkpoint.
    """
    row, envelope = _held(material_id, reader)
    return write_receipt(envelope.digest, envelope.salt, _proof(row.pk))


def _held(material_id: int, reader: Actor) -> tuple[Material, Envelope]:
    row = Material.objects.filter(pk=material_id, envelope__isnull=False).first()
    if row is None or not policy.may_read(reader, row.holder):
        raise NotFound()
    return row, vault().open_envelope(row.envelope or b"", row.key_name, row.place)


def _proof(material: int) -> str:
    """The entry that says it was kept is the first about it."""
    return proving.proof_file_of(ledger.history(f"materials.material:{material}", reader=SYSTEM)[0].id)
