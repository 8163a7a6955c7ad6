"""A real catalogue comes in: what is new or changed gets an edition, what is as it was stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from yunjian.cases.definitions import Procedure
from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.definitions import Definition
from yunjian.kernel.errors import Invalid

from .. import events, policy
from ..definitions import Item


class NothingToImport(Invalid):
    """文件里没有一个可以公布的事项。请按列出的错误改好再导入。"""


@dataclass(frozen=True)
class _Import:
    """What ``catalogue.publish`` asks of a pack."""

    definitions: tuple[Definition, ...]
    key: str = "import"


@action
def import_items(items: Sequence[Item], procedures: Sequence[Procedure], *, by: Actor, at: datetime) -> int:
    """Publish the items that say something new, each with its procedure; how many. What is published stays for good.

    An item that begins today twice with different content is declined by name, as every change of an edition is.
    """
    policy.require_importer(by)
    if not items:
        raise NothingToImport()
    day = timezone.localdate(at)
    ways = {each.key: each for each in procedures}
    in_force = {each.key: each for each in catalogue.all_in_force(Item, on=day)}
    known = {each.key: each for each in catalogue.all_in_force(Procedure, on=day)}
    new: list[Definition] = []
    for item in items:
        fresh = [each for each in (item, ways[item.procedure]) if not _same(each, in_force, known)]
        new += fresh
    added = sum(isinstance(each, Item) for each in new)
    if new:
        catalogue.publish(_Import(tuple(new)), by=SYSTEM, at=at)
    flagged = sum(bool(each.remarks) for each in items)
    ledger.record(events.CatalogueImported(added, len(items) - added, flagged), by=by, at=at)
    return added


def _same(each: Definition, items: dict[str, Item], ways: dict[str, Procedure]) -> bool:
    """Whether what is in force says the same, but for the day it began."""
    before = (items if isinstance(each, Item) else ways).get(each.key)
    return before is not None and {**before.body(), "valid_from": ""} == {**each.body(), "valid_from": ""}
