"""Pages of an upper floor that stand beside a page of a lower one, which cannot name them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from yunjian.kernel.actor import Actor
from yunjian.kernel.rooms import load


@dataclass(frozen=True, slots=True)
class Beside:
    """A link: its title, the name of its address (which takes the number of the thing), and for what it is shown."""

    title: str | Promise
    address: str
    is_there: Callable[[int, Actor], bool]


_beside: dict[str, list[Beside]] = {}


def beside(of: str, title: str | Promise, address: str, is_there: Callable[[int, Actor], bool]) -> None:
    """Offer a page beside every page of a kind (``case``); it stands in a floor's ``pages`` room."""
    offered = _beside.setdefault(of, [])
    if any(each.address == address for each in offered):
        raise TypeError(f"{address} stands beside {of} twice")
    offered.append(Beside(title, address, is_there))


def besides(of: str, number: int, *, reader: Actor) -> tuple[Beside, ...]:
    """Those of one thing that the reader may follow, in the order of the floors."""
    load("pages")
    return tuple(each for each in _beside.get(of, ()) if each.is_there(number, reader))
