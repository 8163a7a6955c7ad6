"""A Word document is read as its reader sees it."""

import io

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from yunjian.budgets.logic.source import Grid, open_source
from yunjian.budgets.logic.source.numbering import chinese

W = nsdecls("w")
LIST = (
    f'<w:abstractNum {W} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:isLgl/><w:lvlText w:val="%1.%2 "/></w:lvl></w:abstractNum>'
)


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def lines(document) -> list[str]:
    return [block.text for block in open_source(saved(document), "a.docx").blocks if not isinstance(block, Grid)]


def numbered(document, text: str, depth: int = 0, key: int = 90) -> None:
    paragraph = document.add_paragraph(text)
    numbers = f'<w:numPr {W}><w:ilvl w:val="{depth}"/><w:numId w:val="{key}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(numbers))


@pytest.fixture
def listed():
    document = Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(LIST))
    for key, start in ((90, ""), (91, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')):
        numbering.append(parse_xml(f'<w:num {W} w:numId="{key}"><w:abstractNumId w:val="90"/>{start}</w:num>'))
    return document


def test_with_the_numbers_word_counts_itself(listed):
    numbered(listed, "主要职能")
    numbered(listed, "机构设置")
    numbered(listed, "内设科室", depth=1)
    numbered(listed, "下属单位", depth=1)
    numbered(listed, "名词解释")
    numbered(listed, "内设科室", depth=1)
    numbered(listed, "另一列表", key=91)

    assert lines(listed) == [
        "一、主要职能",
        "二、机构设置",
        "2.1 内设科室",
        "2.2 下属单位",
        "三、名词解释",
        "3.1 内设科室",
        "一、另一列表",
    ]


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (2010, "二千零一十")]
)
def test_with_numbers_in_chinese_figures(number, words):
    assert chinese(number) == words


def test_without_what_was_deleted_or_hidden_which_is_listed():
    document = Document()
    paragraph = document.add_paragraph("预算")
    paragraph.add_run("底稿").font.hidden = True
    paragraph._p.append(parse_xml(f"<w:del {W}><w:r><w:delText>已删 1.00</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>公开</w:t></w:r></w:ins>"))

    source = open_source(saved(document), "a.docx")

    assert [block.text for block in source.blocks] == ["预算公开"]
    assert [unread.place.quote for unread in source.unread] == ["已删 1.00", "底稿"]


def test_with_text_boxes_after_the_paragraph_they_hang_on():
    document = Document()
    paragraph = document.add_paragraph("正文")
    box = f"<w:txbxContent {W}><w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent>"
    paragraph.add_run()._r.append(parse_xml(f"<w:pict {W}>{box}</w:pict>"))

    assert lines(document) == ["正文", "框中文字"]


def test_with_contents_told_by_style_and_by_control():
    document = Document()
    entry = "<w:p><w:r><w:t>一、主要职能</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>3</w:t></w:r></w:p>"
    control = (
        f'<w:sdt {W}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{entry}</w:sdtContent></w:sdt>"
    )
    document.element.body.insert(0, parse_xml(control))

    [line] = open_source(saved(document), "a.docx").blocks

    assert (line.text, line.heading) == ("一、主要职能…3", 7)


def test_with_headings_by_outline_level_and_line_breaks_kept():
    document = Document()
    paragraph = document.add_paragraph("某局预算")
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="1"/>'))
    document.add_paragraph("编制部门：某局\n单位：元")

    blocks = open_source(saved(document), "a.docx").blocks

    assert [(block.text, block.heading) for block in blocks] == [
        ("某局预算", 2),
        ("编制部门：某局", 0),
        ("单位：元", 0),
    ]


def test_with_a_frame_of_one_cell_as_text():
    document = Document()
    document.add_table(1, 1).cell(0, 0).text = "说明文字"

    assert lines(document) == ["说明文字"]
