"""What is kept of how a person signs in: for that person to see and take along."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.personal import Rows, holding

from .. import policy
from ..logic.browsers import named
from ..models import Device, OutsideIdentity, ProvenPhone
from .factors import factors


@holding(
    "sign_ins",
    _("登录记录"),
    {"began_at": _("登录时间"), "browser": _("浏览器"), "address": _("网络地址"), "end": _("结束原因")},
    when_erased=gettext_noop("登录记录：网络地址和浏览器到期自动删除，最长半年。"),
    stays=lambda owner, at: Device.objects.filter(account__person=_person(owner)).exists(),
)
def sign_ins_of(owner: str, *, reader: Actor, at: datetime) -> Rows:
    """Where and when somebody signed in, as long as it is kept."""
    return tuple(
        {
            "began_at": row.began_at, "browser": named(row.browser), "address": row.address or "",
            "methods": row.methods, "ended_at": row.ended_at, "end": str(row.get_end_display()),
        }
        for row in Device.objects.filter(account=_account(owner, reader)).order_by("pk")
    )  # fmt: skip


@holding(
    "sign_in_ways",
    _("登录方式"),
    {"way": _("方式"), "name": _("名称"), "since": _("设置时间")},
    when_erased=gettext_noop("登录方式：账号停用后不能再用。"),
)
def sign_in_ways_of(owner: str, *, reader: Actor, at: datetime) -> Rows:
    """What somebody can prove themselves with; secrets and keys are not handed out."""
    account = _account(owner, reader)
    mine = factors(account, reader=reader)
    phone = ProvenPhone.objects.filter(account=account).first()
    found = [{"way": str(_("手机号")), "name": "", "since": phone.proven_at}] if phone else []
    found += [{"way": str(_("验证器")), "name": mine.app.name, "since": mine.app.added_at}] if mine.app else []
    found += [{"way": str(_("通行密钥")), "name": each.name, "since": each.added_at} for each in mine.passkeys]
    outside = OutsideIdentity.objects.filter(account=account).order_by("pk")
    found += [{"way": str(_("外部身份")), "name": each.provider, "since": None} for each in outside]
    return tuple(found)


def _account(owner: str, reader: Actor) -> int:
    """The reader's own account: whoever acts for somebody is not shown how they sign in."""
    kind, _sep, number = reader.id.partition(":")
    if reader.acting_for or kind != "account" or owner not in reader.owns:
        raise Forbidden()
    policy.require_owner(int(number), reader)
    return int(number)


def _person(owner: str) -> int:
    return int(owner.removeprefix("person:")) if owner.startswith("person:") else 0
