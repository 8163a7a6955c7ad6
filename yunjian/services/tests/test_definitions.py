"""Items, themes, trades and words as they are declared: whole, without contradiction, their examples worked."""

from datetime import date

import pytest
from pydantic import ValidationError

from yunjian.certificates.definitions import Exemption
from yunjian.materials.tests.stage import types
from yunjian.services.definitions import Item, Theme, Trade, merged

BASIS = ({"title": "测试用的依据"},)


def item(**more):
    values = {
        "key": "sign", "title": "招牌", "title_en": "Sign", "procedure": "sign", "targets": ("person",),
        "basis": BASIS, "valid_from": date(2026, 1, 1), "example": {},
    }  # fmt: skip
    return Item(**{**values, **more})


def paper(key, **more):
    return {"key": key, "title": key, **more}


AGE = {"name": "age", "title": "几岁？", "kind": "number"}


def test_songjiang_has_its_items_themes_and_trades_over_its_departments(pack):
    of = lambda kind: [each for each in pack if isinstance(each, kind)]  # noqa: E731
    procedures = {each.key: each for each in pack if each.kind == "procedures"}
    units = {procedures[each.procedure].unit for each in of(Item)}

    assert (len(of(Item)), len(of(Theme)), len(of(Trade))) == (82, 8, 6)
    assert len(units) == 21
    assert all(each.certainty == "memory" for kind in (Item, Theme, Trade) for g in of(kind) for each in g.basis)


def test_every_exempted_paper_is_one_of_an_item_that_songjiang_has(pack):
    items = {each.key: each for each in pack if isinstance(each, Item)}
    named = {each.item for e in pack if isinstance(e, Exemption) for each in e.replaces}

    assert named <= items.keys()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"materials": (paper("a"), paper("a"))}, "材料 a 写了两次"),
        ({"conditions": ({"title": "成年", "criterion": {"field": "age", "at_least": 18}},)}, "没有问它"),
        ({"visits": 1}, "为什么必须到现场"),
        ({"authority": "entrusted"}, "谁委托的"),
        ({"questions": ({**AGE, "kind": "choice"},)}, "要写答案"),
    ],
)
def test_what_is_not_whole_is_refused_with_a_sentence(wrong, words):
    with pytest.raises(ValidationError, match=words):
        item(**wrong)


def test_a_wrong_code_is_kept_and_said():
    assert [field for field, _ in item(basic_code="12", task_code="x").wrong_codes] == ["basic_code", "task_code"]


def test_an_example_that_does_not_hold_is_said():
    adult = ({"title": "成年", "criterion": {"field": "age", "at_least": 18}},)
    made = item(questions=(AGE,), conditions=adult, materials=(paper("a"),), example={"answers": {"age": 17}})

    assert made.check_example() == ["条件的结论是 not", "要的材料是 a"]


def test_an_exemption_and_the_item_it_names_must_agree():
    says = Exemption(
        key="e", title="免交", title_en="e", certificate="licence", how="issued-here", basis=BASIS,
        valid_from=date(2026, 1, 1), example={"item": "sign", "material": "a", "still_needed": "b"},
        replaces=({"item": "sign", "item_title": "招牌", "item_title_en": "s", "material": "a",
                   "material_title": "a", "material_title_en": "a"},),
    )  # fmt: skip
    beside = {("exemptions", "e"): says}

    assert "没有这份材料" in item().check_beside(beside)[0]
    assert "没有这样写" in item(materials=(paper("a"),)).check_beside(beside)[0]
    assert item(materials=(paper("a", certificate="licence"),)).check_beside(beside) == []


def test_whoever_may_apply_may_keep_the_papers_that_are_asked_for():
    beside = {("materials", each.key): each for each in types()}
    asked = item(targets=("person", "enterprise"), materials=(paper("a", material="lease-contract"),))
    wrong = item(targets=("person", "enterprise"), materials=(paper("a", material="drawings"),))

    assert asked.check_beside(beside) == []
    assert wrong.check_beside(beside) == ["材料 a 的类型 drawings 不由 person 交存，本事项却面向 person"]


def test_merging_keeps_the_strictest_need_and_spares_only_what_every_item_spares():
    one = item(key="one", materials=(paper("x", material="k", need="optional", looked_up_in="库"), paper("own")))
    two = item(key="two", materials=(paper("y", material="k", need="core", copies=3), paper("own")))
    same, own = merged([one, two], {}, date(2026, 1, 1))

    assert (same.identity, same.need, same.copies, same.looked_up_in) == ("k", "core", 3, "")
    assert (own.items, own.materials) == (("one", "two"), (("one", "own"), ("two", "own")))


def test_what_an_item_gives_the_next_has():
    gives = item(key="one", results=({"title": "证", "form": "certificate", "certificate": "c"},))
    takes = item(key="two", materials=(paper("copy", certificate="c"),))

    assert merged([gives, takes], {}, date(2026, 1, 1))[0].made_by == "one"
    assert merged([takes, gives], {}, date(2026, 1, 1))[0].made_by == ""


def test_a_theme_whose_items_wait_for_each_other_is_refused(pack):
    newborn = next(each for each in pack if each.key == "newborn")
    ring = ({"item": "a", "after": ("b",)}, {"item": "b", "after": ("a",)})

    with pytest.raises(ValidationError, match="永远轮不到"):
        Theme(**{**newborn.model_dump(), "parts": ring})


def test_a_theme_whose_papers_are_written_wrong_is_told_the_right_ones(pack):
    beside = {(each.kind, each.key): each for each in pack}
    newborn = beside["themes", "newborn"]
    wrong = newborn.model_copy(update={"example": newborn.example.model_copy(update={"papers": ()})})

    assert "application-form" in wrong.check_beside(beside)[0]
    assert newborn.check_beside(beside) == []


def test_a_trade_licence_ends_with_the_first_of_its_permits(pack):
    ktv = next(each for each in pack if isinstance(each, Trade) and each.key == "ktv")

    assert ktv.until({"a": None, "b": date(2030, 1, 1), "c": date(2029, 1, 1)}) == date(2029, 1, 1)
    assert ktv.until({"a": None}) is None


def test_a_result_takes_its_fields_from_the_form_into_the_certificate(pack):
    beside = {(each.kind, each.key): each for each in pack}
    food = beside["items", "food-business"]
    assert food.particulars({"premises": "中山路1号", "kind": "catering", "representative": ""}) == {
        "place": "中山路1号", "trade": "catering",
    }  # fmt: skip
    [result] = food.results
    wrong = food.model_copy(update={"results": (result.model_copy(update={"fields": {"colour": "premise"}}),)})
    assert [said.partition("”")[2] for said in wrong.check_beside(beside)] == [
        "写了 colour，这类证照没有这一项",
        "的 colour 取自 premise，本事项的表单没有这一项",
    ]
    other = food.model_copy(update={"results": ()})
    assert "流程 food-business-licence 颁发 food-business-licence" in other.check_beside(beside)[0]


def test_a_form_that_is_a_paper_names_one_the_item_asks_for(pack):
    beside = {(each.kind, each.key): each for each in pack}
    form = beside["forms", "food-business"]
    assert form.stands_for == "application-form"
    assert form.model_copy(update={"stands_for": "photo"}).check_beside(beside) == ["事项 food-business 没有材料 photo"]
