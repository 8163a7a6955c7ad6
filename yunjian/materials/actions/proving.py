"""The holder takes the original or the receipt; staff compares a file with what was handed in."""

import hmac
from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, policy
from ..logic.envelopes import CODE
from ..models import Material, vault


class ReceiptUnknown(Declined):
    """没有这个编号和校验码的收据。请照收据重新输入；材料删除以后，只能用收据文件核对。"""

    status = 404


class NotReady(Declined):
    """这份材料还在核对，或者不能使用，没有原件可以取。"""


@action
def open_original(material_id: int, *, by: Actor, at: datetime) -> None:
    """Its holder takes the original away: who did, stays on record."""
    material = _held(material_id, by)
    if material.state != Material.State.CHECKED:
        raise NotReady()
    ledger.record(events.MaterialOpened(material.pk), by=by, at=at)


@action
def take_receipt(material_id: int, *, by: Actor, at: datetime) -> None:
    """Its holder takes the receipt, with what proves the file against the ledger."""
    material = _held(material_id, by)
    if material.envelope is None:
        raise NotReady()
    ledger.record(events.ReceiptTaken(material.pk), by=by, at=at)


@action
def verify_receipt(number: int, code: str, digest: bytes, *, by: Actor, at: datetime) -> bool:
    """Whether a file shown at the counter is the one that was handed in under this receipt.

    Number and code together name a receipt, so that nobody finds out by trying what is kept.
    """
    policy.require_verifying(by)
    found = Material.objects.filter(pk=number, envelope__isnull=False).first()
    if found is None or not hmac.compare_digest(found.commitment[:CODE].encode(), code.strip().lower()[:CODE].encode()):
        raise ReceiptUnknown()
    envelope = vault().open_envelope(found.envelope or b"", found.key_name, found.place)
    matches = hmac.compare_digest(envelope.digest, digest)
    ledger.record(events.ReceiptVerified(found.pk, matches), by=by, at=at)
    return matches


def _held(material_id: int, by: Actor) -> Material:
    material = hold(Material.objects.exclude(state=Material.State.ERASED), material_id)
    policy.require_reader(by, material)
    policy.require_reading(by, material.holder)
    return material
