"""A draft of the Data Bureau's budget, brought as far as a test wants it."""

from datetime import date

import pytest

from tests.cast import DATA_BUREAU, MENG, NOON, QIAN, SHEN, ZHOU
from tests.district import RULE, START, publish
from yunjian.budgets import actions
from yunjian.budgets.definitions import PublicationDeadline

from .made import content


def go(draft: int, *, to: str) -> int:
    """Take the usual steps until the draft is DRAFTING, IN_REVIEW, IN_APPROVAL or APPROVED."""
    steps = {
        "IN_REVIEW": lambda: actions.submit_draft(draft, by=ZHOU, at=NOON),
        "IN_APPROVAL": lambda: actions.review_draft(draft, "", by=QIAN, at=NOON),
        "APPROVED": lambda: actions.approve_draft(draft, "", by=MENG, at=NOON),
    }
    for state, step in steps.items():
        if to == "DRAFTING":
            break
        step()
        if state == to:
            break
    return draft


@pytest.fixture
def drafted(songjiang):
    """Start a draft as 周 and bring it to a state."""

    def start(to="DRAFTING", made=None, *, by=ZHOU):
        return go(actions.start_draft(DATA_BUREAU, made or content(), "EMPTY", by=by, at=NOON), to=to)

    return start


@pytest.fixture
def published(drafted):
    """A disclosure published by the usual steps."""

    def publish_one(made=None):
        draft = drafted("APPROVED", made)
        return actions.publish_draft(draft, by=SHEN, at=NOON)

    return publish_one


@pytest.fixture
def twenty_days(songjiang):
    """Twenty days to publish, a reminder a week and a day before."""
    for stage in ("budget", "final"):
        publish(
            PublicationDeadline(
                key=stage,
                title="公开期限",
                stage=stage,
                days=20,
                basis=RULE,
                valid_from=START,
                example={"approved_on": date(2026, 1, 28), "due_on": date(2026, 2, 17)},
            )
        )
