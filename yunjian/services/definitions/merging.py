"""One list of papers out of several items: nothing asked twice, and what one item makes the next has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .items import Item
from .parts import ItemMaterial

_NEEDS = ("core", "may-follow", "optional")


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of the merged list, the items it serves, and who already has it."""

    identity: str
    title: str
    need: str
    copies: int
    items: tuple[str, ...]
    materials: tuple[tuple[str, str], ...]  # item and its key there
    certificate: str = ""  # called up from the certificates
    looked_up_in: str = ""  # looked up in a register
    promise: str = ""  # a promise is enough
    made_by: str = ""  # the item before that gives it


def merged(items: Iterable[Item], answers: Mapping[str, Any], on: date) -> tuple[Paper, ...]:
    """The papers of these items in their order; the strictest need and the greatest number of copies hold."""
    papers: dict[str, list[tuple[Item, ItemMaterial]]] = {}
    made: dict[str, str] = {}
    feeding: dict[tuple[str, str], str] = {}
    for item in items:
        for each in item.papers(answers, on):
            papers.setdefault(each.identity, []).append((item, each))
            feeding[item.key, each.key] = made.get(each.certificate or each.identity, "")
        made |= {result.certificate: item.key for result in item.results if result.certificate}
    return tuple(_paper(identity, rows, feeding) for identity, rows in papers.items())


def _paper(identity: str, rows: list[tuple[Item, ItemMaterial]], feeding: Mapping[tuple[str, str], str]) -> Paper:
    ways = [each for _, each in rows]
    fed = [feeding[item.key, each.key] for item, each in rows]
    return Paper(
        identity,
        ways[0].title,
        min((each.need for each in ways), key=_NEEDS.index),
        max(each.copies for each in ways),
        tuple(dict.fromkeys(item.key for item, _ in rows)),
        tuple((item.key, each.key) for item, each in rows),
        certificate=_for_all([each.certificate or "" for each in ways]),
        looked_up_in=_for_all([each.looked_up_in for each in ways]),
        promise=_for_all([each.promise for each in ways]),
        made_by=_for_all(fed),
    )


def _for_all(found: list[str]) -> str:
    """What spares the paper, if every item is content with it."""
    return found[0] if all(found) else ""
