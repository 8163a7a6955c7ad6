"""The part of JSON Schema 2020-12 that a form may use, and what a document breaks of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from .formats import FORMATS

Path = Sequence[str | int]
DEEPEST = 8
_TYPES = ("object", "array", "string", "number", "integer", "boolean")
_KEYWORDS: dict[str, type | tuple[type, ...]] = {
    "type": str, "properties": Mapping, "required": (list, tuple), "additionalProperties": bool,
    "dependentRequired": Mapping, "allOf": (list, tuple), "if": Mapping, "then": Mapping, "else": Mapping,
    "items": Mapping, "minItems": int, "maxItems": int, "enum": (list, tuple), "const": (str, int, bool),
    "pattern": str, "format": str, "minLength": int, "maxLength": int, "minimum": int, "maximum": int,
}  # fmt: skip
_SCHEMAS = ("if", "then", "else", "items")
# What both engines read alike: no classes that differ in Unicode, nothing that looks around or back.
_PATTERN = re.compile(r"\^([^\\.]|\\[.+*?()\[\]{}|/])*\$")
_OPERATORS = ("(?", "&&", "--", "~~", "[[")
_WITH_WHAT = {"minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "format"}
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """One rule that does not hold: where, which, and what it asks for."""

    place: str  # dotted, as partners.0.name
    rule: str
    asked: str = ""


def wrong_rules(rules: Any, where: str = "rules", depth: int = 0) -> Iterator[str]:
    """A sentence for everything a form may not use."""
    if not isinstance(rules, Mapping):
        yield f"{where} 应当是一组规则"
        return
    if depth > DEEPEST:
        yield f"{where} 套得太深，最多 {DEEPEST} 层"
        return
    value: Any
    for word, value in rules.items():
        kind = _KEYWORDS.get(word)
        if kind is None:
            yield f"{where} 用了 {word}，表单只能用：{'、'.join(_KEYWORDS)}"
        elif not isinstance(value, kind) or (kind is int and (isinstance(value, bool) or not _is_bounded(word, value))):
            yield f"{where}.{word} 写法不对：{value!r}"
        else:
            yield from _wrong_value(word, value, where, depth)


def _is_bounded(word: str, value: Any) -> bool:
    return abs(value) <= 10**15 and (value >= 0 or word in ("minimum", "maximum"))


def _wrong_value(word: str, value: Any, where: str, depth: int) -> Iterator[str]:
    here = f"{where}.{word}"
    if word == "type" and value not in _TYPES:
        yield f"{here} 不认识 {value}，只能是 {'、'.join(_TYPES)}"
    elif word == "format" and value not in FORMATS:
        yield f"{here} 不认识 {value}，只能是 {'、'.join(FORMATS)}"
    elif word == "pattern":
        yield from _wrong_pattern(value, here)
    elif word in ("properties", "dependentRequired"):
        for name, inner in value.items():
            if not _NAME.fullmatch(str(name)):
                yield f"{here} 的字段名 {name} 只能用小写字母、数字和下划线"
            if word == "properties":
                yield from wrong_rules(inner, f"{here}.{name}", depth + 1)
            elif not _is_names(inner):
                yield f"{here}.{name} 应当列出字段名"
    elif word == "required" and not _is_names(value):
        yield f"{here} 应当列出字段名"
    elif word == "enum" and not (value and all(isinstance(each, str) for each in value)):
        yield f"{here} 应当列出文字"
    elif word == "allOf":
        for number, inner in enumerate(value):
            yield from wrong_rules(inner, f"{here}.{number}", depth + 1)
    elif word in _SCHEMAS:
        yield from wrong_rules(value, here, depth + 1)


def _is_names(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)


def _wrong_pattern(value: str, here: str) -> Iterator[str]:
    if len(value) > 200 or any(each in value for each in _OPERATORS) or not _PATTERN.fullmatch(value):
        yield f"{here} 只能用 ^…$、字符组、次数和分组，不能用点、反斜杠类、环视和字符组运算：{value}"
        return
    try:
        re.compile(value)
    except re.error:
        yield f"{here} 不是正则表达式：{value}"


class Checker:
    """The rules of one form, made ready once."""

    def __init__(self, rules: Mapping[str, Any]):
        self._ready = jsonschema_rs.Draft202012Validator(plain(rules), formats=FORMATS, validate_formats=True)

    def breaches(self, document: Mapping[str, Any]) -> list[Breach]:
        """Everything that does not hold, each once, by place."""
        errors = list(self._ready.iter_errors(document))
        if len(errors) < 2:
            return [found for each in errors for found in _read(each)]
        return sorted({found for each in errors for found in _read(each)})


def plain(value: Any) -> Any:
    """Mappings as dicts, sequences as lists: what goes over the wire."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


def _read(error: Any) -> list[Breach]:
    place, kind = error.instance_path, error.kind
    name: str = kind.name
    if name == "required":
        return [Breach(dotted([*place, kind.property]), name)]
    if name == "additionalProperties":
        return [Breach(dotted([*place, each]), "unknown") for each in sorted(kind.unexpected)]
    return [Breach(dotted(place), name, str(kind.value) if name in _WITH_WHAT else "")]


def dotted(path: Path) -> str:
    return ".".join(map(str, path))
