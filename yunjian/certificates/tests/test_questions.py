"""A window asks a wallet; what it answers is checked, shown to whoever asked, and put away."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils.translation import override

from tests.cast import LI, NOON
from yunjian.certificates import actions, queries
from yunjian.certificates.jobs import put_away
from yunjian.certificates.logic.sd_jwt import bind, issue, present
from yunjian.certificates.models import Question
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded
from yunjian_verify.jose import decode, read_json

from . import stage
from .credentials.cast import STRANGER, es256
from .test_wallets import BASE, WHEN, give, proof, token_for

pytestmark = pytest.mark.django_db
WALLET = es256()


@pytest.fixture(autouse=True)
def nothing_cached():
    cache.clear()


@pytest.fixture
def licence():
    stage.district()
    return stage.issued()


@pytest.fixture
def credential(licence):
    [text] = give(token_for(licence), proof(WALLET))
    return text


def ask(purpose="entry"):
    return actions.ask_wallet("licence", purpose, by=stage.JIN, at=NOON)


def told(asked):
    """What the request says."""
    text = queries.request_object(asked.reference, base=BASE, reader=ANONYMOUS, at=NOON)
    return read_json(decode(text.split(".")[1], "it"), "it")


def shown(credential, request, paths=(("number",), ("trade",)), *, holder=WALLET, **more):
    chosen = {"audience": request["client_id"], "nonce": request["nonce"], "at": WHEN, **more}
    return json.dumps({"certificate": [bind(present(credential, paths), holder=holder, **chosen)]})


def answer(asked, text, *, state=None, at=NOON, **more):
    request_state = Question.objects.get(pk=asked.id).reference if state is None else state
    return actions.answer_question(asked.reference, request_state, text, base=BASE, by=ANONYMOUS, at=at, **more)


def result(asked):
    return queries.answer(asked.id, reader=stage.JIN, at=NOON)


def test_ask_wallet_asks_only_what_the_purpose_needs_and_is_recorded(licence):
    asked = actions.ask_wallet("licence", "entry", by=stage.JIN, at=NOON)
    request = told(asked)

    [wanted] = request["dcql_query"]["credentials"]
    assert wanted["claims"] == [{"path": ["number"]}, {"path": ["trade"]}]
    assert wanted["meta"]["vct_values"] == [f"{BASE}/certificates/types/licence/2025-01-01"]
    assert request["response_mode"] == "direct_post"
    assert request["client_id"] == asked.client
    [entry] = recorded("certificates.question.asked")
    assert entry.payload["claims"] == ["number", "trade"]
    assert asked.reference not in Question.objects.get().reference


def test_ask_wallet_is_declined_for_an_unknown_purpose(licence):
    with pytest.raises(actions.PurposeUnknown):
        ask("curiosity")
    assert not Question.objects.exists()


def test_ask_wallet_is_for_windows(licence):
    for stranger in (LI, ANONYMOUS):
        with pytest.raises(Forbidden):
            actions.ask_wallet("licence", "", by=stranger, at=NOON)


def test_answer_question_shows_the_window_what_it_asked_for_and_is_recorded(credential, licence):
    asked = ask()
    answer(asked, shown(credential, told(asked)))

    found = result(asked)
    assert found.state == "SHOWN"
    assert dict(found.shown) == {"许可证编号": "JY1", "业态": "餐饮"}
    with override("en"):
        told_in_english = result(asked)
    assert told_in_english.title == "Food business licence"
    assert dict(told_in_english.shown) == {"Number": "JY1", "Trade": "Catering"}
    assert found.certificate == licence
    [entry] = recorded("certificates.question.answered")
    assert entry.payload["claims"] == ["number", "trade"]
    assert "JY1" not in str(entry.payload)


def test_answer_question_without_a_purpose_tells_only_that_it_holds(credential):
    asked = ask("")
    assert "claims" not in told(asked)["dcql_query"]["credentials"][0]
    answer(asked, shown(credential, told(asked), ()))

    assert result(asked).state == "SHOWN"
    assert result(asked).shown == ()


WRONG = {
    "for another verifier": ({"audience": "x509_hash:other"}, "audience"),
    "for another question": ({"nonce": "another"}, "nonce"),
    "made long ago": ({"at": WHEN - 999}, "stale"),
    "by another holder": ({"holder": STRANGER}, "holder signature"),
    "with too little": ({"paths": ()}, "claims missing"),
    "with too much": ({"paths": (("number",), ("trade",), ("principal",))}, "claims beyond"),
}


@pytest.mark.parametrize("name", WRONG)
def test_answer_question_is_declined_with_its_reason(credential, name):
    change, reason = WRONG[name]
    asked = ask()

    with pytest.raises(actions.AnswerRefused) as refusal:
        answer(asked, shown(credential, told(asked), **change))

    assert refusal.value.reason == result(asked).reason == reason
    assert Question.objects.get().shown == {}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"certificate": []}', '{"certificate": "x"}', '{"certificate": ["x"], "more": []}', "[" * 9999],
)
def test_answer_question_refuses_what_is_no_answer(credential, text):
    with pytest.raises(actions.AnswerRefused):
        answer(ask(), text)


def test_answer_question_refuses_a_credential_of_others(credential):
    asked = ask()
    forged = issue(
        {"iss": BASE, "vct": f"{BASE}/certificates/types/licence/2025-01-01"}, signer=STRANGER, holder=WALLET.jwk
    )

    with pytest.raises(actions.AnswerRefused) as refusal:
        answer(asked, shown(forged, told(asked), ()))
    assert refusal.value.reason == "signature"


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (lambda pk: actions.suspend_certificate(pk, "正在调查", by=stage.GU, at=NOON), "suspended"),
        (lambda pk: actions.revoke_certificate(pk, "CANCELLED", "申请注销", by=stage.GU, at=NOON), "revoked"),
        (lambda pk: actions.replace_certificate(pk, "原件遗失补发", by=stage.GU, at=NOON), "revoked"),
    ],
)
def test_answer_question_refuses_at_once_what_does_not_hold_any_more(credential, licence, end, reason):
    asked = ask()
    end(licence)

    with pytest.raises(actions.AnswerRefused) as refusal:
        answer(asked, shown(credential, told(asked)))
    assert refusal.value.reason == reason


def test_answer_question_takes_one_answer_in_time_and_no_replay(credential):
    asked = ask()
    text = shown(credential, told(asked))
    answer(asked, text)

    for wrong in ({}, {"state": "other"}, {"at": NOON + timedelta(minutes=5)}):
        with pytest.raises(actions.QuestionOver):
            answer(asked, text, **wrong)
    with pytest.raises(actions.AnswerRefused) as refusal:
        answer(ask(), text)  # to another question
    assert refusal.value.reason in ("audience", "nonce")
    with pytest.raises(NotFound):
        told(asked)


def test_answer_question_hears_a_no(credential):
    asked = ask()
    with pytest.raises(actions.AnswerRefused):
        answer(asked, "", error="access_denied")

    assert result(asked).reason == "declined"


def test_answer_question_is_for_wallets_alone(licence):
    asked = ask()
    with pytest.raises(Forbidden):
        actions.answer_question(asked.reference, "", "", base=BASE, by=stage.JIN, at=NOON)


def test_what_was_shown_is_for_whoever_asked(credential):
    asked = ask()
    answer(asked, shown(credential, told(asked)))

    for stranger in (stage.GU, LI, ANONYMOUS):
        with pytest.raises(NotFound):
            queries.answer(asked.id, reader=stranger, at=NOON)
        with pytest.raises(Forbidden):
            actions.close_question(asked.id, by=stranger, at=NOON)


def test_close_question_puts_away_what_was_shown_and_is_recorded(credential):
    asked = ask()
    answer(asked, shown(credential, told(asked)))
    actions.close_question(asked.id, by=stage.JIN, at=NOON)

    assert Question.objects.get().shown == {}
    assert result(asked).state == "CLOSED"
    assert len(recorded("certificates.question.closed")) == 1
    with pytest.raises(actions.QuestionOver):
        actions.close_question(asked.id, by=stage.JIN, at=NOON)


def test_put_away_closes_what_nobody_closed_and_is_recorded(credential):
    asked = ask()
    answer(asked, shown(credential, told(asked)))
    put_away(NOON + timedelta(minutes=29))
    assert result(asked).state == "SHOWN"
    later = NOON + timedelta(minutes=31)
    assert actions.put_away(by=SYSTEM, at=later) == 1

    assert Question.objects.get().shown == {}
    assert recorded("certificates.question.closed")
    with pytest.raises(actions.NothingToPutAway):
        actions.put_away(by=SYSTEM, at=later)
    with pytest.raises(Forbidden):
        actions.put_away(by=stage.JIN, at=later)
