"""Forms as they are declared and checked: one set of rules, a sentence for every breach."""

from datetime import date

import pytest
from django.utils import translation
from pydantic import ValidationError

from yunjian.kernel.actor import ANONYMOUS
from yunjian.services import queries
from yunjian.services.definitions import Form, wrong_rules
from yunjian.services.definitions.formats import FORMATS
from yunjian.services.logic import posted

TEXT = {"type": "string", "maxLength": 9}
FIELD = {"name": "a", "title": "甲", "title_en": "A"}
EXAMPLE = {"right": {}, "wrong": ({"values": {"z": 1}, "place": "z", "rule": "unknown"},)}


def made(properties, fields, **more):
    rules = {"type": "object", "additionalProperties": False, "properties": properties, **more}
    return Form(
        key="f", title="表", title_en="F", basis=({"title": "测试用的依据"},), valid_from=date(2026, 1, 1),
        rules=rules, sections=({"key": "s", "title": "一", "title_en": "One", "fields": fields},), example=EXAMPLE,
    )  # fmt: skip


@pytest.fixture(scope="module")
def forms(pack):
    return {each.key: each for each in pack if isinstance(each, Form)}


def test_songjiang_has_forms_for_common_items_and_their_examples_are_worked(forms):
    assert len(forms) >= 12
    assert [each.check_example() for each in forms.values() if each.check_example()] == []


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"$ref": "#/x"}, "表单只能用"),
        ({"type": "date"}, "不认识 date"),
        ({"format": "ipv4"}, "不认识 ipv4"),
        ({"pattern": "[0-9]"}, "只能用"),
        ({"pattern": r"^\d+$"}, "反斜杠"),
        ({"pattern": "^(?=a)$"}, "环视"),
        ({"pattern": "^(a$"}, "不是正则表达式"),
        ({"enum": []}, "列出文字"),
        ({"required": "a"}, "写法不对"),
        ({"maxLength": True}, "写法不对"),
        ({"maxLength": -1}, "写法不对"),
        ({"properties": {"A": {}}}, "小写字母"),
        ({"properties": {"a": 1}}, "一组规则"),
    ],
)
def test_rules_outside_the_subset_are_refused_with_a_sentence(rules, words):
    assert words in next(wrong_rules(rules))


@pytest.mark.parametrize(
    ("properties", "field", "words"),
    [
        ({"a": TEXT, "b": TEXT}, FIELD, "只在规则或者只在版面里"),
        ({"a": {"type": "string"}}, FIELD, "要写 maxLength"),
        ({"a": {"type": "object"}}, FIELD, "type 应当是"),
        ({"a": {"type": "array", "items": {}}}, FIELD, "每一行"),
        ({"a": TEXT}, {**FIELD, "when": {"field": "z", "among": ("1",)}}, "不在前面"),
        ({"a": TEXT}, {**FIELD, "words": {"x": "某"}}, "多于规则"),
    ],
)
def test_a_layout_that_does_not_fit_its_rules_is_refused(properties, field, words):
    with pytest.raises(ValidationError, match=words):
        made(properties, (field,))


def test_an_example_that_does_not_hold_is_said():
    form = made({"a": TEXT}, (FIELD,), required=["a"])

    assert form.check_example() == ["填得对的被拒绝：a required"]


def test_a_field_that_does_not_appear_is_neither_asked_for_nor_kept(forms):
    form = forms["food-business"]
    document = {**form.example.right, "kind": "sales", "tenure": "own"}

    assert "diners" not in form.tidy(document)
    assert "lease_ends" not in form.tidy(document)
    assert form.breaches(document) == []


def test_every_breach_says_where_what_and_what_to_do_in_both_languages(forms):
    form = forms["individual-business"]
    document = {**form.example.right, "staff": 0, "phone": "139", "family": [{"name": "王芳"}]}
    found = queries.findings(form, document, reader=ANONYMOUS)
    with translation.override("en"):
        english = [each.sentence for each in queries.findings(form, document, reader=ANONYMOUS)]

    assert [each.place for each in found] == ["phone", "family.0.number", "staff"]
    assert found[1].sentence == "“参加经营的家庭成员 第 1 行 身份证号码”还没有填。请填写。"
    assert all(text.isascii() or "“" in text for text in english)
    assert "Mobile phone" in english[0]


def test_what_does_not_fit_its_type_stays_as_it_was_typed(forms):
    given = {"staff": "三", "promise": "true", "family.rows": "1", "family.0.name": " 王芳 ", "unknown": "x"}
    document = posted.document(given, forms["individual-business"])

    assert document == {"staff": "三", "promise": True, "family": [{"name": "王芳"}]}


@pytest.mark.parametrize("rows", ["-1", "x", "²", "99999999", ""])
def test_a_strange_number_of_rows_is_none(rows, forms):
    assert posted.document({"family.rows": rows}, forms["individual-business"]) == {"family": []}


@pytest.mark.parametrize(
    ("format", "right", "wrong"),
    [
        (
            "date",
            ["2024-02-29", "0001-01-01"],
            ["2026-02-29", "2026-2-1", "0000-01-01", "2026-13-01", "２０２６-01-01"],
        ),
        ("identity-number", ["11010519491231002X"], ["11010519491231002x", "110105194912310021", "110105194913310025"]),
        ("credit-code", ["91350100M000100Y43"], ["91350100M000100Y44", "91350100M000100I43", ""]),
        ("mobile", ["13900001111"], ["12900001111", "1390000111", "+8613900001111"]),
        ("money", ["0", "0.5", "12.34"], ["00", ".5", "1,000", "1.234", "-1"]),
    ],
)
def test_formats_take_what_is_right_and_nothing_else(format, right, wrong):
    assert [each for each in right if not FORMATS[format](each)] == []
    assert [each for each in wrong if FORMATS[format](each)] == []


@pytest.mark.django_db
class TestByPageAndInterface:
    """The same findings everywhere; no script is needed."""

    def test_the_interface_tells_a_form_and_what_is_wrong(self, client, songjiang):
        told = client.get("/api/v1/forms/food-business").json()
        answer = client.post(
            "/api/v1/forms/food-business/check", {"document": {}}, content_type="application/json"
        ).json()

        assert told["rules"]["additionalProperties"] is False
        assert not answer["is_right"]
        assert {"place": "firm", "rule": "required", "sentence": "“单位名称”还没有填。请填写。"} in answer["findings"]

    def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(self, client, songjiang):
        answer = client.post("/services/forms/food-business/", {"firm": "<某店>", "do": "check"})

        assert answer.status_code == 422
        assert "&lt;某店&gt;" in answer.text
        assert "“法定代表人（负责人）”还没有填。请填写。" in answer.text

    def test_rows_come_and_go_by_buttons(self, client, songjiang):
        address = "/services/forms/food-business/"
        typed = {"safety_staff.rows": "1", "safety_staff.0.name": "王芳"}
        more = client.post(address, {**typed, "do": "add:safety_staff"})
        fewer = client.post(address, {**typed, "do": "remove:safety_staff:0"})

        assert 'name="safety_staff.1.name"' in more.text
        assert "王芳" in more.text
        assert "王芳" not in fewer.text

    def test_what_is_right_is_said(self, client, songjiang, forms):
        form = forms["elderly-allowance"]
        values = {name: posted.shown(value) for name, value in form.example.right.items()}
        answer = client.post("/services/forms/elderly-allowance/", {**values, "do": "check"})

        assert answer.status_code == 200
        assert "没有发现问题" in answer.text

    def test_a_form_that_is_not_there_is_not_found(self, client, songjiang):
        assert client.get("/services/forms/nothing/").status_code == 404
