"""Many materials at once as they were read: for the platform, which looks at what somebody is about to hand in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor

from .. import policy
from ..definitions import MaterialType
from ..models import Material, reading_of


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One file: its type in the edition it was kept under, what was read, until when it is said to hold."""

    type: MaterialType
    refused: bool
    reading: Mapping[str, Any]
    valid_until: date | None


def readings(material_ids: Sequence[int], *, reader: Actor) -> dict[int, ReadingView]:
    """Those of these materials that are there, by number."""
    policy.require_platform(reader)
    rows = Material.objects.filter(pk__in=material_ids).exclude(state=Material.State.ERASED)
    return {
        row.pk: ReadingView(
            catalogue.edition(MaterialType, row.type, row.edition),
            row.state == Material.State.REFUSED,
            reading_of(row),
            row.valid_until,
        )
        for row in rows
    }
