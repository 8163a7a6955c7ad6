"""A leader answers by name for errors that stand."""

from dataclasses import replace

import pytest

from tests.cast import MENG, NOON, QIAN, ZHOU
from yunjian.budgets import actions, queries
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

from .made import content, project

pytestmark = pytest.mark.django_db
# The projects come to more than the project expenditure of table 3.
WRONG = replace(content(), projects=(*content().projects, project("多出来的项目", "123.00")))
WORSE = replace(WRONG, projects=(*WRONG.projects, project("又多出来的项目", "456.00")))


def test_is_kept_with_the_name_the_reason_and_the_errors_and_is_recorded(drafted):
    draft = drafted("IN_APPROVAL", WRONG)

    actions.sign_exception(draft, "财政系统下周才能改", by=MENG, at=NOON)

    signed = queries.own_draft(draft, reader=ZHOU).signature
    assert signed is not None
    assert (signed.name, signed.words) == ("孟局长", "财政系统下周才能改")
    assert any("123.00" in sentence or "1,000,123.00" in sentence for sentence in signed.sentences)
    [entry] = recorded("budgets.draft.exception_signed")
    assert entry.payload["errors"] == len(signed.sentences) > 0
    assert "孟局长" not in str(entry.payload)


def test_is_declined_where_no_error_stands(drafted):
    draft = drafted("IN_APPROVAL")

    with pytest.raises(actions.NothingToSign):
        actions.sign_exception(draft, "没有错", by=MENG, at=NOON)


def test_is_declined_without_a_reason_and_a_second_time(drafted):
    draft = drafted("IN_APPROVAL", WRONG)
    with pytest.raises(actions.WordsMissing):
        actions.sign_exception(draft, " ", by=MENG, at=NOON)
    actions.sign_exception(draft, "知道了", by=MENG, at=NOON)

    with pytest.raises(actions.AlreadySigned):
        actions.sign_exception(draft, "再签一次", by=MENG, at=NOON)


def test_does_not_hold_for_a_draft_that_was_changed(drafted):
    draft = drafted("IN_APPROVAL", WRONG)
    actions.sign_exception(draft, "知道了", by=MENG, at=NOON)
    actions.withdraw_draft(draft, by=ZHOU, at=NOON)
    actions.save_draft(draft, WORSE, 1, by=ZHOU, at=NOON)

    assert queries.own_draft(draft, reader=ZHOU).signature is None


@pytest.mark.parametrize("stranger", [ZHOU, QIAN], ids=lambda actor: actor.name)
def test_a_stranger_cannot(drafted, stranger):
    draft = drafted("IN_APPROVAL", WRONG)

    with pytest.raises(Forbidden):
        actions.sign_exception(draft, "我来签", by=stranger, at=NOON)
