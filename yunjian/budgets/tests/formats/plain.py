"""Writers of text: layout lost, layout kept by spaces, tabbed, and Markdown."""

import re
import unicodedata

from .description import Board, Description, Entry, Heading, Paragraph

_AMOUNT = re.compile(r"-?\d[\d,]*\.\d+")


def lost(description: Description, *, width: int = 48) -> bytes:
    """As copied out of a PDF: paragraphs broken anywhere, blank cells gone, a blank line between rows."""
    lines: list[str] = []
    for block in description:
        if isinstance(block, Heading):
            lines += ["", "", "", block.text, ""]
        elif isinstance(block, Entry):
            lines.append(block.text)
        elif isinstance(block, Paragraph):
            lines += [*_wrapped("    " + block.text if len(block.text) > 20 else block.text, width), ""]
        else:
            for row in block.matrix:
                lines += [" ".join(word for word in row if word), ""]
    return "\n".join(lines).encode()


def _wrapped(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)] or [""]


def kept(description: Description, *, wide: bool = True, encoding: str = "utf-8") -> bytes:
    """With columns held by spaces; ``wide`` counts a Chinese letter as two, as editors do."""
    lines: list[str] = []
    for block in description:
        if isinstance(block, (Heading, Entry)):
            lines += ["", block.text]
        elif isinstance(block, Paragraph):
            lines += ["", *_wrapped("    " + block.text if len(block.text) > 20 else block.text, 48)]
        else:
            lines += ["", *_columns(block, wide), ""]
    return "\n".join(lines).encode(encoding)


def _width(text: str, wide: bool) -> int:
    return sum(2 if wide and unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _columns(table: Board, wide: bool) -> list[str]:
    widths = [1] * table.width
    for _, column, slot in table.spots:
        if slot.columns == 1:
            widths[column] = max(widths[column], _width(slot.text, wide))
    for _, column, slot in table.spots:
        lacking = _width(slot.text, wide) - sum(widths[column : column + slot.columns]) - 3 * (slot.columns - 1)
        widths[column] += max(0, lacking)
    starts = [sum(widths[:column]) + 3 * column for column in range(table.width)]
    rows = []
    for row in table.rows:
        line = ""
        for column, slot in enumerate(row):
            if not slot or not slot.text:
                continue
            last = column + slot.columns - 1
            free = starts[last] + widths[last] - starts[column] - _width(slot.text, wide)
            lead = free if _AMOUNT.fullmatch(slot.text) else free // 2 if slot.columns > 1 else 0
            line += " " * (starts[column] + lead - _width(line, wide)) + slot.text
        rows.append(line)
    return rows


def tabbed(description: Description) -> bytes:
    """Markdown headings, and tables as tabbed rows with their blank cells."""
    return _marked(description, lambda table: ["\t".join(row) for row in table.matrix])


def markdown(description: Description) -> bytes:
    """Markdown with pipe tables."""

    def pipes(table: Board) -> list[str]:
        first, *rest = ["| " + " | ".join(word.replace("|", r"\|") for word in row) + " |" for row in table.matrix]
        return [first, "|" + " --- |" * table.width, *rest]

    return _marked(description, pipes)


def _marked(description: Description, of_table) -> bytes:
    lines: list[str] = []
    for block in description:
        if isinstance(block, Heading):
            lines += ["", "#" * block.level + " " + block.text, ""]
        elif isinstance(block, Entry):
            lines.append("  " * (block.level - 1) + "- " + block.text)
        elif isinstance(block, Paragraph):
            lines += [re.sub(r"^(\d+)([.)])(?=\s)", r"\1\\\2", block.text), ""]
        else:
            lines += [*of_table(block), ""]
    return "\n".join(lines).encode()
