"""What the narrative states, beside the figure of the table it speaks of."""

from yunjian.kernel.actor import Actor

from ..logic.stated import StatedFigure, beside
from .disclosures import structure


def statements(disclosure_id: int, *, reader: Actor) -> list[StatedFigure]:
    """Every amount the narrative states, in its order, beside the table's."""
    return beside(structure(disclosure_id, reader=reader))
