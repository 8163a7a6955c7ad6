"""Guidance by questions: what to do, with which papers, kept under an address nobody guesses."""

from datetime import timedelta

import pytest

from tests.cast import LI
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded
from yunjian.services import actions, jobs, queries
from yunjian.services.models import PersonalGuide

SHOP = {"has_licence": "no", "leased": "yes", "sign": "yes", "big": "no", "area": "36"}


def keep(now, kind="themes", key="open-food-shop", answers=SHOP, by=ANONYMOUS):
    return actions.keep_guide(kind, key, answers, by=by, at=now)


def test_keep_guide_says_what_to_do_and_is_recorded_without_the_answers(songjiang):
    token = actions.keep_guide("themes", "open-food-shop", SHOP, by=ANONYMOUS, at=songjiang)
    view = queries.personal_guide(token, at=songjiang, reader=ANONYMOUS)

    assert next(each.key for each in view.parts) == "individual-business"
    assert {"fire-check"}.isdisjoint(each.key for each in view.parts)
    assert len(token) >= 32
    entry = recorded()[-1]
    assert entry.kind == "services.guide.kept"
    assert "36" not in str(entry.payload)


def test_answers_that_do_not_fit_are_said_with_the_reason(songjiang):
    token = keep(songjiang, "items", "food-business", {"area": "4", "leased": "yes"})
    [(_, verdict)] = queries.personal_guide(token, at=songjiang, reader=ANONYMOUS).verdicts

    assert verdict.outcome == "not"
    assert "4" in verdict.reasons[0].zh


@pytest.mark.parametrize("answers", [{"area": "many"}, {"area": "-1"}, {"leased": "perhaps"}, {"area": "9" * 40}])
def test_keep_guide_is_declined_when_an_answer_makes_no_sense(songjiang, answers):
    with pytest.raises(actions.AnswersUnclear):
        keep(songjiang, answers=answers)

    assert not PersonalGuide.objects.exists()


def test_guides_are_erased_when_their_time_is_over_and_not_before(songjiang):
    token = keep(songjiang)
    with pytest.raises(actions.NothingExpired):
        actions.expire_guides(by=SYSTEM, at=songjiang)
    jobs.expire_guides(songjiang)
    later = songjiang + actions.KEPT

    with pytest.raises(queries.GuideGone):
        queries.personal_guide(token, at=later, reader=ANONYMOUS)
    jobs.expire_guides(later)
    assert recorded()[-1].kind == "services.guide.expired"
    assert not PersonalGuide.objects.exists()


def test_a_stranger_cannot_expire_guides_though_anybody_may_keep_one(songjiang):
    token = keep(songjiang, by=LI)  # actions.keep_guide is everybody's

    with pytest.raises(Forbidden):
        actions.expire_guides(by=LI, at=songjiang + timedelta(days=999))
    assert queries.personal_guide(token, at=songjiang, reader=ANONYMOUS).key == "open-food-shop"


def test_questions_are_asked_and_lead_to_the_guide_that_others_can_read(songjiang, client):
    asked = client.get("/services/themes/open-food-shop/questions/").content.decode()
    assert "经营场所是租来的吗？" in asked

    answered = client.post("/services/themes/open-food-shop/questions/", SHOP)
    page = client.get(answered["Location"])

    assert answered.status_code == 302
    assert "户外招牌设置备案" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert client.get("/services/mine/nothing/").status_code == 404
    assert client.post("/services/items/food-business/questions/", {"area": "x"}).status_code == 422
