"""A hostile file ends in a clear sentence, within bounded time and memory."""

import io
import random

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from yunjian.budgets.logic.confined import read_confined
from yunjian.budgets.logic.disclosure import Unreadable
from yunjian.budgets.logic.source import Grid, Line, open_source
from yunjian.budgets.logic.source.limits import DEFAULT

from .formats import office, paper, plain, web
from .formats.description import Heading, Paragraph
from .formats.parts import replaced, sheet, zipped
from .formats.test_writers import DOCUMENT

# A file that takes longer than this fails its test: most are refused within a second.
pytestmark = pytest.mark.timeout(120)

WHOLE_PDF = paper.pdf(DOCUMENT)
CELL = '<c r="{0}{1}" t="inlineStr"><is><t>{2}</t></is></c>'
_DOCUMENT = '{}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
_BOMB = '<!DOCTYPE a [<!ENTITY a "{}">{}]>'.format(
    "哈" * 10, "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
)


def zip_bomb() -> bytes:
    return sheet("<sheetData/>" + " " * 30_000_000)


def ten_thousand_columns() -> bytes:
    return plain.tabbed((Heading("某表"),)) + b"\n" + b"\n".join(b"\t".join([b"1.00"] * 10_000) for _ in range(20))


def wide_sheet() -> bytes:
    cells = '<c t="inlineStr"><is><t>一</t></is></c>' * 10_000
    return sheet(f'<sheetData><row r="1">{cells}</row></sheetData>')


def wide_page() -> bytes:
    return f"<html><body><table>{'<tr>' + '<td>1</td>' * 10_000 + '</tr>'}<tr></tr></table></body></html>".encode()


def five_hundred_pages() -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for number in range(500):
        canvas.drawString(100, 700, f"page {number}")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def scanned() -> bytes:
    # A one-pixel bitmap blown up to the page, as scanners make them.
    bitmap = bytes.fromhex("424d3a0000000000000036000000280000000100000001000000010018000000000004000000") + bytes(20)
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawImage(ImageReader(io.BytesIO(bitmap)), 0, 0, 595, 842)
    canvas.save()
    return stream.getvalue()


def old_office(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(600)


def noise(seed: int) -> bytes:
    return random.Random(seed).randbytes(20_000)


HOSTILE = {
    "empty": (lambda: b"", "文件是空的"),
    "only spaces": (lambda: b" \n" * 1000, "文件是空的"),
    "only NULs": (lambda: bytes(100_000), "文件是空的"),
    "NULs in text": (lambda: ("预算" + "\x00" * 3000).encode(), "控制字符"),
    "random bytes": (lambda: noise(1), "(不是GB18030文字|不是UTF-8文字|控制字符|乱码)"),
    "wrong encoding": (
        lambda: "预算公开".encode() * 50 + b"\xff\xff" + "预算".encode(),
        r"第1行（第601个字节）起不是UTF-8",
    ),
    "encoded twice": (
        lambda: "某某区部门预算公开".encode().decode("latin-1").encode() * 20,
        "乱码",
    ),
    "PDF cut short at its head": (lambda: WHOLE_PDF[:600], "已损坏或没有下载完整"),
    "PDF of its first line": (lambda: b"%PDF-1.4\n", "已损坏或没有下载完整"),
    "PDF full of noise": (lambda: b"%PDF-1.7\n" + noise(2), "已损坏或没有下载完整"),
    "PDF with a password": (lambda: paper.pdf(DOCUMENT, encrypt="geheim"), "加了密码"),
    "PDF of pictures": (scanned, "扫描件"),
    "PDF of 500 pages": (five_hundred_pages, "超过400页"),
    "plain zip": (lambda: zipped(**{"预算.txt": "预算"}), "压缩包"),
    "zip cut short": (lambda: office.docx(DOCUMENT)[:900], "已损坏或没有下载完整"),
    "docx that is a zip of nothing": (lambda: zipped(**{"word/document.xml": ""}), "不是完整的 XML"),
    "docx without a body": (lambda: zipped(**{"word/document.xml": "<a/>"}), "没有 Word 正文"),
    "docx with an entity bomb": (
        lambda: zipped(**{"word/document.xml": _DOCUMENT.format(_BOMB, "<w:p><w:r><w:t>&j;</w:t></w:r></w:p>")}),
        "实体定义",
    ),
    "docx with an entity bomb in UTF-16": (
        lambda: zipped(**{"word/document.xml": _DOCUMENT.format(_BOMB, "&j;").encode("utf-16")}),
        "实体定义",
    ),
    "docx nested deep": (
        lambda: zipped(**{"word/document.xml": _DOCUMENT.format("", "<w:sdt>" * 200 + "</w:sdt>" * 200)}),
        "嵌套太深",
    ),
    "docx nested deeper": (
        lambda: zipped(**{"word/document.xml": _DOCUMENT.format("", "<w:sdt>" * 9000 + "</w:sdt>" * 9000)}),
        "不是完整的 XML",
    ),
    "xlsx zip bomb": (zip_bomb, "压缩炸弹"),
    "xlsx with an entity bomb": (
        lambda: replaced(office.xlsx(DOCUMENT), "xl/workbook.xml", f"{_BOMB}<workbook>&j;</workbook>".encode()),
        "实体定义",
    ),
    "xlsx of ten thousand columns": (wide_sheet, "有10000列，最多读200列"),
    "xlsx with a broken sheet": (lambda: sheet("<sheetData><row>"), "已损坏"),
    "text of ten thousand columns": (ten_thousand_columns, "有10000列，最多读200列"),
    "page of ten thousand columns": (wide_page, "列，最多读200列"),
    "page nested deep": (lambda: b"<html><body>" + b"<div>" * 50_000 + "预算".encode(), "嵌套太深"),
    "page of nothing but scripts": (lambda: b"<html><body><script>alert(1)</script></body></html>", "没有文字"),
    "old Word": (lambda: old_office("WordDocument"), "另存为 .docx"),
    "old workbook that is none": (lambda: old_office("Workbook"), "另存为 .xlsx"),
    "Office with a password": (lambda: old_office("EncryptedPackage"), "加了密码"),
    "RTF": (lambda: b"{\\rtf1 hello}", "另存为 .docx"),
    "picture": (lambda: b"\xff\xd8\xff\xe0" + noise(3), "图片"),
    "too many lines": (lambda: "预算\n".encode() * 300_000, "最多读200000行"),
    "too large": (lambda: b" " * (DEFAULT.size + 1), "最多读50MB"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_is_refused_with_a_sentence(name):
    make, sentence = HOSTILE[name]
    data = make()

    with pytest.raises(Unreadable, match=sentence) as refusal:
        open_source(data, "upload")

    said = str(refusal.value)
    assert said.endswith("。")
    assert "请" in said


@pytest.mark.parametrize("name", ["random bytes", "PDF of 500 pages", "xlsx zip bomb", "too large", "page nested deep"])
def test_is_refused_from_the_confined_process_too(name):
    make, sentence = HOSTILE[name]

    with pytest.raises(Unreadable, match=sentence):
        read_confined(make(), "upload", seconds=30, megabytes=512)


def test_of_200_megabytes_of_spaces_is_refused_before_it_is_read():
    with pytest.raises(Unreadable, match="文件有200MB，最多读50MB"):
        read_confined(b" " * (200 * 1024 * 1024), "spaces.txt")


def test_that_takes_too_long_is_given_up():
    slow = paper.pdf(tuple(Paragraph(f"第{i}段，某某区示范局2026年预算。" * 6) for i in range(3000)))

    with pytest.raises(Unreadable, match="超过1秒，没有读完"):
        read_confined(slow, "slow.pdf", seconds=1)


def test_that_needs_too_much_memory_is_given_up():
    with pytest.raises(Unreadable, match="内存超过160MB"):
        read_confined("预算公开。".encode() * 2_000_000, "big.txt", seconds=60, megabytes=160)


def test_named_like_an_attack_stays_a_name():
    found = read_confined(plain.lost(DOCUMENT), "../../{seconds}'; rm -rf \n.txt")

    assert found.source.name == "../../{seconds}'; rm -rf \n.txt"
    assert found.year == 2026


def test_cut_off_near_its_end_is_read_as_far_as_it_goes_and_says_so():
    document = open_source(WHOLE_PDF[:-6], "a.pdf")

    assert any("结尾不完整" in unread.reason for unread in document.unread)
    assert any(isinstance(block, Grid) for block in document.blocks)


def test_with_scripts_is_read_without_them():
    document = open_source(web.html(DOCUMENT), "a.html")

    assert any("脚本" in unread.reason for unread in document.unread)
    assert not any("1,000.00" in block.text for block in document.blocks if isinstance(block, Line))


def test_that_hides_text_says_what_it_hides():
    page = '<html><body><p style="DISPLAY: none">另有 5,000.00 元</p><p>2026年部门预算</p></body></html>'

    document = open_source(page.encode(), "a.html")

    assert [block.text for block in document.blocks] == ["2026年部门预算"]
    assert [unread.place.quote for unread in document.unread] == ["另有 5,000.00 元"]


def test_with_an_absurd_extent_is_read_for_what_it_holds():
    rows = "".join(
        f'<row r="{row}">{"".join(CELL.format(column, row, text) for column, text in cells.items())}</row>'
        for row, cells in {1: {"A": "某表"}, 2: {"A": "项目", "B": "数"}, 1048576: {"A": "合计", "B": "1.5"}}.items()
    )
    merged = '<mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="C3:XFD1048575"/></mergeCells>'

    document = open_source(sheet(f'<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>{merged}'), "a.xlsx")

    [grid] = [block for block in document.blocks if isinstance(block, Grid)]
    assert [[cell.text for cell in row if cell] for row in grid.rows] == [["项目", "数"], ["合计", "1.5"]]
