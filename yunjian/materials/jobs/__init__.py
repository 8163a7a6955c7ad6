"""What runs later: files are put together, checked, copied, read; periods are kept; how the outside connections are."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection as database
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.connections import Check, connection
from yunjian.kernel.errors import Declined
from yunjian.kernel.jobs import clock, job

from .. import actions, queries
from ..logic import confined, kinds
from ..logic.envelopes import KeyTrouble
from ..logic.pieces import Unreadable
from ..logic.recognising import reading
from ..logic.sealing import Damaged
from ..logic.storing import StoreTrouble
from ..models import Copy, Material, Part, vault
from .scanning import Scanned, Scanner, scanner

log = logging.getLogger(__name__)
LEFT_AFTER = timedelta(days=1)  # a file without a row is swept when it has lain so long
INFECTED = gettext_noop("查毒程序在文件里发现了病毒，文件已经销毁。请清除病毒，换一份再交。")
DAMAGED = gettext_noop("文件在存放中损坏了，不能使用。请再交一次。")
OTHER_FORMAT = gettext_noop("这种材料不收这个格式的文件。请换一种格式再交。")
TOO_LARGE_TO_OPEN = gettext_noop("超过 64 MB 的 OFD、Word、Excel 文件不能核对。请分开后再交。")
NOT_TOGETHER = gettext_noop("收到的内容不完整，没有接收。请重新上传。")


@job(queue="reading", retries=5)
def check_material(material_id: int) -> None:
    """Scan it, open it in confinement; then it may be used, or is destroyed and its holder reads why."""
    file = queries.to_check(material_id, reader=SYSTEM)
    if file is None or file.state != Material.State.KEPT:
        return
    scanned = _scan(scanner(), file)
    if scanned == Scanned.INFECTED:
        actions.refuse_material(material_id, INFECTED, scanned, by=SYSTEM, at=timezone.now())
        return
    try:
        found = _look(file)
    except (Unreadable, Damaged) as refusal:
        reason = DAMAGED if isinstance(refusal, Damaged) else str(refusal)
        actions.refuse_material(material_id, reason, scanned, by=SYSTEM, at=timezone.now())
        return
    kind, pages = str(found["kind"]), int(found["pages"])
    if kind not in queries.formats_of(material_id, reader=SYSTEM):
        actions.refuse_material(material_id, OTHER_FORMAT, scanned, by=SYSTEM, at=timezone.now())
        return
    actions.note_checked(material_id, kind, pages, scanned, by=SYSTEM, at=timezone.now())


@job(queue="reading", retries=3)
def copy_material(material_id: int) -> None:
    """Make what can be shown of it; what cannot be shown stays without a copy."""
    file = queries.to_check(material_id, reader=SYSTEM)
    if file is None or file.state != Material.State.CHECKED or not _is_shown(file):
        return
    try:
        made = confined.ask("copy", file.kind, file.open())
    except Unreadable:
        log.warning("material %s has no copy", material_id)
        return
    envelope, safe = queries.envelope_of(material_id, reader=SYSTEM), vault()
    copies = []
    for piece in made.pieces:
        place, size = safe.add([piece.data], envelope)
        copies.append(actions.CopyMade(piece.name, piece.media, size, place))
    actions.keep_copies(material_id, copies, by=SYSTEM, at=timezone.now())


@job(queue="reading", retries=1)
def read_material(material_id: int) -> None:
    """Read the key fields its type asks for."""
    file = queries.to_check(material_id, reader=SYSTEM)
    if file is None or file.state != Material.State.CHECKED or not _is_shown(file):
        return
    definition = queries.definition_of(material_id, reader=SYSTEM)
    if not definition.key_fields:
        return
    try:
        found = confined.ask("read", file.kind, file.open(), seconds=120, megabytes=2048).told
    except Unreadable:
        return
    now = timezone.now()
    read = reading(found, queries.all_types(reader=SYSTEM, at=now), definition)
    actions.keep_fields(material_id, read, by=SYSTEM, at=now)


@job(queue="reading", retries=5)
def put_together(upload_id: int) -> None:
    """The parts of an upload become one file, sealed anew, and a material."""
    found = queries.parts_of(upload_id, reader=SYSTEM)
    if found is None:
        return
    size, content = found
    safe = vault()
    try:
        sealed = safe.keep(content, most=size)
        if sealed.size != size:
            raise Damaged("too short")
    except Damaged:
        actions.refuse_upload(upload_id, NOT_TOGETHER, by=SYSTEM, at=timezone.now())
        return
    try:
        actions.keep_upload(upload_id, sealed, by=SYSTEM, at=timezone.now())
    except Declined as refusal:
        safe.store.delete(sealed.place)
        same = getattr(refusal, "material", None)
        actions.refuse_upload(upload_id, str(refusal), material=same, by=SYSTEM, at=timezone.now())


@job(queue="default", retries=8)
def sweep(at_most: int = 1000) -> None:
    """Take away the files no row names: of what was erased, of uploads that ended, of copies made anew."""
    safe, now, swept = vault(), timezone.now(), 0
    for lying in safe.store.all():
        if now - lying.since > LEFT_AFTER and not _is_named(lying.place):
            safe.store.delete(lying.place)
            swept += 1
            if swept == at_most:
                return


@job(queue="default", retries=8)
def remove_file(material_id: int) -> None:
    """What was erased or refused is unreadable already; now its file goes as well."""
    for place in queries.places_to_free(material_id, reader=SYSTEM):
        vault().store.delete(place)


def _is_named(place: str) -> bool:
    alive = Material.objects.filter(place=place, envelope__isnull=False)
    rows = (alive, Copy.objects.filter(place=place), Part.objects.filter(place=place))
    return any(each.exists() for each in rows)


def _is_shown(file: queries.FileView) -> bool:
    kind = kinds.KINDS.get(file.kind)
    return kind is not None and kind.is_shown and file.size <= confined.LARGEST


def _scan(by: Scanner, file: queries.FileView) -> str:
    return by.scan(file.open())


def _look(file: queries.FileView) -> dict:
    """Larger files are told by their beginning only; they are never shown."""
    if file.size > confined.LARGEST:
        if file.kind == kinds.ARCHIVE:
            raise Unreadable(TOO_LARGE_TO_OPEN)
        for _piece in file.open():
            pass  # that it opens to its last segment is what is looked at
        return {"kind": file.kind, "pages": 0}
    return confined.ask("look", file.kind, file.open()).told


@clock("15 4 * * *")
def keep_periods(at: datetime) -> None:
    """Every night: unfinished uploads and what need not be kept go; files nobody names are swept."""
    actions.expire_uploads(by=SYSTEM, at=at)
    actions.erase_due(by=SYSTEM, at=at)
    sweep()


@clock("40 8 * * *")
def remind(at: datetime) -> None:
    """Every morning: what ends within a month is announced."""
    actions.remind_of_endings(by=SYSTEM, at=at)


@connection("materials-store", gettext_lazy("材料存放处"))
def check_store() -> Check:
    """Whether the store answers and the keys open."""
    try:
        safe = vault()
        safe.store.reach()
    except (StoreTrouble, KeyTrouble) as trouble:
        return Check(False, str(trouble))
    where = _("对象存储") if settings.MATERIALS_STORE == "s3" else _("本机磁盘")
    with database.cursor() as cursor:
        cursor.execute(f"select count(*) from {Material._meta.db_table} where envelope is not null")
        (count,) = cursor.fetchone()
    return Check(
        True,
        _("%(where)s，保管 %(count)d 份材料，用 %(cipher)s 加密，区密钥 %(keys)d 把。")
        % {"where": where, "count": count, "cipher": safe.cipher, "keys": len(safe.keys.keys)},
    )


@connection("virus-scanner", gettext_lazy("查毒程序"))
def check_scanner() -> Check:
    """Whether the scanner answers, and how old what it knows is."""
    return scanner().check()
