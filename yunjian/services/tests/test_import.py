"""Import of real catalogues: every row read or its error said, wrong codes kept and flagged."""

import csv
import io
import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.cast import LI
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded
from yunjian.services import actions, commands, queries
from yunjian.services.logic.reading import COLUMNS, CatalogueUnreadable, catalogue_of, rows_of

DAY = date(2026, 3, 2)
UNITS = {"上海市松江区水务局": "water", "区水务局": "water"}
ROW = {
    "task_name": "取水口标识登记",
    "catalog_code": "000119015000",
    "task_code": "11440232MB2D06811W4000119015000",
    "task_type": "行政许可",
    "dept_name": "区水务局",
    "by_law": "取水许可和水资源费征收管理条例",
    "server_type": "自然人；法人",
    "anticipate_day": "20",
    "promise_day": "10",
    "project_type": "2",
    "accept_condition": "有取水口",
    "material_name": "申请表；身份证",
}


def read(*rows):
    return catalogue_of(rows, UNITS, DAY)


def as_csv(*rows, encoding="utf-8-sig", titles=False):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([COLUMNS[name] if titles else name for name in ROW])
    writer.writerows([[row.get(name, "") for name in ROW] for row in rows])
    return out.getvalue().encode(encoding)


def as_xlsx(*rows):
    book = Workbook()
    book.active.append(list(ROW))
    for row in rows:
        book.active.append([row.get(name, "") for name in ROW])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (as_csv(ROW), "a.csv"),
        (as_csv(ROW, encoding="gb18030", titles=True), "a.csv"),
        (as_xlsx(ROW), "a.xlsx"),
        (json.dumps([ROW]).encode(), "a.json"),
        (json.dumps({"items": [{**ROW, "material_name": ["申请表", {"material_name": "身份证"}]}]}).encode(), "a.json"),
    ],
)
def test_the_same_item_comes_of_csv_excel_and_json(data, name):
    found = read(*rows_of(data, name))

    assert found.flaws == ()
    [item], [procedure] = found.items, found.procedures
    assert (item.title, [each.title for each in item.materials]) == ("取水口标识登记", ["申请表", "身份证"])
    assert (procedure.unit, procedure.legal_days, procedure.promised_days) == ("water", 20, 10)
    assert item.check_example() == procedure.check_example() == []


def test_a_wrong_code_is_kept_and_flagged():
    found = read({**ROW, "catalog_code": "2222222222222"})

    assert found.items[0].basic_code == "2222222222222"
    assert {each.field for each in found.flaws} == {"catalog_code"}
    assert "12 位" in found.items[0].remarks[0]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"task_name": ""}, "第 2 行 事项名称：不能空着"),
        ({"dept_name": "某某局"}, "没有叫“某某局”的单位"),
        ({"task_type": "行政处罚"}, "不是依申请办理"),
    ],
)
def test_a_row_that_is_no_item_is_named_and_the_others_are_read(wrong, words):
    found = read({**ROW, **wrong}, ROW)

    assert words in str(found.errors[0])
    assert len(found.items) == 1


def test_calendar_days_and_a_promise_longer_than_the_law_are_said_and_never_make_anybody_wait_longer():
    found = read({**ROW, "anticipate_day": "14", "anticipate_type": "自然日", "promise_day": "30"})

    assert (found.procedures[0].legal_days, found.procedures[0].promised_days) == (10, 10)
    assert len(found.items[0].remarks) == 2


def test_a_row_twice_is_said():
    assert "前面已经有一行" in str(read(ROW, ROW).errors[0])


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.csv"),
        (b"\xff\xfe\x00", "a.csv"),
        (b"{", "a.json"),
        (b"7", "a.json"),
        (b"PK", "a.xlsx"),
        (b"[1]", "a.json"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_with_a_sentence(data, name):
    with pytest.raises(CatalogueUnreadable, match="。"):
        rows_of(data, name)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(COLUMNS)), st.text(max_size=30)))
def test_whatever_a_row_says_it_is_an_item_or_an_error(written):
    found = read({**ROW, **written})

    assert bool(found.items) != bool(found.errors)


@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.json"]))
def test_whatever_a_file_holds_the_answer_is_rows_or_a_sentence(data, name):
    with suppress(CatalogueUnreadable):
        assert rows_of(data, name)


def test_what_is_new_is_published_once_and_recorded(songjiang):
    found = read(ROW, {**ROW, "task_name": "另一事项", "task_code": "坏码"})

    assert actions.import_items(found.items, found.procedures, by=SYSTEM, at=songjiang) == 2
    assert recorded()[-1].kind == "services.catalogue.imported"
    assert actions.import_items(found.items, found.procedures, by=SYSTEM, at=songjiang) == 0
    guide = queries.guide(found.items[1].key, at=songjiang, reader=ANONYMOUS)
    assert guide.item.task_code == "坏码"


def test_import_items_with_nothing_is_declined(songjiang):
    with pytest.raises(actions.NothingToImport):
        actions.import_items((), (), by=SYSTEM, at=songjiang)


def test_a_stranger_cannot_import_items(songjiang):
    found = read(ROW)
    with pytest.raises(Forbidden):
        actions.import_items(found.items, found.procedures, by=LI, at=songjiang)


def test_the_command_says_every_row_and_counts(songjiang, tmp_path, capsys):
    file = tmp_path / "a.csv"
    file.write_bytes(as_csv({**ROW, "catalog_code": "1"}, {**ROW, "task_name": ""}))

    assert commands.check(file) == commands.MISTAKES
    assert commands.take(file) == commands.MISTAKES
    said = capsys.readouterr().out
    assert "第 2 行 基本编码" in said
    assert "第 3 行 事项名称" in said
    assert "新公布 1 个事项" in said
    assert commands.check(tmp_path / "none.csv") == commands.NO_CATALOGUE
