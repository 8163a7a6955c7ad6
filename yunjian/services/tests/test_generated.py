"""A language model drafts and explains, off unless it is set; it hears nothing personal and decides nothing."""

import ast
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

import yunjian
from tests.cast import LI
from yunjian.cases import actions as cases
from yunjian.cases.tests.world import HAN, JIANG, LIN, MON, of, the
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import arranging, recorded, run_jobs, seal_and_deliver
from yunjian.services import actions, jobs, queries
from yunjian.services.jobs.endpoint import Endpoint, NothingWritten
from yunjian.services.logic.prompting import cleaned
from yunjian.services.models import GeneratedText, PreReview

from .counter import ITEM, RIGHT, Counter, counter, handed_in
from .model_endpoint import KEY, MODEL

COMMITTED = pytest.mark.django_db(transaction=True)
WORDS = [{"role": "user", "content": "用一个词回答：北京是哪国的首都？"}]


@pytest.fixture
def at(db, settings, tmp_path) -> Counter:
    settings.MATERIALS_FOLDER = tmp_path / "materials"
    return counter()


@pytest.fixture(params=["the stand-in", "the endpoint of the environment"])
def endpoint(request) -> Endpoint:
    """The same contract for both."""
    if request.param == "the stand-in":
        standin = request.getfixturevalue("standin")
        return Endpoint(standin.url, MODEL, KEY, seconds=2, tokens=50)
    url = os.environ.get("YUNJIAN_MODEL_URL", "")
    if not url:
        pytest.skip("YUNJIAN_MODEL_URL names no endpoint: only the stand-in was tried")
    name, key = os.environ["YUNJIAN_MODEL_NAME"], os.environ.get("YUNJIAN_MODEL_KEY", "")
    return Endpoint(url, name, key, seconds=60, tokens=50)


def test_an_endpoint_writes_text_and_says_which_model_it_is(endpoint):
    written = endpoint.write(WORDS)
    assert written.text.strip()
    assert written.model
    assert written.tokens >= 0


def test_an_endpoint_refuses_a_wrong_key(endpoint):
    wrong = Endpoint(endpoint.url, endpoint.model, "wrong-key", seconds=30, tokens=5)
    with pytest.raises(NothingWritten) as refused:
        wrong.write(WORDS)
    assert refused.value.reason == "key"


BAD = {
    "nothing listens": ("connection", {"url": "http://127.0.0.1:9/v1"}),
    "too late": ("time", {"wait": 3.0}),
    "too many": ("busy", {"status": 429}),
    "broken": ("status", {"status": 500}),
    "sent elsewhere": ("status", {"status": 302}),
    "no JSON": ("format", {"body": b"<html>"}),
    "no choice": ("format", {"body": b'{"choices": []}'}),
    "no text": ("format", {"text": None}),
    "another shape": ("format", {"body": b"[1, 2]"}),
    "without end": ("long", {"body": b"x" * 300_000}),
}


@pytest.mark.parametrize("bad", BAD)
def test_whatever_comes_back_is_a_text_or_a_reason(standin, settings, bad):
    reason, changed = BAD[bad]
    for name, value in changed.items():
        setattr(standin, name, value)
    with pytest.raises(NothingWritten) as trouble:
        Endpoint(standin.url, MODEL, KEY, seconds=1, tokens=50).write(WORDS)
    assert trouble.value.reason == reason
    assert queries.trouble_said(reason, reader=ANONYMOUS)


def received(at: Counter) -> tuple[int, int]:
    number, case = handed_in(at)
    cases.receive(case, by=LIN, at=MON)
    return number, case


@COMMITTED
def test_a_draft_is_asked_for_written_and_shown_to_whoever_asked(at, standin):
    _, case = received(at)
    seal_and_deliver()
    text = actions.ask_for_draft(case, "notify_correction", by=LIN, at=MON)
    asked = recorded("services.text.asked")[-1].payload
    assert (asked["text"], asked["purpose"], asked["about"]) == (text, "DRAFT", f"cases.case:{case}/notify_correction")
    assert queries.generated_draft(text, case, at=MON, reader=LIN).state == "WAITING"
    seal_and_deliver()
    run_jobs()

    found = queries.generated_draft(text, case, at=MON, reader=LIN)
    assert (found.state, found.text, found.model, found.field) == ("WRITTEN", standin.text, MODEL, "missing")
    settled = recorded("services.text.settled")[-1].payload
    assert (settled["state"], settled["model"], settled["tokens"]) == ("WRITTEN", MODEL, 100)
    assert standin.text not in json.dumps(settled)
    assert the(case).state == "RECEIVED"
    with pytest.raises(NotFound):
        queries.generated_draft(text, case, at=MON, reader=JIANG)


@COMMITTED
def test_nothing_of_the_applicant_reaches_the_model(at, standin):
    _, case = received(at)
    seal_and_deliver()
    row = PreReview.objects.get()
    row.findings = [
        {
            "kind": "DIFFERS_FROM_FORM", "of": "paper", "key": "identity", "rule": "form", "blocks": False,
            "values": {"paper": ["身份证明", "Proof of identity"], "field": ["姓名", "Name"], "read": "李大民",
                       "title": ["店名", "Name of the shop"], "said": "云上奶茶"},
        }
    ]  # fmt: skip
    with arranging():
        row.save()
    actions.ask_for_draft(case, "notify_correction", by=LIN, at=MON)
    seal_and_deliver()
    run_jobs()

    [asked] = standin.heard
    said = json.dumps(asked, ensure_ascii=False)
    assert "身份证明" in said
    assert "《身份证明》上的姓名是“……”" in said
    for personal in ("李小民", "李大民", "李", "云上奶茶", RIGHT["phone"], "13800000000", "3101", at.owner, LIN.name):
        assert personal not in said, personal
    assert (asked["model"], asked["messages"][0]["role"]) == (MODEL, "system")


@COMMITTED
def test_what_could_not_be_written_is_said_and_can_be_asked_for_again(at, standin):
    _, case = received(at)
    standin.status = 500
    text = actions.ask_for_draft(case, "refuse_acceptance", by=LIN, at=MON)
    seal_and_deliver()
    run_jobs()
    found = queries.generated_draft(text, case, at=MON, reader=LIN)
    assert (found.state, found.text) == ("FAILED", "")
    assert "自己写" in found.trouble
    standin.status = 200
    again = actions.ask_for_draft(case, "refuse_acceptance", by=LIN, at=MON)
    seal_and_deliver()
    run_jobs()
    assert queries.generated_draft(again, case, at=MON, reader=LIN).state == "WRITTEN"


def test_what_nobody_writes_any_more_is_said_after_five_minutes_and_asked_for_anew(at, standin):
    _, case = received(at)
    text = actions.ask_for_draft(case, "refuse_acceptance", by=LIN, at=MON)
    later = MON + timedelta(minutes=6)
    assert queries.generated_draft(text, case, at=later, reader=LIN).state == "FAILED"
    first = actions.ask_for_explanation(ITEM, "zh-hans", "somewhere", by=ANONYMOUS, at=MON)
    assert actions.ask_for_explanation(ITEM, "zh-hans", "somewhere", by=ANONYMOUS, at=later) > first


def test_what_a_model_writes_is_text_and_nothing_else():
    assert cleaned("**标题**\r\n<script>alert(1)</script>\x00\n\n\n\n完") == "标题\n<script>alert(1)</script>\n\n完"
    assert len(cleaned("字" * 9000)) == 4000
    assert cleaned(" \n ") == ""


def test_off_unless_it_is_set(at, settings):
    settings.MODEL_URL = ""
    _, case = received(at)
    with pytest.raises(actions.NoModel):
        actions.ask_for_draft(case, "notify_correction", by=LIN, at=MON)
    with pytest.raises(actions.NoModel):
        actions.ask_for_explanation(ITEM, "zh-hans", "somewhere", by=ANONYMOUS, at=MON)
    client = of(LIN)
    assert "请模型起草" not in client.get(f"/cases/{case}/").content.decode()
    assert client.get(f"/services/cases/{case}/drafts/").status_code == 404
    assert "用白话说明" not in Client().get(f"/services/items/{ITEM}/").content.decode()
    assert "没有接入语言模型" in Client().get(f"/services/items/{ITEM}/plain/").content.decode()
    assert Client().post(f"/services/items/{ITEM}/plain/").status_code == 404
    assert jobs.check_language_model().ok
    assert not GeneratedText.objects.exists()


def test_is_declined_and_nothing_is_asked(at, standin):
    _, case = handed_in(at)
    for act in ("accept", "notify_correction", "no-such-act"):  # no words in it; not its turn; nothing
        with pytest.raises(actions.NothingToDraft):
            actions.ask_for_draft(case, act, by=LIN, at=MON)
    alone = cases.open_case(ITEM, "enterprise:7", "没有申请表", by=LIN, at=MON)
    cases.submit(alone, by=LIN, at=MON)
    with pytest.raises(actions.NothingToDraft):
        actions.ask_for_draft(alone, "return_for_changes", by=LIN, at=MON)
    assert not GeneratedText.objects.exists()


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, HAN], ids=lambda each: each.name)
def test_a_stranger_cannot(at, standin, stranger):
    """Anybody may ask_for_explanation of what is published; what an office writes, only the office has drafted."""
    _, case = handed_in(at)
    with pytest.raises(Forbidden):
        actions.ask_for_draft(case, "return_for_changes", by=stranger, at=MON)
    with pytest.raises(Forbidden):
        actions.keep_generated(1, text="x", by=stranger, at=MON)
    with pytest.raises(Forbidden):
        actions.erase_generated(by=stranger, at=MON)
    assert not GeneratedText.objects.exists()


def test_the_applicant_cannot_have_the_offices_words_drafted(at, standin):
    _, case = handed_in(at)
    with pytest.raises(Forbidden):
        actions.ask_for_draft(case, "return_for_changes", by=at.li, at=MON)


def test_one_asks_so_often_a_minute_and_no_more(at, standin):
    _, case = handed_in(at)
    for _time in range(6):
        actions.ask_for_draft(case, "return_for_changes", by=LIN, at=MON)
    with pytest.raises(actions.TooManyTexts):
        actions.ask_for_draft(case, "return_for_changes", by=LIN, at=MON)
    assert GeneratedText.objects.count() == 6


@COMMITTED
def test_an_item_is_explained_once_for_everybody(at, standin):
    text = actions.ask_for_explanation(ITEM, "zh-hans", "somewhere", by=ANONYMOUS, at=MON)
    with pytest.raises(actions.ExplainedAlready):
        actions.ask_for_explanation(ITEM, "zh-hans", "elsewhere", by=at.li, at=MON)
    seal_and_deliver()
    run_jobs()
    assert len(standin.heard) == 1
    assert "设置店招" in json.dumps(standin.heard, ensure_ascii=False)
    page = Client().get(f"/services/items/{ITEM}/plain/").content.decode()
    assert "请补交租赁合同" in page
    assert "以办事指南为准" in page
    assert "用白话说明" in Client().get(f"/services/items/{ITEM}/").content.decode()
    with pytest.raises(actions.SettledAlready):
        actions.keep_generated(text, text="别的", by=SYSTEM, at=MON)
    with pytest.raises(actions.NothingToErase):
        actions.erase_generated(by=SYSTEM, at=MON + timedelta(days=29))
    assert actions.erase_generated(by=SYSTEM, at=MON + timedelta(days=31)) == 1
    assert recorded("services.text.erased")[-1].payload["count"] == 1


def test_what_was_written_stands_in_the_form_of_the_act_and_nothing_is_done(at, standin):
    _, case = received(at)
    words = "缺租赁合同\n<script>alert(1)</script>"
    answer = of(LIN).post(f"/cases/{case}/notify_correction/", {"missing": words, "on": "0", "written": "yes"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "缺租赁合同" in page
    assert "<script>alert" not in page
    assert the(case).state == "RECEIVED"


# Where what a model wrote may be named: where it is kept, where it is asked for, and the pages that show it.
MAY_NAME = {
    "services/models/__init__.py", "services/models/generated.py", "services/actions/generating.py",
    "services/queries/generated.py",
}  # fmt: skip


def names_it(text: str) -> bool:
    """Whether a module names the table, or what speaks to the model."""
    found = {each.id for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Name)}
    for each in ast.walk(ast.parse(text)):
        if isinstance(each, ast.ImportFrom):
            found |= {alias.name for alias in each.names}
    return bool(found & {"GeneratedText", "Endpoint"})


def test_no_act_on_a_case_or_an_application_reads_what_a_model_wrote():
    root = Path(yunjian.__file__).parent
    ours = [each for each in root.rglob("*.py") if not {"tests", "migrations"} & {*each.parts}]
    naming = {str(each.relative_to(root)) for each in ours if names_it(each.read_text())}
    assert naming - MAY_NAME == {"services/jobs/__init__.py"}  # which hands the words to the action that keeps them
    assert names_it("from ..models import GeneratedText\n")  # a sabotage is seen
    assert not names_it("from ..models import Application\n")
