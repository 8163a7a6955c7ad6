"""The classification codes of a year, as the district's catalogue has them."""

from datetime import date

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor

from ..definitions import CodeTable
from ..logic.codes import CodeBook


def code_book(year: int, *, reader: Actor) -> CodeBook:
    """The book in force at the end of the year; empty where no year is given. Everyone may look a code up."""
    tables = catalogue.all_in_force(CodeTable, on=date(year, 12, 31)) if year else []
    return CodeBook.from_tables(
        {"key": table.key, "entries": [entry.model_dump() for entry in table.codes]} for table in tables
    )
