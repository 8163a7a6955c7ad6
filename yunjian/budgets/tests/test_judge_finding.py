"""The officer says what a finding is worth, and may take it back."""

import pytest

from tests.cast import LI, NOON, WU, ZHENG, ZHOU
from yunjian.budgets import actions, queries
from yunjian.budgets.queries import Severities
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded

pytestmark = pytest.mark.django_db


def judge_finding(disclosure, fingerprint, verdict="ACKNOWLEDGED", words="下月更正", by=ZHOU):
    actions.judge_finding(disclosure, fingerprint, verdict, words, by=by, at=NOON)


def first_of(disclosure):
    return queries.findings(disclosure, reader=ANONYMOUS)[0]


def counted(disclosure):
    return queries.finding_counts([disclosure], reader=ANONYMOUS)[disclosure]


def test_is_shown_beside_the_finding_and_recorded_without_the_words(handed_in):
    disclosure = handed_in()
    finding = first_of(disclosure)

    judge_finding(disclosure, finding.fingerprint)

    assert first_of(disclosure).judgement.words == "下月更正"
    [entry] = recorded("budgets.finding.judged")
    assert entry.payload["verdict"] == "ACKNOWLEDGED"
    assert "下月更正" not in str(entry.payload)


def test_leaves_a_false_alarm_out_of_the_counts_but_in_the_list(handed_in):
    disclosure = handed_in()
    assert counted(disclosure) == Severities(error=1, warning=1)

    judge_finding(disclosure, first_of(disclosure).fingerprint, "FALSE_ALARM", "口径不同")

    assert counted(disclosure) == Severities(error=0, warning=1)
    assert len(queries.findings(disclosure, reader=ANONYMOUS)) == 2


def test_can_be_taken_back(handed_in):
    disclosure = handed_in()
    finding = first_of(disclosure)
    judge_finding(disclosure, finding.fingerprint, "FALSE_ALARM")

    actions.withdraw_judgement(disclosure, finding.fingerprint, by=ZHOU, at=NOON)

    assert first_of(disclosure).judgement is None
    assert counted(disclosure).error == 1
    assert recorded("budgets.finding.judgement_withdrawn")


@pytest.mark.parametrize(
    ("verdict", "words", "refusal"),
    [("ACKNOWLEDGED", "  ", actions.ReasonMissing), ("MAYBE", "想想", actions.UnknownVerdict)],
)
def test_is_declined_without_a_reason_or_a_choice(verdict, words, refusal, handed_in):
    disclosure = handed_in()

    with pytest.raises(refusal):
        judge_finding(disclosure, first_of(disclosure).fingerprint, verdict, words)

    assert first_of(disclosure).judgement is None


def test_is_declined_when_it_was_judged_before(handed_in):
    disclosure = handed_in()
    finding = first_of(disclosure)
    judge_finding(disclosure, finding.fingerprint)

    with pytest.raises(actions.AlreadyJudged):
        judge_finding(disclosure, finding.fingerprint, "FALSE_ALARM")


def test_is_declined_for_a_finding_that_is_not_there(handed_in):
    with pytest.raises(NotFound):
        judge_finding(handed_in(), "nothing")


def test_is_not_taken_back_when_there_is_none(handed_in):
    disclosure = handed_in()

    with pytest.raises(actions.NotJudged):
        actions.withdraw_judgement(disclosure, first_of(disclosure).fingerprint, by=ZHOU, at=NOON)


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, WU, ZHENG], ids=lambda actor: actor.name)
def test_is_for_the_units_own_officer_only(stranger, handed_in):
    disclosure = handed_in()
    finding = first_of(disclosure)

    with pytest.raises(Forbidden):
        judge_finding(disclosure, finding.fingerprint, by=stranger)
    judge_finding(disclosure, finding.fingerprint)
    with pytest.raises(Forbidden):
        actions.withdraw_judgement(disclosure, finding.fingerprint, by=stranger, at=NOON)

    assert first_of(disclosure).judgement.words == "下月更正"
