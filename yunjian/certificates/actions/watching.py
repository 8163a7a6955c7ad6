"""What is made of the use of organisations when it is unusual: noted, suspended where declared, settled."""

from datetime import date, datetime

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, policy
from ..definitions import Scenario
from ..logic import disclosure
from ..models import Organisation, OrganisationState, UnusualUse
from ..queries.use import use_of
from .issuing import words_of


class NothingUnusual(Declined):
    """这一天的使用没有异常。"""


class SettledAlready(Declined):
    """这条异常已经处理过了。"""


@action
def note_unusual_use(organisation_id: int, scenario: str, day: date, *, by: Actor, at: datetime) -> bool:
    """Look at the use of a day; note what is unusual, once, and suspend the organisation where the scenario says so."""
    policy.require_platform_watch(by)
    row = hold(Organisation.objects, organisation_id)
    watch = catalogue.in_force(Scenario, scenario, on=day).watch
    bounds = disclosure.Bounds(
        watch.least, watch.volume_times, watch.refused_percent, watch.unknown_percent, watch.night_percent
    )
    known = set(row.unusual.filter(scenario=scenario, day=day).values_list("kind", flat=True))
    found = [each for each in disclosure.unusual(use_of(row.pk, scenario, day), bounds) if each[0] not in known]
    if not found:
        raise NothingUnusual()
    suspends = watch.suspends and row.state == OrganisationState.ACTIVE
    UnusualUse.objects.bulk_create(
        UnusualUse(
            organisation=row, scenario=scenario, day=day, kind=kind, measured=measured, usual=most,
            suspended=suspends, found_at=at,
        )
        for kind, measured, most in found
    )  # fmt: skip
    if suspends:
        row.state, row.reason = OrganisationState.SUSPENDED, "发现异常使用，已自动暂停"
        row.save(update_fields=["state", "reason"])
        ledger.record(events.OrganisationSuspended(row.pk), by=by, at=at)
    what = tuple(kind for kind, _, _ in found)
    ledger.record(events.UnusualUseFound(row.pk, scenario, day.isoformat(), what, suspends), by=by, at=at)
    return suspends


@action
def settle_unusual_use(finding_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """Write down what was made of it."""
    policy.require_registrar(by)
    row = hold(UnusualUse.objects, finding_id)
    if row.settled_at is not None:
        raise SettledAlready()
    row.words, row.settled_by, row.settled_at = words_of(words)[:300], by.id, at
    row.save(update_fields=["words", "settled_by", "settled_at"])
    ledger.record(events.UnusualUseSettled(row.organisation_id, row.pk), by=by, at=at)
