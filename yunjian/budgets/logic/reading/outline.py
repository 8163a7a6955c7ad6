"""A document cut into its regions: cover, contents list, chapters, tables and project notes, in any order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..source.document import Grid, Line
from .apart import taken_apart
from .header import signature
from .labels import is_total_label
from .text import full_width, joined, plain, width, without_bullet
from .titles import Title, chapter_title, note_title, section_title, table_title, unnumbered

_STOP = re.compile(r"[。；;？！]")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\d{1,2}[.、)]|\([一二三四五六七八九十\d]+\)|第[一二三四五六七八九十]+[部章])"
)
_LEADER = re.compile(r"(?:[.．…·‥\-_\s]{2,}|\t)\s*\d*\s*$|\s+\d{1,3}\s*$")
_FIELD = re.compile(r"^[^，。；：:]{2,14}[：:][^，。；]{2,30}$")
_OWN_HEADING = re.compile(r"^[一二三四五六七八九十]+、|^\([一二三四五六七八九十]+\)")
_LONGEST = 140  # no title is longer
NONE = Title("chapter")


@dataclass
class Region:
    """A stretch of the document under one title; ``lines`` of the title, then the blocks that follow it."""

    kind: str  # cover, contents, chapter, table, note
    title: tuple[Line, ...] = ()
    mark: Title = NONE
    blocks: list[Line | Grid] = field(default_factory=list)
    has_grid: bool = False

    @property
    def name(self) -> str:
        """The title as printed, joined where it was broken over lines."""
        text = ""
        for line in self.title:
            text = joined(text, without_bullet(line.text))
        return text

    def add(self, block: Line | Grid) -> None:
        """The next block of the region."""
        self.blocks.append(block)
        self.has_grid = self.has_grid or isinstance(block, Grid)


def outline(blocks: Sequence[Line | Grid]) -> list[Region]:
    """The regions in reading order; the first is the cover, which may be empty."""
    return _Outliner(blocks).regions()


class _Outliner:
    """Goes over the blocks once, looking a few lines ahead."""

    def __init__(self, blocks: Sequence[Line | Grid]) -> None:
        self.blocks = [b for block in blocks for b in ([block] if isinstance(block, Line) else taken_apart(block))]
        self.found = [Region("cover")]
        self.listed: set[str] = set()
        self.full_width = full_width(self.blocks)

    def regions(self) -> list[Region]:
        at = 0
        while at < len(self.blocks):
            block = self.blocks[at]
            opened = self._opens(at, block) if isinstance(block, Line) else None
            if opened:
                self.found.append(opened)
                at += max(len(opened.title), 1)
                continue
            if isinstance(block, Grid):
                self._make_way(block)
            self.found[-1].add(block)
            at += 1
        return self.found

    def _make_way(self, grid: Grid) -> None:
        """A grid belongs to the table above it, unless its header says that it is another one."""
        last = self.found[-1]
        told = signature(grid, final=any(region.mark.final for region in self.found[-4:]))
        if told is None or (last.kind == "table" and not last.has_grid) or _goes_on(last, grid):
            return
        if last.kind != "table" or told.number != last.mark.number:
            self.found.append(Region("table", (), told))

    def _opens(self, at: int, line: Line) -> Region | None:
        """The region the line at this place opens, or None."""
        words = plain(without_bullet(line.text).lstrip("#"))
        if words in ("目录", "目次"):
            return Region("contents", (line,))
        if not words or len(words) > _LONGEST:
            return None
        current = self.found[-1]
        if current.kind == "contents" and self._is_entry(line):
            self.listed |= _entry_names(line)
            return None
        if "。" in line.text:  # no title is a sentence
            return None
        below_title = bool(current.title) and not current.blocks
        fresh = below_title or self._starts_fresh(self.blocks[at - 1] if at else None, line)
        return (self._note(at) if fresh else None) or self._table(at, fresh) or self._chapter(line, fresh)

    def _is_entry(self, line: Line) -> bool:
        """Whether a line after 目录 still belongs to the list: short, no sentence, and not said before."""
        if line.heading == 7:
            return True
        if line.heading or _entry_names(line) & self.listed:
            return False
        words = plain(without_bullet(_LEADER.sub("", line.text)))
        if len(words) > 70 or _STOP.search(words):
            return False
        numbered = _NUMBERED.match(words) or _LEADER.search(line.text)
        return bool(numbered or table_title(line.text) or chapter_title(line.text))

    def _starts_fresh(self, before: Line | Grid | None, line: Line) -> bool:
        """Whether a line stands apart from the one above: a heading, after a gap, a short line or a sentence's end."""
        if line.heading or not isinstance(before, Line) or not before.wraps or before.heading:
            return True
        if before.place.page != line.place.page or line.place.line > before.place.line + 1:
            return True
        said = before.text.strip()
        ended = not said or _STOP.search(said[-2:]) or _FIELD.match(said)
        return bool(ended) or width(before.text.rstrip()) < self.full_width * 0.6

    def _adjacent(self, at: int, count: int) -> Iterator[tuple[Line, ...]]:
        """This line, then with the following ones, as many as stand directly below each other without a blank line."""
        lines: tuple[Line, ...] = ()
        for block in self.blocks[at : at + count]:
            if not isinstance(block, Line) or not block.text.strip():
                break
            if lines and (block.heading or not lines[-1].wraps or block.place.line > lines[-1].place.line + 1):
                break
            lines = (*lines, block)
            yield lines

    def _next_line(self, at: int) -> Line | None:
        for block in self.blocks[at : at + 6]:
            if isinstance(block, Grid):
                return None
            if block.text.strip():
                return block
        return None

    def _note(self, at: int) -> Region | None:
        """A project note: lines that end in 经费情况说明 with a section below, or any short line above 项目概述."""
        text = ""
        for lines in self._adjacent(at, 3):
            piece = lines[-1].text
            text = joined(text, without_bullet(piece))
            if len(text) > 120 or _STOP.search(piece) or section_title(piece):
                return None
            following = self._next_line(at + len(lines))
            section = section_title(following.text) if following else None
            if not following or not section:
                continue
            if note_title(text) or (section.number == 1 and plain(following.text).endswith("概述")):
                return Region("note", lines, Title("note"))
        return None

    def _table(self, at: int, fresh: bool) -> Region | None:
        """A table: a title that is not one of a list of titles."""
        for lines in self._adjacent(at, 2 if fresh else 1):
            text = lines[0].text if len(lines) == 1 else joined(lines[0].text.rstrip(), lines[1].text.strip())
            mark = table_title(text)
            if mark is None or (len(lines) == 2 and (table_title(lines[1].text) or chapter_title(lines[0].text))):
                continue
            following = self._next_line(at + len(lines))
            listed = table_title(following.text) if following else None
            if listed and listed.number != mark.number and not listed.continued:
                return None
            return Region("table", lines, mark)
        return None

    def _chapter(self, line: Line, fresh: bool) -> Region | None:
        mark = chapter_title(line.text) if fresh else None
        if mark is None:
            return None
        current = self.found[-1]
        subheading = _OWN_HEADING.match(plain(line.text)) and current.kind in ("chapter", "note")
        within = {"narrative": ("other", "narrative"), "tables": ("other",)}.get(mark.name, ())
        if subheading and current.mark.name in within:
            return None  # 一、…预算情况说明 under 其他相关情况说明 is a section of it
        return Region("chapter", (line,), mark)


def _goes_on(region: Region, grid: Grid) -> bool:
    """Whether a grid repeats the head of the one above it, which had not come to its totals row: the next page."""
    above = next((block for block in reversed(region.blocks) if isinstance(block, Grid)), None)
    if region.kind != "table" or above is None or _words(above, 0) != _words(grid, 0):
        return False
    return not any(is_total_label(word) for word in _words(above, -1))


def _words(grid: Grid, row: int) -> list[str]:
    return [plain(cell.text) for cell in grid.rows[row] if cell and cell.text.strip()]


def _entry_names(line: Line) -> set[str]:
    """What an entry announces: its words, and the chapter or table they mean."""
    words = _LEADER.sub("", line.text)
    table, chapter = table_title(words), chapter_title(words)
    names = {unnumbered(words)}
    if table:
        names.add(f"table {table.name}")
    elif chapter:
        names.add(f"chapter {chapter.name}")
    return names
