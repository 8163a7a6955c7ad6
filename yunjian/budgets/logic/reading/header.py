"""The head of a grid: which rows it takes, which column holds which amounts, which table it must be."""

import re
from dataclasses import dataclass

from yunjian.kernel.money import parse_number

from ..disclosure import TABLE_KINDS, Column
from ..source.document import Cell, Grid
from .columns import Side
from .labels import is_dash, is_total_label, opens_item
from .text import plain, tidy
from .titles import Title

_INDEX_ROW = re.compile(r"^(?:栏次|行次|序号)$")
_LABEL = re.compile(r"^(?:项目|项目\(按.*\)|收入项目|支出项目|项目名称|科目|项目类别)$")
_SIGNATURES = tuple(
    (number, re.compile(pattern))
    for number, pattern in (
        (9, r"因公出国"),
        (8, r"经济分类.*人员经费|人员经费.*公用经费"),
        (7, r"国有资本经营预算(?:拨款)?支出(?!预算表).*基本支出"),
        (6, r"政府性基金预算(?:拨款)?支出.*基本支出"),
        (5, r"一般公共预算(?:拨款)?支出.*基本支出"),
        (4, r"财政拨款收入.*财政拨款支出"),
        (1, r"本年收入.*本年支出"),
        (3, r"功能分类.*基本支出.*项目支出"),
        (2, r"功能分类.*财政拨款收入"),
    )
)


@dataclass(frozen=True, slots=True)
class Head:
    """The number of header rows, and for each grid column the texts above it, uppermost first."""

    rows: int
    paths: tuple[tuple[str, ...], ...]
    titles: tuple[str, ...]  # the lowest text above each column, as printed
    owners: tuple[Cell | None, ...] = ()  # the lowest cell above each column


def head_of(grid: Grid, kind: str) -> Head:
    """The header rows are those before the first row with an amount, a code, an item or a total."""
    count = 0
    for row in grid.rows:
        if is_data(row, kind):
            break
        count += 1
    filled = _filled(grid, count)
    paths: list[tuple[str, ...]] = []
    titles: list[str] = []
    owners: list[Cell | None] = []
    wording = [row for row in range(count) if not _is_index(grid.rows[row])]
    for column in range(grid.width):
        seen: list[Cell] = []
        for index in wording:
            cell = filled[index][column]
            if cell is not None and cell.text.strip() and all(cell is not other for other in seen):
                seen.append(cell)
        paths.append(tuple(plain(cell.text) for cell in seen))
        titles.append(tidy(seen[-1].text) if seen else "")
        owners.append(seen[-1] if seen else None)
    return Head(count, tuple(paths), tuple(titles), tuple(owners))


def is_data(row: tuple[Cell | None, ...], kind: str) -> bool:
    """Whether a row is one of figures or items rather than of heads."""
    texts = [cell.text.strip() for cell in row if cell and cell.text.strip()]
    if not texts or _is_index(row):
        return False
    if any(parse_number(text) is not None for text in texts) or all(is_dash(text) for text in texts):
        return True
    if opens_item(texts[0]):
        return True
    first = is_total_label(texts[0])
    return first and all(is_total_label(t) or is_dash(t) for t in texts) and not kind.endswith("three_public")


def _is_index(row: tuple[Cell | None, ...]) -> bool:
    """A row that only numbers the columns: 栏次, 1, 2, 3."""
    first = next((plain(cell.text) for cell in row if cell and cell.text.strip()), "")
    return bool(_INDEX_ROW.match(first))


def _filled(grid: Grid, count: int) -> list[list[Cell | None]]:
    """The header cells spread over what they cover; where merges were lost, over the blanks to their right."""
    spread: list[list[Cell | None]] = [[None] * grid.width for _ in range(count)]
    merged = False
    for row in range(count):
        for column, cell in enumerate(grid.rows[row]):
            if cell is None:
                continue
            merged = merged or cell.rows > 1 or cell.columns > 1
            for down in range(row, min(row + cell.rows, count)):
                for right in range(column, min(column + cell.columns, grid.width)):
                    spread[down][right] = cell
    if not merged:
        for row in range(count - 1):
            _fill_right(spread, row)
    return spread


def _fill_right(spread: list[list[Cell | None]], row: int) -> None:
    cells = spread[row]
    for column in range(1, len(cells)):
        cell = cells[column]
        same_group = all(above[column] is above[column - 1] for above in spread[:row])
        if cell is not None and not cell.text.strip() and same_group:
            cells[column] = cells[column - 1]


def columns_of(head: Head, side: Side, first: int, last: int) -> dict[int, Column]:
    """The amount columns between two grid columns, by the words above them."""
    found: dict[int, Column] = {}
    taken: dict[str, Cell | None] = {}
    for at in range(first, last):
        path = head.paths[at]
        if not path or _LABEL.match(path[-1]) or re.search(r"编码|名称|^[类款项]$|行次|序号", path[-1]):
            continue
        if len({side.key(plain(word)) for word in head.titles[at].split()} - {""}) > 1:
            return {}  # two heads run together: nothing is certain
        key = _key(side, path)
        if key and taken.get(key, head.owners[at]) is head.owners[at]:
            found[at] = Column(key, head.titles[at])
            taken[key] = head.owners[at]
    return found


def _key(side: Side, path: tuple[str, ...]) -> str:
    own = side.key(path[-1])
    if not own and len(path) > 1:
        own = side.key("".join(path))
    if own and any(key.startswith("budget_") for key in side.keys):
        above = "".join(path[:-1]) or path[-1]
        return f"budget_{own}" if "预算数" in above and "决算数" not in above else own
    return own


def label_columns(head: Head) -> list[int]:
    """The columns headed 项目, of which a two-sided table has two."""
    return [at for at, path in enumerate(head.paths) if path and _LABEL.match(path[-1])]


def expenditure_begins(head: Head) -> int:
    """The first grid column of the expenditure side, or 0 where the head does not tell."""
    labels = label_columns(head)
    if len(labels) > 1 and labels[1] > labels[0] + 1:
        return labels[1]
    spending = (at for at, path in enumerate(head.paths) if at and path and "支出" in path[0] and "收入" not in path[0])
    return next(spending, 0)


def code_columns(head: Head) -> list[int]:
    """Where lists of codes begin that are printed side by side; fewer than two say nothing."""
    starts = [
        at
        for at, path in enumerate(head.paths)
        if path and path[-1].endswith("编码") and (not at or head.paths[at - 1] != path)
    ]
    return starts if len(starts) > 1 else []


def signature(grid: Grid, final: bool = False) -> Title | None:
    """The table a grid must be, told by the words in its head alone."""
    if final:
        return None
    words = ""
    for row in grid.rows[:6]:
        if is_data(row, ""):
            break
        words += "".join(plain(cell.text) for cell in row if cell)
    for number, pattern in _SIGNATURES:
        if pattern.search(words):
            return Title("table", number, TABLE_KINDS[number - 1])
    return None
