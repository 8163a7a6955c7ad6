"""Plain text: pages, tabbed rows, columns held by spacing, and lines."""

import re
from collections.abc import Iterator, Sequence

from ..disclosure import Place
from .captions import blocks_of
from .columns import Ranged, aligned, spaced
from .document import Grid, Line
from .furniture import kept, running
from .grids import Spot
from .limits import Limits

_MARKER = re.compile(r"\t+(?:[-*+•]|\d{1,3}[.)])\s")

Numbered = tuple[int, str]  # the 1-based line number and the line
_Paged = list[tuple[int, Numbered]]  # lines with the page each stands on, 0 where the text has no pages


def blocks(text: str, limits: Limits) -> list[Line | Grid]:
    """The whole text, page by page; ``page`` is 0 in the places where the text has no form feeds."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    limits.check_lines(len(lines))
    found: list[Line | Grid] = []
    plain: _Paged = []
    pages = _pages(lines)
    heads = running([[line for _, line in page if line.strip()] for page in pages])
    for number, page in enumerate(pages, start=1):
        keep = kept([line for _, line in page], heads, bare=len(pages) > 1)
        rest = [numbered for numbered, wanted in zip(page, keep, strict=True) if wanted]
        page_number = number if len(pages) > 1 else 0
        for run, is_tabbed in tabbed_runs(rest):
            if is_tabbed:
                found.extend(_spaced(plain, limits))
                plain = []
                found.extend(tabbed(run, limits, page=page_number))
            else:
                plain.extend((page_number, line) for line in run)
    found.extend(_spaced(plain, limits))
    return found


def _pages(lines: Sequence[str]) -> list[list[Numbered]]:
    """Lines with their numbers, cut at form feeds; a text that ends with one has no empty last page."""
    pages: list[list[Numbered]] = [[]]
    for number, line in enumerate(lines, start=1):
        first, *others = line.split("\f")
        pages[-1].append((number, first))
        for other in others:
            pages.append([(number, other)])
    if len(pages) > 1 and not any(line.strip() for _, line in pages[-1]):
        pages.pop()
    return pages


def tabbed_runs(lines: Sequence[Numbered]) -> Iterator[tuple[list[Numbered], bool]]:
    """The lines cut into runs of tabbed rows (two at least, with one blank line between them at most) and the rest."""
    rest: list[Numbered] = []
    at = 0
    while at < len(lines):
        end = _tabbed_until(lines, at)
        run = [line for line in lines[at:end] if line[1].strip(" ")]
        if len(run) >= 2:
            yield rest, False
            yield run, True
            rest = []
            at = end
        else:
            rest.append(lines[at])
            at += 1
    yield rest, False


def _tabbed_until(lines: Sequence[Numbered], start: int) -> int:
    """The end of the tabbed rows that begin at ``start``, or ``start``."""
    at = end = start
    while at < len(lines):
        line = lines[at][1]
        if "\t" in line and not _MARKER.match(line):
            at += 1
            end = at
        elif not line.strip() and end == at > start:
            at += 1
        else:
            break
    return end


def tabbed(run: Sequence[Numbered], limits: Limits, *, page: int = 0) -> list[Line | Grid]:
    """Tabbed rows as a grid, blank cells kept."""
    spots: list[Spot] = []
    for row, (_, line) in enumerate(run):
        cells = line.split("\t")
        limits.check_columns(len(cells), f"第{run[row][0]}行")
        spots.extend(Spot(row, column, cell.strip(" ")) for column, cell in enumerate(cells))
    place = Place(page=page, line=run[0][0])
    return blocks_of(spots, place, limits, [number for number, _ in run])


def _spaced(lines: _Paged, limits: Limits) -> Iterator[Line | Grid]:
    """Lines whose spacing may hold columns."""
    ranged = [
        Ranged(spaced(line), Place(page=page, line=number), line.rstrip().replace("\t", "    "))
        for page, (number, line) in lines
        if line.strip()
    ]
    return aligned(ranged, limits)
