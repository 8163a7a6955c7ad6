"""The codes of an item: the rule is checked, a code that breaks it is said in a sentence and never altered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjian.services.definitions import wrong_basic, wrong_codes, wrong_handling, wrong_task

BASIC = "000117051000"
TASK = "11440232MB2D06811W4" + BASIC


def test_codes_that_keep_the_rule_have_nothing_wrong():
    assert wrong_codes(BASIC, TASK, TASK + "01") == []
    assert wrong_task(TASK + "12345", BASIC) == ""


def test_an_unknown_code_is_not_a_wrong_one():
    assert wrong_codes("", "", "") == []


@pytest.mark.parametrize(
    "code", ["511A0138600000-511602000000-000-11511602008778255F-1-00", "2222222222222", "12345678X"]
)
def test_the_ways_real_catalogues_break_the_rule_are_said(code):
    assert code in wrong_basic(code)
    assert code in wrong_task(code)
    assert code in wrong_handling(code)


def test_a_code_of_another_item_or_of_no_body_is_said():
    assert "不同" in wrong_task(TASK, "000117051001")
    assert "统一社会信用代码" in wrong_task("11440232MB2D06811X4" + BASIC)
    assert "不是从" in wrong_handling(TASK + "01", TASK.replace("W4", "W5"))


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_written_the_answer_is_a_sentence_for_each_wrong_field(basic, task, handling):
    fields = [field for field, why in wrong_codes(basic, task, handling) if why]
    assert len(fields) == len(set(fields)) <= 3
