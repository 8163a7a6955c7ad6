"""An approved draft becomes the disclosure in force."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.cast import DATA_BUREAU, MENG, NOON, QIAN, SHEN, ZHENG, ZHOU
from yunjian.budgets import actions, queries
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

from .conftest import go
from .made import content, project
from .test_sign_exception import WRONG

pytestmark = pytest.mark.django_db


def test_shows_it_to_everyone_and_is_recorded(drafted):
    draft = drafted("APPROVED")

    disclosure = actions.publish_draft(draft, by=ZHOU, at=NOON)

    found = queries.find_disclosure(DATA_BUREAU, 2026, reader=ANONYMOUS)
    assert (found.id, found.edition, found.origin, found.is_current) == (disclosure, 1, "OWN", True)
    assert (found.expenditure, found.project, found.note_count) == (Decimal("1500000.00"), Decimal("1000000.00"), 2)
    assert len(queries.tables(disclosure, reader=ANONYMOUS)) == 9
    assert queries.own_draft(draft, reader=ZHOU).view.published == disclosure
    assert [entry.payload["disclosure"] for entry in recorded("budgets.draft.published")] == [disclosure]
    assert [entry.payload["errors"] for entry in recorded("budgets.disclosure.read")] == [0]


def test_is_declined_while_an_error_stands(drafted):
    draft = drafted("APPROVED", WRONG)

    with pytest.raises(actions.ErrorsStand, match="项目"):
        actions.publish_draft(draft, by=ZHOU, at=NOON)

    assert queries.overview(reader=ANONYMOUS).years == ()
    assert queries.own_draft(draft, reader=ZHOU).view.state == "APPROVED"


def test_goes_on_once_somebody_signed_and_shows_who_and_why(drafted):
    draft = drafted("APPROVED", WRONG)
    actions.sign_exception(draft, "财政系统下周才能改", by=MENG, at=NOON)

    disclosure = actions.publish_draft(draft, by=ZHOU, at=NOON)

    published = queries.publication(disclosure, reader=ANONYMOUS)
    assert published is not None
    assert published.signature is not None
    assert (published.signature.name, published.signature.words) == ("孟局长", "财政系统下周才能改")


def test_is_declined_before_it_was_approved(drafted):
    draft = drafted("IN_APPROVAL")

    with pytest.raises(actions.NotNow):
        actions.publish_draft(draft, by=ZHOU, at=NOON)


def test_is_declined_when_nothing_was_changed(published):
    first = published()
    draft = actions.start_correction(first, "什么也没改", by=ZHOU, at=NOON)

    with pytest.raises(actions.SameAsBefore):
        actions.publish_draft(go(draft, to="APPROVED"), by=ZHOU, at=NOON)

    assert queries.find_disclosure(DATA_BUREAU, 2026, reader=ANONYMOUS).id == first


def test_a_correction_keeps_both_editions_and_says_what_changed(published):
    first = published()
    draft = actions.start_correction(first, "项目漏列", by=ZHOU, at=NOON)
    fewer = replace(content(), projects=(content().projects[0], project("机房运行维护二期项目", "400000.00")))
    actions.save_draft(draft, fewer, 1, by=ZHOU, at=NOON)

    second = actions.publish_draft(go(draft, to="APPROVED"), by=ZHOU, at=NOON)

    now, before = (queries.disclosure(each, reader=ANONYMOUS) for each in (second, first))
    assert (now.edition, now.period, before.state, before.period) == (2, "2026", "SUPERSEDED", "2026-e1")
    changed = queries.changes(first, second, reader=ANONYMOUS)
    assert [(each.title, each.kind) for each in changed.projects] == [
        ("机房运行维护项目", "removed"),
        ("机房运行维护二期项目", "added"),
    ]
    shown = queries.publication(second, reader=ANONYMOUS)
    assert shown is not None
    assert (shown.corrects, shown.reason) == (first, "项目漏列")


def test_cannot_be_withdrawn_only_corrected(published):
    disclosure = published()

    with pytest.raises(actions.PublishedHere):
        actions.withdraw_disclosure(disclosure, by=ZHOU, at=NOON)


@pytest.mark.parametrize("stranger", [QIAN, MENG, ZHENG], ids=lambda actor: actor.name)
def test_a_stranger_cannot(drafted, stranger):
    draft = drafted("APPROVED")

    with pytest.raises(Forbidden):
        actions.publish_draft(draft, by=stranger, at=NOON)


def test_may_be_published_by_a_colleague(drafted):
    assert actions.publish_draft(drafted("APPROVED"), by=SHEN, at=NOON)
