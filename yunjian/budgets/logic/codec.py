"""A disclosure as JSON and back, exactly: amounts as decimal strings; and the JSON Schema that says so.

``python -m yunjian.budgets.logic.codec`` writes the schema to docs/schemas/disclosure.schema.json.
"""

import dataclasses
import json
import types
import typing
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from .disclosure import Disclosure

VERSION = 1
DECIMAL = r"^-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]+)?$"

Convert = Callable[[Any], Any]
T = TypeVar("T")


def to_json(disclosure: Disclosure) -> dict[str, Any]:
    """The disclosure as a dictionary that ``json`` can write."""
    return {"version": VERSION, **_encoder(Disclosure)(disclosure)}


def from_json(data: dict[str, Any]) -> Disclosure:
    """The disclosure a dictionary made by ``to_json`` holds; raises ValueError where it is of another version."""
    if data.get("version") != VERSION:
        raise ValueError(f"a disclosure of version {data.get('version')!r}; version {VERSION} is expected")
    disclosure: Disclosure = _decoder(Disclosure)({key: value for key, value in data.items() if key != "version"})
    return disclosure


def plain(value: Any) -> Any:
    """Any frozen dataclass of this package as a value that ``json`` can write."""
    kind: Any = type(value)
    return _encoder(kind)(value)


def from_plain(kind: type[T], data: Any) -> T:
    """What ``plain`` made of an object of this kind; fields that came later have their defaults."""
    wanted: Any = kind
    made: T = _decoder(wanted)(data)
    return made


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what ``to_json`` gives."""
    definitions: dict[str, Any] = {}
    _describe(Disclosure, definitions)
    whole = definitions.pop("Disclosure")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Disclosure",
        "description": "A departmental budget (or final accounts) disclosure as read from a published file.",
        **whole,
        "properties": {"version": {"const": VERSION}, **whole["properties"]},
        "required": ["version", *whole["required"]],
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """The schema as the text of its file."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


@cache
def _fields(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _has_fields(kind: Any) -> bool:
    """Whether a type is one of the disclosure's own: a dataclass or a named tuple."""
    return isinstance(kind, type) and (dataclasses.is_dataclass(kind) or hasattr(kind, "_fields"))


def _choices(kind: Any) -> tuple[Any, ...]:
    """The types a union allows, or the type alone."""
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        return typing.get_args(kind)
    return (kind,)


def _item(kind: Any) -> Any:
    """What a ``tuple[X, ...]`` holds, or None for another type."""
    return typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else None


@cache
def _encoder(kind: Any) -> Convert:
    options = [choice for choice in _choices(kind) if choice is not type(None)]
    if len(options) < len(_choices(kind)):
        inner = _encoder(options[0])
        return lambda value: None if value is None else inner(value)
    if (item := _item(kind)) is not None:
        each = _encoder(item)
        return lambda value: [each(one) for one in value]
    if _has_fields(kind):
        encoders = {name: _encoder(hint) for name, hint in _fields(kind).items()}
        return lambda value: {name: encode(getattr(value, name)) for name, encode in encoders.items()}
    if kind is Decimal:
        return str
    if kind is date:
        return date.isoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda value: value.value
    return lambda value: value


@cache
def _decoder(kind: Any) -> Convert:
    options = [choice for choice in _choices(kind) if choice is not type(None)]
    if len(options) < len(_choices(kind)):
        inner = _decoder(options[0])
        return lambda value: None if value is None else inner(value)
    if (item := _item(kind)) is not None:
        each = _decoder(item)
        return lambda value: tuple(each(one) for one in value)
    if _has_fields(kind):
        decoders = {name: _decoder(hint) for name, hint in _fields(kind).items()}
        return lambda value: kind(**{name: decoders[name](one) for name, one in value.items()})
    if kind is Decimal:
        return Decimal
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return lambda value: value


def _describe(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type; dataclasses go to the definitions."""
    options = [choice for choice in _choices(kind) if choice is not type(None)]
    if len(options) < len(_choices(kind)):
        return {"anyOf": [_describe(options[0], definitions), {"type": "null"}]}
    if (item := _item(kind)) is not None:
        return {"type": "array", "items": _describe(item, definitions)}
    if typing.get_origin(kind) is typing.Literal:
        return {"enum": list(typing.get_args(kind))}
    if _has_fields(kind):
        return _describe_class(kind, definitions)
    if kind is Decimal:
        return {"type": "string", "pattern": DECIMAL}
    if kind is date:
        return {"type": "string", "format": "date"}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    return {"type": {str: "string", int: "integer", bool: "boolean"}[kind]}


def _describe_class(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}
        properties = {field: _describe(hint, definitions) for field, hint in _fields(kind).items()}
        definitions[name] = {
            "description": " ".join((kind.__doc__ or "").split()),
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}


def main() -> None:
    """Write the schema to its file."""
    target = Path(__file__).parents[3] / "docs" / "schemas" / "disclosure.schema.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(schema_text(), encoding="utf-8")
    print(target)


if __name__ == "__main__":
    main()
