"""What a visitor sees of a disclosure that was prepared here."""

from dataclasses import replace

import pytest
from django.test import Client

from tests.cast import MENG, NOON, ZHOU
from yunjian.budgets import actions, jobs, queries
from yunjian.budgets.logic.reading import read
from yunjian.kernel.actor import ANONYMOUS

from .conftest import go
from .made import content, entered, figures, project
from .test_sign_exception import WRONG

pytestmark = pytest.mark.django_db
BASE = "/budgets/data-bureau/2026"


def test_the_page_is_read_back_to_the_same_figures(published):
    published()

    page = Client().get(f"{BASE}/document/").content

    assert figures(read(page, "page.html")) == entered(content())


def test_the_original_is_the_page_that_stands_alone(published):
    published()

    file = Client().get(f"{BASE}/original/file/")

    assert figures(read(file.getvalue(), "a.html")) == entered(content())
    assert Client().get(f"{BASE}/original/").status_code == 200


def test_every_form_can_be_had_once_it_is_written(published):
    disclosure = published()
    assert Client().get(f"{BASE}/document.pdf").status_code == 404
    assert "正在生成" in Client().get(f"{BASE}/").content.decode()

    jobs.write_forms(disclosure_id=disclosure)

    for form in ("pdf", "docx", "xlsx"):
        answer = Client().get(f"{BASE}/document.{form}")
        assert answer.status_code == 200
        assert figures(read(answer.content, f"a.{form}")) == entered(content())
    assert "正在生成" not in Client().get(f"{BASE}/").content.decode()


def test_who_signed_for_errors_is_shown_with_the_reason(drafted):
    draft = drafted("APPROVED", WRONG)
    actions.sign_exception(draft, "财政系统下周才能改", by=MENG, at=NOON)
    actions.publish_draft(draft, by=ZHOU, at=NOON)

    for address in (f"{BASE}/", f"{BASE}/document/"):
        page = Client().get(address).content.decode()
        assert "签字人：孟局长" in page
        assert "财政系统下周才能改" in page


def test_both_editions_and_the_difference_are_shown(published):
    first = published()
    draft = actions.start_correction(first, "项目金额有误", by=ZHOU, at=NOON)
    changed = replace(
        content(),
        duties="负责全区数据工作。",
        projects=(project("政务云租用项目", "500000.00"), project("机房运行维护项目", "500000.00")),
    )
    actions.save_draft(draft, changed, 1, by=ZHOU, at=NOON)
    actions.publish_draft(go(draft, to="APPROVED"), by=ZHOU, at=NOON)

    page = Client().get(f"{BASE}/changes/").content.decode()
    assert "项目金额有误" in page
    assert "600,000.00" in page
    assert "<del>协调推进数字化转型。</del>" in page
    old = Client().get(f"{BASE}-e1/document/").content.decode()
    assert "协调推进数字化转型" in old
    assert "这一版后来被更正过" in old
    assert queries.disclosure(first, reader=ANONYMOUS).state == "SUPERSEDED"


def test_a_file_that_was_handed_in_is_shown_beside_its_original(handed_in):
    handed_in(year=2026)

    assert Client().get(f"{BASE}/document/").headers["Location"] == f"{BASE}/original/"
    assert Client().get(f"{BASE}/document.pdf").headers["Location"] == f"{BASE}/original/file/"
    assert "第一版" in Client().get(f"{BASE}/changes/").content.decode()


def test_words_are_never_markup(published):
    nasty = '<script>alert("x")</script> #import "x" $1 =SUM(A1)'
    draft = replace(content(), duties=nasty + "。")

    disclosure = published(draft)
    jobs.write_forms(disclosure_id=disclosure)

    page = Client().get(f"{BASE}/document/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    for form in ("pdf", "docx", "xlsx"):
        file = queries.published_form(disclosure, form, reader=ANONYMOUS)
        chapter = next(each for each in read(file.data, f"a.{form}").chapters if each.kind == "duties")
        assert "#import" in chapter.text
        assert "=SUM(A1)" in chapter.text


def test_the_department_says_when_it_was_approved_and_published(twenty_days, published):
    actions.record_approval("data-bureau", 2026, "BUDGET", NOON.date(), "", by=ZHOU, at=NOON)
    assert "财政部门" not in Client().get("/budgets/data-bureau/").content.decode()

    published()

    page = Client().get("/budgets/data-bureau/").content.decode()
    assert "财政部门 2026-03-02 批复" in page
    assert "2026-03-02 公开，批复后第 0 日" in page
    assert "应在 2026-03-22 前公开" in page
