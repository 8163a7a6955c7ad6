"""The causes of a move against the applicant: checked against the list of the day, kept beside the case, recorded."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Invalid

from .. import events, models
from ..definitions import Cause

LONGEST_CODE = 40


class CauseMissing(Invalid):
    """请至少选一项原因。"""


class CauseUnsuitable(Invalid):
    """原因只能从清单里选，而且要能用在这一步；准予的不选原因。请改选后再办。"""


def give_causes(case: models.Case, move: str, codes: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Keep why; a district that has declared no cause for the move is asked for none."""
    on = timezone.localdate(at)
    known = {each.key for each in catalogue.all_in_force(Cause, on=on) if move in each.moves}
    chosen = list(dict.fromkeys(codes))
    if strange := next((code for code in chosen if code not in known), None):
        raise CauseUnsuitable(strange[:LONGEST_CODE])
    if known and not chosen:
        raise CauseMissing()
    if chosen:
        models.Cause.objects.bulk_create(
            [models.Cause(case=case, move=move, code=code, given_on=on) for code in chosen], ignore_conflicts=True
        )
        ledger.record(events.CausesGiven(case.pk, move, tuple(chosen)), by=by, at=at)


def give_platforms_cause(case: models.Case, move: str, *, by: Actor, at: datetime) -> None:
    """What the platform does by itself has the causes that the list names for it."""
    found = catalogue.all_in_force(Cause, on=timezone.localdate(at))
    give_causes(case, move, [each.key for each in found if move in each.moves], by=by, at=at)


def give_causes_of_refusal(case: models.Case, granted: bool, codes: Sequence[str], *, by: Actor, at: datetime) -> None:
    """A refusal has its causes, what is granted has none."""
    if not granted:
        give_causes(case, "refuse", codes, by=by, at=at)
    elif codes:
        raise CauseUnsuitable(codes[0][:LONGEST_CODE])
