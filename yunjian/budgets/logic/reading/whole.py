"""From the plain model of a file to the disclosure: cut into regions, each read by its own reader."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..disclosure import Chapter, ContentsEntry, Disclosure, Mention, Statement, Table, TextLine, Unread, Unreadable
from ..source.document import Document, Grid, Line
from ..uncollected import uncollected
from .frame import Frame, frame_of
from .narrative import statements
from .outline import Region, outline
from .projects import Parts, note_paragraphs, note_sections, read_note
from .quantities import mentions
from .tables import Reading, finish, read_tables
from .text import Paragraph, paragraphs, plain, quoted, tidy, without_bullet

_SUBENTRY = re.compile(r"^(?:\([一二三四五六七八九十]+\)|\d{1,2}[.、)]|表\d)")
_LEADER = re.compile(r"(?:[.．…·‥_\s]{2,}|\t)\s*\d{0,3}\s*$")
_CHAPTERS = ("duties", "organisation", "glossary", "narrative", "other")
_STATING = ("narrative", "other", "organisation", "duties")


@dataclass
class Text:
    """What the running text of a disclosure gives: its lines by chapter, its chapters, its quantities."""

    lines: list[TextLine] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    def add(self, paragraph: Paragraph, chapter: str) -> None:
        """One paragraph of running text."""
        if text := paragraph.text.strip():
            self.lines.append(TextLine(text, paragraph.place(), chapter))


@uncollected
def from_document(document: Document) -> Disclosure:
    """The disclosure a document holds; raises Unreadable where it is none."""
    regions = outline(document.blocks)
    readings = read_tables(regions)
    if not readings and not any(region.kind == "note" for region in regions):
        raise Unreadable(
            "没有在文件中找到部门预算或决算的表格，也没有项目经费情况说明。请上传部门预算或部门决算的公开文件。"
        )
    frame = frame_of(regions, [reading.body for reading in readings])
    unread: list[Unread] = list(document.unread)
    tables: list[Table] = []
    for reading in readings:
        table, left = finish(reading, frame.year, frame.body)
        tables.append(table)
        unread.extend(left)
    unread.extend(_stray_grids(regions))
    notes = [(region, note_sections(region)) for region in regions if region.kind == "note"]
    text = _text(regions, readings, frame, [parts for _, parts in notes])
    return Disclosure(
        kind="final" if frame.final else "budget",
        year=frame.year,
        body=frame.body,
        title=frame.title,
        source=document.source,
        contents=tuple(entry for region in regions if region.kind == "contents" for entry in _contents(region)),
        chapters=tuple(text.chapters),
        tables=tuple(tables),
        statements=tuple(text.statements),
        mentions=tuple(text.mentions),
        projects=tuple(read_note(region, parts) for region, parts in notes),
        lines=tuple(text.lines),
        unread=tuple(unread),
    )


def _text(regions: Sequence[Region], readings: Sequence[Reading], frame: Frame, projects: Sequence[Parts]) -> Text:
    """The running text in reading order; the notes below tables belong to their table."""
    notes = {id(reading.region.title): reading for reading in readings}
    text = Text()
    count = 0
    for region in regions:
        if region.kind == "table":
            reading = notes.pop(id(region.title), None)
            _add_title(text, region, f"table:{region.mark.number}")
            if reading:
                _add_notes(text, reading, frame)
        elif region.kind == "note":
            count += 1
            _add_title(text, region, f"project:{count}")
            for paragraph in note_paragraphs(projects[count - 1]):
                text.add(paragraph, f"project:{count}")
        else:
            _add_chapter(text, region, frame)
    return text


def _add_title(text: Text, region: Region, chapter: str) -> None:
    if region.title:
        text.lines.append(TextLine(tidy(region.name), quoted(region.title[0].place, region.name), chapter))


def _add_notes(text: Text, reading: Reading, frame: Frame) -> None:
    chapter = f"table:{reading.draft.number}"
    for note in reading.notes:
        text.add(note, chapter)
    within = [note.within(reading.draft.number) for note in reading.notes]
    text.mentions.extend(mention for note in within for mention in mentions(note))
    text.statements.extend(statements(within, chapter, frame.year, frame.final))


def _add_chapter(text: Text, region: Region, frame: Frame) -> None:
    kind = region.mark.name if region.kind == "chapter" else region.kind
    _add_title(text, region, kind)
    body = list(paragraphs(block for block in region.blocks if isinstance(block, Line)))
    for paragraph in body:
        text.add(paragraph, kind)
    if region.kind != "chapter":
        return
    place = quoted(region.title[0].place, region.name)
    words = "\n".join(paragraph.text.strip() for paragraph in body)
    text.chapters.append(Chapter(kind if kind in _CHAPTERS else "", tidy(region.name.lstrip("#")), words, place))
    if kind == "glossary":
        return
    text.mentions.extend(mention for paragraph in body for mention in mentions(paragraph))
    if kind in _STATING:
        text.statements.extend(statements(body, kind, frame.year, frame.final))


def _contents(region: Region) -> Iterator[ContentsEntry]:
    for block in region.blocks:
        if not isinstance(block, Line) or not block.text.strip():
            continue
        words = without_bullet(block.text)
        level = 2 if _SUBENTRY.match(plain(words)) else 1
        yield ContentsEntry(tidy(_LEADER.sub("", words)), level, quoted(block.place, words))


def _stray_grids(regions: Sequence[Region]) -> Iterator[Unread]:
    """Grids that are none of the nine tables."""
    for region in regions:
        if region.kind == "table":
            continue
        for block in region.blocks:
            if isinstance(block, Grid):
                words = " ".join(cell.text.strip() for cell in block.rows[0] if cell and cell.text.strip())
                yield Unread("这张表格不在应公开的九张表之内，没有读取", quoted(block.place, words))
