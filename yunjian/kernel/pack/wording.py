"""What pydantic finds wrong with a document, as sentences for the person who wrote it."""

import difflib
from collections.abc import Iterable
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from .document import Node
from .mistake import Mistake

_SENTENCES = {
    "missing": "缺少这一项",
    "string_type": "这里要写文字；如果写的是数字、日期或 true、false，请加引号",
    "int_type": "这里要写整数",
    "bool_type": "这里要写 true 或 false",
    "date_type": "这里要写日期，例如 2026-03-01",
    "tuple_type": "这里要写成列表，每项前面加“- ”",
    "dict_type": "这里要写成“键: 值”的形式",
    "model_type": "这里要写成“键: 值”的形式",
    "model_attributes_type": "这里要写成“键: 值”的形式",
    "too_short": "这里至少要有 {min_length} 项",
    "too_long": "这里最多只能有 {max_length} 项",
    "string_too_short": "这里不能空着",
    "string_too_long": "文字太长，最多 {max_length} 个字",
    "string_pattern_mismatch": "写法不对，应当符合 {pattern}",
    "literal_error": "只能是下列之一：{expected}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "greater_than": "必须大于 {gt}",
    "less_than": "必须小于 {lt}",
}
_CODES = {"missing": "missing", "extra_forbidden": "unknown-key"}


def mistakes_of(error: ValidationError, model: type[BaseModel], node: Node, file: str) -> list[Mistake]:
    """A mistake for everything found, at its own line; an unknown key close to a missing one counts once."""
    found = [each for each in error.errors(include_url=False) if not _follows(each, error)]
    missing = {each["loc"] for each in found if each["type"] == "missing"}
    mistakes, explained = [], set()
    for each in found:
        if each["type"] == "extra_forbidden":
            mistake, meant = _unknown_key(each, model, node, file, missing)
            mistakes.append(mistake)
            explained.add(meant)
    for each in found:
        if each["type"] != "extra_forbidden" and each["loc"] not in explained:
            mistakes.append(_mistake(each, model, node, file))
    return list(dict.fromkeys(mistakes))


def _follows(each: Any, error: ValidationError) -> bool:
    """Whether a list is only too short because an item of it is wrong, which is said anyway."""
    place = each["loc"]
    return each["type"] == "too_short" and any(
        other["loc"][: len(place)] == place and len(other["loc"]) > len(place) for other in error.errors()
    )


def _unknown_key(
    each: Any, model: type[BaseModel], node: Node, file: str, missing: set
) -> tuple[Mistake, tuple[str | int, ...]]:
    *above, name = each["loc"]
    line, path, parent = _place(node, above)
    known = sorted(_fields_at(model, above))
    close = [key for key in known if (*above, key) in missing and _alike(name, key)]
    close = close or difflib.get_close_matches(str(name), known, n=1, cutoff=0.6)
    hint = f"，是不是 {close[0]}？" if close else f"。这里可以写的有：{'、'.join(known)}。"
    full = f"{path}.{name}" if path else str(name)
    sentence = f"不认识 {name} 这一项{hint}"
    line = parent.key_lines.get(str(name), line) if parent else line
    return Mistake(file, line, full, "unknown-key", sentence), (*above, close[0]) if close else ()


def _alike(name: Any, key: str) -> bool:
    return difflib.SequenceMatcher(None, str(name), key).ratio() >= 0.5


def _mistake(each: Any, model: type[BaseModel], node: Node, file: str) -> Mistake:
    line, path, _ = _place(node, each["loc"])
    kind, context = each["type"], each.get("ctx") or {}
    if kind in _SENTENCES:
        sentence = _SENTENCES[kind].format(**context)
    else:
        sentence = each["msg"]
    label = _label(model, each["loc"])
    about = f"（{label}）" if label else ""
    written = "" if kind == "missing" else _written(each["input"])
    code = _CODES.get(kind, "wrong-value")
    return Mistake(file, line, path, code, f"{sentence}{about}{written}。")


def _written(value: Any) -> str:
    """What stands there now, when it is short enough to quote."""
    if value is None:
        return "；现在空着"
    if isinstance(value, dict | tuple | BaseModel):
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"；现在写的是“{text if len(text) <= 60 else text[:60] + '…'}”"


def _place(node: Node, location: Iterable[str | int]) -> tuple[int, str, Node | None]:
    """The line and path of a location, as far as the document goes; the last node reached."""
    path, line = "", node.line
    current: Node | None = node
    for step in location:
        if current is not None and step in current.parts:
            line = current.key_lines.get(str(step), current.parts[step].line)
            current = current.parts[step]
        elif isinstance(step, str) and not step.isidentifier():
            continue  # pydantic names the branch of a union here, not a key
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return line, path, current


def _fields_at(model: Any, location: Iterable[str | int]) -> set[str]:
    """The keys that may be written at a location."""
    return {name for found in _models_at(model, location) for name in found.model_fields}


def _models_at(annotation: Any, location: Iterable[str | int]) -> list[type[BaseModel]]:
    models = _models_in(annotation)
    for step in location:
        if isinstance(step, str) and step.isidentifier():
            fields = [found.model_fields[step] for found in models if step in found.model_fields]
            models = [inner for each in fields for inner in _models_in(each.annotation)]
    return models


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    """Every model an annotation may hold: itself, inside a tuple, an option or a choice."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    parts = get_args(annotation)[:1] if get_origin(annotation) is Annotated else get_args(annotation)
    return [found for part in parts for found in _models_in(part)]


def _label(model: type[BaseModel], location: tuple[str | int, ...]) -> str:
    """The description of the field at a location."""
    if not location or not isinstance(location[-1], str):
        return ""
    for found in _models_at(model, location[:-1]):
        if location[-1] in found.model_fields:
            return found.model_fields[location[-1]].description or ""
    return ""
