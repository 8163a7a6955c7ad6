"""The codes of an item by their national layout; one that breaks the rule is said, never altered."""

import re
from typing import Literal

from stdnum.cn import uscc

from .said import Said

Field = Literal["basic_code", "task_code", "handling_code"]

_BASIC = re.compile(r"[0-9]{12}")
_TASK = re.compile(r"[0-9A-Z]{18}[1-6][0-9]{12}([0-9]{5})?")
_HANDLING = re.compile(r"[0-9A-Z]{18}[1-6][0-9]{12}([0-9]{5})?[0-9]{2}")
_CREDIT, _SHORT = 18, 31


def wrong_basic(code: str) -> str:
    """Why this is no basic code (基本编码), or nothing: six digits of the catalogue, three main, three sub item."""
    return "" if _BASIC.fullmatch(code) else Said("基本编码应当是 12 位数字，现在是“%(code)s”", code=code)


def wrong_task(code: str, basic: str = "") -> str:
    """Why this is no implementation code (实施编码): credit code, level 1–6, basic code; 36 with five local digits."""
    if not _TASK.fullmatch(code):
        return Said(
            "实施编码应当是 31 位（18 位统一社会信用代码、1 位行使层级、12 位基本编码）或者 36 位，现在是“%(code)s”",
            code=code,
        )
    if not uscc.is_valid(code[:_CREDIT]):
        return Said("实施编码前 18 位不是有效的统一社会信用代码：%(code)s", code=code[:_CREDIT])
    if basic and _BASIC.fullmatch(basic) and code[_CREDIT + 1 : _SHORT] != basic:
        inner = code[_CREDIT + 1 : _SHORT]
        return Said("实施编码里的基本编码是 %(inner)s，与基本编码 %(basic)s 不同", inner=inner, basic=basic)
    return ""


def wrong_handling(code: str, task: str = "") -> str:
    """Why this is no code of a handled item (业务办理项编码): the implementation code and two digits."""
    if not _HANDLING.fullmatch(code):
        return Said("业务办理项编码应当是实施编码加 2 位数字，现在是“%(code)s”", code=code)
    if task and not code.startswith(task):
        return Said("业务办理项编码 %(code)s 不是从实施编码 %(task)s 开始", code=code, task=task)
    return ""


def wrong_codes(basic: str, task: str, handling: str) -> list[tuple[Field, str]]:
    """Everything that is wrong with the codes of one item; one that is not known is not wrong."""
    found: list[tuple[Field, str]] = []
    if basic and (why := wrong_basic(basic)):
        found.append(("basic_code", why))
    if task and (why := wrong_task(task, basic)):
        found.append(("task_code", why))
    if handling and (why := wrong_handling(handling, task)):
        found.append(("handling_code", why))
    return found
