"""The budget classification as a book to look codes up in, built from the district's code tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Certainty = Literal["confirmed", "memory"]


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A classification code.

    ``certainty`` is ``memory`` where the name was not yet checked against the yearly book; ``cost`` says whether basic
    expenditure under it is ``personnel``, ``running`` or ``mixed``.
    """

    code: str
    name: str
    certainty: Certainty = "confirmed"
    cost: str = ""

    @property
    def is_confirmed(self) -> bool:
        return self.certainty == "confirmed"


@dataclass(frozen=True, slots=True)
class CodeBook:
    """The functional (``201-41-02``) and the economic (``301-08``) classification; empty where none was given."""

    functional: Mapping[str, CodeEntry] = field(default_factory=dict)
    economic: Mapping[str, CodeEntry] = field(default_factory=dict)

    @classmethod
    def from_tables(cls, tables: Iterable[Mapping[str, Any]]) -> "CodeBook":
        """A book from code tables as plain data: ``{"key": "functional", "entries": [{"code": …, "name": …}]}``.

        Tables with other keys are left alone: a district may keep more of them than reconciling needs.
        """
        books: dict[str, dict[str, CodeEntry]] = {"functional": {}, "economic": {}}
        for table in tables:
            book = books.get(table["key"])
            if book is None:
                continue
            for entry in table["entries"]:
                known = CodeEntry(
                    code=entry["code"],
                    name=entry["name"],
                    certainty=entry.get("certainty") or "confirmed",
                    cost=entry.get("cost") or "",
                )
                book[known.code] = known
        return cls(books["functional"], books["economic"])

    def __bool__(self) -> bool:
        return bool(self.functional or self.economic)
