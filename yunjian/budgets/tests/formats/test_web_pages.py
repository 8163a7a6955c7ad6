"""A web page is read as its reader sees it."""

import pytest

from yunjian.budgets.logic.source import Grid, open_source


def blocks(body: str, head: str = "") -> list:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return [
        [["<" if cell is None else cell.text for cell in row] for row in block.rows]
        if isinstance(block, Grid)
        else block.text
        for block in open_source(page.encode(), "a.html").blocks
    ]


def test_with_tables_that_only_arrange_it_taken_apart():
    inner = "<table><tr><td>项目</td><td>数</td></tr><tr><td>甲</td><td>1.00</td></tr></table>"

    found = blocks(f"<table><tr><td>某表</td></tr><tr><td>{inner}</td></tr></table>")

    assert found == ["某表", [["项目", "数"], ["甲", "1.00"]]]


def test_with_spans_however_wrong():
    rows = ['<td colspan=2 rowspan="99">甲</td><td>1.00</td>', '<td colspan="x">2.00</td>', "<td>3.00</td>"]

    table = "".join(f"<tr>{row}</tr>" for row in rows)

    assert blocks(f"<table>{table}</table>") == [[["甲", "<", "1.00"], ["<", "<", "2.00"], ["<", "<", "3.00"]]]


def test_with_white_space_as_browsers_show_it():
    found = blocks("<p>编制部门：\n   某局 &nbsp; 单位：元</p><div>第一行<br>第二\n行</div>")

    assert found == ["编制部门：某局   单位：元", "第一行", "第二行"]


def test_with_preformatted_columns():
    table = "项目        预算数\n收入      1,000.00\n支出        900.00\n合计      1,900.00"

    assert blocks(f"<pre>{table}</pre>") == [
        [["项目", "预算数"], ["收入", "1,000.00"], ["支出", "900.00"], ["合计", "1,900.00"]]
    ]


def test_without_menus_forms_and_comments():
    assert blocks("<nav>首页</nav><!-- 1.00 --><form><input value='x'>正文<select><option>甲</select></form>") == [
        "正文"
    ]


def test_with_entities_of_its_own_unresolved():
    page = '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><body><p>预算&a;</p></body></html>'

    text = "".join(block.text for block in open_source(page.encode(), "a.html").blocks)

    assert "root" not in text
    assert "预算" in text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "iso-8859-1", "nonsense"])
def test_in_its_real_encoding_whatever_it_says(encoding, declared):
    page = f'<html><head><meta charset="{declared}"></head><body><p>部门预算</p></body></html>'

    [line] = open_source(page.encode(encoding), "a.html").blocks

    assert line.text == "部门预算"


def test_in_big5_where_it_says_so():
    page = '<html><head><meta charset="big5"></head><body><p>部分文字</p></body></html>'

    assert [line.text for line in open_source(page.encode("big5"), "a.html").blocks] == ["部分文字"]
