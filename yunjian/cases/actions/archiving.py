"""The record of an ended case is closed: everything kept of it in one package that is never changed again."""

from datetime import date, datetime
from secrets import token_hex

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, policy
from ..definitions import Procedure
from ..logic import bag
from ..models import Archive, Case
from ..queries.record import record_of
from . import _clock
from ._moving import case_held, today


class NotEnded(Declined):
    """还没有办结的办件不能归档；已经归档的不用再归。"""


@action
def archive(case_id: int, *, by: Actor, at: datetime) -> None:
    """Close the record: freeze all that is kept of the case, and name its manifest in the ledger.

    The salt in the package keeps the digest in the ledger from telling anything to whoever guesses.
    """
    case = case_held(case_id)
    policy.require_archivist(by, case)
    if case.ended_on is None or case.archived_at is not None:
        raise NotEnded()
    case.archived_at = at
    case.save(update_fields=["archived_at"])
    on, procedure = today(at), _clock.procedure_of(case)
    until = _kept_until(procedure, case.ended_on)
    files = {each.name: each.data for each in record_of(case, at=at, reader=by)} | {"salt.txt": token_hex(32).encode()}
    made = bag.package(f"case-{case.pk}", files, _info(case, procedure, until), on=on)
    Archive.objects.create(
        case=case, unit=case.unit_id, procedure=case.procedure, ended_on=case.ended_on, frozen_at=at,
        keep_until=until, manifest=made.manifest, digest=made.digest, files=made.files, package=made.data,
    )  # fmt: skip
    ledger.record(events.CaseArchived(case.pk, made.manifest, made.files, until), by=by, at=at)


def _info(case: Case, procedure: Procedure, until: date | None) -> dict[str, str]:
    return {
        "Source-Organization": case.unit_id,
        "External-Identifier": f"cases.case:{case.pk}",
        "External-Description": procedure.title,
        "Retention-Until": until.isoformat() if until else "permanent",
        "Retention-Basis": procedure.retention_basis,
        "Bag-Software-Agent": "Yunjian 云间",
    }


def _kept_until(procedure: Procedure, ended_on: date) -> date | None:
    """The years count from the first of January after the end."""
    years = procedure.retention_years
    return None if years is None else date(ended_on.year + 1 + years, 1, 1)
