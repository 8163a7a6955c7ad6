"""``yunjian services check|import FILE|ruled``: a catalogue of items read and put in force; what rules decided."""

import sys
from datetime import date
from pathlib import Path

from django.utils import timezone

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Declined

from . import actions, queries
from .logic.reading import Catalogue, CatalogueUnreadable, catalogue_of, rows_of

FINE, MISTAKES, NO_CATALOGUE = 0, 1, 2
MOST_SHOWN = 200


def check(file: Path) -> int:
    """Say everything that is wrong, row by row; nothing is changed."""
    found = _read(file, timezone.localdate())
    if found is None:
        return NO_CATALOGUE
    _print(found)
    return MISTAKES if found.errors else FINE


def take(file: Path) -> int:
    """Put the items of the rows without an error in force from today; the others are said."""
    now = timezone.now()
    found = _read(file, timezone.localdate(now))
    if found is None:
        return NO_CATALOGUE
    _print(found)
    try:
        added = actions.import_items(found.items, found.procedures, by=SYSTEM, at=now)
    except Declined as refusal:
        print(refusal.sentence, *refusal.details, sep="\n", file=sys.stderr)
        return MISTAKES
    print(f"新公布 {added} 个事项。")
    return MISTAKES if found.errors else FINE


def ruled() -> int:
    """How many applications rules granted, left to a person, drew out; how a person then decided."""
    for each in queries.ruled_counts(reader=SYSTEM):
        print(
            f"{each.automation}：按规则准予 {each.granted}，有疑问交给人 {each.doubt}，抽到交给人 {each.drawn}"
            f"（其中人不予许可 {each.refused}），申请人要求人工 {each.asked}。"
        )
    return FINE


def _read(file: Path, day: date) -> Catalogue | None:
    try:
        rows = rows_of(file.read_bytes(), file.name)
    except (OSError, CatalogueUnreadable) as trouble:
        print(trouble, file=sys.stderr)
        return None
    return catalogue_of(rows, queries.units_by_name(reader=SYSTEM), day)


def _print(found: Catalogue) -> None:
    for each in found.flaws[:MOST_SHOWN]:
        print(f"{'✗' if each.is_error else '！'} {each}")
    if len(found.flaws) > MOST_SHOWN:
        print(f"……另有 {len(found.flaws) - MOST_SHOWN} 处。")
    flagged = len({each.row for each in found.flaws if not each.is_error})
    print(
        f"共 {found.rows} 行：可以公布 {len(found.items)} 个事项，标出问题 {flagged} 个；错误 {len(found.errors)} 处。"
    )
