"""How personal data may be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjian.parties import logic


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        ("name", "张三", "张*"),
        ("name", "王小明", "王**"),
        ("name", "欧阳娜娜", "欧阳**"),
        ("name", "欧阳", "欧*"),
        ("name", "", ""),
        ("identity_number", "310117199001010011", "310117********0011"),
        ("phone", "13812345678", "138****5678"),
        ("phone", "02167735012", "021******12"),
        ("address", "上海市松江区岳阳街道中山中路38弄5号602室", "上海市松江区岳阳街道****"),
        ("address", "中山中路38弄5号", "中山中路****"),
        ("email", "zhang@example.cn", "z***@example.cn"),
        ("bank_card", "6222021001234567890", "622202*********7890"),
        ("plate", "沪A12345", "沪A***45"),
        ("whole", "家里有病人", "****"),
    ],
)
def test_keeps_what_common_practice_keeps(mask, text, shown):
    assert logic.masked(mask, text) == shown


@given(
    st.sampled_from(["name", "identity_number", "phone", "address", "email", "bank_card", "plate", "whole"]), st.text()
)
def test_never_shows_a_text_of_two_signs_or_more_as_it_is(mask, text):
    shown = logic.masked(mask, text)

    assert len(text) < 2 or shown != text or set(text[1:]) == {"*"}
