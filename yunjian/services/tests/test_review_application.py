"""The pre-review of an application: said before it is handed in, kept with it, read by those who work on the case."""

import pytest
from django.test import Client

from tests.cast import LI, NOON
from yunjian.cases.tests.world import LIN, MON
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded, seal_and_deliver
from yunjian.materials import actions as drawers
from yunjian.materials.tests.stage import LEASE
from yunjian.services import actions, queries
from yunjian.services.models import Filing, GivenPaper, PreReview

from .counter import Counter, counter, ready

pytestmark = pytest.mark.django_db
AS_A_LEASE = {"how": "OCR", "fields": {}, "looks": LEASE, "sure": 0.95, "letters": 80}


@pytest.fixture
def at_counter(db) -> Counter:
    return counter()


def wrongly_attached(at_counter: Counter) -> tuple[int, int]:
    """A draft with a lease where an identity card is asked for."""
    number, revision = ready(at_counter)
    [card] = GivenPaper.objects.get(application=number, paper="identity").materials
    drawers.keep_fields(int(card.partition(":")[2]), AS_A_LEASE, by=SYSTEM, at=MON)
    return number, revision


def test_is_said_on_the_page_before_handing_in_and_bars_nobody(at_counter):
    number, _ = wrongly_attached(at_counter)
    client = Client()
    client.force_login(at_counter.account)
    page = client.get(f"/services/applications/{number}/check/").content.decode()

    assert "《身份证明》第 1 个文件看上去是" in page
    assert "不影响提交" in page


def test_pre_review_is_kept_with_what_was_handed_in_and_recorded_without_what_it_says(at_counter):
    number, revision = wrongly_attached(at_counter)
    actions.hand_in_application(number, revision, by=at_counter.li, at=MON)
    seal_and_deliver(MON)

    assert recorded("services.application.pre-reviewed")[0].payload["findings"] == ["WRONG_TYPE"]
    [filed] = queries.receipt(number, at=MON, reader=at_counter.li).filings
    assert [each.kind for each in filed.findings] == ["WRONG_TYPE"]
    with pytest.raises(actions.LookedOverAlready):
        actions.pre_review(Filing.objects.get().pk, by=SYSTEM, at=NOON)


def test_whoever_works_on_the_case_reads_it(at_counter):
    number, revision = wrongly_attached(at_counter)
    case = actions.hand_in_application(number, revision, by=at_counter.li, at=MON)
    seal_and_deliver(MON)
    found = actions.look_at_application(case, by=LIN, at=MON)

    assert [each.kind for each in found.newest.findings] == ["WRONG_TYPE"]


def test_finds_nothing_in_papers_that_were_not_read(at_counter):
    number, _ = ready(at_counter)
    view = queries.application(number, at=MON, reader=at_counter.li)

    assert queries.prereview(view, at=MON, reader=at_counter.li) == ()


def test_nobody_but_the_platform_reviews(at_counter):
    number, revision = ready(at_counter)
    actions.hand_in_application(number, revision, by=at_counter.li, at=MON)
    for who in (at_counter.li, at_counter.wang, LI, LIN):
        with pytest.raises(Forbidden):
            actions.pre_review(Filing.objects.get().pk, by=who, at=MON)
    assert not PreReview.objects.exists()
