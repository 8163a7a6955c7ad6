"""A real catalogue of items, from CSV, Excel or JSON, row by row: what is wrong with each, and the item it stands for.

The columns carry the names of the national catalogue (``task_name``) or their Chinese titles (事项名称). A code that
breaks its rule is kept as it is and flagged; a row that says too little to be an item is named with what it lacks.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from yunjian.cases.definitions import Procedure
from yunjian.kernel import workbook
from yunjian.kernel.working_days import Calendar, add_working_days

from ..definitions import Item, Said, wrong_codes

MOST_BYTES, MOST_ROWS, LONGEST = 64 << 20, 50_000, 4000
COLUMNS = {
    "task_name": "事项名称",
    "catalog_code": "基本编码",
    "task_code": "实施编码",
    "task_handle_item": "业务办理项编码",
    "local_catalog_code": "地方基本编码",
    "local_task_code": "地方实施编码",
    "task_type": "事项类型",
    "task_version": "版本号",
    "task_state": "状态",
    "dept_name": "实施主体",
    "by_law": "设定依据",
    "server_type": "服务对象",
    "accept_condition": "受理条件",
    "anticipate_day": "法定办结时限",
    "anticipate_type": "法定时限单位",
    "promise_day": "承诺办结时限",
    "promise_type": "承诺时限单位",
    "project_type": "办件类型",
    "limit_scene_num": "到办事现场次数",
    "limit_scene_explain": "必须现场原因",
    "link_way": "咨询方式",
    "supervise_way": "监督投诉方式",
    "transact_addr": "办理地点",
    "transact_time": "办理时间",
    "result_name": "审批结果名称",
    "material_name": "材料名称",
}
_NEEDED = ("task_name", "task_type", "dept_name", "by_law")
_TYPES = {"1": "01", "4": "04", "5": "05", "7": "07", "8": "08", "9": "09", "10": "10", "20": "20"}
_NAMES = {
    "行政许可": "01", "行政征收": "04", "行政给付": "05", "行政确认": "07", "行政奖励": "08", "行政裁决": "09",
    "其他行政权力": "10", "公共服务": "20",
}  # fmt: skip
_STATES = {"1": "in-use", "在用": "in-use", "2": "paused", "暂停": "paused", "3": "cancelled", "取消": "cancelled"}
_TARGETS = {"person": ("自然人", "个人", "1"), "enterprise": ("法人", "企业", "组织", "2")}
_CODES = {
    "basic_code": "catalog_code",
    "task_code": "task_code",
    "handling_code": "task_handle_item",
    "local_basic_code": "local_catalog_code",
    "local_task_code": "local_task_code",
}
_MOST_DAYS = 250


class CatalogueUnreadable(ValueError):
    """The file as a whole cannot be read; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something about a row. ``is_error``: the row is no item; else it is kept, and flagged."""

    row: int
    field: str
    sentence: str
    is_error: bool

    @property
    def told(self) -> tuple[str, dict[str, Any]]:
        """The sentence as a pattern and its values, to be said in any language."""
        return (self.sentence.pattern, self.sentence.values) if isinstance(self.sentence, Said) else (self.sentence, {})

    def __str__(self) -> str:
        return f"第 {self.row} 行 {COLUMNS.get(self.field, self.field)}：{self.sentence}"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a file holds: the items with their procedures, and what is wrong, row by row."""

    items: tuple[Item, ...]
    procedures: tuple[Procedure, ...]
    flaws: tuple[Flaw, ...]
    rows: int
    numbers: tuple[int, ...] = ()  # the row of each item

    @property
    def errors(self) -> tuple[Flaw, ...]:
        return tuple(each for each in self.flaws if each.is_error)


def rows_of(
    data: bytes, name: str, *, most_bytes: int = MOST_BYTES, most_rows: int = MOST_ROWS
) -> list[dict[str, str]]:
    """The rows by the catalogue's column names; the first row is number 2, as in a spreadsheet."""
    if len(data) > most_bytes:
        raise CatalogueUnreadable(Said("文件超过 %(most)s MB，请分成几个文件。", most=most_bytes >> 20))
    suffix = name.lower().rpartition(".")[2]
    rows = _json(data) if suffix == "json" else _table(data, suffix)
    if not rows:
        raise CatalogueUnreadable("文件里没有事项：第一行写列名，从第二行起每行一个事项。")
    if len(rows) > most_rows:
        why = Said("文件有 %(count)s 个事项，一次最多 %(most)s 个，请分成几个文件。", count=len(rows), most=most_rows)
        raise CatalogueUnreadable(why)
    return rows


def _json(data: bytes) -> list[dict[str, str]]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise CatalogueUnreadable("不是 JSON 格式。") from None
    if isinstance(found, dict):
        found = next((each for each in found.values() if isinstance(each, list)), None)
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise CatalogueUnreadable("JSON 应当是事项的列表，每个事项写成“列名: 内容”。")
    return [_named({str(key): _text(value) for key, value in row.items()}) for row in found]


def _table(data: bytes, suffix: str) -> list[dict[str, str]]:
    cells = workbook.cells(data) if suffix in ("xlsx", "xls") else _csv(data)
    if cells is None:
        raise CatalogueUnreadable("这个文件读不出来，请另存为 UTF-8 编码的 CSV 或者新的 xlsx。")
    filled = [[cell.strip() for cell in row] for row in cells if any(cell.strip() for cell in row)]
    return [_named(dict(zip(filled[0], row, strict=False))) for row in filled[1:]]


def _csv(data: bytes) -> list[list[str]] | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            return None if "\0" in text else list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except (UnicodeDecodeError, csv.Error):
            continue
    return None


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "；".join(_text(each) for each in value)
    if isinstance(value, dict):
        return _text(value.get("material_name") or value.get("材料名称") or "")
    return "" if value is None else str(value)


def _named(row: Mapping[str, str]) -> dict[str, str]:
    by_title = {title: name for name, title in COLUMNS.items()}
    return {by_title.get(key.strip(), key.strip().lower()): value.strip()[:LONGEST] for key, value in row.items()}


def catalogue_of(rows: Iterable[Mapping[str, str]], units: Mapping[str, str], begins: date) -> Catalogue:
    """Every row as an item and its procedure, in force from a day; ``units`` gives the key of a body by its names."""
    items: dict[str, Item] = {}
    procedures: list[Procedure] = []
    numbers: list[int] = []
    flaws: list[Flaw] = []
    number = 1
    for number, row in enumerate(rows, 2):
        found = _Row(number, row, units, begins)
        made = found.read()
        flaws += found.flaws
        if made is None:
            continue
        if made[0].key in items:
            flaws.append(Flaw(number, "task_code", "同一个事项前面已经有一行，这一行没有用", True))
            continue
        items[made[0].key] = made[0]
        procedures.append(made[1])
        numbers.append(number)
    return Catalogue(tuple(items.values()), tuple(procedures), tuple(flaws), number - 1, tuple(numbers))


class _Row:
    """One row on its way to an item."""

    def __init__(self, number: int, row: Mapping[str, str], units: Mapping[str, str], begins: date):
        self.number, self.row, self.units, self.begins = number, row, units, begins
        self.flaws: list[Flaw] = []

    def say(self, field: str, sentence: str, *, is_error: bool = False) -> None:
        self.flaws.append(Flaw(self.number, field, sentence, is_error))

    def read(self) -> tuple[Item, Procedure] | None:
        row = self.row
        for field in _NEEDED:
            if not row.get(field):
                self.say(field, "不能空着", is_error=True)
        unit = self.units.get("".join(row.get("dept_name", "").split()), "")
        if row.get("dept_name") and not unit:
            unknown = Said("定义包里没有叫“%(name)s”的单位，请先添上", name=row["dept_name"])
            self.say("dept_name", unknown, is_error=True)
        kind = _TYPES.get(row.get("task_type", "").lstrip("0")) or _NAMES.get(row.get("task_type", ""))
        if row.get("task_type") and not kind:
            other = Said("“%(type)s”不是依申请办理的事项类型", type=row["task_type"])
            self.say("task_type", other, is_error=True)
        if any(each.is_error for each in self.flaws):
            return None
        basic, task = row.get("catalog_code", ""), row.get("task_code", "")
        for field, why in wrong_codes(basic, task, row.get("task_handle_item", "")):
            self.say({"basic_code": "catalog_code", "task_code": "task_code"}.get(field, "task_handle_item"), why)
        key = "item-" + sha256(f"{task or basic}\n{row['task_name']}\n{unit}".encode()).hexdigest()[:20]
        try:
            procedure = self._procedure(key, unit, kind or "20")  # its remarks on the days go into the item
            return self._item(key), procedure
        except ValidationError as error:
            for each in error.errors(include_url=False):
                why = Said("内容不合规则：%(why)s", why=each["msg"])
                self.say(".".join(map(str, each["loc"])), why, is_error=True)
            return None

    def _days(self, field: str, unit_field: str) -> int:
        """In working days; calendar days become fewer working days, so that nobody waits longer than the law says."""
        text, unit = self.row.get(field, ""), self.row.get(unit_field, "")
        if not text.isascii() or not text.isdecimal() or len(text) > 4:
            if text:
                self.say(field, Said("“%(text)s”不是天数，按 0 处理", text=text))
            return 0
        days = int(text)
        if unit in ("自然日", "2", "天", "日"):
            self.say(field, Said("%(days)s 个自然日按 %(work)s 个工作日算", days=days, work=days * 5 // 7))
            days = days * 5 // 7
        elif unit in ("月", "3"):
            self.say(field, Said("%(months)s 个月按 %(days)s 个工作日算", months=days, days=days * 20))
            days *= 20
        if days > _MOST_DAYS:
            self.say(field, Said("超过 %(most)s 个工作日，按 %(most)s 个算", most=_MOST_DAYS))
        return min(days, _MOST_DAYS)

    def _procedure(self, key: str, unit: str, kind: str) -> Procedure:
        on_the_spot = self.row.get("project_type", "") in ("1", "即办件")
        legal = self._days("anticipate_day", "anticipate_type")
        promised = 0 if on_the_spot else self._days("promise_day", "promise_type")
        if promised > legal:
            why = Said("承诺 %(promised)s 天比法定 %(legal)s 天还长，按法定的算", promised=promised, legal=legal)
            self.say("promise_day", why)
            promised = legal
        accepted = date(2026, 3, 2)
        return Procedure.model_validate(
            {
                "key": key,
                "title": self.row["task_name"][:2000],
                "matter_type": kind,
                "unit": unit,
                "handling": "on-the-spot" if on_the_spot else "promised",
                "legal_days": legal,
                "promised_days": promised,
                "correction_days": 15,
                "remedies": "不服本决定的，可以依法申请行政复议或者提起行政诉讼。" if kind == "01" else "",
                "basis": self._basis(),
                "valid_from": self.begins,
                "example": {"accepted_on": accepted, "due_on": add_working_days(_Plain(), accepted, promised)},
            }
        )

    def _item(self, key: str) -> Item:
        row = self.row
        papers = [each.strip() for each in row.get("material_name", "").replace(";", "；").split("；") if each.strip()]
        keys = [f"paper-{number}" for number in range(1, len(papers) + 1)]
        values = {
            "key": key,
            "title": row["task_name"][:2000],
            "title_en": row["task_name"][:2000],
            "procedure": key,
            "version": row.get("task_version", "")[:40],
            "status": _STATES.get(row.get("task_state", ""), "in-use"),
            "targets": self._targets(),
            "conditions": ({"title": row["accept_condition"][:2000]},) if row.get("accept_condition") else (),
            "materials": tuple({"key": k, "title": t} for k, t in zip(keys, papers, strict=True)),
            "results": ({"title": row["result_name"], "form": "other"},) if row.get("result_name") else (),
            "offices": self._offices(),
            "enquiries": row.get("link_way", "")[:400],
            "complaints": row.get("supervise_way", "")[:400],
            "basis": self._basis(),
            "valid_from": self.begins,
            "example": {"papers": tuple(keys)},
        }
        remarks = tuple(f"{COLUMNS[each.field]}：{each.sentence}" for each in self.flaws)
        return Item.model_validate({**values, **self._codes(), **self._visits(), "remarks": remarks[:40]})

    def _codes(self) -> dict[str, str]:
        return {field: self.row.get(name, "")[:64] for field, name in _CODES.items()}

    def _targets(self) -> tuple[str, ...]:
        said = self.row.get("server_type", "")
        found = tuple(target for target, words in _TARGETS.items() if any(word in said for word in words))
        if not found:
            self.say("server_type", "没有写清服务对象，按自然人和法人算")
        return found or tuple(_TARGETS)

    def _visits(self) -> dict[str, Any]:
        said = self.row.get("limit_scene_num", "")
        count = min(int(said), 20) if said.isascii() and said.isdecimal() and len(said) < 4 else 0
        why = self.row.get("limit_scene_explain") or "来源目录没有写原因"
        return {"visits": count, "visit_reason": why[:400] if count else ""}

    def _offices(self) -> Any:
        place, hours = self.row.get("transact_addr", "")[:400], self.row.get("transact_time", "")[:400]
        return ({"title": place, "hours": hours},) if place else ()

    def _basis(self) -> Any:
        return ({"title": self.row["by_law"][:2000], "source": "导入的事项目录", "certainty": "confirmed"},)


class _Plain(Calendar):
    """A calendar without a holiday: the worked example of a procedure lies in a stretch without one."""

    def __init__(self) -> None:
        super().__init__(())
        self.years = frozenset({2026, 2027})
