"""The receipt of a material: what its holder keeps to prove, years later and without us, what was handed in when."""

from datetime import UTC
from typing import Any

from yunjian.kernel import ledger
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import NotFound

from .. import policy
from ..models import Material, vault

FORMAT = "yunjian material receipt 1"


def receipt(material_id: int, *, reader: Actor) -> dict[str, Any]:
    """The digest of the file, the salt that ties it to the commitment, and the ledger's entry that holds this."""
    row = Material.objects.filter(pk=material_id, envelope__isnull=False).first()
    if row is None or not policy.may_read(reader, row.holder):
        raise NotFound()
    envelope = vault().open_envelope(row.envelope or b"", row.key_name, row.place)
    kept = ledger.history(f"materials.material:{row.pk}", reader=SYSTEM)[0]
    return {
        "format": FORMAT,
        "material": row.pk,
        "file_name": row.file_name,
        "size": row.size,
        "sha256": envelope.digest.hex(),
        "salt": envelope.salt.hex(),
        "commitment": row.commitment,
        "kept_at": row.kept_at.astimezone(UTC).isoformat(),
        "entry": ledger.leaf_data(kept).decode(),
        "position": kept.position,
    }
