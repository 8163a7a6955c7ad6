"""The running text paragraph by paragraph, with the project note each belongs to."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from ..disclosure import Disclosure, Place

AROUND = 14
LONG = 20  # characters: a paragraph shorter than this may be a heading
ENOUGH = 20  # paragraphs
SHARE = 0.3
ENDS = "。！？；：…!?;:"
_OPENS = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d))")


class Paragraph(NamedTuple):
    """A paragraph of running text."""

    text: str
    at: Place
    chapter: str
    project: str

    def place(self, start: int, end: int) -> Place:
        """Where these characters stand, quoted with a little of what stands around them."""
        quote = self.text[max(0, start - AROUND) : end + AROUND].strip()
        return self.at._replace(quote=quote[:120])


class Text(tuple[Paragraph, ...]):
    """The paragraphs, and all of them as one string: what is rare is looked for once, not in each."""

    @cached_property
    def whole(self) -> str:
        """A paragraph to a line."""
        return "\n".join([paragraph.text for paragraph in self])

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate([len(paragraph.text) + 1 for paragraph in self]))

    def where(self, sign: re.Pattern[str]) -> Iterator[int]:
        """The numbers of the paragraphs a pattern may be found in; none that has it is missing.

        The pattern has no anchors.
        """
        at = 0
        while found := sign.search(self.whole, at):
            number = bisect_right(self._ends, found.start())
            if number == len(self):
                return
            yield number
            at = self._ends[number]

    def matches(
        self, pattern: re.Pattern[str], sign: re.Pattern[str] | None = None
    ) -> Iterator[tuple[Paragraph, re.Match[str]]]:
        """Every match of a pattern, looked for only where there is a sign of it: letters found much quicker."""
        for number in self.where(sign or pattern):
            for found in pattern.finditer(self[number].text):
                yield self[number], found


def paragraphs(disclosure: Disclosure) -> Text:
    """The lines read as running text, in order; lines broken at a fixed width put together again."""
    starts = sorted(((note.place.page, note.place.line), note.title) for note in disclosure.projects)
    keys = [key for key, _ in starts]
    found: list[Paragraph] = []
    broken = is_hard_wrapped(disclosure)
    for line in disclosure.lines:
        if line.place.table or not line.text.strip():
            continue
        at = bisect_right(keys, (line.place.page, line.place.line)) - 1
        project = starts[at][1] if at >= 0 else ""
        paragraph = Paragraph(line.text, line.place, line.chapter, project)
        if broken and found and _goes_on(found[-1], paragraph):
            found[-1] = found[-1]._replace(text=found[-1].text + paragraph.text)
        else:
            found.append(paragraph)
    return Text(found)


def is_hard_wrapped(disclosure: Disclosure) -> bool:
    """Whether the file breaks its sentences into paragraphs at a fixed width: many long ones end nowhere."""
    long = [line.text.rstrip() for line in disclosure.lines if len(line.text) >= LONG and not line.place.table]
    open_ended = sum(text[-1] not in ENDS for text in long)
    return len(long) >= ENOUGH and open_ended / len(long) > SHARE


def _goes_on(before: Paragraph, after: Paragraph) -> bool:
    same = (before.chapter, before.project) == (after.chapter, after.project)
    return same and len(before.text) >= LONG and before.text[-1] not in ENDS and not _OPENS.match(after.text)
