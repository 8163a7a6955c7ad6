"""What papers, form and registers say of the same thing: compared where a form says that they must agree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...definitions import Cell, Source
from .alike import Alike, alike, normal
from .given import Finding, Kind, PaperGiven, Place, Read, Registers, Titled
from .papers import usable, value_of


@dataclass(frozen=True, slots=True)
class Word:
    """What one file says of a field."""

    paper: PaperGiven
    number: int
    read: Read


def disagreements(
    rows: Sequence[Cell], values: Mapping[str, Any], papers: Sequence[PaperGiven], registers: Registers
) -> Iterator[Finding]:
    """Every place where what must agree does not."""
    for row in rows:
        if row.inner:
            yield from _of_rows(row, values.get(row.name), papers)
        else:
            yield from _of_field(row, values.get(row.name), papers, registers)


def _of_field(cell: Cell, value: Any, papers: Sequence[PaperGiven], registers: Registers) -> Iterator[Finding]:
    said = _plain(value)
    binding = [each for each in cell.filled_from if each.must_agree]
    if said:
        yield from _registers(cell, said, binding, registers)
    words = [word for each in binding if each.source == "paper" for word in _words(each, papers)]
    if said:
        yield from _against_form(cell, said, words)
    else:
        yield from _among_themselves(cell, words)


def _registers(cell: Cell, said: str, binding: Sequence[Source], registers: Registers) -> Iterator[Finding]:
    for each in binding:
        known = registers.get((each.source, each.of, each.name))
        if known is None or not known.value.strip() or normal("text", known.value) == normal("text", said):
            continue
        values = {"title": _titled(cell), "said": said, "register": known.title, "known": known.value}
        yield Finding(Kind.DIFFERS_FROM_REGISTER, Place("field", cell.name), "register", values)


def _against_form(cell: Cell, said: str, words: Sequence[Word]) -> Iterator[Finding]:
    stands = [(word, _alike(word.read, said)) for word in words]
    with_form = [word for word, how in stands if how == Alike.SAME]
    for word, how in stands:
        if how == Alike.SAME:
            continue
        values = {**_of_word(word), "title": _titled(cell), "read": word.read.value, "said": said}
        place = Place("paper", word.paper.key)
        beside = next((each for each in with_form if each.paper.key != word.paper.key), None)
        if how == Alike.UNSURE:
            yield Finding(Kind.UNREADABLE, place, "unsure", values)
        elif beside is not None:
            yield Finding(Kind.INCONSISTENT, place, "form-and-other", {**values, "other": beside.paper.title})
        else:
            yield Finding(Kind.DIFFERS_FROM_FORM, place, "form", values)


def _among_themselves(cell: Cell, words: Sequence[Word]) -> Iterator[Finding]:
    """The form says nothing: the papers are held against the first of them."""
    for word in words[1:]:
        first = words[0]
        stands = {_alike(word.read, first.read.value), _alike(first.read, word.read.value)}
        if first.paper.key == word.paper.key or Alike.SAME in stands:
            continue
        values = {
            **_of_word(word), "title": _titled(cell), "read": word.read.value,
            "other": first.paper.title, "said": first.read.value,
        }  # fmt: skip
        place = Place("paper", word.paper.key)
        if Alike.UNSURE in stands:
            yield Finding(Kind.UNREADABLE, place, "unsure", values)
        else:
            yield Finding(Kind.INCONSISTENT, place, "other", values)


def _of_rows(row: Cell, value: Any, papers: Sequence[PaperGiven]) -> Iterator[Finding]:
    """Each row of a repeated part stands on some paper of the kind that is asked for."""
    rows = [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []
    for cell in row.inner:
        for binding in (each for each in cell.filled_from if each.must_agree and each.source == "paper"):
            words = list(_words(binding, papers))
            if words:
                yield from _rows_on(row, cell, rows, words)


def _rows_on(row: Cell, cell: Cell, rows: Sequence[Mapping[str, Any]], words: Sequence[Word]) -> Iterator[Finding]:
    for number, each in enumerate(rows):
        said = _plain(each.get(cell.name))
        stands = [_alike(word.read, said) for word in words] if said else [Alike.SAME]
        if Alike.SAME in stands:
            continue
        values = {"title": _titled(cell), "said": said, "row": number + 1, "paper": words[0].paper.title}
        place = Place("field", f"{row.name}.{number}.{cell.name}")
        if Alike.UNSURE in stands:
            yield Finding(Kind.UNREADABLE, place, "row-unsure", values)
        else:
            yield Finding(Kind.DIFFERS_FROM_FORM, place, "row", values)


def _words(binding: Source, papers: Sequence[PaperGiven]) -> Iterator[Word]:
    for paper in papers:
        for number, seen in usable(paper):
            read = value_of(seen, binding.name) if seen.type == binding.of else None
            if read is not None:
                yield Word(paper, number, read)


def _alike(read: Read, said: str) -> Alike:
    return alike(read.form, read.value, said, read.sure)


def _of_word(word: Word) -> dict[str, Any]:
    return {"paper": word.paper.title, "number": word.number, "field": Titled(word.read.title)}


def _titled(cell: Cell) -> Titled:
    return Titled(cell.title, cell.title_en)


def _plain(value: Any) -> str:
    return "" if value is None or isinstance(value, bool | list | tuple | Mapping) else str(value).strip()
