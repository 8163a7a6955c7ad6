"""Web pages as bureaus publish them: text, headings and tables; nothing is fetched or run, nothing hidden is read."""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from ..disclosure import Place, Unread, Unreadable
from .captions import blocks_of
from .document import Grid, Line
from .grids import Spot, join_wrapped, quoted
from .limits import Limits
from .text import blocks as text_blocks

SIGN = re.compile(
    r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|div|table|p)\b", re.I | re.S
)

_BLOCK = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
    }
    | {"fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "html", "li", "main"}
    | {"ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
_UNSEEN = frozenset(
    {"script", "style", "head", "template", "noscript", "nav", "footer", "svg", "math"}
    | {"select", "option", "button", "input", "textarea"}
)
_FOREIGN = {
    "iframe": "嵌入的网页",
    "object": "嵌入的对象",
    "embed": "嵌入的对象",
    "canvas": "画布",
    "img": "图片",
    "video": "视频",
}
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d])", re.I
)
_OUTLINE = re.compile(r"mso-outline-level\s*:\s*([1-6])", re.I)
_CONTENTS_CLASS = re.compile(r"\bMsoToc\d", re.I)
_CONTENTS = re.compile(r"\s*目\s*录\s*")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_DEEPEST = 240
_MOST_PARAGRAPHS_OF_A_CELL = 4


def blocks(text: str, limits: Limits, *, first_line: int = 1) -> tuple[list[Line | Grid], list[Unread]]:
    """The page's text and tables in reading order, and what was not read."""
    body = _parsed(text)
    if body is None:
        return [], []
    page = _Page(limits, first_line - 1)
    page.passed["脚本"] = sum(1 for _ in body.iter("script"))
    page.walk(body)
    page.flush()
    return page.blocks, page.unread()


def _parsed(text: str) -> etree._Element | None:
    """The page as a tree: comments and declarations gone, no network, no entity of its own."""
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = lxml_html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:
        return None
    for error in parser.error_log:
        if "xcessive depth" in error.message:
            raise Unreadable(
                f"网页第{error.line}行起嵌套太深，后面的内容读不到。"
                "请在浏览器中打开后另存为 PDF，或复制到 Word 后上传。"
            )
    return root


class _Page:
    """One walk over a page: the text under way, the blocks so far, and what was passed over."""

    def __init__(self, limits: Limits, offset: int) -> None:
        self.limits = limits
        self.offset = offset
        self.blocks: list[Line | Grid] = []
        self.passed: Counter[str] = Counter()
        self.hidden: list[Unread] = []
        self.text = ""
        self.line = 0
        self.heading = 0
        self.in_contents = False

    def unread(self) -> list[Unread]:
        notes = [
            Unread(f"网页里的{what}（{count}处）没有读。", Place()) for what, count in self.passed.items() if count
        ]
        return [*self.hidden, *notes]

    def walk(self, root: etree._Element) -> None:
        """Go through an element's text in reading order, without recursion."""
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            if not isinstance(element.tag, str):
                continue
            tag = element.tag.lower()
            if event == "end":
                self._leave(tag)
                if element is not root:
                    self.say(element.tail, element)
            elif self._passes_over(element, tag):
                events.skip_subtree()
            elif tag == "pre":
                self.flush()
                self._verbatim(element)
                events.skip_subtree()
            elif tag == "table" and not _is_layout(element):
                self.flush()
                self._table(element)
                events.skip_subtree()
            else:
                self._enter(element, tag)

    def _enter(self, element: etree._Element, tag: str) -> None:
        if tag == "br":
            self.flush(keeps=True)
        elif tag in _BLOCK:
            self.flush()
            self.heading = _heading(element, tag) or (7 if tag == "li" and self.in_contents else 0)
        self.say(element.text, element)

    def _leave(self, tag: str) -> None:
        if tag in _BLOCK:
            self.flush()

    def _passes_over(self, element: etree._Element, tag: str) -> bool:
        if tag in _FOREIGN:
            self.passed[_FOREIGN[tag]] += 1
            return True
        if tag in _UNSEEN:
            return True
        if _is_hidden(element):
            words = _SPACES.sub(" ", "".join(element.itertext())).strip()
            if words:
                self.hidden.append(Unread("隐藏的文字没有读。", quoted(Place(line=self._line_of(element)), words)))
            return True
        return False

    def _line_of(self, element: etree._Element) -> int:
        return (element.sourceline or 0) + self.offset

    def say(self, text: str | None, element: etree._Element) -> None:
        """Add words to the line under way; white space in the source is one space, and none between wide letters."""
        if not text:
            return
        if not self.text.strip():
            self.line = self._line_of(element)
        self.text = _said(self.text, text)

    def flush(self, *, keeps: bool = False) -> None:
        """End the line under way; ``keeps`` stays in the same paragraph or heading."""
        text = self.text.replace("\u00a0", " ").rstrip()
        if text.strip():
            if self.heading and self.heading < 7:
                text = text.strip()
                self.in_contents = bool(_CONTENTS.fullmatch(text))
            elif not self.heading:
                self.in_contents = bool(_CONTENTS.fullmatch(text))
            self.blocks.append(Line(text, quoted(Place(line=self.line), text), self.heading))
        self.text = ""
        if not keeps:
            self.heading = 0

    def _verbatim(self, element: etree._Element) -> None:
        """Text whose spacing the page keeps: read as plain text is."""
        for block in text_blocks("".join(element.itertext()), self.limits):
            if isinstance(block, Line):
                place = block.place._replace(line=block.place.line + self._line_of(element) - 1)
                self.blocks.append(block._replace(place=place))
            else:
                self.blocks.append(block)

    def _table(self, table: etree._Element) -> None:
        spots: list[Spot] = []
        lines: list[int] = []
        taken: dict[int, int] = {}  # column → the first row in which it is free again
        for row, element in enumerate(_rows(table)):
            lines.append(self._line_of(element))
            self._row(element, row, taken, spots)
        if spots:
            height = len(lines)
            fitting = [
                s if s.row + s.rows <= height else Spot(s.row, s.column, s.text, height - s.row, s.columns)
                for s in spots
            ]
            self.blocks.extend(blocks_of(fitting, Place(line=self._line_of(table)), self.limits, lines))

    def _row(self, element: etree._Element, row: int, taken: dict[int, int], spots: list[Spot]) -> None:
        column = 0
        for cell in element.iterchildren("td", "th"):
            if _is_hidden(cell):
                self._passes_over(cell, "td")
                continue
            while taken.get(column, 0) > row:
                column += 1
            columns, rows = _span(cell, "colspan"), _span(cell, "rowspan")
            self.limits.check_columns(column + columns, f"网页第{self._line_of(cell)}行")
            for under in range(column, column + columns):
                taken[under] = row + rows
            spots.append(Spot(row, column, self._cell(cell), rows, columns))
            column += columns

    def _cell(self, cell: etree._Element) -> str:
        """The words of a cell; what was broken over lines in it is joined."""
        inner = _Page(self.limits, self.offset)
        inner.walk(cell)
        inner.flush()
        self.passed.update(inner.passed)
        self.hidden.extend(inner.hidden)
        parts = []
        for block in inner.blocks:
            if isinstance(block, Line):
                parts.append(block.text)
            else:
                parts.extend(c.text for row in block.rows for c in row if c)
        return join_wrapped(parts)


def _said(before: str, text: str) -> str:
    def space(match: re.Match[str]) -> str:
        left = text[match.start() - 1] if match.start() else before[-1:]
        right = text[match.end() : match.end() + 1]
        broken = "\n" in match.group() and max(left, right) > "\u2e80" and min(left or "~", right or "~") > "\u2000"
        return "" if left in " " or broken else " "

    return before + _SPACES.sub(space, text)


def _heading(element: etree._Element, tag: str) -> int:
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return int(tag[1])
    if _CONTENTS_CLASS.search(element.get("class") or ""):
        return 7
    found = _OUTLINE.search(element.get("style") or "")
    return int(found.group(1)) if found else 0


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN_STYLE.search(element.get("style") or ""))


def _span(cell: etree._Element, name: str) -> int:
    """A span as browsers take it: 1 where it is no number, a thousand columns at most."""
    digits = re.match(r"\s*(\d{1,6})", cell.get(name) or "")
    return min(max(1, int(digits.group(1))), 65_534) if digits else 1


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The table's own rows: the head first, as the page may have put it anywhere."""
    for child in table.iterchildren("thead", "tbody", "tfoot", "tr"):
        rows = [child] if child.tag == "tr" else child.iterchildren("tr")
        yield from (row for row in rows if not _is_hidden(row))


def _is_layout(table: etree._Element) -> bool:
    """A table that only arranges the page: other tables in it, a single cell, or cells full of paragraphs."""
    if table.find(".//table") is not None:
        return True
    cells = [cell for row in _rows(table) for cell in row.iterchildren("td", "th")]
    if len(cells) <= 1:
        return True
    return len(cells) <= 4 and any(
        len(cell.findall(".//p")) > _MOST_PARAGRAPHS_OF_A_CELL or cell.find(".//h1") is not None for cell in cells
    )
