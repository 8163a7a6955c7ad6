"""Recognising: what a file looks like by the words on it."""

from functools import cache

import pytest

from tests.songjiang import declared
from yunjian.materials.definitions import MaterialType
from yunjian.materials.logic.recognising import reading, recognised


@cache
def types() -> dict[str, MaterialType]:
    return {each.key: each for each in declared() if isinstance(each, MaterialType)}


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (("中华人民共和国", "居民身份证", "有效期限 2025.03.08-2045.03.08"), "resident-identity-card"),
        (("姓名 王小明", "公民身份号码 310117199001011235"), "resident-identity-card"),
        (("无犯罪记录证明", "公民身份号码：310117199001011235"), "no-crime-record"),
        (("上海市房屋租凭合同", "乙方营业执照号码：91350100M000100Y43"), "lease-contract"),
        (("松江区疾病预防控制中心", "从业人员健康合格证"), "health-certificate"),
        (("租房时请出示居民身份证和营业执照，并复印一份交给物业公司的管理人员。",), ""),
        (("结婚证字号：J310117-2026-000001",), ""),
        (("今天天气很好",), ""),
        ((), ""),
    ],
)
def test_by_the_first_heading_even_if_a_letter_is_misread(lines, key):
    assert recognised(lines, types().values()) == key


def test_every_kind_of_material_is_recognised_by_its_own_example():
    wrong = [
        (each.key, found)
        for each in types().values()
        if each.example.text and (found := recognised(each.example.text.splitlines(), types().values())) != each.key
    ]
    assert wrong == []


def test_keeps_how_surely_the_whole_was_read():
    lines = [["营业执照", 1.0], ["法定代表人：王建国", 0.55]]
    kept = reading(
        {"how": "OCR", "text": "营业执照\n法定代表人：王建国", "lines": lines},
        types().values(),
        types()["business-licence"],
    )
    assert (kept["looks"], kept["letters"], kept["sure"]) == ("business-licence", 13, 0.688)
    assert kept["fields"] == {"legal-representative": {"value": "王建国", "confidence": 0.55}}
