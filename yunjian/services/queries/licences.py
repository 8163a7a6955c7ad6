"""The one licence of a trade: which of its permits an enterprise has, and until when the licence would hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from yunjian.cases import queries as cases
from yunjian.certificates import queries as certificates
from yunjian.kernel import catalogue
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import NotFound
from yunjian.parties import queries as parties

from .. import policy
from ..definitions import Item, Trade


@dataclass(frozen=True, slots=True)
class PermitView:
    """A permit of the trade: the certificate that shows it, or the day it was granted where it has none."""

    item: str
    title: str
    title_en: str
    identifier: str
    granted_on: date | None
    until: date | None

    @property
    def is_there(self) -> bool:
        return bool(self.identifier or self.granted_on)


@dataclass(frozen=True, slots=True)
class Composed:
    """The licence as it would be composed today, and the one that is there."""

    trade: Trade
    holder: str  # enterprise:3
    name: str
    permits: tuple[PermitView, ...]
    until: date | None  # its last day; None: it has no end
    held: int | None  # the number of the licence the enterprise has

    @property
    def missing(self) -> tuple[PermitView, ...]:
        return tuple(each for each in self.permits if not each.is_there)


def composed(trade_key: str, credit_code: str, *, reader: Actor, at: datetime) -> Composed:
    """For whoever issues the licences of the unit that leads the trade. NotFound: no such enterprise, no licence."""
    day = timezone.localdate(at)
    trade = catalogue.in_force(Trade, trade_key, on=day)
    policy.require_licenser(reader, trade.unit)
    number = parties.enterprise_by_code(credit_code, reader=reader)
    if number is None or trade.certificate is None:
        raise NotFound()
    holder = f"enterprise:{number}"
    code, name = parties.number_and_name(holder, reader=SYSTEM)
    items = [catalogue.in_force(Item, key, on=day) for key in trade.permits]
    shown = {each.key: next((of.certificate for of in each.results if of.certificate), "") for each in items}
    standing = certificates.standing_of_holder(code, [*filter(None, shown.values())], reader=SYSTEM, at=at)
    granted = cases.granted_matters(holder, [each.procedure for each in items if not shown[each.key]], reader=SYSTEM)
    permits = tuple(_permit(each, standing.get(shown[each.key] or ""), granted) for each in items)
    held = certificates.standing_certificate(trade.certificate, code, reader=reader, at=at)
    return Composed(trade, holder, name, permits, trade.until({each.item: each.until for each in permits}), held)


def _permit(item: Item, found: tuple[str, date | None] | None, granted: Mapping[str, date]) -> PermitView:
    identifier, until = found or ("", None)
    on = None if identifier else granted.get(item.procedure)
    return PermitView(item.key, item.title, item.title_en, identifier, on, until)
