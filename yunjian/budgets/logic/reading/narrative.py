"""What the narrative states of known things: how much, how it changed, and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..disclosure import Change, Figure, Place, Statement
from .changes import change_of, explained, without_last_year
from .quantities import Quantity, amounts
from .subjects import Context, counted, subject_of
from .text import Paragraph

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
        own = _of_paragraph(paragraph, context, chapter, year)
        counts = _counts(paragraph, chapter, final)
        if not own:
            found = _complete(found, paragraph, year)
        found.extend(sorted([*own, *counts], key=lambda s: (s.place.line, s.place.row)))
    return found


def _of_paragraph(paragraph: Paragraph, context: Context, chapter: str, year: int) -> list[Statement]:
    spots = list(_spots(paragraph, context))
    found = []
    for index, spot in enumerate(spots):
        end = spots[index + 1].quantity.start if index + 1 < len(spots) else len(paragraph.text)
        end = _clause_end(paragraph.text, spot.quantity.end, end)
        found.append(_statement(paragraph, spot, end, chapter, year))
    shared = without_last_year(paragraph, year)
    if shared:
        found = [s if s.change or s.place.line > shared.place.line else replace(s, change=shared) for s in found]
    return found


def _spots(paragraph: Paragraph, context: Context):
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
    assert q.printed is not None
    said = paragraph.part(q.end, end)
    sentence = next((m for m in _SENTENCE.finditer(paragraph.text) if m.start() <= q.start < m.end()), None)
    return Statement(
        subject=spot.subject,
        name=spot.name,
        figure=Figure(q.printed, place),
        change=change_of(said, year),
        reason=explained(said.text),
        sentence=sentence.group().strip() if sentence else paragraph.text.strip(),
        place=place,
        chapter=chapter,
    )


def _counts(paragraph: Paragraph, chapter: str, final: bool) -> list[Statement]:
    found = []
    for subject, count, start, end in counted(paragraph.text, final):
        place = paragraph.place(start, end)
        found.append(Statement(subject, "", None, None, "", paragraph.text.strip(), place, chapter, count))
    return found


def _complete(found: list[Statement], paragraph: Paragraph, year: int) -> list[Statement]:
    """A paragraph without amounts that gives the reason of a change, or says that there was no year before."""
    text = paragraph.text
    about = re.match(r"^\s*(.{0,20}?)(?:增加|减少|增长|下降|变动|增减)(?:变化)?的?主要(?:原因|因素)", text)
    reason = explained(text)
    if about and reason:
        return [replace(s, reason=reason) if not s.reason and s.change and _concerns(about.group(1), s) else s for s in found]
    missing = without_last_year(paragraph, year)
    if missing:
        return [replace(s, change=missing) if s.change is None and _concerns(text, s) else s for s in found]
    return found


def _concerns(words: str, statement: Statement) -> bool:
    subject = statement.subject.removeprefix("final.")
    if "财政拨款" in words:
        return subject in ("income.appropriation", "expenditure.appropriation", "expenditure.general")
    return ("收入" in words and subject.startswith("income")) or ("支出" in words and subject.startswith("expenditure"))


__all__ = ["Decimal", "Place", "Change", "statements"]
