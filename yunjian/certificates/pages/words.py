"""What the pages of certificates call things."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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
        Change("renew", "RENEW", _("延续"), makes_version=True),
        Change("amend", "AMEND", _("变更"), makes_version=True),
        Change("replace", "REPLACE", _("补换"), makes_version=True),
        Change("suspend", "SUSPEND", _("暂停")),
        Change("resume", "RESUME", _("恢复")),
        Change("revoke", "REVOKE", _("终止"), is_grave=True),
        Change("archive", "ARCHIVE", _("归档")),
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


def tone(standing: str) -> str:
    """How a standing looks: ok, warning, error or plain."""
    return {"VALID": "ok", "PENDING": "note", "SUSPENDED": "warning", "EXPIRED": "warning", "REVOKED": "error"}.get(
        standing, ""
    )
