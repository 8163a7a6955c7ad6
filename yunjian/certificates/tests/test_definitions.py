"""What a district may declare of a type of certificate, and what it may not."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from yunjian.certificates.definitions import CertificateField

from . import stage

PACKS = Path(__file__).parents[3] / "districts"
FIELD = {"name": "number", "title": "编号", "title_en": "Number"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"fields": (FIELD, FIELD)},
        {"fields": (FIELD | {"grade": "PERSONAL"},)},
        {"fields": (FIELD | {"kind": "code"},)},
        {"fields": (FIELD | {"scheme": "credit-code"},)},
        {"layout": {"order": ("number",)}},
        {"layout": {"order": ("number", "principal", "trade", "colour")}},
        {"purposes": ({"key": "a", "title": "用途", "fields": ("colour",)},)},
        {"purposes": ({"key": "a", "title": "用途"}, {"key": "a", "title": "用途"})},
        {"code": "113101170000000000001"},
        {"validity": {"rule": "fixed"}},
        {"validity": {"rule": "long-term", "months": 3}},
        {"validity": {"rule": "until", "remind_days": (7, 30)}},
    ],
)
def test_a_type_that_contradicts_itself_is_refused(wrong):
    with pytest.raises(ValidationError):
        stage.licence(**wrong)


def test_an_example_that_does_not_come_out_is_named():
    told = {"valid_from": date(2026, 1, 1), "values": {"number": "1"}, "valid_through": date(2027, 1, 1)}
    kind = stage.licence(example={**told, "wrong": ({"field": "number", "value": "good"},)})

    assert len(kind.check_example()) == 3


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ({"kind": "date"}, "2024-02-29", "2023-02-29"),
        ({"kind": "number"}, "-12.50", "1,000"),
        ({"kind": "number"}, "3", "NaN"),
        ({"kind": "picture"}, "0" * 64, "a.png"),
        ({"kind": "identifier", "scheme": "credit-code"}, stage.USCC, stage.USCC[:-1] + "0"),
        ({"kind": "identifier", "scheme": "identity-number"}, stage.NUMBER, "310117199013011235"),
        ({}, "任何文字\n两行", "a\x07"),
    ],
)
def test_a_value_is_judged_by_the_kind_of_its_field(field, good, bad):
    declared = CertificateField(**FIELD, **field)
    assert declared.problem(good) == ""
    assert declared.problem(bad) != ""
    assert declared.problem("") == "MISSING"


def test_every_purpose_a_pack_of_ours_declares_is_said_in_english_too():
    files = sorted(PACKS.glob("*/certificates/*.yaml"))
    declared = [purpose for path in files for purpose in YAML(typ="safe").load(path).get("purposes", ())]

    assert len(declared) > 10
    assert [purpose["key"] for purpose in declared if not purpose.get("title_en", "").isascii()] == []
    assert [purpose["key"] for purpose in declared if not purpose.get("title_en")] == []
