"""What of a case's materials its reader may open."""

from datetime import datetime

from yunjian.kernel.actor import Actor
from yunjian.materials import queries as materials

from .. import policy


def lent_for(case_id: int, *, at: datetime, reader: Actor) -> dict[int, materials.LentView]:
    """By number, what was lent for this case to a unit whose staff the reader is; each look at it is on record."""
    found = materials.material_for(policy.matter_of(case_id), reader=reader, at=at)
    return {each.material: each for each in found}
