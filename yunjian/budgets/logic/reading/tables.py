"""The nine tables: each read from its region, its rows settled, its unit and body taken from the lines above it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from yunjian.kernel.money import MoneyUnit, parse_number

from ..disclosure import Place, Row, Section, Table, Unread
from ..source.document import Grid, Line
from .draft import Draft, DraftRow, DraftTable
from .gridded import GridReader
from .hints import hints_for
from .labels import is_total_label, opens_item, side_of
from .loose import LooseReader, strips
from .outline import Region
from .placement import EFFORT, Node, settle
from .text import Paragraph, paragraphs, plain, quoted, tidy

_UNIT = re.compile(r"(?:金额)?单位[:：](?:人民币)?(万元|元)")
_BODY = re.compile(
    r"(?:编制|填报|公开|预算)?(?:部门|单位)(?:名称)?(?:（公章）|（盖章）)?\s*[:：]\s*(?!人民币|万元|元)(.+?)"
    r"(?=\s+(?:金额)?单位\s*[:：]|\s{2,}|\s+[（(]?20\d\d年|$)"
)
_ENDS = re.compile(r"^(?:合计|总计|收入总计|支出总计)(?=[\d.,/—-]|支出|$)")
_YEAR = re.compile(r"(20\d\d)年")


Sums = tuple[tuple[int, tuple[int, ...]], ...]


@dataclass
class Reading:
    """A table read so far, with the notes below it as paragraphs."""

    region: Region
    draft: DraftTable
    body: str = ""
    unit_place: Place | None = None
    notes: list[Paragraph] = field(default_factory=list)

    @property
    def place(self) -> Place:
        block = self.region.title[0] if self.region.title else self.region.blocks[0]
        return quoted(self.draft.at(block.place, ""), self.region.name)


def read_tables(regions: Sequence[Region]) -> list[Reading]:
    """Every table region, with those that go on over a page joined; rows of lost layout settled across tables."""
    readings: list[Reading] = []
    unit: MoneyUnit | None = None
    for region in merged(regions):
        reading, unit = _read(region, unit)
        readings.append(reading)
    effort = EFFORT
    for reading in _by_need(readings):
        hints = hints_for(reading.draft, {r.draft.number: r.draft for r in readings})
        for draft in reading.draft.sides:
            effort = _settle(draft, hints.get(draft.shape.side, {}), effort)
    return readings


def merged(regions: Sequence[Region]) -> list[Region]:
    """The table regions; one that continues the one before, or repeats its title mid-table, joined to it."""
    joined: dict[str, Region] = {}
    found: list[Region] = []
    complete: set[str] = set()
    for region in regions:
        if region.kind != "table":
            continue
        earlier = joined.get(region.mark.name)
        if earlier and (region.mark.continued or earlier.mark.name not in complete or not region.blocks):
            earlier.blocks.extend(region.blocks)
        else:
            found.append(Region("table", region.title, region.mark, list(region.blocks)))
            joined.setdefault(region.mark.name, found[-1])
        if _is_complete(region):
            complete.add(region.mark.name)
    return found


def _is_complete(region: Region) -> bool:
    """Whether the totals row has been seen."""
    for block in region.blocks:
        rows = (block.text,) if isinstance(block, Line) else tuple(_row_text(row) for row in block.rows)
        if any(_ENDS.match(plain(text)) for text in rows):
            return True
    return region.mark.name.endswith("three_public") and bool(region.blocks)


def _row_text(row: tuple) -> str:
    return " ".join(cell.text for cell in row if cell and cell.text.strip())


def _read(region: Region, unit: MoneyUnit | None) -> tuple[Reading, MoneyUnit | None]:
    preamble: dict[str, tuple[str, Place]] = {}
    rest: list[Line | Grid] = []
    for block in region.blocks:
        if isinstance(block, Grid) or not _take_preamble(block, preamble):
            rest.append(block)
    told = preamble.get("unit")
    printed = MoneyUnit.from_text(told[0]) if told else None
    usual = MoneyUnit.WAN if region.mark.final else MoneyUnit.YUAN
    draft = DraftTable(region.mark.number, region.mark.name, printed or unit or usual)
    reading = Reading(region, draft, preamble.get("body", ("", None))[0], told[1] if told else None)
    if any(isinstance(block, Grid) for block in rest):
        notes = _read_grids(draft, rest)
    else:
        reader = LooseReader(draft)
        notes = reader.read([block for block in rest if isinstance(block, Line)])
        reader.shape()
    reading.notes = list(paragraphs(notes))
    return reading, printed or unit


def _take_preamble(line: Line, found: dict[str, tuple[str, Place]]) -> bool:
    """Take 编制部门 and 单位 from a line; whether it was such a line."""
    text = tidy(line.text)
    unit = _UNIT.search(plain(text).replace(":", "：")) if len(text) < 80 else None
    body = _BODY.match(line.text.strip()) if len(text) < 80 else None
    if unit and (body or plain(text).find("单位") <= 30):
        found.setdefault("unit", (unit.group(1), quoted(line.place, text)))
    if body:
        found.setdefault("body", (tidy(body.group(1)), quoted(line.place, text)))
    return bool(unit or body)


def _read_grids(draft: DraftTable, blocks: Sequence[Line | Grid]) -> list[Line]:
    """Grids, and between them lines that are rows a ruled page left outside; the other lines are notes."""
    reader = GridReader(draft)
    notes: list[Line] = []
    for block in blocks:
        if isinstance(block, Grid):
            reader.read(block)
        elif _is_stray_row(block, draft):
            stray = LooseReader(draft)
            stray.started = True
            stray.read([block])
        else:
            notes.append(block)
    for side in draft.sides:
        if not side.columns:
            side.columns = side.shape.usual()
    return notes


def _is_stray_row(line: Line, draft: DraftTable) -> bool:
    if len(draft.sides) > 1:
        pieces = strips(line.text, False)
        return all(side_of(piece.label) and (opens_item(piece.label) or piece.amounts) for piece in pieces)
    pieces = strips(line.text, True)
    coded = draft.sides[0].shape.labels > 1
    rows = draft.sides[0].rows
    if not coded or len(pieces) != 1:
        return False
    if is_total_label(pieces[0].label):
        return bool(rows) and not any(row.is_total for row in rows)
    return bool(pieces[0].code and pieces[0].amounts)


def _by_need(readings: Sequence[Reading]) -> list[Reading]:
    """The tables whose own figures settle them first: 8 and 5 tell 3 what is basic, 1 and 4 what funds it."""
    order = {8: 0, 1: 1, 5: 2, 3: 3, 2: 4, 4: 5}
    return sorted(readings, key=lambda reading: order.get(reading.draft.number, 9))


def _settle(draft: Draft, hint: dict[str, Decimal], effort: int) -> int:
    """Find the columns of the rows that lost them; returns the effort left."""
    width = len(draft.columns)
    keys = [column.key for column in draft.columns]
    if not width or all(at is not None for row in draft.rows for at, _, _ in row.values):
        return effort
    sums = tuple(
        (keys.index(whole), tuple(keys.index(part) for part in parts if part in keys))
        for whole, parts in draft.shape.sums
        if whole in keys
    )
    nodes = [_node(row, width, sums, keys[0] == "total") for row in draft.rows]
    told = {keys.index(key): amount for key, amount in hint.items() if key in keys}
    trees, total = _trees(draft.rows, nodes)
    for tree in trees:
        effort = settle(tree, told if tree is total else {}, effort)
    for index, node in enumerate(nodes):
        draft.placed[index] = node.spots
    return effort


def _node(row: DraftRow, width: int, sums: Sums, total_first: bool) -> Node:
    spots = [at for at, _, _ in row.values]
    node = Node(tuple(parse_number(text) for _, text, _ in row.values), width, sums, total_first)
    if spots and all(at is not None for at in spots):
        node.fix(tuple(at for at in spots if at is not None))
    return node


def _trees(rows: Sequence[DraftRow], nodes: Sequence[Node]) -> tuple[list[Node], Node | None]:
    """The rows hung below each other by their codes, the outermost below the totals row, which comes second."""
    by_code: dict[str, Node] = {}
    top: list[Node] = []
    root: Node | None = None
    for row, node in zip(rows, nodes, strict=True):
        if row.is_total:
            node.children, top, root = top, [node], node
            continue
        parent = by_code.get(row.code.rpartition("-")[0]) if "-" in row.code else None
        (parent.children if parent else top).append(node)
        if row.code:
            by_code.setdefault(row.code, node)
    if root is None or not root.amounts:
        return (top if root is None else [*root.children, *top]), None
    root.children.extend(node for node in top if node is not root)  # rows below a totals row printed first
    return [root], root


def finish(reading: Reading, year: int, body: str) -> tuple[Table, list[Unread]]:
    """The table as it is handed on."""
    draft, region = reading.draft, reading.region
    sections = []
    for side in draft.sides:
        rows = []
        for index, row in enumerate(side.rows):
            given = [at for at, _, _ in row.values]
            if all(at is not None for at in given):
                rows.append(draft.row(side, row, tuple(at for at in given if at is not None), False))
                continue
            spots = side.placed.get(index)
            if spots is not None and len(spots) < len(row.values):
                draft.refuse("这一行的金额比表的列多，没有采用", row.place, row.place.quote)
                rows.append(draft.row(side, DraftRow(row.code, row.label, [], row.place, row.is_total), (), False))
            elif spots is None:
                rows.append(_unsettled(draft, side, row))
            else:
                rows.append(draft.row(side, row, spots, len(spots) < len(side.columns)))
        sections.append(Section(side.shape.side, tuple(side.columns), tuple(rows)))
    title = tidy(region.name)
    found = _YEAR.search(title)
    table = Table(
        draft.number, draft.kind, title, reading.body or body, int(found.group(1)) if found else year, draft.unit,
        reading.unit_place, tuple(sections), tuple(note.text.strip() for note in reading.notes), reading.place,
    )  # fmt: skip
    return table, draft.unread


def _unsettled(draft: DraftTable, side: Draft, row: DraftRow) -> Row:
    """A row whose amounts fit in more than one way: a total that stands first is certain, the others are listed."""
    certain = 1 if side.columns[0].key == "total" else 0
    for _, text, place in row.values[certain:]:
        draft.refuse(f"空白单元格在原文中丢失，“{row.label}”的{text}属于哪一列有多种可能，没有采用", place, text)
    keep = row.values[:certain]
    return draft.row(side, DraftRow(row.code, row.label, keep, row.place, row.is_total), (0,) * len(keep), True)
