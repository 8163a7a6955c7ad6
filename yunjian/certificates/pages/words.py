"""What the pages of certificates call things."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Change:
    """Something an office does to a certificate, as the address, the page and the state machine call it."""

    key: str
    step: str
    title: str | Promise
    makes_version: bool = False
    is_grave: bool = False


CHANGES = {
    each.key: each
    for each in (
        Change("renew", "RENEW", pgettext_lazy("what an office does to a certificate", "延续"), makes_version=True),
        Change("amend", "AMEND", pgettext_lazy("what an office does to a certificate", "变更"), makes_version=True),
        Change("replace", "REPLACE", pgettext_lazy("what an office does to a certificate", "补换"), makes_version=True),
        Change("suspend", "SUSPEND", pgettext_lazy("what an office does to a certificate", "暂停")),
        Change("resume", "RESUME", pgettext_lazy("what an office does to a certificate", "恢复")),
        Change("revoke", "REVOKE", pgettext_lazy("what an office does to a certificate", "终止"), is_grave=True),
        Change("archive", "ARCHIVE", pgettext_lazy("what an office does to a certificate", "归档")),
    )
}

STEPS = {
    f"certificates.certificate.{kind}": title
    for kind, title in (
        ("issued", _("核发")),
        ("renewed", _("延续")),
        ("amended", _("变更")),
        ("replaced", _("补换")),
        ("suspended", _("暂停")),
        ("resumed", _("恢复")),
        ("revoked", _("终止")),
        ("archived", _("归档")),
        ("expiring", _("提醒即将到期")),
        ("expired", _("到期")),
        ("erased", _("内容已删除")),
    )
}


# Why a counter code is not accepted, by the verifier's stable code.
CODE_REASONS = {
    "expired": _("这个码已经过期：证照码一分钟内有效，请对方刷新后再出示。"),
    "used": _("这个码已经查验过一次，不能再用：可能是截图或者转发的。请对方当面刷新后再出示。"),
    "unknown": _("这个码不是本区发出的，或者早已失效。"),
    "signature": _("签名不对：这个码不是本区发出的，可能是伪造的，或者被改动过。"),
    "algorithm": _("签名的算法不被接受，可能是伪造的。"),
    "type": _("这是另一种凭证，不是证照码。"),
    "future": _("这个码写的时间还没有到，可能是伪造的；也请核对本机的时间。"),
    "time": _("这个码没有写明在哪一分钟有效，可能是伪造的。"),
    "size": _("这个码太长，不是本区的证照码。"),
}
CODE_OTHER = _("读不出来：内容不完整或者被改动过，不是本区的证照码。")


def tone(standing: str) -> str:
    """How a standing looks: ok, warning, error or plain."""
    return {"VALID": "ok", "PENDING": "note", "SUSPENDED": "warning", "EXPIRED": "warning", "REVOKED": "error"}.get(
        standing, ""
    )
