"""Which events the outside may subscribe to: what everybody may know, named by the domain they happen in."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from .ledger import Recorded
from .models import Checkpoint
from .rooms import load


@dataclass(frozen=True, slots=True)
class Announced:
    """A kind of event that may be subscribed to; ``is_public`` leaves out single entries that are not for everybody.

    ``audience`` names the one owner of subscriptions an entry is for; without it, it is for everybody.
    """

    kind: str
    title: str | Promise
    is_public: Callable[[Recorded], bool]
    audience: Callable[[Recorded], str] | None = None


_announced: dict[str, Announced] = {}


def announced(
    kind: str,
    title: str | Promise,
    is_public: Callable[[Recorded], bool] = lambda entry: True,
    audience: Callable[[Recorded], str] | None = None,
) -> None:
    """Let this kind be subscribed to; it stands in a domain's ``api`` room. Payloads hold ids and digests anyway."""
    if kind in _announced:
        raise TypeError(f"{kind} is announced twice")
    _announced[kind] = Announced(kind, title, is_public, audience)


def kinds() -> dict[str, Announced]:
    """Every kind that may be subscribed to, by its code."""
    load("api")
    return dict(sorted(_announced.items()))


def sealed() -> int:
    """How many entries have their position: the next one gets this number."""
    return Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0
