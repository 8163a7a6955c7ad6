"""A definition is frozen, exact, dated, and proves itself."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

import pytest
from pydantic import ValidationError

from yunjian.kernel.definitions import Basis, Definition, PackFile, Part, Reference, marked
from yunjian.kernel.money import MoneyUnit, Printed

from .kinds import Fee, FeeExample, Office, OfficeExample, Step

BASIS = (Basis(title="办法"),)
DAY = date(2026, 1, 1)


def fee(**more):
    values = {
        "key": "copy",
        "title": "复印费",
        "basis": BASIS,
        "valid_from": DAY,
        "office": "main",
        "window": "甲",
        "amount": "0.50 元",
        "example": FeeExample(yuan="0.50 元"),
    }
    return Fee(**values | more)


def test_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        fee().title = "别的"


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [
        ("0.50 元", MoneyUnit.YUAN, "0.50"),
        ("1,234.5678万元", MoneyUnit.WAN, "1234.5678"),
        ("-3 万元", MoneyUnit.WAN, "-3"),
        ("123456789012345678.99 元", MoneyUnit.YUAN, "123456789012345678.99"),
    ],
)
def test_keeps_money_as_it_was_written(written, unit, value):
    assert fee(amount=written, example={"yuan": written}).amount == Printed(Decimal(value), unit)


@pytest.mark.parametrize("written", ["0.50", 0.5, 50, "元", "0.50 美元", "一百元", None])
def test_refuses_money_without_its_unit(written):
    with pytest.raises(ValidationError, match="金额和单位"):
        fee(amount=written)


@pytest.mark.parametrize("share", [0.1, True, "十", None, Decimal("NaN"), Decimal("Infinity"), 101, -1])
def test_refuses_what_is_no_exact_number_within_bounds(share):
    with pytest.raises(ValidationError):
        Step(name="收", share=share)


def test_holds_from_its_first_day_until_the_day_it_ends():
    dated = fee(valid_to=date(2026, 7, 1))

    assert [dated.holds_on(date(2026, 1, 1)), dated.holds_on(date(2026, 6, 30))] == [True, True]
    assert [dated.holds_on(date(2025, 12, 31)), dated.holds_on(date(2026, 7, 1))] == [False, False]


def test_leaves_what_stands_at_its_default_out_of_the_digest():
    assert fee(free=False).digest == fee().digest
    assert fee(free=True).digest != fee().digest
    assert "free" not in fee().body()


def test_comes_back_from_its_body_as_it_was():
    office = Office(
        key="main",
        title="总部",
        basis=BASIS,
        valid_from=DAY,
        windows=("甲",),
        serves={"not": {"field": "born", "one_of": (DAY, Decimal("1.50"), "2026-01-01", True)}},
        example=OfficeExample(open="甲"),
    )

    assert Office.from_body(office.body()) == office
    assert Fee.from_body(fee().body()) == fee()


def test_names_its_references_and_files_wherever_they_stand():
    office = Office(
        key="b", title="b", basis=BASIS, valid_from=DAY, parent="main", plan="documents/p.pdf", example={"open": "甲"}
    )

    assert [(path, mark.kind, value) for path, mark, value in marked(office, Reference)] == [
        ("parent", "offices", "main")
    ]
    assert [(path, value) for path, _, value in marked(office, PackFile)] == [("plan", "documents/p.pdf")]
    assert [(path, mark.within) for path, mark, _ in marked(fee(), Reference)] == [("office", ""), ("window", "main")]


def test_needs_an_example_and_a_name_of_its_own():
    with pytest.raises(TypeError, match="example of its own"):

        class WithoutExample(Definition):
            kind: ClassVar[str] = "things"
            noun: ClassVar[str] = "东西"

    with pytest.raises(TypeError, match="class attribute noun"):

        class WithoutNoun(Definition):
            kind: ClassVar[str] = "things"
            example: Part


def test_needs_its_example_to_be_worked():
    with pytest.raises(TypeError, match="check_example"):

        class Unworked(Office):
            check_example = Definition.check_example
