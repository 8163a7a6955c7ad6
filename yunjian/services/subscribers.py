"""What services do when others announce: a person was erased, an application was handed in."""

from contextlib import suppress

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Declined
from yunjian.kernel.jobs import enqueue
from yunjian.kernel.ledger import Recorded
from yunjian.kernel.subscribers import subscriber

from . import actions, jobs


@subscriber("parties.erasure.done")
def empty_drafts_of_the_person(entry: Recorded) -> None:
    actions.erase_applications_of(entry.payload["person"], by=SYSTEM, at=entry.at)


@subscriber("services.application.handed-in", "services.application.handed-in-again")
def look_over(entry: Recorded) -> None:
    with suppress(actions.LookedOverAlready):
        actions.pre_review(entry.payload["filing"], by=SYSTEM, at=entry.at)


@subscriber("services.text.asked")
def ask_the_model(entry: Recorded) -> None:
    enqueue(jobs.generate_text, text_id=entry.payload["text"])


@subscriber("cases.case.moved")
def judge_by_rule(entry: Recorded) -> None:
    """An accepted case whose item allows it; a case of no application is none of ours."""
    if entry.payload["target"] == "ACCEPTED":
        with suppress(Declined):
            actions.judge_application(entry.payload["case"], by=SYSTEM, at=entry.at)
