"""A file is handed in, read again, relied on, or taken back."""

import hashlib
import unicodedata
from datetime import datetime
from pathlib import PurePath

from django.db import IntegrityError, transaction

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, policy
from ..models import Disclosure, Original
from .turns import take_turns

LARGEST = 32 * 1024 * 1024


class FileTooLarge(Declined):
    """文件超过 32 MB，请删去其中的图片或拆开后再上传。"""

    status = 413


class EmptyFile(Declined):
    """这个文件是空的，请检查后重新选择。"""

    status = 422


class UnknownUnit(Declined):
    """请先选择这份文件属于哪个单位。"""

    status = 422


class AlreadyReceived(Declined):
    """这份文件已经上传过了，不必重复上传。"""

    def __init__(self, disclosure: int):
        super().__init__()
        self.disclosure = disclosure


class ReliedOn(Declined):
    """这份文件的数字已经被项目库采用，不能再撤回；如需更正，请上传更正后的文件。"""


class AlreadyWithdrawn(Declined):
    """这份文件已经撤回了。"""


class PublishedWithThePack(Declined):
    """这份文件随地区定义包发布，不在这里撤回。"""


class PublishedHere(Declined):
    """这份文件是按程序批准后公开的，不能撤回；有误请编制并公开更正。"""


@action
def receive_disclosure(unit: str, file_name: str, data: bytes, *, by: Actor, at: datetime) -> int:
    """Keep the officer's file as it came; the same file is not taken twice.

    The event is also the order to read it: a subscriber hands it to the reading queue.
    """
    if not unit:
        raise UnknownUnit()
    policy.require_officer(by, unit)
    return _keep(unit, file_name, data, Disclosure.Origin.UPLOAD, by=by, at=at).pk


@action
def load_published(unit: str, file_name: str, data: bytes, *, by: Actor, at: datetime) -> int:
    """Keep a file the district's pack carries; it is read by the caller, at the first start."""
    policy.require_system(by)
    return _keep(unit, file_name, data, Disclosure.Origin.PACK, by=by, at=at).pk


def _keep(unit: str, file_name: str, data: bytes, origin: Disclosure.Origin, *, by: Actor, at: datetime) -> Disclosure:
    if len(data) > LARGEST:
        raise FileTooLarge()
    if not data.strip(b"\x00\t\r\n "):
        raise EmptyFile()
    digest = hashlib.sha256(data).hexdigest()
    name = _shown_as_it_is(PurePath(file_name.replace("\\", "/")).name)[-255:] or "文件"
    try:
        with transaction.atomic():
            disclosure = Disclosure.objects.create(
                unit=unit,
                file_name=name,
                size=len(data),
                digest=digest,
                origin=origin,
                received_by=by.id,
                received_at=at,
            )
    except IntegrityError:
        raise AlreadyReceived(_same_file(unit, digest)) from None
    Original.objects.create(disclosure=disclosure, data=data)
    ledger.record(events.DisclosureReceived(disclosure.pk, unit, digest), by=by, at=at)
    return disclosure


def _shown_as_it_is(name: str) -> str:
    """Without what no eye sees: controls, and those that turn the direction of writing (fdp.exe for exe.pdf)."""
    return "".join(each for each in name if unicodedata.category(each) not in ("Cc", "Cf", "Cs"))


def _same_file(unit: str, digest: str) -> int:
    kept = Disclosure.objects.exclude(state=Disclosure.State.WITHDRAWN)
    return kept.values_list("pk", flat=True).get(unit=unit, digest=digest)


@action
def request_reading(disclosure_id: int, *, by: Actor, at: datetime) -> None:
    """Read a kept file once more, after a failure or with a better reader."""
    disclosure = hold(policy.visible_to(by), disclosure_id)
    policy.require_officer(by, disclosure.unit, policy.READ_AGAIN)
    if disclosure.state == Disclosure.State.WITHDRAWN:
        raise AlreadyWithdrawn()
    if disclosure.state == Disclosure.State.UNREADABLE:
        disclosure.state = Disclosure.State.RECEIVED
        disclosure.reason = ""
        disclosure.save(update_fields=["state", "reason"])
    ledger.record(events.ReadingRequested(disclosure.pk, disclosure.unit), by=by, at=at)


@action
def rely_on_disclosure(disclosure_id: int, *, by: Actor, at: datetime) -> None:
    """Bind a published disclosure because a register took figures from it: from now on it stays."""
    disclosure = hold(Disclosure.objects.published(), disclosure_id)
    policy.require_officer(by, disclosure.unit, policy.RELY)
    if disclosure.relied_on_at is None:
        disclosure.relied_on_at = at
        disclosure.save(update_fields=["relied_on_at"])
    ledger.record(events.DisclosureReliedOn(disclosure.pk, disclosure.unit), by=by, at=at)


@action
def withdraw_disclosure(disclosure_id: int, *, by: Actor, at: datetime) -> None:
    """Take back a file handed in by mistake. It is kept in the history; the edition before comes back into force."""
    take_turns(disclosure_id)
    disclosure = hold(policy.visible_to(by), disclosure_id)
    policy.require_officer(by, disclosure.unit, policy.WITHDRAW)
    if disclosure.state == Disclosure.State.WITHDRAWN:
        raise AlreadyWithdrawn()
    if disclosure.origin == Disclosure.Origin.PACK:
        raise PublishedWithThePack()
    if disclosure.origin == Disclosure.Origin.OWN:
        raise PublishedHere()
    if disclosure.relied_on_at:
        raise ReliedOn()
    was_current = disclosure.state == Disclosure.State.READ
    disclosure.state = Disclosure.State.WITHDRAWN
    disclosure.save(update_fields=["state"])
    ledger.record(events.DisclosureWithdrawn(disclosure.pk, disclosure.unit), by=by, at=at)
    if was_current:
        _restore_the_one_before(disclosure, by=by, at=at)


def _restore_the_one_before(withdrawn: Disclosure, *, by: Actor, at: datetime) -> None:
    superseded = Disclosure.objects.filter(
        unit=withdrawn.unit, year=withdrawn.year, kind=withdrawn.kind, state=Disclosure.State.SUPERSEDED
    )
    before = superseded.select_for_update().order_by("-edition").first()
    if before is None:
        return
    before.state = Disclosure.State.READ
    before.save(update_fields=["state"])
    ledger.record(events.DisclosureRestored(before.pk, before.unit), by=by, at=at)
