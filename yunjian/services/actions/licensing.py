"""The one licence of a trade (一业一证): issued when all its permits are there, as long as the shortest of them."""

from datetime import datetime

from django.utils import timezone

from yunjian.certificates import actions as certificates
from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Declined
from yunjian.parties import queries as parties

from .. import events, policy, queries
from ..definitions import Trade


class PermitsMissing(Declined):
    """这个行业的许可还没有办齐，不能核发综合许可证。还差。"""


class LicensedAlready(Declined):
    """这家企业已经有这个行业的综合许可证。许可变了的，先到证照里注销原证，再核发新证。"""


@action
def issue_trade_licence(trade_key: str, credit_code: str, *, by: Actor, at: datetime) -> int:
    """Compose the licence of an enterprise; the number of the certificate.

    Its number is the code of the trade, the day and the enterprise's place in the register: one for each licence.
    """
    policy.require_licenser(by, catalogue.in_force(Trade, trade_key, on=timezone.localdate(at)).unit)
    found = queries.composed(trade_key, credit_code, reader=by, at=at)
    if found.held is not None:
        raise LicensedAlready()
    if found.missing:
        raise PermitsMissing(each.title for each in found.missing)
    code, name = parties.number_and_name(found.holder, reader=SYSTEM)
    number = f"{found.trade.code.upper()}-{timezone.localdate(at):%Y%m%d}-{found.holder.partition(':')[2]}"
    says = "；".join(f"{each.title} {each.identifier or each.granted_on}" for each in found.permits)
    draft = certificates.Draft(code, name, {"number": number, "permits": says}, valid_through=found.until)
    made = certificates.issue_certificate(found.trade.certificate or "", draft, by=by, at=at)
    permits = tuple(each.item for each in found.permits)
    ledger.record(events.TradeLicenceIssued(found.trade.key, made.id, found.holder, permits), by=by, at=at)
    return made.id
