"""All that is kept of a party's certificates: for the party to see and take along, and what erasing does to it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.personal import Rows, holding
from yunjian.parties import queries as parties

from .. import policy
from ..models import Asking, Certificate, Credential, Look
from .asking import asking_data
from .views import standing_view, titled, type_of


@holding(
    "certificates",
    _("证照"),
    {
        "title": _("证照"), "identifier": _("标识"), "unit": _("颁发机构"), "standing": _("状态"),
        "valid_through": _("有效期止"),
    },
    when_erased=gettext_noop("证照：依法核发的证照不随申请删除，终止并归档后按保存期限删除内容。"),
    stays=lambda owner, at: Certificate.objects.held_by(owner).filter(erased_at=None).exists(),
)  # fmt: skip
def certificates_of(owner: str, *, reader: Actor, at: datetime) -> Rows:
    """Every certificate with all its versions say, in full."""
    _require(reader, owner)
    units, found = parties.unit_titles(reader=reader), []
    for row in Certificate.objects.held_by(owner).order_by("pk").prefetch_related("versions__contents"):
        standing = standing_view(row, on=timezone.localdate(at))
        found.append(
            {
                "number": row.pk, "type": row.type, "title": titled(type_of(row)), "identifier": row.identifier,
                "unit": units.get(row.unit, row.unit), "standing": standing.standing_title,
                "valid_from": standing.valid_from, "valid_through": standing.valid_through,
                "holder_name": row.holder_name, "holder_number": row.holder_number, "issued_at": row.issued_at,
                "versions": [
                    {"number": each.number, "identifier": each.identifier, "cause": str(each.get_cause_display()),
                     "issued_at": each.issued_at, "values": each.contents.values}
                    for each in sorted(row.versions.all(), key=lambda each: each.number)
                ],
            }
        )  # fmt: skip
    return tuple(found)


@holding(
    "certificate_looks",
    _("谁看过我的证照"),
    {"at": _("时间"), "who": _("谁"), "unit": _("单位"), "how": _("方式"), "words": _("具体事由")},
    when_erased=gettext_noop("谁看过证照：依法保存；写明的事由到期删除。"),
    stays=lambda owner, at: Look.objects.filter(certificate__holder=owner).exists(),
)
def looks_of(owner: str, *, reader: Actor, at: datetime) -> Rows:
    """Who saw what the party's certificates say."""
    _require(reader, owner)
    units = parties.unit_titles(reader=reader)
    return tuple(
        {
            "at": row.at, "who": row.by_name, "unit": units.get(row.unit, row.unit), "certificate": row.certificate_id,
            "how": str(row.get_how_display()), "purpose": row.purpose, "words": row.words, "fields": list(row.fields),
        }
        for row in Look.objects.filter(certificate__holder=owner).order_by("pk")
    )  # fmt: skip


@holding(
    "wallets",
    _("领进数字钱包的证照"),
    {"identifier": _("标识"), "given_at": _("领取时间"), "expires_at": _("失效时间")},
    when_erased=gettext_noop("领进数字钱包的证照：钱包里的由本人删除；本平台只留领取的记录和状态。"),
    stays=lambda owner, at: Credential.objects.filter(version__certificate__holder=owner).exists(),
)
def wallets_of(owner: str, *, reader: Actor, at: datetime) -> Rows:
    """Which certificates the party took into wallets, for which key."""
    _require(reader, owner)
    rows = Credential.objects.filter(version__certificate__holder=owner).select_related("version").order_by("pk")
    return tuple(
        {
            "identifier": row.version.identifier, "given_at": row.given_at, "expires_at": row.expires_at,
            "holder_key": row.holder_key,
        }
        for row in rows
    )  # fmt: skip


@holding(
    "askings",
    _("外部机构的请求"),
    {
        "organisation": _("外部机构"), "scenario": _("场景"), "asked_at": _("请求时间"), "state_title": _("状态"),
        "kept_until": _("最多保存到"),
    },
    when_erased=gettext_noop("外部机构的请求：依法留作同意和提供的凭据；已经提供给机构的，由机构按约定期限删除。"),
    stays=lambda owner, at: Asking.objects.filter(holder=owner).exists(),
)  # fmt: skip
def askings_of(owner: str, *, reader: Actor, at: datetime) -> Rows:
    """Which organisations asked for what, what was answered, what travelled, until when it may be kept."""
    if not policy.may_answer(reader, owner):
        raise Forbidden()
    return asking_data(owner, at)


def _require(reader: Actor, owner: str) -> None:
    if not policy.is_holder(reader, owner):
        raise Forbidden()
