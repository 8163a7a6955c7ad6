"""Word documents: paragraphs and tables in the order of the body, with the numbers Word counts itself."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ..disclosure import Place, Unread, Unreadable
from .archive import Archive, attribute, local
from .captions import blocks_of
from .document import Grid, Line
from .grids import Spot, join_wrapped, quoted
from .limits import Limits
from .numbering import Numbering

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*([1-9])?", re.IGNORECASE)
_LEADER = re.compile(r"[ \t.…·]*\t[ \t.…·]*(?=\d+\s*$)")
_GONE = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "rt", "pPr", "rPr", "footnoteReference"})
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "AlternateContent", "Choice"})
_DEEPEST = 60


@dataclass(slots=True)
class _Style:
    """What a paragraph style says that matters here, its ancestors asked."""

    heading: int = 0
    contents: int = 0
    hidden: bool = False
    list_id: str = ""
    depth: int = 0


@dataclass(slots=True)
class _Paragraph:
    """A paragraph's text in pieces (a line break parts them) and the boxes anchored in it."""

    pieces: list[str] = field(default_factory=lambda: [""])
    boxes: list[etree._Element] = field(default_factory=list)


def blocks(archive: Archive, limits: Limits) -> tuple[list[Line | Grid], list[Unread]]:
    """The body's text and tables; heads and feet of pages are not part of it."""
    main = next((name for name in archive.names if re.fullmatch(r"word/document\d*\.xml", name)), "")
    root = archive.tree(main) if main else None
    body = next((child for child in root if local(child) == "body"), None) if root is not None else None
    if body is None:
        raise Unreadable("文件里没有 Word 正文。请用 Word 或 WPS 打开后另存为 .docx 再上传。")
    reading = _Reading(_styles(archive.tree("word/styles.xml")), Numbering(archive.tree("word/numbering.xml")), limits)
    reading.container(body, 0)
    reading.footnotes(archive.tree("word/footnotes.xml"))
    return reading.blocks, reading.unread()


class _Reading:
    """One pass over the body; ``line`` counts paragraphs and rows of tables."""

    def __init__(self, styles: dict[str, _Style], numbering: Numbering, limits: Limits) -> None:
        self.styles = styles
        self.numbering = numbering
        self.limits = limits
        self.blocks: list[Line | Grid] = []
        self.passed: Counter[str] = Counter()
        self.notes: list[Unread] = []
        self.line = 0

    def unread(self) -> list[Unread]:
        counted = [Unread(f"文件里的{what}（{count}处）没有读。", Place()) for what, count in self.passed.items()]
        figures = [
            Unread(f"自动编号用了不认识的数字样式“{name}”，按阿拉伯数字读出。", Place())
            for name in sorted(self.numbering.unknown)
        ]
        return [*self.notes, *counted, *figures]

    def container(self, element: etree._Element, depth: int, *, contents: bool = False) -> None:
        """The paragraphs and tables in an element, in order."""
        if depth > _DEEPEST:
            raise Unreadable(f"Word 文件第{self.line}段起嵌套太深，读不下去。请复制正文到新文件后上传。")
        for child in element:
            name = local(child)
            if name == "p":
                self.paragraph(child, depth, contents=contents)
            elif name == "tbl":
                self.table(child, depth)
            elif name == "altChunk":
                self.passed["嵌入的其他文件"] += 1
            elif name in _WRAPPERS:
                self.container(child, depth + 1, contents=contents or _is_contents(child))

    def paragraph(self, element: etree._Element, depth: int, *, contents: bool = False) -> None:
        """A paragraph as one line, or several where it has line breaks; then the text boxes anchored in it."""
        self.line += 1
        style = self._style(element)
        paragraph = self._said(element, style)
        marker = self.numbering.next(style.list_id, style.depth) if style.list_id else ""
        entry = style.contents or (1 if contents and not style.heading else 0)
        heading = 7 if entry else style.heading
        for piece in paragraph.pieces:
            if not (piece.strip() or marker):
                continue
            text = marker + piece.rstrip()
            marker = ""
            if heading == 7:
                text = "  " * (entry - 1) + _LEADER.sub("…", text).strip()
            text = text.replace("\t", "    ")
            if text.strip():
                self.blocks.append(Line(text, quoted(Place(line=self.line), text), heading))
        for box in paragraph.boxes:
            self.container(box, depth + 1)

    def _style(self, element: etree._Element) -> _Style:
        """What holds for a paragraph: its style, and over it what it says itself."""
        properties = next((child for child in element if local(child) == "pPr"), None)
        if properties is None:
            return self.styles.get("", _Style())
        values = {local(child): child for child in properties}
        named = self.styles.get(attribute(values["pStyle"], "val") or "" if "pStyle" in values else "", _Style())
        return _with(named, values)

    def _said(self, element: etree._Element, style: _Style) -> _Paragraph:
        """The words of a paragraph: what was deleted, hidden or only computed is left out."""
        said = _Paragraph()
        events = etree.iterwalk(element, events=("start",))
        hidden = ""
        for _, node in events:
            name = local(node)
            if name in _GONE:
                if name == "del" and (words := "".join(node.itertext()).strip()):
                    self.notes.append(Unread("修订中已删除的文字没有读。", quoted(Place(line=self.line), words)))
                events.skip_subtree()
            elif name == "r" and (style.hidden or _is_hidden(node)):
                hidden += "".join(t.text or "" for t in node.iter() if local(t) == "t")
                events.skip_subtree()
            elif name == "txbxContent":
                said.boxes.append(node)
                events.skip_subtree()
            elif name == "blip":
                self.passed["图片"] += 1
            elif name in ("OLEObject", "chart"):
                self.passed["嵌入的对象或图表"] += 1
            else:
                _say(said, node, name)
        if hidden.strip():
            self.notes.append(Unread("隐藏的文字没有读。", quoted(Place(line=self.line), hidden)))
        return said

    def table(self, element: etree._Element, depth: int) -> None:
        """A table as a grid, or as the paragraphs in it where it is only a frame."""
        rows = [row for row in _inside(element, "tr") if not _is_deleted(row)]
        cells = [cell for row in rows for cell in _inside(row, "tc")]
        if len(cells) == 1:
            self.container(cells[0], depth + 1)
            return
        spots: list[Spot] = []
        lines: list[int] = []
        open_merges: dict[int, int] = {}  # the column a merged cell begins in → its place among the spots
        self.limits.check_cells(len(cells))
        for index, row in enumerate(rows):
            self.line += 1
            lines.append(self.line)
            self._row(row, index, spots, open_merges, depth)
        if spots:
            self.blocks.extend(blocks_of(spots, Place(line=lines[0]), self.limits, lines))

    def _row(self, row: etree._Element, index: int, spots: list[Spot], open_merges: dict[int, int], depth: int) -> None:
        column = _number(row, "trPr", "gridBefore", 0)
        for cell in _inside(row, "tc"):
            span = max(1, _number(cell, "tcPr", "gridSpan", 1))
            self.limits.check_columns(column + span, f"Word 文件第{self.line}段")
            merge = _merge(cell, "vMerge")
            if merge == "continue" and column in open_merges:
                held = spots[open_merges[column]]
                spots[open_merges[column]] = Spot(held.row, held.column, held.text, index - held.row + 1, held.columns)
            elif _merge(cell, "hMerge") == "continue" and spots and spots[-1].row == index:
                held = spots[-1]
                spots[-1] = Spot(held.row, held.column, held.text, held.rows, column + span - held.column)
            else:
                open_merges.pop(column, None)
                if merge == "restart":
                    open_merges[column] = len(spots)
                spots.append(Spot(index, column, self._cell(cell, depth), 1, span))
            column += span

    def _cell(self, cell: etree._Element, depth: int) -> str:
        """The words of a cell, its paragraphs and any table in it joined."""
        inner = _Reading(self.styles, self.numbering, self.limits)
        inner.line = self.line
        inner.container(cell, depth + 1)
        self.passed.update(inner.passed)
        self.notes.extend(Unread(note.reason, quoted(Place(line=self.line), note.place.quote)) for note in inner.notes)
        parts: list[str] = []
        for block in inner.blocks:
            if isinstance(block, Line):
                parts.append(block.text)
            else:
                parts.extend(c.text for row in block.rows for c in row if c)
        return join_wrapped(parts)

    def footnotes(self, tree: etree._Element | None) -> None:
        for note in tree if tree is not None else ():
            words = "".join(t.text or "" for t in note.iter() if local(t) == "t").strip()
            if words:
                self.notes.append(Unread("脚注没有读。", quoted(Place(), words)))


def _say(said: _Paragraph, node: etree._Element, name: str) -> None:
    if name == "t":
        said.pieces[-1] += (node.text or "").replace("\u00a0", " ")
    elif name in ("tab", "ptab"):
        said.pieces[-1] += "\t"
    elif name == "noBreakHyphen":
        said.pieces[-1] += "-"
    elif name in ("br", "cr"):
        said.pieces.append("")


def _styles(tree: etree._Element | None) -> dict[str, _Style]:
    """Every paragraph style by id; the default one also under the empty id."""
    elements: dict[str, etree._Element] = {}
    default = ""
    for element in tree if tree is not None else ():
        if local(element) == "style" and attribute(element, "type") in ("paragraph", None):
            key = attribute(element, "styleId") or ""
            elements[key] = element
            if attribute(element, "default") in ("1", "true"):
                default = key
    found = {key: _style_of(key, elements) for key in elements}
    found[""] = found.get(default, _Style())
    return found


def _style_of(key: str, elements: dict[str, etree._Element]) -> _Style:
    """A style with what it inherits; ancestors first, twenty at most."""
    chain: list[etree._Element] = []
    while key in elements and len(chain) < 20:
        chain.append(elements[key])
        key = next((attribute(e, "val") or "" for e in elements[key] if local(e) == "basedOn"), "")
    style = _Style()
    for element in reversed(chain):
        values = {local(child): child for child in element}
        name = attribute(values["name"], "val") or "" if "name" in values else ""
        if "pPr" in values:
            style = _with(style, {local(child): child for child in values["pPr"]})
        if match := _HEADING.fullmatch(name.strip()):
            style.heading = min(int(match.group(1)), 6)
        elif name.strip().lower() in ("title", "标题"):
            style.heading = 1
        elif match := _CONTENTS.fullmatch(name.strip()):
            style.contents = int(match.group(1) or 1)
        if "rPr" in values:
            style.hidden = style.hidden or _has(values["rPr"], "vanish")
    return style


def _with(style: _Style, values: dict[str, etree._Element]) -> _Style:
    """A style with the outline level and the list of these properties over it."""
    made = _Style(style.heading, style.contents, style.hidden, style.list_id, style.depth)
    if "outlineLvl" in values:
        level = attribute(values["outlineLvl"], "val") or "9"
        made.heading = min(int(level) + 1, 6) if level.isdigit() and int(level) < 9 else 0
    if "numPr" in values:
        numbers = {local(child): attribute(child, "val") or "" for child in values["numPr"]}
        made.list_id = numbers.get("numId", made.list_id)
        depth = numbers.get("ilvl", "")
        made.depth = int(depth) if depth.isdigit() else made.depth
        if made.list_id == "0":
            made.list_id = ""
    return made


def _inside(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The rows of a table or cells of a row, also those wrapped in controls or revisions."""
    for child in element:
        name = local(child)
        if name == wanted:
            yield child
        elif name in _WRAPPERS:
            yield from _inside(child, wanted)


def _properties(element: etree._Element, name: str) -> dict[str, etree._Element]:
    return {local(p): p for child in element if local(child) == name for p in child}


def _number(element: etree._Element, properties: str, name: str, default: int) -> int:
    found = _properties(element, properties).get(name)
    value = attribute(found, "val") or "" if found is not None else ""
    return int(value) if value.isdigit() and len(value) < 7 else default


def _merge(cell: etree._Element, name: str) -> str:
    found = _properties(cell, "tcPr").get(name)
    return (attribute(found, "val") or "continue") if found is not None else ""


def _is_deleted(row: etree._Element) -> bool:
    return bool(_properties(row, "trPr").keys() & {"del", "hidden"})


def _is_hidden(run: etree._Element) -> bool:
    return any(local(child) == "rPr" and _has(child, "vanish") for child in run)


def _has(properties: etree._Element, name: str) -> bool:
    return any(local(p) == name and attribute(p, "val") not in ("0", "false", "off") for p in properties)


def _is_contents(element: etree._Element) -> bool:
    return local(element) == "sdt" and any(
        local(e) == "docPartGallery" and "contents" in (attribute(e, "val") or "").lower() for e in element.iter()
    )
