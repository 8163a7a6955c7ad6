"""From a draft's content to the composed disclosure, in the usual order of chapters."""

from collections.abc import Iterable, Iterator

from . import wording
from .blocks import Block, Board, Composition, Contents, Entry, Heading, Paragraph, Slot
from .content import Content, Sheet, SheetLine
from .figures import yuan
from .forms import CODED, EMPTY_NOTES, NO_DATA, NUMBERS, columns, title_of

_UPPER = {
    2: "收入预算",
    3: "支出预算",
    5: "一般公共预算支出",
    6: "政府性基金预算支出",
    7: "国有资本经营预算支出",
}
_WIDE = (2, 4, 9)
_DIGITS = "一二三四五六七"


def compose(content: Content) -> Composition:
    """The disclosure as it will be read, whatever it is written as."""
    body: list[Block] = [*_texts(content), *_tables(content), *_other(content), *_projects(content)]
    title = f"{content.district}{content.year}年区级部门预算" if content.district else (
        f"{content.body}{content.year}年部门预算"
    )  # fmt: skip
    cover: tuple[Block, ...] = (
        Heading(title, 1, "cover", "top"),
        Paragraph(f"预算主管部门：{content.body}", "cover", False),
        Heading("目录", 2, "contents", "contents"),
        Contents(tuple(_entries(content, body))),
    )
    return Composition(title, content.body, content.year, (*cover, *body))


def _texts(content: Content) -> Iterator[Block]:
    chapters = (
        ("duties", f"{content.body}主要职能", content.duties.strip() or f"{content.body}承担的主要职能。"),
        ("organisation", f"{content.body}机构设置", content.organisation.strip() or wording.organisation(content)),
        ("glossary", "名词解释", content.glossary.strip() or wording.GLOSSARY),
        ("narrative", f"{content.year}年部门预算编制说明", "\n".join(wording.narrative(content))),
    )
    for where, title, text in chapters:
        yield Heading(title, 2, where, where, starts_page=where == "duties")
        yield from _paragraphs(text, where)


def _paragraphs(text: str, where: str) -> Iterator[Paragraph]:
    for line in text.splitlines():
        if words := " ".join(line.split()):
            yield Paragraph(words, where)


def _tables(content: Content) -> Iterator[Block]:
    yield Heading("部门预算表", 2, "tables", "tables", starts_page=True)
    for number in NUMBERS:
        sheet, where = content.sheet(number), f"sheet:{number}"
        title = title_of(number, content.year)
        yield Heading(title, 3, where, f"table-{number}", starts_page=number > 1, is_wide=number in _WIDE)
        yield Paragraph(f"编制部门：{content.body}", where, False)
        yield Paragraph("单位：元", where, False)
        yield board(content, sheet)
        if number == 1:
            yield Paragraph(wording.note_of_first_table(content), where, False)
        if sheet.is_empty:
            words = EMPTY_NOTES.get(number, NO_DATA).format(body=content.body, year=content.year)
            yield Paragraph(words, where, False)


def _other(content: Content) -> Iterator[Block]:
    yield Heading("其他相关情况说明", 2, "other", "other", starts_page=True)
    parts: tuple[tuple[str, Iterable[str]], ...] = (
        (f"一、{content.year}年“三公”经费预算情况说明", wording.three_public(content)),
        ("二、机关运行经费预算", (wording.operating(content),)),
        ("三、政府采购预算情况", wording.procurement(content)),
        ("四、绩效目标设置情况", (wording.performance(content),)),
        ("五、国有资产占有使用情况", wording.assets(content)),
    )
    for number, (title, said) in enumerate(parts, 1):
        yield Heading(title, 3, "other", f"other-{number}")
        for text in said:
            yield from _paragraphs(text, "other")


def _projects(content: Content) -> Iterator[Block]:
    if not content.projects:
        return
    yield Heading("项目经费情况说明", 2, "projects", "projects", starts_page=True)
    yield Paragraph(f"本部门共有{len(content.projects)}个项目，各项目经费情况说明如下。", "projects")
    for number, project in enumerate(content.projects, 1):
        where = f"project:{number}"
        yield Heading(f"{project.title}经费情况说明", 3, where, f"project-{number}")
        for at, (title, text) in enumerate(wording.sections(content, project), 1):
            yield Heading(title, 4, where, f"project-{number}-{at}")
            yield from _paragraphs(text, where)


def _entries(content: Content, body: list[Block]) -> Iterator[Entry]:
    names = {"duties": "部门主要职能", "organisation": "部门机构设置", "narrative": "部门预算编制说明"}
    chapter = 0
    for block in body:
        if not isinstance(block, Heading):
            continue
        if block.level == 2:
            yield Entry(f"{_DIGITS[chapter]}、{names.get(block.where, block.text)}", 1, block.anchor)
            chapter += 1
        elif block.where.startswith("sheet:"):
            yield Entry(f"{block.where.partition(':')[2]}. {block.text}", 2, block.anchor)


def board(content: Content, sheet: Sheet) -> Board:
    """One of the nine tables as it is printed."""
    title = title_of(sheet.number, content.year)
    head = _head(sheet.number, content.year)
    if sheet.number in CODED:
        lines = sheet.side().lines
        rows = [_coded(sheet.number, line) for line in lines]
        totals = [at for at, line in enumerate(lines) if line.is_total]
    elif sheet.number == 9:
        rows, totals = [_only(line, content) for line in sheet.side().lines], []
    else:
        rows = list(_two_sided(sheet))
        totals = [len(rows) - 1]
    return Board((*head, *rows), len(head), sheet.number, title, tuple(at + len(head) for at in totals))


def _coded(number: int, line: SheetLine) -> tuple[Slot | None, ...]:
    amounts = [Slot(yuan(amount), "amount") for amount in line.amounts]
    depth = 2 if number == 8 else 3
    if line.is_total or not line.code:
        return (Slot(line.label, "label", 1, depth + 1), *(None,) * depth, *amounts)
    parts = [*line.code.split("-"), *("",) * depth][:depth]
    return (*(Slot(part, "code") for part in parts), Slot(line.label), *amounts)


def _only(line: SheetLine, content: Content) -> tuple[Slot | None, ...]:
    """The only line of table 9: bodies that are no administration print a stroke for operating expenses."""
    amounts = [yuan(amount) for amount in line.amounts]
    if not amounts[-1] and not content.administrative:
        amounts[-1] = "/"
    return tuple(Slot(amount, "amount") for amount in amounts)


def _two_sided(sheet: Sheet) -> Iterator[tuple[Slot | None, ...]]:
    """Income beside expenditure; both close with their totals on the last row."""
    left, right = (list(side.lines) for side in sheet.sides)
    height = max(len(left), len(right))
    for at in range(height):
        row: list[Slot | None] = []
        for lines, side in ((left, "income"), (right, "expenditure")):
            line = _at(lines, at, height)
            width = len(columns(sheet.number, side))
            row.append(Slot(line.label if line else ""))
            row += [Slot(yuan(amount), "amount") for amount in (line.amounts if line else (None,) * width)]
        yield tuple(row)


def _at(lines: list[SheetLine], at: int, height: int) -> SheetLine | None:
    closes = bool(lines) and lines[-1].is_total
    if at == height - 1 and closes:
        return lines[-1]
    return lines[at] if at < len(lines) - closes else None


def _head(number: int, year: int) -> tuple[tuple[Slot | None, ...], ...]:
    if number == 9:
        return _head_of_nine(year)
    if number == 8:
        return _coded_head(8, "一般公共预算基本支出", "部门预算经济分类科目编码", "经济分类科目名称", ("类", "款"))
    if number in CODED:
        return _coded_head(number, _UPPER[number], "功能分类科目编码", "功能分类科目名称", ("类", "款", "项"))
    spent = columns(number, "expenditure")
    income, expenditure = ("本年收入", "本年支出") if number == 1 else ("财政拨款收入", "财政拨款支出")
    upper = (
        _h(income, 1, 2), None, _h(expenditure, 1, 1 + len(spent)), *(None,) * len(spent),
    )  # fmt: skip
    return upper, (_h("项目"), _h("预算数"), _h("项目"), *(_h(column.title) for column in spent))


def _h(text: str, rows: int = 1, columns: int = 1) -> Slot:
    return Slot(text, "head", rows, columns)


def _coded_head(
    number: int, upper: str, codes: str, names: str, steps: tuple[str, ...]
) -> tuple[tuple[Slot | None, ...], ...]:
    sums, depth = columns(number), len(steps)
    return (
        (_h("项目", 1, depth + 1), *(None,) * depth, _h(upper, 1, len(sums)), *(None,) * (len(sums) - 1)),
        (_h(codes, 1, depth), *(None,) * (depth - 1), _h(names, 2), *(_h(column.title, 2) for column in sums)),
        (*(_h(step) for step in steps), None, *(None,) * len(sums)),
    )


def _head_of_nine(year: int) -> tuple[tuple[Slot | None, ...], ...]:
    return (
        (_h(f"{year}年“三公”经费预算数", 1, 6), *(None,) * 5, _h(f"{year}年机关运行经费预算数", 3)),
        (
            _h("合计", 2), _h("因公出国（境）费", 2), _h("公务接待费", 2),
            _h("公务用车购置及运行费", 1, 3), None, None, None,
        ),
        (None, None, None, _h("小计"), _h("购置费"), _h("运行费"), None),
    )  # fmt: skip
