"""A project note: its seven sections and what they say."""

import re
from calendar import monthrange
from datetime import date

from ..disclosure import Figure, NoteSection, Part, ProjectNote
from ..source.document import Line
from .citations import citations
from .outline import Region
from .payments import schedule
from .quantities import Quantity, amounts, mentions
from .text import Paragraph, paragraphs, quoted, tidy
from .titles import note_name, section_title

_OVERVIEW = re.compile(r"^(.{2,100}?)[，,]\s*(?:其)?主要(?:的)?(?:实施|建设|工作|服务)?内容")
_ALLOCATION = re.compile(
    r"^(?:20\d\d年度?[，,]?\s*)?(.{2,100}?)(?:的)?(?:年度)?(?:财政资金|财政拨款|项目)?(?:年度)?预算(?:资金)?(?:安排)?(?:的)?(?:资金)?(?:金额|总额|数额?|安排)"
)
_STATED = re.compile(r"(?:金额|预算|总额|安排|经费|资金)(?:数)?(?:合计|共计|总计)?(?:为|是|共|：|:)?\s*(?:人民币)?\s*$")
_DAY = r"(20\d\d)\s*[年.\-/]\s*(\d{1,2})\s*(?:[月.\-/]\s*(?:(\d{1,2})\s*日?)?)?"
_PERIOD = re.compile(rf"{_DAY}\s*(?:至|到|-|—+|－|～|~|–)\s*(?:{_DAY}|(\d{{1,2}})\s*月(?:\s*(\d{{1,2}})\s*日)?)")
_YEAR_ONLY = re.compile(r"(20\d\d)年(?:度|全年|1\s*[-—－至到]\s*12月)?")
_IMPLEMENTER = re.compile(r"(?:实施主体|实施单位|承担单位|责任单位)(?:为|是|：|:)\s*(.+?)\s*[。；]?\s*$")
_LABEL_START = re.compile(r"^(?:其中|包括|包含|主要用于|用于|主要包括|分别为|以及|和|及|含)\s*[：:，,]?\s*")


Parts = list[tuple[int, Line, list[Paragraph]]]


def read_note(region: Region, parts: Parts) -> ProjectNote:
    """The note a region holds, whose sections are these."""
    texts = {number: body for number, _, body in reversed(parts)}
    sections = tuple(
        NoteSection(number, title, "\n".join(p.text.strip() for p in body), quoted(line.place, title))
        for number, line, body in parts
        for title in (tidy(line.text.lstrip("#")),)
    )
    every = [paragraph for _, _, body in parts for paragraph in body]
    money = texts.get(6, [])
    amount, rest = _amount(money)
    kind, payments = schedule(texts.get(4, []), money)
    start, end = _period(texts.get(5, []))
    place = region.title[0].place
    return ProjectNote(
        title=note_name(tidy(region.name)),
        place=quoted(place, region.name),
        sections=sections,
        overview_name=_first(_OVERVIEW, texts.get(1, [])),
        allocation_name=_first(_ALLOCATION, money),
        amount=amount,
        parts=_parts(rest),
        period_start=start,
        period_end=end,
        implementer=_implementer(texts.get(3, [])),
        payment_kind=kind,
        payments=payments,
        citations=tuple(citation for paragraph in every for citation in citations(paragraph)),
        mentions=tuple(mention for paragraph in every for mention in mentions(paragraph)),
    )


def note_paragraphs(parts: Parts) -> list[Paragraph]:
    """All the text of a note, its section titles included."""
    return [paragraph for _, line, body in parts for paragraph in (*paragraphs([line]), *body)]


def note_sections(region: Region) -> Parts:
    """The sections of a note by number, each with its title line and its paragraphs."""
    found: list[tuple[int, Line, list[Line]]] = []
    for line in (block for block in region.blocks if isinstance(block, Line)):
        title = section_title(line.text)
        if title and all(title.number != number for number, _, _ in found):
            found.append((title.number, line, []))
        elif found:
            found[-1][2].append(line)
        elif line.text.strip():
            found.append((0, line, [line]))
    return [(number, line, list(paragraphs(body))) for number, line, body in found]


def _first(pattern: re.Pattern[str], body: list[Paragraph]) -> str:
    found = next((m for m in (pattern.match(p.text.strip()) for p in body) if m), None)
    return found.group(1).strip() if found else ""


def _amount(body: list[Paragraph]) -> tuple[Figure | None, list[tuple[Paragraph, Quantity]]]:
    """The year's amount, and the amounts stated after it in the same section."""
    every = [(paragraph, q) for paragraph in body for q in amounts(paragraph.text)]
    if not every:
        return None, []
    at = next((i for i, (p, q) in enumerate(every) if _STATED.search(p.text[max(0, q.start - 40) : q.start])), 0)
    paragraph, quantity = every[at]
    place = paragraph.place(quantity.start, quantity.end)
    return Figure(quantity.printed, place) if quantity.printed else None, every[at + 1 :]


def _parts(rest: list[tuple[Paragraph, Quantity]]) -> tuple[Part, ...]:
    parts = []
    for paragraph, q in rest:
        label = _LABEL_START.sub("", _before(paragraph.text, q.start)).strip()
        label = _LABEL_START.sub("", label)
        if label and q.printed is not None:
            parts.append(Part(label, Figure(q.printed, paragraph.place(q.start, q.end))))
    return tuple(parts)


def _before(text: str, end: int) -> str:
    """The words before a character, back to the mark that separates them; what stands in brackets holds together."""
    depth = 0
    for at in range(end - 1, max(end - 200, -1), -1):
        mark = text[at]
        if mark in "）)】〕":
            depth += 1
        elif mark in "（(【〔":
            depth -= 1
        elif depth <= 0 and mark in "，,、；;。：:":
            return text[at + 1 : end]
        if depth < 0:
            return text[at + 1 : end]
    return text[max(end - 200, 0) : end]


def _period(body: list[Paragraph]) -> tuple[date | None, date | None]:
    for paragraph in body:
        found = _PERIOD.search(paragraph.text)
        if found:
            year, month, day, to_year, to_month, to_day, only_month, only_day = found.groups()
            start = _date(year, month, day or "1")
            end = _date(to_year or year, to_month or only_month, to_day or only_day or "")
            return start, end
        whole = _YEAR_ONLY.search(paragraph.text)
        if whole:
            year = int(whole.group(1))
            return date(year, 1, 1), date(year, 12, 31)
    return None, None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        last = monthrange(int(year), int(month))[1]
        return date(int(year), int(month), int(day) if day else last)
    except ValueError:
        return None


def _implementer(body: list[Paragraph]) -> str:
    text = " ".join(p.text.strip() for p in body)
    found = _IMPLEMENTER.search(text)
    return found.group(1) if found else text.rstrip("。")
