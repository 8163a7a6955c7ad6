"""Open a file: tell its format by its content, and bring it to the plain model."""

import hashlib
import re
from collections.abc import Sequence

from ..disclosure import Place, Source, Unread, Unreadable
from . import html, legacy, markdown, pdf, text, word, workbook
from .archive import Archive
from .document import Document, Grid, Line
from .encoding import decode
from .limits import DEFAULT, Limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURE = "文件是图片，没有文字可读（不做文字识别）。请上传文字可选中的 PDF，或 Word、Excel 原文件。"
_REFUSED = {
    b"{\\rtf": "RTF 文件读不了。请另存为 .docx 再上传。",
    b"\xff\xd8\xff": _PICTURE,
    b"\x89PNG": _PICTURE,
    b"GIF8": _PICTURE,
    b"BM": _PICTURE,
    b"II*\x00": _PICTURE,
    b"MM\x00*": _PICTURE,
    b"Rar!": "文件是压缩包。请解压后上传其中的公开文件。",
    b"7z\xbc\xaf\x27\x1c": "文件是压缩包。请解压后上传其中的公开文件。",
    b"\x1f\x8b": "文件是压缩包。请解压后上传其中的公开文件。",
    b"MIME-Version:": "单一文件网页（.mht）读不了。请在浏览器中打开后另存为“网页，仅 HTML”或 PDF 再上传。",
}

Blocks = Sequence[Line | Grid]


def open_source(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Document:
    """The file as lines and grids; raises Unreadable with a sentence that says what is wrong and what to do."""
    if len(data) > limits.size:
        raise Unreadable(
            f"文件有{len(data) / 1048576:.0f}MB，最多读{limits.size // 1048576}MB。请去掉图片或分开后重新上传。"
        )
    if not data.strip(b"\x00 \t\r\n\f\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("文件是空的。请检查上传的是不是正确的文件。")
    document = _opened(data, name, limits)
    if not any(isinstance(block, Grid) or block.text.strip() for block in document.blocks):
        raise Unreadable("文件里没有文字。请检查上传的是不是正确的文件。")
    return document


def _opened(data: bytes, name: str, limits: Limits) -> Document:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archived(data, name, limits)
    if data.startswith(_OLE):
        return _compound(data, name, limits)
    if b"%PDF-" in data[:1024]:
        blocks, unread, pages = pdf.blocks(data, limits)
        return Document(_source(data, name, "pdf", pages=pages), tuple(blocks), tuple(unread))
    for sign, refusal in _REFUSED.items():
        if data.startswith(sign):
            raise Unreadable(refusal)
    return _written(data, name, limits)


def _archived(data: bytes, name: str, limits: Limits) -> Document:
    """A file that is a zip archive: Word, Excel, or something that only looks like them."""
    archive = Archive(data, limits)
    names = archive.names
    if any(re.fullmatch(r"word/document\d*\.xml", part) for part in names):
        blocks, unread = word.blocks(archive, limits)
        return Document(_source(data, name, "docx"), tuple(blocks), tuple(unread))
    if "xl/workbook.xml" in names:
        blocks, unread = workbook.blocks(archive, limits)
        return Document(_source(data, name, "xlsx"), tuple(blocks), tuple(unread))
    if "OFD.xml" in names:
        raise Unreadable("OFD 版式文件读不了。请用阅读器打开后导出为 PDF（文字可选中的）再上传。")
    if "xl/workbook.bin" in names:
        raise Unreadable("二进制工作簿（.xlsb）读不了。请另存为 .xlsx 再上传。")
    if "content.xml" in names or "mimetype" in names:
        raise Unreadable("OpenDocument 文件读不了。请另存为 .docx 或 .xlsx 再上传。")
    raise Unreadable("文件是压缩包，不是 Word 或 Excel 文件。请解压后上传其中的公开文件。")


def _compound(data: bytes, name: str, limits: Limits) -> Document:
    """A file of the older Office: old workbooks are read, the rest is refused by what it is."""
    if _utf16("EncryptedPackage") in data:
        raise Unreadable("文件加了密码。请去掉密码后重新上传。")
    if _utf16("WordDocument") in data:
        raise Unreadable("旧版 Word 或 WPS 文字文件（.doc、.wps）读不了。请另存为 .docx 再上传。")
    if _utf16("Workbook") in data or _utf16("Book") in data:
        blocks, unread = legacy.blocks(data, limits)
        return Document(_source(data, name, "xlsx"), tuple(blocks), tuple(unread))
    raise Unreadable("旧版 Office 文件读不了。请另存为 .docx、.xlsx 或 PDF 再上传。")


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _written(data: bytes, name: str, limits: Limits) -> Document:
    """A file of text: a web page, Markdown or plain."""
    decoded = decode(data)
    unread: list[Unread] = []
    if decoded.dropped:
        unread.append(Unread(f"文字里有{decoded.dropped}个控制字符，没有读。", Place()))
    blocks: Blocks
    if html.SIGN.match(decoded.text[:4096]) or (_ends(name, "html", "htm") and "<" in decoded.text):
        kind = "html"
        blocks, passed = html.blocks(decoded.text, limits)
        unread.extend(passed)
    elif _is_markdown(decoded.text, name):
        kind = "markdown"
        blocks, passed = markdown.blocks(decoded.text, limits)
        unread.extend(passed)
    else:
        kind = "text"
        blocks = text.blocks(decoded.text, limits)
    pages = decoded.text.rstrip("\f\n ").count("\f") + 1 if kind == "text" and "\f" in decoded.text else 0
    source = _source(data, name, kind, pages=pages, lines=decoded.text.count("\n") + 1, encoding=decoded.encoding)
    return Document(source, tuple(blocks), tuple(unread))


def _is_markdown(content: str, name: str) -> bool:
    """Two headings or table rules make Markdown; a name that says so needs one, or nothing at all."""
    if _ends(name, "md", "markdown"):
        return True
    signs = len(markdown.SIGN.findall(content))
    return signs >= (2 if _ends(name, "txt") else 1)


def _ends(name: str, *endings: str) -> bool:
    return bool(re.search(rf"\.(?:{'|'.join(endings)})$", name, re.IGNORECASE))


def _source(data: bytes, name: str, kind: str, *, pages: int = 0, lines: int = 0, encoding: str = "") -> Source:
    return Source(name, kind, hashlib.sha256(data).hexdigest(), len(data), pages, lines, encoding)
