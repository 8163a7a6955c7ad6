"""What was read from a material, as it lies sealed in its row."""

import json
from typing import Any

from ..logic.envelopes import opened_note
from .materials import Material
from .vault import vault


def reading_of(material: Material) -> dict[str, Any]:
    """What was read, opened; nothing when nothing was."""
    if material.reading is None or material.envelope is None:
        return {}
    envelope = vault().open_envelope(material.envelope, material.key_name, material.place)
    return json.loads(opened_note(envelope, bytes(material.reading), material.place, cipher=material.cipher))
