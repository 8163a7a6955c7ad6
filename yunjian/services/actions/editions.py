"""Items and procedures beside what the catalogue says, and into it as dated editions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from yunjian.cases.definitions import Procedure
from yunjian.kernel import catalogue
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.definitions import Definition

from ..definitions import Item


@dataclass(frozen=True)
class _Editions:
    """What ``catalogue.publish`` asks of a pack."""

    definitions: tuple[Definition, ...]
    key: str = "import"


class InForce:
    """Every item and procedure that holds on a day."""

    def __init__(self, day: date):
        kinds: tuple[type[Definition], ...] = (Item, Procedure)
        self._known = {(kind, each.key): each for kind in kinds for each in catalogue.all_in_force(kind, on=day)}

    def says(self, each: Definition) -> bool:
        """Whether it holds already, but for the day it began."""
        before = self._known.get((type(each), each.key))
        return before is not None and {**before.body(), "valid_from": ""} == {**each.body(), "valid_from": ""}


def put_in_force(definitions: Iterable[Definition], *, at: datetime) -> None:
    """Publish editions. The platform enters them; who wanted them says the event of the action that calls this."""
    if new := tuple(definitions):
        catalogue.publish(_Editions(new), by=SYSTEM, at=at)
