"""A holder lends materials to an office for one matter; the office uses them; the holder takes the consent back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold, hold_all
from yunjian.kernel.actor import Actor
from yunjian.kernel.compiled import CompiledRows, among, insert
from yunjian.kernel.errors import Declined, Invalid, NotFound
from yunjian.parties import queries as parties

from .. import events, policy
from ..models import Consent, Lent, Material, Use

LONGEST_DAYS = 366
MOST_AT_ONCE = 50


class NothingChosen(Invalid):
    """请选出要借出的材料，一次最多 50 份。"""


class UnitUnknown(Invalid):
    """请选择借给哪个办理单位。"""


class MatterMissing(Invalid):
    """请写明办的是什么事（事项或办件编号）和用途。"""


class PeriodWrong(Invalid):
    """同意的期限要在 1 天到 366 天之间。"""


class NotUsable(Declined):
    """这份材料现在不能借出：还在核对、不能使用、已经过期或者已有新的一份。"""


class ConsentOver(Declined):
    """这项同意已经到期或者撤回，材料不能再看。如仍需要，请持有人重新同意。"""

    status = 403


@action
def lend(
    material_ids: Sequence[int], unit: str, matter: str, purpose: str, *, days: int = 90, by: Actor, at: datetime
) -> int:
    """One consent for all that a matter needs: this office, this matter, this long, and nothing else."""
    holder = policy.holder_of(by)
    policy.require_holder(by, policy.LEND, holder)
    wanted = sorted(set(material_ids))
    if not 0 < len(wanted) <= MOST_AT_ONCE:
        raise NothingChosen()
    if not parties.is_unit(unit, reader=by):
        raise UnitUnknown()
    matter, purpose = " ".join(matter.split())[:80], " ".join(purpose.split())[:200]
    if not matter or not purpose:
        raise MatterMissing()
    if not 1 <= days <= LONGEST_DAYS:
        raise PeriodWrong()
    found = _lendable(wanted, holder, at)
    consent = Consent(
        holder=holder, unit=unit, matter=matter, purpose=purpose, given_by=by.id, given_at=at,
        ends_at=at + timedelta(days=days),
    )  # fmt: skip
    insert(consent)
    insert(*(Lent(consent=consent, material=material) for material in found))
    ledger.record(events.MaterialsLent(consent.pk, holder, unit, matter, tuple(wanted)), by=by, at=at)
    return consent.pk


@action
def withdraw_consent(consent_id: int, *, by: Actor, at: datetime) -> None:
    """Take it back: from this moment nobody opens the materials under it. What was done with them stays on record."""
    holder = policy.holder_of(by)
    policy.require_holder(by, policy.LEND, holder)
    consent = hold(Consent.objects.filter(holder=holder), consent_id)
    if consent.withdrawn_at is not None or consent.ends_at <= at:
        raise ConsentOver()
    consent.withdrawn_at = max(at, consent.given_at)
    consent.save(update_fields=["withdrawn_at"])
    ledger.record(events.ConsentWithdrawn(consent.pk, consent.unit), by=by, at=at)


@action
def use(consent_id: int, material_id: int, *, by: Actor, at: datetime) -> int:
    """Open a material for the matter it was lent for. Its holder sees who did, when and for what."""
    consent = hold(Consent.objects, consent_id)
    policy.require_user(by, consent)
    if consent.withdrawn_at is not None or not consent.given_at <= at < consent.ends_at:
        raise ConsentOver()
    lent = Lent.objects.filter(consent=consent, material=material_id).first()
    if lent is None:
        raise NotFound()
    material = hold(Material.objects.usable(), material_id)
    used = Use.objects.create(lent=lent, used_by=by.id, at=at)
    material.used_at = max(at, material.used_at or at)
    material.save(update_fields=["used_at"])
    ledger.record(events.MaterialUsed(consent.pk, material.pk, consent.unit, consent.matter), by=by, at=at)
    return used.pk


_held_of = CompiledRows[Material](
    lambda holder, numbers: (
        Material.objects.of(holder)
        .only("file_name", "state", "valid_until", "superseded_by")
        .filter(among(numbers))
        .select_for_update(of=("self",))
        .order_by("pk")
    ),
    holder=str,
    numbers=list,
)


def _lendable(numbers: Sequence[int], holder: str, at: datetime) -> list[Material]:
    found = hold_all(_held_of, numbers, holder=holder)
    for material in found:
        over = material.valid_until is not None and material.valid_until < timezone.localdate(at)
        if material.state != Material.State.CHECKED or over or material.superseded_by_id is not None:
            raise NotUsable(material.file_name)
    return found
