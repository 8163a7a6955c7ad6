"""The composed disclosure as HTML: a file that stands alone, or the part of a page; one line a block, so that a line of
the file tells which part of the draft it came from."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from .blocks import Block, Board, Composition, Contents, Heading, Paragraph, Slot

_STYLE = (
    "body{max-width:60rem;margin:2rem auto;padding:0 1rem;font-family:serif;line-height:1.8}"
    "table{border-collapse:collapse;font-size:.85rem;line-height:1.4}"
    "td,th{border:1px solid #777;padding:.2rem .4rem;text-align:left;font-weight:normal}"
    "thead th{text-align:center}.money{text-align:right;white-space:nowrap}.total{font-weight:bold}"
    "p{margin:.4rem 0}.indented{text-indent:2em}h1,h2{text-align:center}"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A file and, for each of its lines, the part of the draft it came from."""

    data: bytes
    parts: tuple[str, ...]

    def part(self, line: int) -> str:
        """What a 1-based line belongs to."""
        return self.parts[line - 1] if 0 < line <= len(self.parts) else ""


def write(composition: Composition) -> Written:
    """The file that stands alone."""
    head = [
        ("<!DOCTYPE html>", ""),
        ('<html lang="zh-CN">', ""),
        (f'<head><meta charset="utf-8"><title>{escape(composition.title)}</title><style>{_STYLE}</style></head>', ""),
        ("<body>", ""),
    ]
    lines = [*head, *_lines(composition, 0), ("</body></html>", "")]
    text = "\n".join(line for line, _ in lines) + "\n"
    return Written(text.encode(), tuple(where for _, where in lines))


def fragment(composition: Composition) -> str:
    """The part of a page, its headings a level lower; every word escaped."""
    return "\n".join(line for line, _ in _lines(composition, 1))


def _lines(composition: Composition, lower: int) -> Iterator[tuple[str, str]]:
    for block in composition.blocks:
        yield from _block(block, lower)


def _block(block: Block, lower: int) -> Iterator[tuple[str, str]]:
    if isinstance(block, Heading):
        tag = f"h{block.level + lower}"
        yield f'<{tag} id="{escape(block.anchor)}">{escape(block.text)}</{tag}>', block.where
    elif isinstance(block, Paragraph):
        css = ' class="indented"' if block.is_indented else ""
        yield f"<p{css}>{escape(block.text)}</p>", block.where
    elif isinstance(block, Contents):
        yield "<ul>", "contents"
        for entry in block.entries:
            css = ' class="level-2"' if entry.level > 1 else ""
            yield f'<li{css}><a href="#{escape(entry.anchor)}">{escape(entry.text)}</a></li>', "contents"
        yield "</ul>", "contents"
    else:
        yield from _board(block)


def _board(board: Board) -> Iterator[tuple[str, str]]:
    where, label = f"sheet:{board.number}", escape(board.title)
    yield f'<div class="table-region" role="region" tabindex="0" aria-label="{label}">', where
    yield '<table class="table table-ruled table-dense as-printed">', where
    for at, row in enumerate(board.rows):
        if at in (0, board.header):
            yield ("<thead>" if at == 0 else "</thead><tbody>"), where
        css = ' class="total"' if at in board.totals else ""
        cells = "".join(_cell(slot, at < board.header) for slot in row if slot)
        yield f"<tr{css}>{cells}</tr>", where
    yield "</tbody></table></div>", where


def _cell(slot: Slot, is_head: bool) -> str:
    spans = (f' rowspan="{slot.rows}"' if slot.rows > 1 else "") + (
        f' colspan="{slot.columns}"' if slot.columns > 1 else ""
    )
    words = escape(slot.text)
    if is_head:
        scope = "colgroup" if slot.columns > 1 else "col"
        return f'<th scope="{scope}"{spans}>{words}</th>'
    if slot.kind == "amount":
        return f'<td class="money"{spans}>{words}</td>'
    if slot.kind == "label" and words:
        return f'<th scope="row"{spans}>{words}</th>'
    return f"<td{spans}>{words}</td>"
