"""``pack diff`` says in words what a new edition of an item changes, and for whom."""

from datetime import date

from tests.district import SmallPack
from yunjian.kernel import catalogue
from yunjian.kernel.pack.commands import _changes
from yunjian.services.definitions import Item


def later(item, **more):
    return Item(**{**item.model_dump(by_alias=True), "valid_from": date(2026, 12, 1), **more})


def test_each_change_is_a_sentence_for_those_concerned(songjiang, pack):
    item = next(each for each in pack if each.kind == "items" and each.key == "drainage")
    first, second, *_ = item.materials
    dear = second.model_copy(update={"certificate": None})
    fee = {"title": "工本费", "basis": "依据"}
    made = later(item, materials=(dear.model_dump(), {"key": "new", "title": "新材料"}), fees=(fee,), status="paused")

    said = _changes(made)

    assert all(each.startswith("企业和其他组织：") for each in said)
    for words in ("暂停办理", "要多交“新材料”", f"不用再交“{first.title}”", "不再免于提交，要自己交", "新收“工本费”"):
        assert any(words in each for each in said), words


def test_a_first_edition_changes_nothing_for_anybody(songjiang, pack):
    item = next(each for each in pack if each.kind == "items" and each.key == "drainage")

    assert _changes(item.model_copy(update={"key": "another"})) == []
    assert catalogue.compare(SmallPack((item,))).added == ()
