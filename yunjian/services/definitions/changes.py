"""What a new edition of an item changes, in words for those whom it concerns."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .items import Item
    from .parts import ItemMaterial

_WHOM = {"person": "个人", "enterprise": "企业和其他组织"}
_STATUS = {"in-use": "恢复办理", "paused": "暂停办理", "cancelled": "取消，不再办理"}
_NEED = {"core": "必要", "optional": "非必要", "may-follow": "可以后补"}


def for_whom(targets: Sequence[str]) -> str:
    return "、".join(_WHOM[each] for each in targets)


def what_changes(before: "Item", now: "Item") -> list[str]:
    """A sentence for each change that whoever applies will notice."""
    return list(_changes(before, now))


def _changes(before: "Item", now: "Item") -> Iterator[str]:
    if before.title != now.title:
        yield f"名称由“{before.title}”改为“{now.title}”"
    if before.status != now.status:
        yield _STATUS[now.status]
    for target in sorted(set(now.targets) ^ set(before.targets)):
        yield f"{_WHOM[target]}{'从此可以办' if target in now.targets else '不能再办'}"
    if before.procedure != now.procedure:
        yield f"改按流程 {now.procedure} 办理，单位、期限和步骤以它为准"
    yield from _conditions(before, now)
    yield from _papers(before, now)
    if before.visits != now.visits:
        yield f"到现场的次数由 {before.visits} 次改为 {now.visits} 次"
    charged, free = {each.title for each in now.fees}, {each.title for each in before.fees}
    yield from (f"新收“{each}”" for each in sorted(charged - free))
    yield from (f"不再收“{each}”" for each in sorted(free - charged))


def _conditions(before: "Item", now: "Item") -> Iterator[str]:
    earlier, later = [each.title for each in before.conditions], [each.title for each in now.conditions]
    yield from (f"新的条件：{each}" for each in later if each not in earlier)
    yield from (f"不再要求：{each}" for each in earlier if each not in later)


def _papers(before: "Item", now: "Item") -> Iterator[str]:
    earlier, later = ({each.key: each for each in item.materials} for item in (before, now))
    yield from (f"要多交“{each.title}”" for key, each in later.items() if key not in earlier)
    yield from (f"不用再交“{each.title}”" for key, each in earlier.items() if key not in later)
    for key in earlier.keys() & later.keys():
        yield from _paper(earlier[key], later[key])


def _paper(before: "ItemMaterial", now: "ItemMaterial") -> Iterator[str]:
    spared, was = (bool(each.certificate or each.looked_up_in or each.promise) for each in (now, before))
    if spared != was:
        yield f"“{now.title}”{'免于提交' if spared else '不再免于提交，要自己交'}"
    if before.need != now.need:
        yield f"“{now.title}”由{_NEED[before.need]}改为{_NEED[now.need]}"
    if before.copies != now.copies:
        yield f"“{now.title}”由 {before.copies} 份改为 {now.copies} 份"
