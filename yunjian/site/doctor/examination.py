"""The examination: look at everything, print it, and end with 0 (all right), 1 (broken) or 3 (needs care)."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial

from django.db import DatabaseError

from ..environment import Environment, make_no_signing_key
from ..postgres import PostgresTrouble
from . import place
from .finding import ERROR, OK, WARNING, Finding, Look, error

BROKEN, CARE = 1, 3
_MARKS = {OK: "✓", WARNING: "！", ERROR: "✗"}


def doctor(*, as_json: bool = False) -> int:
    """Print every finding, the bad ones last, each with its remedy."""
    found = sorted(examine(Environment.read()), key=lambda each: (OK, WARNING, ERROR).index(each.level))
    levels = {each.level for each in found}
    status = BROKEN if ERROR in levels else CARE if WARNING in levels else 0
    if as_json:
        print(
            json.dumps({"status": status, "findings": [asdict(each) for each in found]}, ensure_ascii=False, indent=2)
        )
        return status
    for each in found:
        print(f"{_MARKS[each.level]} {each.found}")
        if each.mend:
            print(f"    怎么办：{each.mend}")
    bad = sum(each.level == ERROR for each in found)
    care = sum(each.level == WARNING for each in found)
    print(f"看了 {len(found)} 项：{bad} 项要修，{care} 项要注意。")
    return status


def examine(environment: Environment) -> Iterator[Finding]:
    """The place first; then, if it can be reached, the platform inside."""
    for around in place.ALL:
        yield from _looked(partial(around, environment))
    from ..database import database

    make_no_signing_key()
    with ExitStack() as stack:
        try:
            stack.enter_context(database())
        except PostgresTrouble as trouble:
            yield error("database", str(trouble), "看内嵌 PostgreSQL 的日志，或用 DATABASE_URL 指定自己的数据库。")
            return
        from . import inside

        structure = list(inside.database_and_structure())
        yield from structure
        if all(each.level == OK for each in structure):
            for look in inside.looks(environment):
                yield from _looked(look)


def _looked(look: Look) -> Iterator[Finding]:
    """A look that breaks is a finding, not the end of the examination."""
    try:
        yield from list(look())
    except (OSError, DatabaseError) as trouble:
        name = getattr(getattr(look, "func", look), "__name__", "")
        yield error(
            "check", f"检查“{name}”没有完成：{type(trouble).__name__}: {trouble}"[:400], "按错误处理后再查一次。"
        )
