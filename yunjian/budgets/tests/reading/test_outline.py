"""A document is cut at its titles, however they are numbered, marked or broken."""

import pytest

from yunjian.budgets.logic.reading import read
from yunjian.budgets.logic.reading.titles import chapter_title, note_title, section_title, table_title

BUDGET = """云溪区示范局2026年部门预算

预算主管部门：云溪区示范局

{contents}

{duties}

    负责示范工作。

{organisation}
    本部门中，行政单位1家。

{glossary}

    财政拨款：从财政取得的拨款。

{narrative}

    2026年，云溪区示范局收入预算3.00万元。

2026年部门支出预算总表
编制部门：云溪区示范局 单位：元

201 一般公共服务支出 3.00 1.00 2.00
合计 3.00 1.00 2.00

注：只有一个科目。

{other}

    一、2026年“三公”经费预算情况说明

    2026年“三公”经费预算数为0.10万元，与2025年预算持平。
"""
PLAIN = {
    "contents": "",
    "duties": "云溪区示范局主要职能",
    "organisation": "云溪区示范局机构设置",
    "glossary": "名词解释",
    "narrative": "2026年部门预算编制说明",
    "other": "其他相关情况说明",
}
NUMBERED = {
    "contents": "目  录\n一、主要职能............1\n二、机构设置............2\n三、名词解释............2\n"
    "四、编制说明............3\n五、部门预算表\n1.2026年部门支出预算总表............4\n六、其他相关情况说明............5",
    "duties": "一、部门主要职能",
    "organisation": "二、部门机构设置情况",
    "glossary": "三、专业名词解释",
    "narrative": "四、部门预算编制说明",
    "other": "六、其他相关情况的说明",
}
PARTS = {
    "contents": "目录\n第一部分 部门职责\n第二部分 机构设置\n第三部分 名词解释\n第四部分 2026年部门预算情况说明",
    "duties": "第一部分 部门职责",
    "organisation": "第二部分 机构设置",
    "glossary": "第三部分 名词解释",
    "narrative": "第四部分 2026年部门预算情况说明",
    "other": "第五部分 其他重要事项的情况说明",
}


@pytest.mark.parametrize("heads", [PLAIN, NUMBERED, PARTS], ids=["plain", "numbered", "parts"])
def test_chapters_are_found_however_they_are_headed(heads):
    found = read(BUDGET.format(**heads).encode(), "a.txt")
    kinds = ["duties", "organisation", "glossary", "narrative", "other"]
    assert [chapter.kind for chapter in found.chapters] == kinds
    assert all(chapter.text for chapter in found.chapters)
    assert [s.subject for s in found.statements if s.figure] == ["income.total", "three_public.total"]
    assert found.table(3).notes == ("注：只有一个科目。",)
    assert (found.body, found.year) == ("云溪区示范局", 2026)
    assert not found.unread


def test_the_contents_list_loses_its_leaders_and_page_numbers():
    found = read(BUDGET.format(**NUMBERED).encode(), "a.txt")
    assert [(entry.level, entry.text) for entry in found.contents] == [
        (1, "一、主要职能"),
        (1, "二、机构设置"),
        (1, "三、名词解释"),
        (1, "四、编制说明"),
        (1, "五、部门预算表"),
        (2, "1.2026年部门支出预算总表"),
        (1, "六、其他相关情况说明"),
    ]


def test_every_line_of_text_says_where_it_belongs():
    found = read(BUDGET.format(**NUMBERED).encode(), "a.txt")
    chapters = list(dict.fromkeys(line.chapter for line in found.lines))
    assert chapters == ["cover", "contents", "duties", "organisation", "glossary", "narrative", "table:3", "other"]


def test_a_title_broken_over_lines_is_one_title():
    text = BUDGET.format(**PLAIN).replace(
        "2026年部门支出预算总表", "2026年云溪区示范局（含所属预算单位）部门支出\n预算总表"
    )
    found = read(text.encode(), "a.txt")
    assert [table.title for table in found.tables] == ["2026年云溪区示范局（含所属预算单位）部门支出预算总表"]


def test_the_year_and_the_body_are_told_by_the_tables_where_there_is_no_cover():
    text = BUDGET.format(**PLAIN)
    found = read(text[text.index("2026年部门支出") :].encode(), "a.txt")
    assert (found.title, found.year, found.body) == ("", 2026, "云溪区示范局")


@pytest.mark.parametrize(
    "text",
    [
        "2026年部门收支情况。",
        "详见2026年部门支出预算总表。",
        "绩效目标汇总表",
        "一般公共服务支出",
        "表1",
        "单位：元",
        "支出预算",
    ],
)
def test_what_names_no_table_is_no_title_of_one(text):
    assert table_title(text) is None


@pytest.mark.parametrize("text", ["主要职能是负责示范工作，", "本部门名词解释如下：", "一、2026年预算说明如下。"])
def test_a_sentence_is_no_title_of_a_chapter(text):
    assert chapter_title(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("一、项目概述", 1), ("## 二、立项依据", 2), ("（三）实施主体", 3), ("4.实施方案", 4), ("五、实施期限", 5),
     ("六、年度预算安排情况", 6), ("七、绩效目标", 7)],
)  # fmt: skip
def test_sections_of_a_note_are_known_by_their_words(text, number):
    assert section_title(text).number == number


def test_a_note_is_known_by_its_title():
    assert note_title("示范平台（运维）项目经费情况说明")
    assert not note_title("一、2026年“三公”经费预算情况说明")
