"""What can happen to an enterprise: it is registered."""

from datetime import datetime

from django.utils.translation import gettext as _

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Invalid

from .. import events, logic, policy
from ..models import Enterprise
from .accounts import taken_means
from .people import AlreadyRegistered, refuse_doubtful


@action
def register_enterprise(
    name: str, uscc: str = "", phone: str = "", *, from_old_data: bool = False, by: Actor, at: datetime
) -> int:
    """Take an enterprise in; doubtful identifiers are declined when new, kept and flagged when old."""
    policy.require_may_register_enterprises(by)
    name = name.strip()
    if not name or not (uscc or from_old_data):
        raise Invalid()
    uscc_flag = logic.credit_code_flag(uscc) if uscc else ""
    phone_flag = logic.phone_flag(phone) if phone else ""
    if not from_old_data:
        refuse_doubtful({_("统一社会信用代码"): uscc_flag, _("电话"): phone_flag})
    code = uscc if uscc_flag else logic.plain_credit_code(uscc)
    with taken_means(AlreadyRegistered):
        enterprise = Enterprise.objects.create(
            name=name,
            uscc=code,
            uscc_flag=uscc_flag,
            phone=phone if phone_flag else logic.plain_phone(phone),
            phone_flag=phone_flag,
            registered_at=at,
        )
    flags = tuple(flag for flag in (uscc_flag, phone_flag) if flag)
    ledger.record(events.EnterpriseRegistered(enterprise.pk, flags), by=by, at=at)
    return enterprise.pk
