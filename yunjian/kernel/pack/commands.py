"""The commands ``yunjian pack check|diff|publish``: 0 when all is well, 1 on mistakes, 2 when it is no pack."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ..definitions import Definition
from .contents import Pack
from .mistake import Mistake, NotAPack
from .reading import examine

FINE, MISTAKES, NO_PACK = 0, 1, 2
Kinds = Sequence[type[Definition]]


def check(folder: Path, kinds: Kinds, *, as_json: bool = False) -> int:
    """Read the folder and say everything that is wrong; needs no database."""
    pack, status = _read(folder, kinds, as_json)
    if pack is not None:
        counts = {kind.kind: sum(each.kind == kind.kind for each in pack.definitions) for kind in kinds}
        if as_json:
            _print_json({"pack": pack.key, "counts": counts, "mistakes": []})
        else:
            said = "，".join(f"{kind.noun} {counts[kind.kind]}" for kind in kinds if counts[kind.kind])
            print(f"{pack.manifest.title}（{pack.key}）没有错误：{said}。")
    return status


def diff(folder: Path, kinds: Kinds, *, as_json: bool = False) -> int:
    """Set the folder beside what is published; 1 when a published edition was changed."""
    from .. import catalogue

    pack, status = _read(folder, kinds, as_json)
    if pack is None:
        return status
    found = catalogue.compare(pack)
    if as_json:
        _print_json(
            {
                "pack": pack.key,
                "added": [_identity(each) | {"changes": _changes(each)} for each in found.added],
                "changed": [
                    _identity(each.definition) | {"fields": list(differences(each.published, each.definition.body()))}
                    for each in found.changed
                ],
                "missing": [{"kind": kind, "key": key, "valid_from": str(day)} for kind, key, day in found.missing],
                "unchanged": found.unchanged,
            }
        )
    else:
        _print_comparison(found)
    return MISTAKES if found.changed else FINE


def publish(folder: Path, kinds: Kinds, *, as_json: bool = False) -> int:
    """Add the folder's new editions to the catalogue: all of them, or none and the reason."""
    from .. import catalogue
    from ..actor import SYSTEM
    from ..errors import Declined

    pack, status = _read(folder, kinds, as_json)
    if pack is None:
        return status
    try:
        found = catalogue.compare(pack)
        if found.added or found.changed:
            found = catalogue.publish(pack, by=SYSTEM, at=datetime.now(ZoneInfo("Asia/Shanghai")))
    except Declined as refusal:
        if as_json:
            _print_json({"pack": pack.key, "declined": refusal.sentence, "details": list(refusal.details)})
        else:
            print(refusal.sentence, *(f"  {detail}" for detail in refusal.details), sep="\n", file=sys.stderr)
        return MISTAKES
    if as_json:
        _print_json({"pack": pack.key, "added": len(found.added), "unchanged": found.unchanged})
    else:
        print(f"{pack.manifest.title}：新发布 {len(found.added)} 个版本，{found.unchanged} 个版本先前已经发布。")
    return FINE


def differences(published: Any, written: Any, path: str = "") -> Iterator[str]:
    """Field by field, what was published and what is written now."""
    if isinstance(published, dict) and isinstance(written, dict):
        for name in sorted({*published, *written}):
            inner = f"{path}.{name}" if path else name
            if name not in written:
                yield f"{inner}：原来是{_short(published[name])}，现在没有了"
            elif name not in published:
                yield f"{inner}：原来没有，现在是{_short(written[name])}"
            else:
                yield from differences(published[name], written[name], inner)
    elif isinstance(published, list) and isinstance(written, list) and len(published) == len(written):
        for index, (before, after) in enumerate(zip(published, written, strict=True)):
            yield from differences(before, after, f"{path}[{index}]")
    elif published != written:
        yield f"{path}：原来是{_short(published)}，现在是{_short(written)}"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"“{text if len(text) <= 80 else text[:80] + '…'}”"


def _read(folder: Path, kinds: Kinds, as_json: bool) -> tuple[Pack | None, int]:
    try:
        reading = examine(folder, kinds)
    except NotAPack as refusal:
        if as_json:
            _print_json({"not_a_pack": str(refusal)})
        else:
            print(refusal, file=sys.stderr)
        return None, NO_PACK
    if reading.pack is None:
        _print_mistakes(reading.mistakes, as_json)
        return None, MISTAKES
    return reading.pack, FINE


def _print_mistakes(mistakes: Sequence[Mistake], as_json: bool) -> None:
    if as_json:
        _print_json({"mistakes": [each.as_dict() for each in mistakes]})
        return
    for each in mistakes:
        print(each)
    print(f"共 {len(mistakes)} 处错误，一项也没有装入。", file=sys.stderr)


def _print_comparison(found: Any) -> None:
    from ..catalogue import name_of

    for each in found.added:
        print(f"＋ {name_of(each)}")
        for line in _changes(each):
            print(f"    {line}")
    for each in found.changed:
        print(f"！ {name_of(each.definition)}：已发布的版本不能改动，请另加一份写明新生效日期的版本")
        for line in differences(each.published, each.definition.body()):
            print(f"    {line}")
    for kind, key, day in found.missing:
        print(f"－ {kind}/{key} {day} 起的版本：已发布，定义包里没有")
    added, changed, missing = len(found.added), len(found.changed), len(found.missing)
    print(f"新增 {added}，改动 {changed}，定义包里没有 {missing}，相同 {found.unchanged}。")


def _changes(added: Definition) -> list[str]:
    """What a new edition changes: in words for whom where the kind can say so, else field by field."""
    from ..catalogue import edition_before

    before = edition_before(added)
    if before is None:
        return []
    told = {"valid_from": ""}  # in the name of the edition
    return added.changes_since(before) or list(differences(before.body() | told, added.body() | told))


def _identity(definition: Definition) -> dict[str, str]:
    return {
        "kind": definition.kind,
        "key": definition.key,
        "title": definition.title,
        "valid_from": definition.valid_from.isoformat(),
    }


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
