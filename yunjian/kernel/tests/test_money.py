"""Money."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjian.kernel.money import Agreement, MoneyUnit, Printed, in_wan, parse_number

YUAN, WAN = MoneyUnit.YUAN, MoneyUnit.WAN

FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")

amounts = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**12), 10**12), st.integers(0, 6)
)
printed = st.builds(Printed, amounts, st.sampled_from(MoneyUnit))


@given(amounts)
def test_reads_back_as_it_was_printed(amount):
    for text in (f"{amount:f}", f"{amount:,f}", f"{amount:,f}".translate(FULL_WIDTH), f" \u3000{amount:,f}\u00a0"):
        assert parse_number(text) == amount
        assert parse_number(text).as_tuple().exponent == amount.as_tuple().exponent


@given(amounts)
def test_reads_brackets_as_a_minus(amount):
    text = f"{abs(amount):,f}"

    assert parse_number(f"({text})") == parse_number(f"（{text.translate(FULL_WIDTH)}）") == -abs(amount)
    assert parse_number(f"( {text} )") == -abs(amount)


@given(st.text(max_size=12))
def test_reads_any_text_as_a_number_or_nothing(text):
    number = parse_number(text)

    assert number is None or (number.is_finite() and parse_number(f"{number:f}") == number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("36,864,854.48", "36864854.48"),
        ("－３.５", "-3.5"),
        ("−3.5", "-3.5"),
        ("+5", "5"),
        ("- 12.00", "-12.00"),
        ("(0.00)", "0.00"),
        ("-0", "0"),
        ("007", "7"),
    ],
)
def test_reads_what_bureaus_print(text, number):
    assert str(parse_number(text)) == number


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "—", "元", "12元", "1,23", "1234,567", "1,2345", ",123", "12.", ".5", "1.2.3", "1,234,56.7",
        "--1", "(-12)", "(12", "12)", "()", "1e5", "NaN", "Infinity", "2025 2026", "1 234.50", "12\n34", "٣", "½",
        "第1项", "9" * 25,
    ],
)  # fmt: skip
def test_reads_nothing_else(text):
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [("单位：元", YUAN), ("单位：万元", WAN), ("金额单位: 万元", WAN), ("（元）", YUAN), ("单位", None), ("", None)],
)
def test_has_the_unit_a_heading_names(text, unit):
    assert MoneyUnit.from_text(text) is unit


@pytest.mark.parametrize(
    ("value", "unit", "yuan", "tolerance"),
    [
        ("36864854.48", YUAN, "36864854.48", "0.005"),
        ("3686.49", WAN, "36864900", "50"),
        ("3686.5", WAN, "36865000", "500"),
        ("3686", WAN, "36860000", "5000"),
        ("12", YUAN, "12", "0.5"),
        ("1E+3", YUAN, "1000", "0.5"),
    ],
)
def test_is_as_exact_as_it_is_printed(value, unit, yuan, tolerance):
    amount = Printed(Decimal(value), unit)

    assert (amount.yuan, amount.tolerance) == (Decimal(yuan), Decimal(tolerance))


@given(amounts, st.integers(0, 4))
def test_agrees_with_itself_rounded(amount, places):
    rounded = Printed(in_wan(amount).quantize(Decimal(1).scaleb(-places)), WAN)

    assert Printed(amount).compare(rounded) is not Agreement.DIFFERENT
    assert abs(rounded.yuan - amount) <= rounded.tolerance


@given(printed, printed)
def test_compares_the_same_both_ways(one, other):
    assert one.compare(other) is other.compare(one)
    assert one.compare(one) is Agreement.EQUAL


@given(printed, st.integers(1, 9))
def test_differs_beyond_the_printed_digits(amount, extra):
    beyond = Printed(amount.value + Decimal(1 + extra).scaleb(-amount.decimals), amount.unit)

    assert amount.compare(beyond) is Agreement.DIFFERENT


@given(amounts)
def test_is_the_same_money_in_either_unit(amount):
    assert Printed(in_wan(amount), WAN).yuan == amount
    assert Printed(amount, YUAN).compare(Printed(in_wan(amount), WAN)) is Agreement.EQUAL


@given(amounts)
def test_read_in_the_other_unit_is_ten_thousand_times_as_much(amount):
    assert Printed(amount, YUAN).as_unit(WAN).yuan == amount * 10_000


def test_prints_with_separators_and_unit():
    assert str(Printed(Decimal("36864854.48"))) == "36,864,854.48元"
    assert str(Printed(Decimal("-3686.490"), WAN)) == "-3,686.490万元"
    assert str(Printed(Decimal("1E+3"))) == "1,000元"
