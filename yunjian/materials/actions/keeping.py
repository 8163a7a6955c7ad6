"""A file is handed in and kept, once."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy
from ..definitions import MaterialType
from ..logic import kinds, names
from ..models import Material, Sealed, vault

MEGABYTE = 1024 * 1024


class TypeUnknown(Invalid):
    """请先选择这是什么材料。"""


class HolderUnknown(Invalid):
    """请先确定这是谁的材料。"""


class NotForThisHolder(Invalid):
    """这种材料不由您这一类持有人交存，请选择别的材料。"""


class Unfit(Invalid):
    """这个文件不能接收。"""


class FormatNotAccepted(Invalid):
    """这种材料不收这个格式的文件，请换成下面的格式再交。"""


class TooLarge(Declined):
    """文件超过这种材料的大小上限，请压缩图片或分开后再交。"""

    status = 413


class AlreadyKept(Declined):
    """这份文件您已经交存过了，不必重复交，办事时可以直接使用。"""

    def __init__(self, material: int):
        super().__init__()
        self.material = material


class DatesWrong(Invalid):
    """签发日期不能晚于今天。请核对材料上的日期。"""


class ReplacesAnother(Invalid):
    """新的一份要和原来的一份属于同一个人、同一种材料。"""


@action
def keep_material(
    holder: str,
    type: str,
    file_name: str,
    sealed: Sealed,
    *,
    unit: str = "",
    issued_on: date | None = None,
    replaces: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Keep what already lies in the vault. Until the platform has checked it, nobody may use it.

    The event is also the order to check it: a subscriber hands it to the queue.
    """
    policy.require_may_hand_in(by, holder, unit)
    return keep(holder, type, file_name, sealed, way_of(by, unit), unit, issued_on, replaces, by=by, at=at)


def way_of(by: Actor, unit: str) -> str:
    """By a program, at a counter, or by themselves."""
    return Material.Way.PROGRAM if by.id.startswith("key:") else Material.Way.COUNTER if unit else Material.Way.SELF


def keep(
    holder: str,
    type: str,
    file_name: str,
    sealed: Sealed,
    way: str,
    unit: str,
    issued_on: date | None,
    replaces: int | None,
    *,
    by: Actor,
    at: datetime,
) -> int:
    """The same for whoever has decided that it may be done: within an action of this room."""
    today = timezone.localdate(at)
    definition = type_of(type, holder, today)
    kind = _kind(sealed, definition)
    if issued_on is not None and issued_on > today:
        raise DatesWrong()
    mark = vault().keys.named(sealed.key_name).mark(holder, sealed.envelope.digest)
    material = Material(
        holder=holder, type=definition.key, edition=definition.valid_from, file_name=names.clean(file_name),
        kind=kind, size=sealed.size, mark=mark, commitment=sealed.envelope.commitment, place=sealed.place,
        envelope=sealed.closed, key_name=sealed.key_name, cipher=sealed.cipher, way=way, unit=unit,
        kept_by=by.id, kept_at=at, issued_on=issued_on,
        valid_until=definition.valid_until(issued_on) if issued_on else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            material.save()
    except IntegrityError:
        raise AlreadyKept(_same(holder, mark)) from None
    ledger.record(events.MaterialKept(material.pk, holder, definition.key, material.commitment, way), by=by, at=at)
    if replaces is not None:
        _supersede(replaces, material, by=by, at=at)
    return material.pk


def type_of(key: str, holder: str, today: date) -> MaterialType:
    """The material's definition in force, if this holder may hand it in."""
    try:
        definition = catalogue.in_force(MaterialType, key, on=today)
    except catalogue.NotInForce:
        raise TypeUnknown() from None
    if not holder.partition(":")[2]:
        raise HolderUnknown()
    if policy.kind_of(holder) not in definition.holders:
        raise NotForThisHolder()
    return definition


def _kind(sealed: Sealed, definition: MaterialType) -> str:
    if sealed.size > definition.megabytes * MEGABYTE:
        raise TooLarge(f"{definition.megabytes} MB")
    try:
        kind = kinds.sniff(sealed.head)
    except kinds.Unacceptable as refusal:
        seems = kinds.seems(sealed.head)
        raise Unfit((gettext(str(refusal)), *((seems,) if seems else ()))) from None
    wanted = {"ofd", "docx", "xlsx"} if kind == kinds.ARCHIVE else {kind}
    if not wanted & set(definition.formats):
        raise FormatNotAccepted(kinds.KINDS[key].title for key in definition.formats)
    return kind


def _same(holder: str, mark: str) -> int:
    return Material.objects.values_list("pk", flat=True).get(holder=holder, mark=mark, state__in=("KEPT", "CHECKED"))


def _supersede(older: int, newer: Material, *, by: Actor, at: datetime) -> None:
    """What is lent already stays lent as it is; what is lent from now on is the newer one."""
    found = hold(Material.objects.of(newer.holder), older)
    if found.type != newer.type:
        raise ReplacesAnother()
    found.superseded_by = newer
    found.save(update_fields=["superseded_by"])
    ledger.record(events.MaterialSuperseded(found.pk, newer.pk), by=by, at=at)
