"""A case begun and handed in by one act, as an application does that was made ready before."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor

from .. import events, policy
from ..definitions import Procedure
from ..models import Stage, State
from ._moving import open_stage
from .attaching import attached, named
from .handing_in import opened, party


@action
def hand_in(
    procedure: str,
    applicant: str,
    subject: str,
    *,
    own: Sequence[int] = (),
    materials: Sequence[str] = (),
    particulars: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """What ``open_case``, ``attach_materials`` with the applicant's ``own`` and ``submit`` do, on record as they are.

    In one act the case is written once, as it stands in the end, and not fetched, locked and saved again for each.
    """
    found = catalogue.in_force(Procedure, procedure, on=timezone.localdate(at))
    policy.require_may_open(by, applicant, found.unit, procedure, at)
    everything = [*materials, *named(own)]
    case = opened(
        found, party(applicant), subject, everything, particulars=particulars, state=State.SUBMITTED, by=by, at=at
    )
    if own:
        attached(case, own, by=by, at=at)
    open_stage(case, Stage.INTAKE, by=by, at=at)
    ledger.record(events.CaseMoved(case.pk, "submit", State.DRAFT, State.SUBMITTED, None), by=by, at=at)
    return case.pk
