"""How a material goes: by its holder's wish, when its time is over, with its person; and how keys are turned."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, policy
from ..definitions import MaterialType
from ..models import Consent, Material, Part, Upload, vault
from ..queries.export import kept_until

AHEAD = timedelta(days=30)  # how long before its validity ends the holder is reminded
MOST_AT_ONCE = 1000
ERASED_NAME = "（已删除）"


class StillLent(Declined):
    """这份材料还借给办理单位使用。请先撤回同意，再删除。"""


class ErasedAlready(Declined):
    """这份材料已经删除了。"""


@action
def want_deletion(material_id: int, *, by: Actor, at: datetime) -> date | None:
    """Erase it, or say until when the rules keep it; then it goes by itself. None: it is gone."""
    material = hold(Material.objects, material_id)
    policy.require_reader(by, material)
    policy.require_holder(by, policy.DELETE, material.holder)
    if material.state == Material.State.ERASED:
        raise ErasedAlready()
    if Consent.objects.in_force(at).filter(lent__material=material).exists():
        raise StillLent()
    today = timezone.localdate(at)
    until = kept_until(material)
    if until is not None and until > today:
        material.erase_wanted_at = material.erase_wanted_at or at
        material.save(update_fields=["erase_wanted_at"])
        ledger.record(events.DeletionWanted(material.pk, until.isoformat()), by=by, at=at)
        return until
    _erase(material, "HOLDER", by=by, at=at)
    return None


@action
def erase_due(*, by: Actor, at: datetime) -> int:
    """Every night: what was to be deleted and need not be kept any more, and what nobody used for its whole period."""
    policy.require_platform(by, policy.RETAIN)
    today, count = timezone.localdate(at), 0
    for material in _perhaps_due(today, at):
        until = kept_until(material)
        wanted = material.erase_wanted_at is not None and (until is None or until <= today)
        if wanted or _unused_until(material) <= today:
            _erase(material, "HOLDER" if wanted else "RETENTION", by=by, at=at)
            count += 1
    ledger.record(events.RetentionKept("ERASED", count), by=by, at=at)
    return count


@action
def erase_of_person(person_id: int, *, by: Actor, at: datetime) -> int:
    """The person's data was erased: so are the materials that no archive keeps; consents end, uploads are dropped."""
    policy.require_platform(by, policy.RETAIN)
    holder, count = f"person:{person_id}", 0
    Part.objects.filter(upload__holder=holder).delete()
    uploads = Upload.objects.filter(holder=holder)
    uploads.filter(state__in=("OPEN", "COMPLETE")).update(state="EXPIRED", envelope=None)
    uploads.update(file_name=ERASED_NAME)
    for consent in Consent.objects.select_for_update().in_force(at).filter(holder=holder):
        consent.withdrawn_at = max(at, consent.given_at)
        consent.save(update_fields=["withdrawn_at"])
        ledger.record(events.ConsentWithdrawn(consent.pk, consent.unit), by=by, at=at)
    today = timezone.localdate(at)
    for material in Material.objects.select_for_update().of(holder).order_by("pk"):
        until = kept_until(material)
        if until is None or until <= today:
            _erase(material, "PERSON", by=by, at=at)
            count += 1
        else:
            material.erase_wanted_at = material.erase_wanted_at or at
            material.save(update_fields=["erase_wanted_at"])
    ledger.record(events.RetentionKept("PERSON", count), by=by, at=at)
    return count


@action
def remind_of_endings(*, by: Actor, at: datetime) -> int:
    """Every morning: materials whose validity ends within a month are announced, once each."""
    policy.require_platform(by, policy.RETAIN)
    today = timezone.localdate(at)
    soon = Q(valid_until__gte=today, valid_until__lte=today + AHEAD, reminded_on__isnull=True)
    rows = Material.objects.select_for_update().usable().filter(soon, superseded_by__isnull=True)
    count = 0
    for material in rows.order_by("pk")[:MOST_AT_ONCE]:
        material.reminded_on = today
        material.save(update_fields=["reminded_on"])
        ends = material.valid_until.isoformat() if material.valid_until else ""
        ledger.record(events.MaterialExpiring(material.pk, material.holder, ends), by=by, at=at)
        count += 1
    ledger.record(events.RetentionKept("REMINDED", count), by=by, at=at)
    return count


@action
def turn_keys(*, by: Actor, at: datetime) -> int:
    """Wrap every envelope anew by the current district key; no file is touched. How many were turned."""
    policy.require_platform(by, policy.TURN_KEYS)
    safe = vault()
    key, count = safe.keys.current, 0
    behind = Material.objects.select_for_update().filter(envelope__isnull=False).exclude(key_name=key.name)
    for material in behind.order_by("pk")[:MOST_AT_ONCE]:
        envelope = safe.open_envelope(material.envelope or b"", material.key_name, material.place)
        material.envelope = key.wrapped(envelope, material.place, cipher=material.cipher)
        material.mark, material.key_name = key.mark(material.holder, envelope.digest), key.name
        material.save(update_fields=["envelope", "mark", "key_name"])
        count += 1
    for upload in Upload.objects.select_for_update().filter(envelope__isnull=False).exclude(key_name=key.name):
        envelope = safe.open_envelope(upload.envelope or b"", upload.key_name, upload.token)
        upload.envelope, upload.key_name = key.wrapped(envelope, upload.token, cipher=upload.cipher), key.name
        upload.save(update_fields=["envelope", "key_name"])
        count += 1
    ledger.record(events.KeysTurned(key.name, count), by=by, at=at)
    return count


def _perhaps_due(today: date, at: datetime) -> Iterator[Material]:
    """Whatever may be due, locked: for each edition of a type those whose last use is as long ago as it says."""
    running = Consent.objects.in_force(at).values("lent__material")
    rows = Material.objects.select_for_update().exclude(state=Material.State.ERASED).exclude(pk__in=running)
    yield from rows.filter(erase_wanted_at__isnull=False).order_by("pk")[:MOST_AT_ONCE]
    pairs = Material.objects.exclude(state=Material.State.ERASED).order_by("type", "edition")
    for type, edition in pairs.values_list("type", "edition").distinct():
        months = catalogue.edition(MaterialType, type, edition).retention_months
        before = at - timedelta(days=months * 30)
        old = rows.filter(type=type, edition=edition).annotate(last=Coalesce("used_at", "kept_at"))
        yield from old.filter(last__lte=before, erase_wanted_at__isnull=True).order_by("pk")[:MOST_AT_ONCE]


def _unused_until(material: Material) -> date:
    """When its period after the last use is over."""
    definition = catalogue.edition(MaterialType, material.type, material.edition)
    return definition.kept_until(timezone.localdate(material.used_at or material.kept_at))


def _erase(material: Material, why: str, *, by: Actor, at: datetime) -> None:
    """Destroy the envelope: with it go the files, wherever copies of them lie."""
    material.state, material.erased_at, material.file_name = Material.State.ERASED, at, ERASED_NAME
    material.envelope = material.reading = None
    material.save(update_fields=["state", "erased_at", "file_name", "envelope", "reading"])
    material.copies.all().delete()
    ledger.record(events.MaterialErased(material.pk, why), by=by, at=at)
