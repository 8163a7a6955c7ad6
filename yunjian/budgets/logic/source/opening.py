"""Open a file: tell its format by its content, and bring it to the plain model."""

import hashlib
import re
from collections.abc import Sequence

from ..disclosure import Place, Source, Unread, Unreadable
from . import html, markdown, text
from .document import Document, Grid, Line
from .encoding import decode
from .limits import DEFAULT, Limits

Blocks = Sequence[Line | Grid]


def open_source(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Document:
    """The file as lines and grids; raises Unreadable with a sentence that says what is wrong and what to do."""
    if not data.strip(b"\x00 \t\r\n\f\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("文件是空的。请检查上传的是不是正确的文件。")
    if len(data) > limits.size:
        raise Unreadable(
            f"文件有{len(data) / 1048576:.0f}MB，最多读{limits.size // 1048576}MB。请去掉图片或分开后重新上传。"
        )
    document = _opened(data, name, limits)
    if not any(isinstance(block, Grid) or block.text.strip() for block in document.blocks):
        raise Unreadable("文件里没有文字。请检查上传的是不是正确的文件。")
    return document


def _opened(data: bytes, name: str, limits: Limits) -> Document:
    return _written(data, name, limits)


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
