"""What a draft begins from, as the officer chose: nothing, last year's, a reading, a workbook that was filled in."""

from dataclasses import dataclass, replace
from typing import Any

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, NotFound
from yunjian.parties import queries as parties

from .. import queries
from ..logic.confined import read_confined
from ..logic.disclosure import Unreadable
from ..logic.publication.content import Content
from ..logic.publication.forms import empty_sheets
from ..logic.publication.taking import from_last_year, from_reading, with_figures

LAST_YEAR, READING, WORKBOOK, EMPTY = "LAST_YEAR", "READING", "WORKBOOK", "EMPTY"
LARGEST = 8 * 1024 * 1024
SECONDS = 30


class CannotBegin(Declined):
    """没有可以作为起点的文件，请换一种方式开始。"""

    status = 422


@dataclass(frozen=True)
class Beginning:
    """For one unit and year."""

    unit: str
    year: int
    actor: Actor

    def content(self, source: str, file: Any = None) -> Content:
        """What the draft says at first."""
        if source == LAST_YEAR:
            read = self._structure(self.year - 1)
            return self._named(replace(from_last_year(read), year=self.year))
        if source == READING:
            return self._named(from_reading(self._structure(self.year)))
        empty = self.empty()
        return filled(empty, file) if source == WORKBOOK else empty

    def lacking(self) -> dict[str, int]:
        """Which ways there are not, and the year of whose budget there is none."""
        wanted = {LAST_YEAR: self.year - 1, READING: self.year}
        return {source: year for source, year in wanted.items() if not self._has(year)}

    def empty(self) -> Content:
        unit = parties.unit(self.unit, reader=self.actor)
        is_institution = unit.level == "institution"
        return Content(
            year=self.year,
            body=unit.title,
            district=parties.district_title(reader=self.actor),
            administrative=0 if is_institution else 1,
            institutions=1 if is_institution else 0,
            sheets=empty_sheets(),
        )

    def _named(self, content: Content) -> Content:
        empty = self.empty()
        return replace(content, body=content.body or empty.body, district=content.district or empty.district)

    def _has(self, year: int) -> bool:
        try:
            queries.find_disclosure(self.unit, year, "budget", reader=self.actor)
        except NotFound:
            return False
        return True

    def _structure(self, year: int) -> Any:
        try:
            found = queries.find_disclosure(self.unit, year, "budget", reader=self.actor)
        except NotFound:
            raise CannotBegin(f"没有 {year} 年已公开的部门预算") from None
        return queries.structure(found.id, reader=self.actor)


def filled(content: Content, file: Any) -> Content:
    """The draft with the figures of a workbook; it is read in a process of its own, like every file from outside."""
    if file is None:
        raise CannotBegin("请选择填好的 Excel 文件")
    if file.size > LARGEST:
        raise CannotBegin(f"文件超过 {LARGEST // 1048576} MB")
    try:
        read = read_confined(file.read(), file.name, seconds=SECONDS)
    except Unreadable as reason:
        raise CannotBegin(str(reason)) from None
    if read.kind != "budget" or (read.year and read.year != content.year):
        raise CannotBegin(f"文件写明的是 {read.year} 年，编制稿是 {content.year} 年部门预算")
    return with_figures(content, read)
