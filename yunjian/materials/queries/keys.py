"""Which district keys close what is kept, and which of them this host lacks."""

from yunjian.kernel.actor import Actor

from .. import policy
from ..logic.envelopes import KeyTrouble
from ..models import Material, Upload, vault


def keys_in_use(*, reader: Actor) -> frozenset[str]:
    """The names of the keys that close an envelope in the database: for the platform."""
    policy.require_platform(reader)
    used: set[str] = set()
    for rows in (Material.objects, Upload.objects):
        closed = rows.filter(envelope__isnull=False)
        used |= set(closed.order_by("key_name").values_list("key_name", flat=True).distinct())
    return frozenset(used)


def keys_not_here(*, reader: Actor) -> tuple[str, ...]:
    """Those of them that this host lacks."""
    used = keys_in_use(reader=reader)
    try:
        here = {key.name for key in vault().keys.keys} if used else set()
    except KeyTrouble:
        here = set()
    return tuple(sorted(used - here))
