"""All that is kept of a party's materials: for the export of personal data."""

from datetime import datetime
from typing import Any

from yunjian.kernel.actor import Actor

from .. import policy
from ..models import Consent, Material, Use, reading_of


def everything_of(holder: str, *, reader: Actor, at: datetime) -> dict[str, Any]:
    """The materials with what was read from them, the consents, and who used what."""
    policy.require_holder(reader, policy.READ_OWN, holder)
    del at
    rows = Material.objects.of(holder).order_by("pk")
    given = Consent.objects.filter(holder=holder).order_by("pk")
    used = Use.objects.filter(lent__consent__holder=holder).order_by("pk")
    return {
        "materials": [
            {
                "number": row.pk, "type": row.type, "file_name": row.file_name, "size": row.size, "state": row.state,
                "kept_at": row.kept_at, "issued_on": row.issued_on, "valid_until": row.valid_until,
                "read": {key: each["value"] for key, each in reading_of(row).get("fields", {}).items()},
            }
            for row in rows
        ],
        "consents": list(given.values("id", "unit", "matter", "purpose", "given_at", "ends_at", "withdrawn_at")),
        "uses": list(used.values("lent__material", "lent__consent", "at")),
    }  # fmt: skip
