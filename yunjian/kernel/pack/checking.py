"""What is wrong between the definitions of a pack: keys, periods, references, files, examples."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from pathlib import Path

from ..definitions import ActName, Definition, PackFile, Reference, marked
from .contents import Located
from .mistake import Mistake

Name = tuple[str, str]  # kind and key


def check_together(located: Sequence[Located], spoiled: set[Name], folder: Path) -> list[Mistake]:
    """Every mistake that shows only when the definitions stand side by side."""
    found: dict[Name, list[Located]] = defaultdict(list)
    for each in located:
        found[each.definition.kind, each.definition.key].append(each)
    return [
        *_names(found),
        *_periods(found),
        *_references(found, spoiled),
        *_rings(found),
        *_acts(found),
        *_files(located, folder),
        *_beside(located),
        *_examples(located),
    ]


def _at(place: Located, path: str, code: str, sentence: str) -> Mistake:
    return Mistake(place.file, place.line_of(path), path, code, sentence)


def _names(found: dict[Name, list[Located]]) -> Iterator[Mistake]:
    for (_, key), places in found.items():
        first = places[0].file
        for place in places:
            if place.file != first:
                yield _at(place, "key", "duplicate", f"键 {key} 已经在 {first} 里写过，一项只能写在一个文件里。")
            elif Path(place.file).stem != key and len({each.file for each in places}) == 1:
                yield _at(place, "key", "file-name", f"文件名与键不一致，键是 {key}，文件应当叫 {key}.yaml。")


def _periods(found: dict[Name, list[Located]]) -> Iterator[Mistake]:
    for places in found.values():
        ordered = sorted(places, key=lambda place: place.definition.valid_from)
        for earlier, later in pairwise(ordered):
            if earlier.file != later.file:
                continue  # said as a key in two files
            start, end = later.definition.valid_from, earlier.definition.valid_to
            if start == earlier.definition.valid_from:
                yield _at(later, "valid_from", "overlap", f"有两个版本都从 {start} 起生效，一天只能开始一个版本。")
            elif end is not None and end > start:
                sentence = f"版本的有效期重叠：上一版到 {end} 才失效，这一版从 {start} 起就生效了。"
                yield _at(later, "valid_from", "overlap", sentence)


def _references(found: dict[Name, list[Located]], spoiled: set[Name]) -> Iterator[Mistake]:
    for places in list(found.values()):
        for place in places:
            for path, reference, value in marked(place.definition, Reference):
                sentence = _dangling(place.definition, reference, value, found, spoiled)
                if sentence:
                    yield _at(place, path, "dangling", sentence)


def _dangling(
    holder: Definition, reference: Reference, value: str, found: dict[Name, list[Located]], spoiled: set[Name]
) -> str:
    """Why the reference leads nowhere, or nothing."""
    name = (reference.kind, reference.within or value)
    if name in spoiled:
        return ""
    if name not in found:
        return f"定义包里没有 {reference.kind}/{name[1]}.yaml。"
    editions = sorted((each.definition for each in found[name]), key=lambda each: each.valid_from)
    begun = [each for each in editions if each.valid_from <= holder.valid_from]
    if not begun or not begun[-1].holds_on(holder.valid_from):
        return f"{editions[0].noun} {name[1]} 在 {holder.valid_from} 没有有效的版本。"
    if reference.within and value not in begun[-1].entries():
        return f"{begun[-1].noun} {name[1]} 里没有 {value}。"
    return ""


def _rings(found: dict[Name, list[Located]]) -> Iterator[Mistake]:
    """Definitions that lead back to themselves through references to their own kind."""
    above: dict[Name, list[tuple[Name, Located, str]]] = defaultdict(list)
    for name, places in found.items():
        for place in places:
            for path, reference, value in marked(place.definition, Reference):
                if reference.kind == name[0] and not reference.within:
                    above[name].append(((reference.kind, value), place, path))
    for name in above:
        for target, place, path in above[name]:
            if _leads_to(target, name, above):
                yield _at(place, path, "ring", f"{name[1]} 通过 {target[1]} 又回到了自己。")


def _leads_to(start: Name, goal: Name, above: dict[Name, list[tuple[Name, Located, str]]]) -> bool:
    seen: set[Name] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            waiting += [target for target, _, _ in above.get(name, ())]
    return False


def _acts(found: dict[Name, list[Located]]) -> Iterator[Mistake]:
    """Acts that nobody knows in the newest edition of a role; an older one may name what there was in its day."""
    for places in found.values():
        newest = max(places, key=lambda place: place.definition.valid_from)
        for path, _, value in marked(newest.definition, ActName):
            known = _listable()
            if value not in known:
                close = get_close_matches(value, known, n=1)
                hint = f"是不是 {close[0]}？" if close else "执行 yunjian policy matrix 看有哪些。"
                yield _at(newest, path, "unknown-act", f"没有 {value} 这件事，或者它不能由角色授予；{hint}")


@cache
def _listable() -> frozenset[str]:
    from ..policy import acts

    return frozenset(name for name, each in acts().items() if each.by_role)


def _files(located: Iterable[Located], folder: Path) -> Iterator[Mistake]:
    for place in located:
        for path, _, value in marked(place.definition, PackFile):
            target = folder / value
            if not target.resolve().is_relative_to(folder.resolve()):
                yield _at(place, path, "no-file", f"文件 {value} 不在定义包里面。")
            elif not target.is_file():
                yield _at(place, path, "no-file", f"定义包里没有文件 {value}。")


def _beside(located: Sequence[Located]) -> Iterator[Mistake]:
    """What definitions say of others that those do not bear out, on the first day of each."""
    for place in located:
        start = place.definition.valid_from
        others = {(e.definition.kind, e.definition.key): e.definition for e in located if e.definition.holds_on(start)}
        for sentence in place.definition.check_beside(others):
            yield _at(place, "", "beside", f"{sentence}。")


def _examples(located: Iterable[Located]) -> Iterator[Mistake]:
    for place in located:
        for sentence in place.definition.check_example():
            yield _at(place, "example", "example", f"算例对不上：{sentence}。")
