"""A real catalogue comes in: what is new or changed gets an edition, what is as it was stays."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from yunjian.cases.definitions import Procedure
from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Invalid

from .. import events, policy
from ..definitions import Item
from .editions import InForce, put_in_force


class NothingToImport(Invalid):
    """文件里没有一个可以公布的事项。请按列出的错误改好再导入。"""


@action
def import_items(items: Sequence[Item], procedures: Sequence[Procedure], *, by: Actor, at: datetime) -> int:
    """Publish the items that say something new, each with its procedure; how many. What is published stays for good.

    An item that begins today twice with different content is declined by name, as every change of an edition is.
    """
    policy.require_importer(by)
    if not items:
        raise NothingToImport()
    known = InForce(timezone.localdate(at))
    ways = {each.key: each for each in procedures}
    new = [each for item in items for each in (item, ways[item.procedure]) if not known.says(each)]
    added = sum(isinstance(each, Item) for each in new)
    put_in_force(new, at=at)
    flagged = sum(bool(each.remarks) for each in items)
    ledger.record(events.CatalogueImported(added, len(items) - added, flagged), by=by, at=at)
    return added
