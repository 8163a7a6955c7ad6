"""What the platform finds out about a file after it was kept; and what a person corrects."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid, NotFound

from .. import events, policy
from ..definitions import MaterialType
from ..logic.envelopes import sealed_note
from ..models import Copy, Material, reading_of, vault

LONGEST_VALUE = 120


@dataclass(frozen=True, slots=True)
class CopyMade:
    """A copy that lies in the vault already."""

    name: str
    media: str
    size: int
    place: str


class NotWaiting(Declined):
    """这份材料已经核对过了。"""


class FieldUnknown(Invalid):
    """这种材料没有这一项内容。"""


@action
def note_checked(material_id: int, kind: str, pages: int, scan: str, *, by: Actor, at: datetime) -> None:
    """It is what it says and nothing was found in it: from now on it may be used."""
    policy.require_platform(by)
    material = _waiting(material_id)
    material.state, material.kind, material.pages, material.scan = Material.State.CHECKED, kind, pages, scan
    material.save(update_fields=["state", "kind", "pages", "scan"])
    ledger.record(events.MaterialChecked(material.pk, scan, pages), by=by, at=at)


@action
def refuse_material(material_id: int, reason: str, scan: str, *, by: Actor, at: datetime) -> None:
    """It cannot be used: its key is destroyed, its holder reads why and hands it in again."""
    policy.require_platform(by)
    material = _waiting(material_id)
    material.state, material.reason, material.scan = Material.State.REFUSED, reason[:300], scan
    material.envelope = None
    material.save(update_fields=["state", "reason", "scan", "envelope"])
    ledger.record(events.MaterialRefused(material.pk, scan), by=by, at=at)


@action
def keep_copies(material_id: int, copies: Sequence[CopyMade], *, by: Actor, at: datetime) -> None:
    """The copies that can be shown, made anew or for the first time."""
    policy.require_platform(by)
    material = hold(Material.objects.usable(), material_id)
    Copy.objects.filter(material=material).delete()
    Copy.objects.bulk_create(
        Copy(material=material, name=each.name, media=each.media, size=each.size, place=each.place) for each in copies
    )
    ledger.record(events.CopiesMade(material.pk, len(copies)), by=by, at=at)


@action
def keep_fields(material_id: int, read: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """What was read from it, sealed under its own key; what a person corrected meanwhile stays."""
    policy.require_platform(by)
    material = hold(Material.objects.usable(), material_id)
    kept = reading_of(material)
    by_hand = {key: each for key, each in kept.get("fields", {}).items() if each.get("by")}
    _keep_reading(material, {**read, "fields": {**read.get("fields", {}), **by_hand}})
    ledger.record(events.FieldsRead(material.pk, tuple(sorted(read.get("fields", {}))), False), by=by, at=at)


@action
def correct_fields(material_id: int, values: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Its holder says what stands in it; a corrected value says by whom."""
    material = hold(Material.objects.usable(), material_id)
    policy.require_reader(by, material)
    policy.require_reading(by, material.holder)
    known = {field.key for field in catalogue.edition(MaterialType, material.type, material.edition).key_fields}
    if set(values) - known:
        raise FieldUnknown()
    kept = reading_of(material)
    fields: dict[str, Any] = dict(kept.get("fields", {}))
    for key, value in values.items():
        plain = " ".join(str(value).replace("\0", "").split())[:LONGEST_VALUE]
        if plain != fields.get(key, {}).get("value", ""):
            fields[key] = {"value": plain, "confidence": None, "by": by.id}
    _keep_reading(material, {**kept, "fields": fields})
    ledger.record(events.FieldsRead(material.pk, tuple(sorted(values)), True), by=by, at=at)


def _keep_reading(material: Material, reading: Mapping[str, Any]) -> None:
    if material.envelope is None:
        raise NotFound()
    envelope = vault().open_envelope(material.envelope, material.key_name, material.place)
    text = json.dumps(reading, ensure_ascii=False)
    material.reading = sealed_note(envelope, text, material.place, cipher=material.cipher)
    material.save(update_fields=["reading"])


def _waiting(material_id: int) -> Material:
    material = hold(Material.objects, material_id)
    if material.state != Material.State.KEPT:
        raise NotWaiting()
    return material
