"""What the narrative states of known things: how much, how it changed, and why."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..disclosure import Figure, Statement
from .changes import change_of, explained, without_last_year
from .quantities import Quantity, amounts
from .subjects import Context, counted, subject_of
from .text import Paragraph

_ABOUT = re.compile(r"^\s*(.{0,20}?)(?:增加|减少|增长|下降|变动|增减)(?:变化)?的?主要(?:原因|因素)")
_SENTENCE = re.compile(r"[^。；;]+[。；;]?")
_BREAK = "，,。；;：:（(、"
_LEAD = 120  # characters before an amount that may say what it is of


@dataclass(frozen=True, slots=True)
class Spot:
    """An amount that states a known thing, within its paragraph."""

    subject: str
    name: str
    quantity: Quantity


def statements(body: Sequence[Paragraph], chapter: str, year: int, final: bool) -> list[Statement]:
    """Every statement of a chapter, in order; reasons and missing years given apart are added to what they concern."""
    found: list[Statement] = []
    context = Context(final)
    for paragraph in body:
        context.enter(paragraph.text)
        own = [*_of_paragraph(paragraph, context, chapter, year), *_counts(paragraph, chapter, final)]
        if not own:
            found = _complete(found, paragraph)
        found.extend(statement for _, statement in sorted(own, key=lambda pair: pair[0]))
    return found


def _of_paragraph(paragraph: Paragraph, context: Context, chapter: str, year: int) -> list[tuple[int, Statement]]:
    """The statements a paragraph makes of amounts; a sentence that only compares concerns those of the one before."""
    spots = list(_spots(paragraph, context))
    missing = without_last_year(paragraph)
    found: list[tuple[int, Statement]] = []
    at = 0
    for start, end in _sentences(paragraph.text):
        own: list[tuple[int, Statement]] = []
        while at < len(spots) and spots[at].quantity.start < end:
            until = min(spots[at + 1].quantity.start if at + 1 < len(spots) else end, end)
            place = spots[at].quantity.start
            own.append((place, _statement(paragraph, spots[at], (start, end), until, chapter, year)))
            at += 1
        if not own and found:
            found = _compared(found, paragraph.part(start, end), year)
        found.extend(own)
    if missing:
        change, why = missing
        before = paragraph.text.find(change.words)
        found = [
            (place, replace(s, change=change, reason=why) if place < before and not s.change else s)
            for place, s in found
        ]
    return found


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for found in _SENTENCE.finditer(text):
        yield found.start(), found.end()


def _compared(found: list[tuple[int, Statement]], sentence: Paragraph, year: int) -> list[tuple[int, Statement]]:
    """A sentence of its own: 与上年相比，各增加…, or: 增加的主要原因是…"""
    change = change_of(sentence, year)
    reason = explained(sentence.text, change)
    last = found[-1][1].sentence
    return [
        (place, replace(s, change=s.change or change, reason=s.reason or reason) if s.sentence == last else s)
        for place, s in found
    ]


def _spots(paragraph: Paragraph, context: Context) -> Iterator[Spot]:
    text = paragraph.text
    since = 0
    for quantity in amounts(text):
        begin = max(since, quantity.start - _LEAD)
        start = _after_mark(text, _BREAK, begin, quantity.start)
        lead = text[start : quantity.start]
        if start and text[start - 1] in "（(" and ("）" in lead or ")" in lead):
            start = _after_mark(text, "，,。；;：:", begin, start - 1)
            lead = text[start : quantity.start]
        known = subject_of(lead, context)
        if known:
            yield Spot(known[0], known[1], quantity)
        since = quantity.end


def _after_mark(text: str, marks: str, begin: int, end: int) -> int:
    """Behind the last of these marks between two places, or the first place."""
    return max([text.rfind(mark, begin, end) for mark in marks] + [begin - 1]) + 1


def _statement(
    paragraph: Paragraph, spot: Spot, sentence: tuple[int, int], until: int, chapter: str, year: int
) -> Statement:
    q = spot.quantity
    place = paragraph.place(q.start, q.end)
    said = paragraph.part(q.end, _clause_end(paragraph.text, q.end, until))
    change = change_of(said, year)
    return Statement(
        subject=spot.subject,
        name=spot.name,
        figure=Figure(q.printed, place) if q.printed else None,
        change=change,
        reason=explained(said.text, change),
        sentence=paragraph.text[slice(*sentence)].strip(),
        place=place,
        chapter=chapter,
    )


def _clause_end(text: str, start: int, end: int) -> int:
    """Where what is said of an amount ends: at a semicolon, or where the next thing begins."""
    stop = re.search(r"[。；;]", text[start:end])
    return start + stop.end() if stop else end


def _counts(paragraph: Paragraph, chapter: str, final: bool) -> Iterator[tuple[int, Statement]]:
    for subject, count, start, end in counted(paragraph.text, final):
        place = paragraph.place(start, end)
        yield start, Statement(subject, "", None, None, "", paragraph.text.strip(), place, chapter, count)


def _complete(found: list[Statement], paragraph: Paragraph) -> list[Statement]:
    """A paragraph without amounts that gives the reason of a change, or says that there was no year before."""
    about = _ABOUT.match(paragraph.text)
    reason = explained(paragraph.text)
    if about and reason:
        words = about.group(1)
        return [
            replace(s, reason=reason) if s.change and not s.reason and _concerns(words, s) else s for s in found
        ]  # fmt: skip
    missing = without_last_year(paragraph)
    if missing:
        change, why = missing
        return [
            replace(s, change=change, reason=why) if s.change is None and _concerns(paragraph.text, s) else s
            for s in found
        ]
    return found


def _concerns(words: str, statement: Statement) -> bool:
    subject = statement.subject.removeprefix("final.")
    if "财政拨款" in words:
        return subject in ("income.appropriation", "expenditure.appropriation", "expenditure.general")
    return ("收入" in words and subject.startswith("income")) or ("支出" in words and subject.startswith("expenditure"))
