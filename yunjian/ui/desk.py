"""Where people of the district go to work: links floors offer, shown on one's account page to who may follow them."""

from dataclasses import dataclass

from django.utils.functional import Promise

from yunjian.kernel.actor import Actor
from yunjian.kernel.policy import Act, may_somewhere
from yunjian.kernel.rooms import load


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of work, its address by name, and the acts of which one has to be the reader's."""

    title: str | Promise
    address: str
    acts: tuple[Act, ...]


_desks: dict[str, Desk] = {}


def desk(title: str | Promise, address: str, *acts: Act) -> None:
    """Offer a page of work; it stands in a floor's ``pages`` room."""
    if address in _desks:
        raise TypeError(f"two desks lead to {address}")
    _desks[address] = Desk(title, address, acts)


def desks_of(actor: Actor) -> tuple[Desk, ...]:
    """Those the actor may follow, in the order of the floors."""
    load("pages")
    return tuple(each for each in _desks.values() if any(may_somewhere(actor, act) for act in each.acts))
