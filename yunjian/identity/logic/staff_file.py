"""A file of the personnel system: one line a post, as CSV or JSON; every mistake with its line, column and remedy."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .phones import mobile

COLUMNS = {
    "number": "工号",
    "name": "姓名",
    "unit": "单位",
    "title": "职务",
    "state": "状态",
    "username": "用户名",
    "phone": "手机号",
    "subject": "用户标识",
}
NEEDED = ("number", "name", "unit", "title", "state")
STATES = {"在职": True, "离职": False, "active": True, "left": False}
_LONGEST = {"number": 40, "name": 60, "unit": 120, "title": 60, "username": 60, "subject": 200}
MOST_LINES = 50_000


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where something is wrong, what stands there and what was expected."""

    line: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"第 {self.line} 行“{self.column}”：现在是“{self.found}”，应为{self.expected}"


@dataclass(frozen=True, slots=True)
class Line:
    """One post of one person, as the file says."""

    line: int
    number: str
    name: str
    unit: str
    title: str
    works_here: bool
    username: str
    phone: str
    subject: str


def read(data: bytes, *, is_json: bool) -> tuple[tuple[Line, ...], tuple[Mistake, ...]]:
    """Every sound line, and every mistake."""
    try:
        text = _decoded(data)
        rows = list(_json_rows(text) if is_json else _csv_rows(text))
    except _Unreadable as trouble:
        return (), (trouble.mistake,)
    lines: list[Line] = []
    mistakes: list[Mistake] = []
    for number, row in rows[: MOST_LINES + 1]:
        wrong = tuple(_mistakes_of(number, row))
        mistakes += wrong
        if not wrong:
            lines.append(_line(number, row))
    if len(rows) > MOST_LINES:
        mistakes.append(Mistake(MOST_LINES + 2, "", f"{len(rows)} 行", f"不超过 {MOST_LINES} 行，请分成几个文件"))
    mistakes += _contradictions(lines)
    return tuple(lines), tuple(sorted(mistakes, key=lambda each: each.line))


class _Unreadable(Exception):
    def __init__(self, mistake: Mistake):
        super().__init__(str(mistake))
        self.mistake = mistake


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _Unreadable(Mistake(1, "", "无法识别的编码", "UTF-8 或 GB18030 编码的文本"))


def _csv_rows(text: str) -> Iterable[tuple[int, Mapping[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _require_columns(header)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise _Unreadable(Mistake(reader.line_num, "", f"{len(cells)} 列", f"{len(header)} 列，与表头一致"))
            yield reader.line_num, dict(zip(map(_key_of, header), (cell.strip() for cell in cells), strict=True))
    except csv.Error as trouble:
        raise _Unreadable(Mistake(reader.line_num, "", str(trouble), "CSV 格式：逗号分隔，引号成对")) from None


def _json_rows(text: str) -> Iterable[tuple[int, Mapping[str, str]]]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as trouble:
        line = getattr(trouble, "lineno", 1)
        raise _Unreadable(Mistake(line, "", getattr(trouble, "msg", "嵌套太深"), "JSON 数组")) from None
    if not isinstance(whole, list):
        raise _Unreadable(Mistake(1, "", type(whole).__name__, "JSON 数组，每项一个任职"))
    for number, item in enumerate(whole, start=1):
        if not isinstance(item, dict) or not all(isinstance(value, str | int) for value in item.values()):
            raise _Unreadable(Mistake(number, "", str(item)[:40], "对象，每个值都是文字（JSON 的行号是第几项）"))
        _require_columns(list(item), number)
        yield number, {_key_of(key): str(value).strip() for key, value in item.items()}


def _require_columns(names: list[str], line: int = 1) -> None:
    keys = [_key_of(name) for name in names]
    unknown = [name for name, key in zip(names, keys, strict=True) if key not in COLUMNS]
    missing = [COLUMNS[key] for key in NEEDED if key not in keys]
    if unknown or missing or len(set(keys)) != len(keys):
        found = "、".join(names)[:120]
        known = "、".join(COLUMNS.values())
        needed = "、".join(COLUMNS[key] for key in NEEDED)
        raise _Unreadable(Mistake(line, "表头", found, f"{known}中的列，每列一次，其中{needed}必须有"))


def _key_of(name: str) -> str:
    return next((key for key, title in COLUMNS.items() if name.strip() in (key, title)), name.strip())


def _mistakes_of(line: int, row: Mapping[str, str]) -> Iterable[Mistake]:
    for key in NEEDED:
        if not row[key]:
            yield Mistake(line, COLUMNS[key], "", "填写，不能空着")
    for key, longest in _LONGEST.items():
        if len(row.get(key, "")) > longest or "\0" in row.get(key, ""):
            yield Mistake(line, COLUMNS[key], row[key][:20] + "…", f"不超过 {longest} 个字的文字")
    if row["state"] and row["state"] not in STATES:
        yield Mistake(line, COLUMNS["state"], row["state"], "在职或离职")
    if row.get("phone") and not mobile(row["phone"]):
        yield Mistake(line, COLUMNS["phone"], row["phone"], "11 位手机号")
    if row.get("username") and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", row["username"]):
        yield Mistake(line, COLUMNS["username"], row["username"], "字母、数字、点、横线")


def _line(number: int, row: Mapping[str, str]) -> Line:
    return Line(
        line=number,
        number=row["number"],
        name=row["name"],
        unit=row["unit"],
        title=row["title"],
        works_here=STATES[row["state"]],
        username=row.get("username") or row["number"],
        phone=mobile(row.get("phone", "")),
        subject=row.get("subject", ""),
    )


def _contradictions(lines: list[Line]) -> Iterable[Mistake]:
    """The same person twice must be the same person; a user name or a subject is one person's."""
    first: dict[str, Line] = {}
    owners: dict[tuple[str, str], Line] = {}
    for each in lines:
        known = first.setdefault(each.number, each)
        for key in ("name", "username", "phone", "subject", "works_here"):
            if getattr(each, key) != getattr(known, key):
                title = COLUMNS.get(key, COLUMNS["state"])
                yield Mistake(
                    each.line, title, str(getattr(each, key)), f"与第 {known.line} 行相同：工号 {each.number}"
                )
        for key in ("username", "subject"):
            value = getattr(each, key)
            owner = owners.setdefault((key, value), each)
            if value and owner.number != each.number:
                yield Mistake(each.line, COLUMNS[key], value, f"另一个，第 {owner.line} 行已经用了")
