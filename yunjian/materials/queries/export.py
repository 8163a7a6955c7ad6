"""All that is kept of a party's materials: for the party to see and take along, and what erasing does to it."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.kernel.personal import Rows, holding
from yunjian.parties import queries as parties

from .. import policy
from ..definitions import MaterialType
from ..models import Consent, Material, Upload, Use, reading_of
from .lending import titles_on


def kept_until(material: Material) -> date | None:
    """The day until which an archive keeps it; None where nothing binds."""
    definition = catalogue.edition(MaterialType, material.type, material.edition)
    if not definition.archived or material.used_at is None:
        return None
    return definition.kept_until(timezone.localdate(material.used_at))


def _stay(owner: str, at: datetime) -> bool:
    """Whether an archive keeps any of them past an erasure at this moment."""
    rows = Material.objects.of(owner).exclude(state=Material.State.ERASED)
    return any((until := kept_until(row)) is not None and until > timezone.localdate(at) for row in rows)


@holding(
    "materials",
    _("材料"),
    {
        "title": _("材料"),
        "file_name": _("文件名"),
        "state": _("状态"),
        "kept_at": _("交存时间"),
        "valid_until": _("有效期止"),
    },
    when_erased=gettext_noop("材料：销毁密钥，谁也打不开了；办事用过、依法随办件归档的，保存到期才销毁。"),
    stays=_stay,
)
def materials_of(owner: str, *, reader: Actor, at: datetime) -> Rows:
    """Every material with what was read from it; the files themselves are in the drawer."""
    policy.require_holder(reader, policy.READ_OWN, owner)
    titles = titles_on(at)
    return tuple(
        {
            "number": row.pk, "type": row.type, "title": titles.get(row.type, row.type), "file_name": row.file_name,
            "format": row.kind, "size": row.size, "state": str(row.get_state_display()),
            "way": str(row.get_way_display()), "kept_at": row.kept_at, "issued_on": row.issued_on,
            "valid_until": row.valid_until, "archived_until": kept_until(row), "erased_at": row.erased_at,
            "read": {key: each["value"] for key, each in reading_of(row).get("fields", {}).items()},
        }
        for row in Material.objects.of(owner).order_by("pk")
    )  # fmt: skip


@holding(
    "material_uploads",
    _("没有传完的文件"),
    {"file_name": _("文件名"), "begun_at": _("开始时间"), "size": _("大小")},
    when_erased=gettext_noop("没有传完的文件：立即丢弃。"),
)
def uploads_of(owner: str, *, reader: Actor, at: datetime) -> Rows:
    """What the party began to send and has not finished."""
    policy.require_holder(reader, policy.READ_OWN, owner)
    rows = Upload.objects.filter(holder=owner, state__in=("OPEN", "COMPLETE"), expires_at__gt=at).order_by("pk")
    return tuple(map(dict, rows.values("file_name", "type", "size", "offset", "begun_at", "expires_at")))


@holding(
    "material_consents",
    _("借出材料的同意"),
    {"unit": _("单位"), "matter": _("办的事"), "purpose": _("用途"), "given_at": _("同意时间"), "ends_at": _("到期")},
    when_erased=gettext_noop("借出材料的同意：立即撤回；同意过什么、谁看过，依法留作办事记录。"),
    stays=lambda owner, at: Consent.objects.filter(holder=owner).exists(),
)
def consents_of(owner: str, *, reader: Actor, at: datetime) -> Rows:
    """Which office the party let use which materials, for what."""
    policy.require_holder(reader, policy.READ_OWN, owner)
    units = parties.unit_titles(reader=reader)
    return tuple(
        {
            "number": row.pk, "unit": units.get(row.unit, row.unit), "matter": row.matter, "purpose": row.purpose,
            "materials": [each.material_id for each in row.lent.all()], "given_at": row.given_at,
            "ends_at": row.ends_at, "withdrawn_at": row.withdrawn_at,
        }
        for row in Consent.objects.filter(holder=owner).prefetch_related("lent").order_by("pk")
    )  # fmt: skip


@holding(
    "material_uses",
    _("谁看过我的材料"),
    {"at": _("时间"), "who": _("谁"), "unit": _("单位"), "matter": _("办的事"), "material": _("材料编号")},
    when_erased=gettext_noop("谁看过材料：依法留作办事记录，里面没有材料的内容。"),
    stays=lambda owner, at: Use.objects.filter(lent__consent__holder=owner).exists(),
)
def uses_of(owner: str, *, reader: Actor, at: datetime) -> Rows:
    """Who opened a material of the party's, when, for what."""
    policy.require_holder(reader, policy.READ_OWN, owner)
    found = list(Use.objects.filter(lent__consent__holder=owner).select_related("lent__consent").order_by("pk"))
    units = parties.unit_titles(reader=reader)
    names = parties.names_of_staff({each.used_by for each in found}, reader=reader)
    return tuple(
        {
            "at": each.at, "who": names.get(each.used_by, ""), "matter": each.lent.consent.matter,
            "unit": units.get(each.lent.consent.unit, each.lent.consent.unit), "purpose": each.lent.consent.purpose,
            "material": each.lent.material_id, "consent": each.lent.consent_id,
        }
        for each in found
    )  # fmt: skip
