"""What an application takes: which papers and how each may be given; what of a draft is no content of its form."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..definitions import Cell, Item, ItemMaterial, Paper, merged

MOST_LETTERS = 200_000  # of a draft, written as JSON
_SPARED = {"certificate": "CERTIFICATE", "looked_up_in": "REGISTER", "promise": "PROMISE"}


@dataclass(frozen=True, slots=True)
class WantedPaper:
    """A paper an application takes, the materials of items it stands for, and the ways it may be given."""

    key: str
    title: str
    title_en: str
    need: str
    copies: int
    hint: str
    type: str  # of material; empty: any
    materials: tuple[tuple[str, str], ...]  # item and its key there
    certificate: str = ""
    looked_up_in: str = ""
    promise: str = ""
    made_by: str = ""

    @property
    def ways(self) -> tuple[str, ...]:
        """How it may be given; a paper that an item before makes need not be given at all."""
        found = [way for name, way in _SPARED.items() if getattr(self, name)]
        return (*found, "MATERIAL", *(("FOLLOWS",) if self.need == "may-follow" else ()))

    @property
    def must_be_given(self) -> bool:
        return self.need != "optional" and not self.made_by


def wanted(items: Sequence[Item], answers: Mapping[str, Any], on: date, *, as_one: bool) -> tuple[WantedPaper, ...]:
    """The papers of one item by the keys it has there; of one thing, the same paper of several items once."""
    if not as_one:
        return tuple(_of_item(item, each) for item in items for each in item.papers(answers, on))
    written = {(item.key, each.key): each for item in items for each in item.materials}
    return tuple(_of_theme(paper, written[paper.materials[0]]) for paper in merged(items, answers, on))


def _of_item(item: Item, each: ItemMaterial) -> WantedPaper:
    return WantedPaper(
        each.key, each.title, each.title_en, each.need, each.copies, each.hint, each.material or "",
        ((item.key, each.key),), each.certificate or "", each.looked_up_in, each.promise,
    )  # fmt: skip


def _of_theme(paper: Paper, first: ItemMaterial) -> WantedPaper:
    return WantedPaper(
        paper.identity, paper.title, first.title_en, paper.need, paper.copies, first.hint, first.material or "",
        paper.materials, paper.certificate, paper.looked_up_in, paper.promise, paper.made_by,
    )  # fmt: skip


def misplaced(values: Mapping[str, Any], rows: Iterable[Cell], before: str = "") -> str:
    """The first place of a draft that is no field of its form, or holds what no field can; empty when there is none.

    What stands in a field may be wrong: it is a draft.
    """
    fields = {row.name: row for row in rows}
    for name, value in values.items():
        place = f"{before}{name}"
        row = fields.get(str(name))
        if row is None:
            return place[:80]
        if not row.inner:
            if not isinstance(value, str | int | float | bool | None):
                return place
            continue
        if not isinstance(value, list | tuple):
            return place
        for number, each in enumerate(value):
            found = misplaced(each, row.inner, f"{place}.{number}.") if isinstance(each, Mapping) else place
            if found:
                return found
    return ""


def fitting(values: Mapping[str, Any], rows: Iterable[Cell]) -> dict[str, Any]:
    """What of a draft is content of this form: what another edition of it asked for falls away."""
    fields = {row.name: row for row in rows}
    kept: dict[str, Any] = {}
    for name, value in values.items():
        row = fields.get(name)
        if row is None or (isinstance(value, list | tuple) != bool(row.inner)):
            continue
        kept[name] = [fitting(each, row.inner) for each in value] if row.inner else value
    return kept


def places_that_differ(before: Mapping[str, Any], after: Mapping[str, Any], prefix: str = "") -> set[str]:
    """The places (``partners.0.name``) where two documents do not say the same."""
    found: set[str] = set()
    for name in {*before, *after}:
        place, one, other = f"{prefix}{name}", before.get(name), after.get(name)
        if isinstance(one, list) or isinstance(other, list):
            ones, others = _rows(one), _rows(other)
            for number in range(max(len(ones), len(others))):
                first, second = (rows[number] if number < len(rows) else {} for rows in (ones, others))
                found |= places_that_differ(first, second, f"{place}.{number}.")
        elif (one or "") != (other or "") or isinstance(one, bool) != isinstance(other, bool):
            found.add(place)
    return found


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def is_too_long(*documents: Mapping[str, Any]) -> bool:
    return sum(len(json.dumps(each, ensure_ascii=False, default=str)) for each in documents) > MOST_LETTERS


def commitment(salt: str, *parts: Any) -> str:
    """What binds a filing without saying any of it: SHA-256 over a salt and the parts as canonical JSON."""
    text = json.dumps([salt, *parts], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
