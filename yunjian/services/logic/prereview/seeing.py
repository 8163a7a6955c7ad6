"""A file as materials keep its reading, as the pre-review looks at it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yunjian.materials.definitions import MaterialType

from .given import Read, Seen


def seen_of(
    type: MaterialType,
    reading: Mapping[str, Any],
    types: Mapping[str, MaterialType],
    *,
    refused: bool = False,
    ends_on: date | None = None,
) -> Seen:
    """The file under its type; a value somebody corrected is as they say."""
    kept: Mapping[str, Mapping[str, Any]] = reading.get("fields", {})
    fields = {
        each.key: Read(
            each.title, each.form, str(kept[each.key].get("value", "")), kept[each.key].get("confidence"), each.says
        )
        for each in type.key_fields
        if each.key in kept
    }
    looks = str(reading.get("looks", ""))
    return Seen(
        type.key, str(reading.get("how", "")), fields, looks, types[looks].title if looks in types else "",
        reading.get("sure"), int(reading.get("letters", 0)), len(type.key_fields), refused, ends_on,
        type.validity_months,
    )  # fmt: skip
