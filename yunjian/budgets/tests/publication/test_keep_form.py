"""A published disclosure is written as PDF, Word and Excel."""

import pytest

from tests.cast import DATA_BUREAU, NOON, ZHOU
from yunjian.budgets import actions, jobs, queries
from yunjian.budgets.logic.reading import read
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded
from yunjian.kernel.typesetting import NoFont, chinese_font

from .made import content, entered, figures

pytestmark = pytest.mark.django_db


def test_keeps_each_form_which_is_read_back_to_the_same_figures_and_is_recorded(published):
    disclosure = published()

    jobs.write_forms(disclosure_id=disclosure)

    for form in ("pdf", "docx", "xlsx"):
        file = queries.published_form(disclosure, form, reader=ANONYMOUS)
        assert figures(read(file.data, f"a.{form}")) == entered(content())
    assert [entry.payload["form"] for entry in recorded("budgets.form.made")] == ["pdf", "docx", "xlsx"]
    found = queries.publication(disclosure, reader=ANONYMOUS)
    assert found is not None
    assert not found.lacks_forms


def test_leaves_what_is_written_as_it_is(published):
    disclosure = published()
    actions.keep_form(disclosure, "pdf", b"first", "", by=SYSTEM, at=NOON)
    assert len(recorded("budgets.form.made")) == 1

    actions.keep_form(disclosure, "pdf", b"second", "", by=SYSTEM, at=NOON)

    assert queries.published_form(disclosure, "pdf", reader=ANONYMOUS).data == b"first"


def test_says_why_one_could_not_be_made_until_it_can(published):
    disclosure = published()
    actions.keep_form(disclosure, "pdf", b"", str(NoFont()), by=SYSTEM, at=NOON)

    [form] = queries.publication(disclosure, reader=ANONYMOUS).forms
    assert "没有中文字体" in form.problem
    with pytest.raises(NotFound):
        queries.published_form(disclosure, "pdf", reader=ANONYMOUS)
    actions.keep_form(disclosure, "pdf", b"now", "", by=SYSTEM, at=NOON)
    assert queries.published_form(disclosure, "pdf", reader=ANONYMOUS).data == b"now"


def test_a_system_without_a_chinese_font_is_told_which_to_install():
    with pytest.raises(NoFont, match="fonts-noto-cjk"):
        chinese_font(["DejaVu Sans"])
    assert chinese_font(["DejaVu Sans", "SimSun"]) == "SimSun"


def test_is_declined_for_another_form(published):
    with pytest.raises(actions.UnknownForm):
        actions.keep_form(published(), "exe", b"x", "", by=SYSTEM, at=NOON)


def test_a_stranger_cannot(published):
    disclosure = published()

    with pytest.raises(Forbidden):
        actions.keep_form(disclosure, "pdf", b"x", "", by=ZHOU, at=NOON)
    assert queries.find_disclosure(DATA_BUREAU, 2026, reader=ANONYMOUS).id == disclosure
