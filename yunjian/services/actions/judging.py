"""What a rule decides for a department, and how an applicant gets a person instead."""

from datetime import datetime

from django.utils import timezone

from yunjian.cases import actions as cases
from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy, queries
from ..definitions import Automation, is_drawn
from ..logic.assisting import digest
from ..logic.prereview import as_kept
from ..models import Application, Filing, RuleDecision

LONGEST_WORDS = 500
Outcome = RuleDecision.Outcome


class NotByRule(Declined):
    """这个事项没有允许按规则办理，由工作人员办理。"""


class JudgedAlready(Declined):
    """这份申请已经判断过，或者申请人要求人工办理，不再按规则办理。"""


class PersonAskedAlready(Declined):
    """您已经要求过人工办理，工作人员会看您的申请。"""


class NotHandedIn(Declined):
    """这份申请还没有提交，不用要求人工办理。"""


class WordsTooLong(Invalid):
    """理由太长了，最多五百个字。请精简。"""


@action
def judge_application(case_id: int, *, by: Actor, at: datetime) -> str:
    """Grant an accepted case by rule where its item allows it and everything is plain; else leave it to a person.

    Everything the rule looked at is kept, sealed, under a digest in the ledger. A rule never refuses.
    """
    policy.require_judging_platform(by)
    row = Application.objects.filter(case=case_id, kind=Application.Kind.ITEM).first()
    found = catalogue.all_in_force(Automation, on=timezone.localdate(at)) if row else ()
    automation = next((each for each in found if row and each.item == row.key), None)
    if row is None or automation is None:
        raise NotByRule()
    row = hold(Application.objects, row.pk)
    if RuleDecision.objects.filter(application=row).exists():
        raise JudgedAlready()
    filing = row.filings.order_by("number").last()
    if filing is None:
        raise NotByRule()
    outcome, inputs = _judged(row, filing, automation, by=by, at=at)
    made = RuleDecision.objects.create(
        application=row, filing=filing, automation=automation.key, edition=automation.valid_from, outcome=outcome,
        inputs=inputs, digest=digest(inputs), decided_at=at,
    )  # fmt: skip
    edition = automation.valid_from.isoformat()
    judged = events.ApplicationJudgedByRule(row.pk, case_id, automation.key, edition, outcome, made.digest)
    ledger.record(judged, by=by, at=at)
    if outcome == Outcome.GRANTED:
        cases.grant_by_rule(case_id, by=by, at=at)
    return str(outcome)


def _judged(
    row: Application, filing: Filing, automation: Automation, *, by: Actor, at: datetime
) -> tuple[str, dict[str, object]]:
    view = queries.view_of(row, at=at, reader=SYSTEM)
    points, doubts, findings = queries.judged(view, at=at, reader=by)
    inputs: dict[str, object] = {
        "items": row.items, "forms": row.forms, "filing": filing.commitment, "answers": row.answers,
        "values": row.values, "papers": filing.papers, "on": timezone.localdate(at).isoformat(),
        "points": [[each.key, each.outcome, [zh for zh, _ in each.reasons]] for each in points],
        "findings": [as_kept(each) for each in findings], "doubts": doubts,
    }  # fmt: skip
    if doubts:
        return Outcome.DOUBT, inputs
    drawn = is_drawn(filing.commitment, automation.sample_percent)
    return (Outcome.DRAWN if drawn else Outcome.GRANTED), inputs


@action
def ask_for_person(application_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """The applicant wants a person: before a rule decides, none will; after it has, the request stands beside it."""
    row = hold(Application.objects, application_id)
    policy.require_filler(by, row)
    filing = row.filings.order_by("number").last()
    if filing is None:
        raise NotHandedIn()
    if len(words) > LONGEST_WORDS:
        raise WordsTooLong()
    made = RuleDecision.objects.filter(application=row).first()
    if made is None:
        RuleDecision.objects.create(
            application=row, filing=filing, outcome=Outcome.ASKED, decided_at=at, asked_at=at, asked_words=words.strip()
        )
    elif made.asked_at is not None:
        raise PersonAskedAlready()
    else:
        made.asked_at, made.asked_words = at, words.strip()
        made.save(update_fields=["asked_at", "asked_words"])
    ledger.record(events.PersonAskedFor(row.pk, made is not None), by=by, at=at)
