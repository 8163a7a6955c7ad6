"""What the applicant holds already goes with the application: lent to its units for this case and nothing else."""

from collections.abc import Sequence
from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.materials import actions as materials

from .. import events, policy
from ..models import Case, State
from ._clock import procedure_of
from ._moving import NotNow, case_held
from .handing_in import references

OPEN_TO_MORE = (
    State.DRAFT, State.SUBMITTED, State.PRE_RETURNED, State.PRE_PASSED, State.CORRECTING, State.SUPPLEMENT,
)  # fmt: skip


@action
def attach_materials(case_id: int, material_ids: Sequence[int], *, by: Actor, at: datetime) -> int:
    """Lend materials of one's drawer for this case; until receipt, and while something is to be made good."""
    case = case_held(case_id)
    consent = attached(case, material_ids, by=by, at=at)
    case.save(update_fields=["materials"])
    return consent


def attached(case: Case, material_ids: Sequence[int], *, by: Actor, at: datetime) -> int:
    """They are lent, and named in the case; who calls saves it. The consent of the deciding unit is returned.

    Each unit that reviews has a consent of its own: whose drawer it is sees who may look, and may take each back. It
    holds for twice the working days the matter may take: weekends, holidays and a stopped clock are in between.
    """
    policy.require_applicant(by, case)
    if case.state not in OPEN_TO_MORE:
        raise NotNow(str(State(case.state).label))
    procedure, matter = procedure_of(case), policy.matter_of(case.pk)
    days = min(2 * procedure.longest_days, materials.LONGEST_DAYS)
    consent, *_ = [
        materials.lend(material_ids, unit, matter, case.subject, days=days, by=by, at=at) for unit in procedure.units
    ]
    added = named(material_ids)
    case.materials = references([*case.materials, *added])
    ledger.record(events.MaterialsAttached(case.pk, consent, tuple(added)), by=by, at=at)
    return consent


def named(material_ids: Sequence[int]) -> list[str]:
    """Materials as a case refers to them, each once."""
    return [f"material:{number}" for number in sorted(set(material_ids))]
