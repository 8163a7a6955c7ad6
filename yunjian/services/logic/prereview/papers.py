"""What is to be said of one paper alone: missing, unreadable, of another kind, over."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from .alike import SURE, last_day
from .given import Finding, Kind, PaperGiven, Place, Read, Seen, Titled

READABLE = 0.75  # of the letters of a page, how sure its reader was
FEWEST_LETTERS = 8


def of_paper(paper: PaperGiven, on: date) -> Iterator[Finding]:
    """Everything about one paper that needs no other."""
    if not paper.way:
        yield from _missing(paper)
    elif paper.certificate is not None:
        yield from _certificate(paper, on)
    for number, each in enumerate(paper.files, 1):
        yield from _file(paper, each, number, on)


def ends_on(seen: Seen) -> tuple[date | None, float | None]:
    """The last day a file holds, by what stands on it or else by what was said when it was handed in; how sure."""
    for says in ("ends", "issued"):
        for each in seen.fields.values():
            day = last_day(each.value) if each.says == says else None
            if day is None:
                continue
            if says == "ends":
                return day, each.sure
            if seen.months is not None:
                return _months_later(day, seen.months) - timedelta(days=1), each.sure
    return seen.ends_on, None


def is_blurred(seen: Seen) -> bool:
    """A photo of which the reader made little."""
    return seen.how == "OCR" and (
        seen.letters < FEWEST_LETTERS or (seen.sure is not None and seen.sure < READABLE) or _reads_nothing(seen)
    )


def is_of_another_type(seen: Seen) -> bool:
    return seen.was_read and bool(seen.looks_like) and seen.looks_like != seen.type


def _reads_nothing(seen: Seen) -> bool:
    """It shows what it is, yet none of what stands on such a paper could be read."""
    return bool(seen.asks) and seen.looks_like == seen.type and not any(each.value for each in seen.fields.values())


def _missing(paper: PaperGiven) -> Iterator[Finding]:
    place, named = Place("paper", paper.key), {"paper": paper.title}
    if paper.made_by or paper.need == "optional":
        return
    if paper.need == "may-follow":
        yield Finding(Kind.MISSING, place, "may-follow", named)
    else:
        yield Finding(Kind.MISSING, place, "missing", named, blocks=True)


def _certificate(paper: PaperGiven, on: date) -> Iterator[Finding]:
    held = paper.certificate
    assert held is not None  # noqa: S101 - the caller asked
    if not held.in_force or (held.ends_on is not None and held.ends_on < on):
        yield Finding(Kind.EXPIRED, Place("paper", paper.key), "certificate-over", {"paper": paper.title})


def _file(paper: PaperGiven, seen: Seen, number: int, on: date) -> Iterator[Finding]:
    place = Place("paper", paper.key)
    named = {"paper": paper.title, "number": number}
    if seen.refused:
        yield Finding(Kind.UNREADABLE, place, "refused", named)
        return
    if paper.type and seen.type and seen.type != paper.type:
        yield Finding(Kind.WRONG_TYPE, place, "handed-in-as-another", {**named, "type": Titled(paper.type_title)})
        return
    if is_of_another_type(seen):
        yield Finding(Kind.WRONG_TYPE, place, "looks-like-another", {**named, "other": Titled(seen.looks_title)})
        return
    if is_blurred(seen):
        yield Finding(Kind.UNREADABLE, place, "unreadable", named)
        return
    if seen.was_read and seen.asks and not seen.looks_like and not any(each.value for each in seen.fields.values()):
        yield Finding(Kind.WRONG_TYPE, place, "not-recognised", {**named, "type": Titled(paper.type_title)})
        return
    day, sure = ends_on(seen)
    if day is not None and day < on:
        is_sure = sure is None or sure >= SURE
        rule = "expired" if is_sure else "perhaps-expired"
        yield Finding(Kind.EXPIRED, place, rule, {**named, "day": day.isoformat()})


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def usable(paper: PaperGiven) -> Iterator[tuple[int, Seen]]:
    """The files whose words may be compared with others."""
    for number, each in enumerate(paper.files, 1):
        if each.was_read and not each.refused and not is_of_another_type(each) and not is_blurred(each):
            yield number, each


def value_of(seen: Seen, name: str) -> Read | None:
    found = seen.fields.get(name)
    return found if found is not None and found.value.strip() else None
