"""The running text paragraph by paragraph, with the project note each belongs to."""

from bisect import bisect_right
from dataclasses import dataclass, replace

from ..disclosure import Disclosure, Place

AROUND = 14


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    text: str
    at: Place
    chapter: str
    project: str

    def place(self, start: int, end: int) -> Place:
        """Where these characters stand, quoted with a little of what stands around them."""
        quote = self.text[max(0, start - AROUND) : end + AROUND].strip()
        return replace(self.at, quote=quote[:120])


def paragraphs(disclosure: Disclosure) -> tuple[Paragraph, ...]:
    """The lines read as running text, in order."""
    starts = sorted(((note.place.page, note.place.line), note.title) for note in disclosure.projects)
    keys = [key for key, _ in starts]
    found = []
    for line in disclosure.lines:
        if line.place.table or not line.text.strip():
            continue
        at = bisect_right(keys, (line.place.page, line.place.line)) - 1
        project = starts[at][1] if at >= 0 else ""
        found.append(Paragraph(line.text, line.place, line.chapter, project))
    return tuple(found)
