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
    spots = list(_spots(paragraph, context))
    missing = without_last_year(paragraph)
    found = []
    for index, spot in enumerate(spots):
        start = spot.quantity.end
        end = spots[index + 1].quantity.start if index + 1 < len(spots) else len(paragraph.text)
        statement = _statement(paragraph, spot, _clause_end(paragraph.text, start, end), chapter, year)
        if missing and not statement.change and spot.quantity.start < paragraph.text.find(missing[0].words):
            statement = replace(statement, change=missing[0], reason=missing[1])
        found.append((spot.quantity.start, statement))
    return found


def _spots(paragraph: Paragraph, context: Context) -> Iterator[Spot]:
    text = paragraph.text
    since = 0
    for quantity in amounts(text):
        start = max([text.rfind(mark, since, quantity.start) for mark in _BREAK] + [since - 1]) + 1
        lead = text[start : quantity.start]
        if lead.count("）") + lead.count(")") and start and text[start - 1] in "（(":
            start = max([text.rfind(mark, since, start - 1) for mark in "，,。；;：:"] + [since - 1]) + 1
            lead = text[start : quantity.start]
        known = subject_of(lead, text[:start], context)
        if known:
            yield Spot(known[0], known[1], quantity)
        since = quantity.end


def _clause_end(text: str, start: int, end: int) -> int:
    """Where what is said of an amount ends: at the sentence's end, or where the next thing begins."""
    stop = re.search(r"[。；;]", text[start:end])
    return start + stop.end() if stop else end


def _statement(paragraph: Paragraph, spot: Spot, end: int, chapter: str, year: int) -> Statement:
    q = spot.quantity
    place = paragraph.place(q.start, q.end)
    said = paragraph.part(q.end, end)
    sentence = next((m for m in _SENTENCE.finditer(paragraph.text) if m.start() <= q.start < m.end()), None)
    change = change_of(said, year)
    return Statement(
        subject=spot.subject,
        name=spot.name,
        figure=Figure(q.printed, place) if q.printed else None,
        change=change,
        reason=explained(said.text, change),
        sentence=sentence.group().strip() if sentence else paragraph.text.strip(),
        place=place,
        chapter=chapter,
    )


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
