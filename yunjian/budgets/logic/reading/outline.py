"""A document cut into its regions: cover, contents list, chapters, tables and project notes, in any order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..source.document import Grid, Line
from .apart import taken_apart
from .header import signature
from .text import joined, plain, without_bullet
from .titles import Title, chapter_title, note_title, section_title, table_title, unnumbered

_STOP = re.compile(r"[。；;？！]")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\d{1,2}[.、)]|\([一二三四五六七八九十\d]+\)|第[一二三四五六七八九十]+[部章])"
)
_LEADER = re.compile(r"(?:[.．…·‥\-_\s]{2,}|\t)\s*\d*\s*$|\s+\d{1,3}\s*$")
_FIELD = re.compile(r"^[^，。；：:]{2,14}[：:][^，。；]{2,30}$")
_OWN_HEADING = re.compile(r"^[一二三四五六七八九十]+、|^\([一二三四五六七八九十]+\)")
NONE = Title("chapter")


@dataclass
class Region:
    """A stretch of the document under one title; ``lines`` of the title, then the blocks that follow it."""

    kind: str  # cover, contents, chapter, table, note
    title: tuple[Line, ...] = ()
    mark: Title = NONE
    blocks: list[Line | Grid] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The title as printed, joined where it was broken over lines."""
        text = ""
        for line in self.title:
            text = joined(text, without_bullet(line.text))
        return text


def outline(blocks: Sequence[Line | Grid]) -> list[Region]:
    """The regions in reading order; the first is the cover, which may be empty."""
    blocks = [piece for block in blocks for piece in ([block] if isinstance(block, Line) else taken_apart(block))]
    regions = [Region("cover")]
    seen: set[str] = set()
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, Grid):
            _take_grid(block, regions)
            at += 1
            continue
        opened = _opens(blocks, at, block, regions[-1], seen)
        if opened:
            regions.append(opened)
            at += max(len(opened.title), 1)
        else:
            regions[-1].blocks.append(block)
            at += 1
    return regions


def _take_grid(grid: Grid, regions: list[Region]) -> None:
    """A grid belongs to the table above it, unless its header says that it is another one."""
    last = regions[-1]
    told = signature(grid, final=any(r.mark.final for r in regions[-4:]))
    taken = any(isinstance(block, Grid) for block in last.blocks)
    if told and (last.kind != "table" or (taken and told.number != last.mark.number)):
        regions.append(Region("table", (), told, [grid]))
    else:
        last.blocks.append(grid)


def _opens(blocks: Sequence[Line | Grid], at: int, line: Line, current: Region, seen: set[str]) -> Region | None:
    """The region the line at this place opens, or None."""
    words = plain(without_bullet(line.text).lstrip("#"))
    if words in ("目录", "目次"):
        return Region("contents", (line,))
    if not words:
        return None
    if current.kind == "contents" and _is_entry(line, seen):
        seen |= _entry_names(line)
        return None
    below_title = bool(current.title) and not current.blocks
    fresh = below_title or _starts_fresh(blocks[at - 1] if at else None, line)
    return (_note(blocks, at) if fresh else None) or _table(blocks, at, fresh) or _chapter(line, fresh, current)


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


def _is_entry(line: Line, seen: set[str]) -> bool:
    """Whether a line after 目录 still belongs to the list: short, no sentence, and not said before."""
    if line.heading == 7:
        return True
    if line.heading or _entry_names(line) & seen:
        return False
    words = plain(without_bullet(line.text))
    if len(words) > 70 or _STOP.search(words):
        return False
    return bool(
        _NUMBERED.match(words) or _LEADER.search(line.text) or table_title(line.text) or chapter_title(line.text)
    )


def _adjacent(blocks: Sequence[Line | Grid], at: int, count: int) -> tuple[Line, ...]:
    """This line and the following ones, as many as stand directly below each other without a blank line."""
    lines: list[Line] = []
    for block in blocks[at : at + count]:
        if not isinstance(block, Line) or not block.text.strip():
            break
        if lines and (block.heading or not lines[-1].wraps or block.place.line > lines[-1].place.line + 1):
            break
        lines.append(block)
    return tuple(lines)


def _next_line(blocks: Sequence[Line | Grid], at: int) -> Line | None:
    for block in blocks[at : at + 6]:
        if isinstance(block, Grid):
            return None
        if block.text.strip():
            return block
    return None


def _starts_fresh(before: Line | Grid | None, line: Line) -> bool:
    """Whether a line stands apart from the one above: a heading, after a gap, after a sentence's end or a grid."""
    if line.heading or not isinstance(before, Line) or not before.text.strip() or not before.wraps or before.heading:
        return True
    gap = before.place.page != line.place.page or line.place.line > before.place.line + 1
    said = before.text.strip()
    return gap or bool(_STOP.search(said[-2:])) or bool(_FIELD.match(said))


def _note(blocks: Sequence[Line | Grid], at: int) -> Region | None:
    """A project note: lines that end in 经费情况说明 with a section below, or any short line above 项目概述."""
    lines = _adjacent(blocks, at, 3)
    text = ""
    for count, piece in enumerate(lines, 1):
        text = joined(text, without_bullet(piece.text))
        following = _next_line(blocks, at + count)
        section = section_title(following.text) if following else None
        if _STOP.search(piece.text) or section_title(piece.text):
            return None
        if section and (section.number == 1 or note_title(text)) and len(text) <= 120:
            opens_note = plain(following.text).endswith("概述") if following else False
            if note_title(text) or opens_note:
                return Region("note", lines[:count], Title("note"))
    return None


def _table(blocks: Sequence[Line | Grid], at: int, fresh: bool) -> Region | None:
    """A table: a title that is not one of a list of titles."""
    lines = _adjacent(blocks, at, 2)
    for count in range(1, len(lines) + 1):
        text = lines[0].text if count == 1 else joined(lines[0].text.rstrip(), lines[1].text.strip())
        mark = table_title(text)
        if mark is None or (count == 2 and (not fresh or len(plain(lines[1].text)) > 30)):
            continue
        following = _next_line(blocks, at + count)
        listed = table_title(following.text) if following else None
        if listed and listed.number != mark.number and not listed.continued:
            return None
        return Region("table", lines[:count], mark)
    return None


def _chapter(line: Line, fresh: bool, current: Region) -> Region | None:
    mark = chapter_title(line.text) if fresh else None
    if mark is None:
        return None
    subheading = _OWN_HEADING.match(plain(line.text)) and current.kind in ("chapter", "note")
    within = {"narrative": ("other", "narrative"), "tables": ("other",)}.get(mark.name, ())
    if subheading and current.mark.name in within:
        return None  # 一、…预算情况说明 under 其他相关情况说明 is a section of it
    return Region("chapter", (line,), mark)
