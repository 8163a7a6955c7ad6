"""A pack that is broken in one way is reported in that way, at the right file and line, and not loaded."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yunjian.kernel.pack.mistake import NotAPack, PackMistakes
from yunjian.kernel.pack.reading import examine, read

from .kinds import FEE, FILES, KINDS, MANIFEST, OFFICE, write

SECOND = """---
key: main
title: 总部
windows: [甲, 乙]
valid_from: 2027-01-01
basis:
  - title: 设立文件
example:
  open: 甲
"""
ENDED = OFFICE.replace("basis:", "valid_to: 2027-06-01\nbasis:")


def office(before, after):
    assert before in OFFICE
    return {"offices/main.yaml": OFFICE.replace(before, after)}


def fee(before, after):
    assert before in FEE
    return {"fees/copy.yaml": FEE.replace(before, after)}


OTHER = OFFICE.replace("key: main", "key: other")

SABOTAGES = {
    "unknown key close to a known one": (
        fee("amount:", "amuont:"), "fees/copy.yaml", 5, "amuont", "unknown-key", "是不是 amount？"),
    "unknown key far from any": (
        fee("amount:", "colour: red\namount:"), "fees/copy.yaml", 5, "colour", "unknown-key", "这里可以写的有"),
    "unknown key inside a part": (
        fee("    share: 60.5", "    shares: 60.5"), "fees/copy.yaml", 10, "steps[1].shares", "unknown-key", "share？"),
    "missing field": (fee("window: 乙\n", ""), "fees/copy.yaml", 1, "window", "missing", "缺少这一项"),
    "missing basis": (fee("basis:\n  - title: 收费办法\n", ""), "fees/copy.yaml", 1, "basis", "missing", "依据"),
    "empty basis": (
        fee("basis:\n  - title: 收费办法\n", "basis: []\n"),
        "fees/copy.yaml", 12, "basis", "wrong-value", "至少要有 1 项"),
    "missing example": (
        fee("example:\n  yuan: 0.00005 万元\n", ""), "fees/copy.yaml", 1, "example", "missing", "缺少这一项"),
    "number where text is expected": (
        fee("title: 复印费", "title: 42"),
        "fees/copy.yaml", 2, "title", "wrong-value", "加引号（名称）；现在写的是“42”"),
    "text where a number is expected": (
        fee("share: 60.5", "share: 一半"),
        "fees/copy.yaml", 10, "steps[1].share", "wrong-value", "这里要写一个数（占比）"),
    "number out of bounds": (
        fee("share: 60.5", "share: 600"), "fees/copy.yaml", 10, "steps[1].share", "wrong-value", "不能大于 100"),
    "money without a unit": (fee("0.50 元", "0.50"), "fees/copy.yaml", 5, "amount", "wrong-value", "58.501 万元"),
    "yes where true is expected": (
        fee("amount:", "free: yes\namount:"),
        "fees/copy.yaml", 5, "free", "wrong-value", "true 或 false；现在写的是“yes”"),
    "a day that does not exist": (
        fee("2026-01-01", "2026-02-30"), "fees/copy.yaml", 11, "valid_from", "wrong-value", "2026-02-30"),
    "a mapping where a list is expected": (
        office("windows: [甲, 乙]", "windows: {甲: 乙}"), "offices/main.yaml", 3, "windows", "wrong-value", "列表"),
    "a list where a document is expected": (
        {"fees/copy.yaml": "- a\n- b\n"}, "fees/copy.yaml", 1, "", "wrong-value", "键: 值"),
    "key of a wrong shape": (
        {"fees/copy.yaml": None, "fees/Copy_1.yaml": FEE.replace("key: copy", "key: Copy_1")},
        "fees/Copy_1.yaml", 1, "key", "wrong-value", "写法不对"),
    "criterion with a word outside the vocabulary": (
        office("at_least: 60", "more_than: 60"),
        "offices/main.yaml", 6, "serves.all[0]", "wrong-value", "一个条件写一个词"),
    "criterion with an unbounded pattern": (
        office("at_least: 60", "matches: a*"), "offices/main.yaml", 6, "serves.all[0]", "wrong-value", "不能用 *"),
    "edition ending before it begins": (
        office("basis:", "valid_to: 2025-01-01\nbasis:"), "offices/main.yaml", 1, "", "wrong-value", "早于生效日期"),
    "editions that overlap": (
        {"offices/main.yaml": ENDED + SECOND},
        "offices/main.yaml", 20, "valid_from", "overlap", "到 2027-06-01 才失效"),
    "two editions on one day": (
        {"offices/main.yaml": OFFICE + SECOND.replace("2027", "2026")},
        "offices/main.yaml", 19, "valid_from", "overlap", "2026-01-01"),
    "dangling reference": (
        fee("office: main", "office: mian"), "fees/copy.yaml", 3, "office", "dangling", "没有 offices/mian.yaml"),
    "dangling reference to an entry": (
        fee("window: 乙", "window: 丙"), "fees/copy.yaml", 4, "window", "dangling", "办事处 main 里没有 丙"),
    "reference to something not yet in force": (
        {"offices/other.yaml": OTHER.replace("2026-01-01\nbasis", "2028-01-01\nbasis")}
        | fee("office: main", "office: other"),
        "fees/copy.yaml", 3, "office", "dangling", "办事处 other 在 2026-01-01 没有有效的版本"),
    "ring of references": (
        office("windows:", "parent: main\nwindows:"), "offices/main.yaml", 3, "parent", "ring", "又回到了自己"),
    "file that is not there": (
        office("windows:", "plan: documents/plan.pdf\nwindows:"),
        "offices/main.yaml", 3, "plan", "no-file", "没有文件"),
    "file outside the pack": (
        office("windows:", "plan: ../plan.pdf\nwindows:"), "offices/main.yaml", 3, "plan", "no-file", "不在定义包里面"),
    "example that fails": (
        fee("0.00005 万元", "5 元"), "fees/copy.yaml", 14, "example", "example", "算例对不上：折合 0.50 元"),
    "bad YAML": (fee("title: 复印费", "title: a: b"), "fees/copy.yaml", 2, "", "bad-yaml", "多了一个冒号"),
    "an escape that is no character": (
        fee("title: 复印费", 'title: "\\UFFFFFFFF"'), "fees/copy.yaml", 0, "", "bad-yaml", "不是一个字符"),
    "tab as indentation": (fee("  - title", "\t- title"), "fees/copy.yaml", 13, "", "bad-yaml", "制表符"),
    "duplicate key in a mapping": (
        fee("office: main", "office: main\noffice: main"),
        "fees/copy.yaml", 4, "office", "duplicate-key", "第一次在第 3 行"),
    "anchor": (fee("title: 复印费", "title: &t 复印费"), "fees/copy.yaml", 2, "title", "anchor", "&t"),
    "alias": (
        fee("- title: 收费办法", "- *b"), "fees/copy.yaml", 13, "basis[0]", "alias", "*b"),
    "tag": (fee("title: 复印费", "title: !!str 复印费"), "fees/copy.yaml", 2, "title", "tag", "类型标记"),
    "GBK file": (
        {"fees/copy.yaml": FEE.encode("gbk")}, "fees/copy.yaml", 2, "", "bad-encoding", "看起来是 GBK"),
    "file name that is not the key": (
        {"fees/copy.yaml": None, "fees/copies.yaml": FEE}, "fees/copies.yaml", 1, "key", "file-name", "copy.yaml"),
    "one key in two files": (
        {"offices/other.yaml": OFFICE}, "offices/other.yaml", 1, "key", "duplicate", "已经在 offices/main.yaml"),
    "unknown folder": ({"taxes/vat.yaml": "a: 1"}, "taxes/", 0, "", "unknown-folder", "不认识这个文件夹"),
    "unknown file among definitions": (
        {"fees/notes.txt": "x"}, "fees/notes.txt", 0, "", "unknown-file", "只放 .yaml"),
    "unknown file beside the manifest": ({"notes.docx": "x"}, "notes.docx", 0, "", "unknown-file", "不认识这个文件"),
    "empty file": ({"fees/empty.yaml": "# nothing\n"}, "fees/empty.yaml", 1, "", "empty", "文件是空的"),
    "missing manifest": ({"district.yaml": None}, "district.yaml", 0, "", "no-manifest", "缺少 district.yaml"),
    "manifest with a mistake": (
        {"district.yaml": MANIFEST.replace('"310000"', "310000")},
        "district.yaml", 3, "division", "wrong-value", "引号"),
    "nested too deep": (
        {"fees/deep.yaml": "a: " + "[" * 30 + "]" * 30}, "fees/deep.yaml", 1, "a" + "[0]" * 19, "too-large", "20 层"),
    "file too large": ({"fees/big.yaml": "#" * 1024 * 1025}, "fees/big.yaml", 0, "", "too-large", "不能超过"),
}  # fmt: skip


def test_that_is_whole_is_read(tmp_path):
    pack = read(write(tmp_path, FILES), KINDS)

    assert [(each.kind, each.key) for each in pack.definitions] == [("fees", "copy"), ("offices", "main")]
    assert str(pack.definitions[0].steps[1].share) == "60.5"


@pytest.mark.parametrize("sabotage", SABOTAGES.values(), ids=SABOTAGES)
def test_is_reported_in_exactly_that_way(sabotage, tmp_path):
    changed, file, line, path, code, words = sabotage

    reading = examine(write(tmp_path, FILES | changed), KINDS)

    assert reading.pack is None
    [mistake] = reading.mistakes
    assert (mistake.file, mistake.line, mistake.path, mistake.code) == (file, line, path, code)
    assert words in mistake.sentence
    assert mistake.sentence.endswith(("。", "？"))


def test_with_many_mistakes_is_told_all_of_them_at_once(tmp_path):
    broken = fee("amount: 0.50 元", "amount: 0.50") | office("title: 总部", "titel: 总部") | {"district.yaml": None}
    broken["fees/other.yaml"] = "key: [\n"

    with pytest.raises(PackMistakes) as refusal:
        read(write(tmp_path, FILES | broken), KINDS)

    assert [mistake.file for mistake in refusal.value.mistakes] == [
        "district.yaml", "fees/copy.yaml", "fees/other.yaml", "offices/main.yaml"]  # fmt: skip


def test_with_a_link_in_it_is_refused(tmp_path):
    folder = write(tmp_path / "pack", FILES)
    (tmp_path / "outside.yaml").write_text(FEE.replace("copy", "outside"))
    (folder / "fees" / "outside.yaml").symlink_to(tmp_path / "outside.yaml")

    [mistake] = examine(folder, KINDS).mistakes
    assert (mistake.file, mistake.code) == ("fees/outside.yaml", "unknown-file")


def test_is_no_pack_when_it_is_no_folder_or_some_other_folder(tmp_path):
    with pytest.raises(NotAPack):
        examine(tmp_path / "nowhere", KINDS)
    with pytest.raises(NotAPack):
        examine(write(tmp_path, {"photos/cat.png": b"x"}), KINDS)


SCRAPS = st.sampled_from(
    ['"', "'", "{", "[", "]", ": ", "\n", "- ", "&a ", "*a", "!t ", "|", "\t", "---\n", "<<: ", "é", "键: "]
)
edits = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 8), SCRAPS), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=edits, tail=st.binary(max_size=6))
def test_spoiled_at_random_is_told_and_never_fails(tmp_path_factory, edits, tail):
    text = FEE
    for place, length, scrap in edits:
        text = text[:place] + scrap + text[place + length :]
    folder = write(tmp_path_factory.mktemp("pack"), FILES | {"fees/copy.yaml": text.encode() + tail})

    reading = examine(folder, KINDS)

    assert (reading.pack is None) == bool(reading.mistakes)
