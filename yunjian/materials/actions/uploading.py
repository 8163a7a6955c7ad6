"""A large file comes part by part, may be interrupted, and becomes a material in the background."""

import secrets
from datetime import date, datetime, timedelta

from django.utils import timezone

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, NotFound

from .. import events, policy
from ..logic import names
from ..logic.envelopes import Envelope
from ..models import Part, Sealed, Upload, vault
from .keeping import MEGABYTE, TooLarge, keep, type_of, way_of

LARGEST = 500 * MEGABYTE
LASTS = timedelta(days=2)
MOST_OPEN = 5  # uploads one holder may have open at a time
MOST_PARTS = 10_000


class UploadTooLarge(TooLarge):
    """文件超过 500 MB，不能上传。"""


class TooManyOpen(Declined):
    """没有传完的文件太多，请先把它们传完，或者等它们过期。"""

    status = 429


class PartMisplaced(Declined):
    """这一段接不上已经收到的内容，请从已收到的地方继续。"""


class UploadOver(Declined):
    """这次上传已经结束或者过期，请重新开始。"""

    status = 410


@action
def begin_upload(
    holder: str,
    type: str,
    file_name: str,
    size: int,
    *,
    unit: str = "",
    issued_on: date | None = None,
    by: Actor,
    at: datetime,
) -> str:
    """Say what will come; the token answered names the upload from now on."""
    policy.require_may_hand_in(by, holder, unit)
    definition = type_of(type, holder, timezone.localdate(at))
    if not 0 < size <= LARGEST:
        raise UploadTooLarge()
    if size > definition.megabytes * MEGABYTE:
        raise TooLarge(f"{definition.megabytes} MB")
    if Upload.objects.filter(begun_by=by.id, state="OPEN", expires_at__gt=at).count() >= MOST_OPEN:
        raise TooManyOpen()
    safe, token = vault(), secrets.token_hex(16)
    key = safe.keys.current
    begun = Upload.objects.create(
        token=token, holder=holder, type=definition.key, file_name=names.clean(file_name), size=size,
        envelope=key.wrapped(Envelope.new(), token, cipher=safe.cipher), key_name=key.name, cipher=safe.cipher,
        way=way_of(by, unit), unit=unit, issued_on=issued_on,
        begun_by=by.id, begun_at=at, expires_at=at + LASTS,
    )  # fmt: skip
    ledger.record(events.UploadBegun(begun.pk, holder, size), by=by, at=at)
    return token


@action
def receive_part(token: str, offset: int, place: str, size: int, *, by: Actor, at: datetime) -> int:
    """Join a part that lies in the vault to what came before; how much there is now. The last one completes it."""
    upload = hold(Upload.objects, _number(token))
    policy.require_sender(by, upload)
    if upload.state != Upload.State.OPEN or upload.expires_at <= at:
        raise UploadOver()
    if offset != upload.offset or size <= 0 or offset + size > upload.size or upload.parts.count() >= MOST_PARTS:
        raise PartMisplaced()
    Part.objects.create(upload=upload, offset=offset, size=size, place=place)
    upload.offset = offset + size
    ledger.record(events.PartReceived(upload.pk, offset, size), by=by, at=at)
    if upload.offset == upload.size:
        upload.state = Upload.State.COMPLETE
        ledger.record(events.UploadCompleted(upload.pk), by=by, at=at)
    upload.save(update_fields=["offset", "state"])
    return upload.offset


@action
def keep_upload(upload_id: int, sealed: Sealed, *, by: Actor, at: datetime) -> int:
    """The parts, put together and sealed anew, become a material."""
    policy.require_platform(by)
    upload = _complete(upload_id)
    made = keep(
        upload.holder, upload.type, upload.file_name, sealed, upload.way, upload.unit, upload.issued_on, None,
        by=Actor(upload.begun_by), at=at,
    )  # fmt: skip
    _settle(upload, Upload.State.KEPT, made, "", by=by, at=at)
    return made


@action
def refuse_upload(upload_id: int, reason: str, *, material: int | None = None, by: Actor, at: datetime) -> None:
    """What came cannot be kept; its sender reads why."""
    policy.require_platform(by)
    _settle(_complete(upload_id), Upload.State.REFUSED, material, reason, by=by, at=at)


@action
def expire_uploads(*, by: Actor, at: datetime) -> int:
    """Throw away what nobody went on with: the keys at once, the parts after them."""
    policy.require_platform(by, policy.RETAIN)
    due = Upload.objects.select_for_update().filter(state="OPEN", expires_at__lte=at)
    count = 0
    for upload in due:
        _close(upload, Upload.State.EXPIRED)
        count += 1
    ledger.record(events.RetentionKept("UPLOADS", count), by=by, at=at)
    return count


def _settle(upload: Upload, state: str, material: int | None, reason: str, *, by: Actor, at: datetime) -> None:
    upload.material_id = material
    upload.reason = reason[:300]
    _close(upload, state)
    ledger.record(events.UploadSettled(upload.pk, material), by=by, at=at)


def _close(upload: Upload, state: str) -> None:
    upload.state, upload.envelope = state, None
    upload.save(update_fields=["state", "envelope", "material", "reason"])
    Part.objects.filter(upload=upload).delete()


def _complete(upload_id: int) -> Upload:
    upload = hold(Upload.objects, upload_id)
    if upload.state != Upload.State.COMPLETE:
        raise UploadOver()
    return upload


def _number(token: str) -> int:
    found = Upload.objects.filter(token=token).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound()
    return found
