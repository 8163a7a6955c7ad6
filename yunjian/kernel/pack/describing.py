"""The kinds of definitions as tables for people: every field, what may be written there, what it means."""

import inspect
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from ..criteria import Criterion
from ..definitions import Basis, Definition, PackFile, Reference
from ..money import Printed

_PLAIN: dict[Any, str] = {
    str: "text",
    int: "whole number",
    bool: "`true` or `false`",
    date: "date",
    Decimal: "number",
    Printed: "amount with unit",
    Any: "text, number, date, `true` or `false`",
}


def describe(kinds: Sequence[type[Definition]]) -> str:
    """Sections of Markdown: what every definition has, then each kind with the parts its fields are made of."""
    common = f"## Every definition 每一项都有\n\n{_about(Definition)}\n\n{_table(Definition, skip={'example'})}"
    return "\n".join([common, _part(Basis), *(_section(kind) for kind in kinds)])


def _section(kind: type[Definition]) -> str:
    parts = [part for part in _parts(kind, {}) if part is not Basis]
    own = _table(kind, skip=Definition.model_fields.keys() - {"example"})
    return "\n".join([f"## `{kind.kind}/` {kind.noun}\n\n{_about(kind)}\n\n{own}", *map(_part, parts)])


def _part(part: type[BaseModel]) -> str:
    return f"### {part.__name__}\n\n{_about(part)}\n\n{_table(part)}"


def _table(model: type[BaseModel], skip: Set[str] = frozenset()) -> str:
    rows = [
        f"| `{field.alias or name}` | {_words(field.annotation, tuple(field.metadata))} "
        f"| {'yes' if field.is_required() else ''} | {field.description or ''} |"
        for name, field in model.model_fields.items()
        if name not in skip
    ]
    return "| field | holds | required | 说明 |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"


def _about(model: type[BaseModel]) -> str:
    return inspect.cleandoc(model.__doc__ or "")


def _parts(model: type[BaseModel], found: dict[type[BaseModel], None]) -> dict[type[BaseModel], None]:
    """The models inside a model, each once with its own parts after it; criteria have a page of their own.

    A part may contain itself: a group of conditions, a section of sections.
    """
    for field in model.model_fields.values():
        for part in _models(field.annotation):
            if part not in found:
                found[part] = None
                _parts(part, found)
    return found


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if _is_criterion(annotation):
        return
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _words(annotation: Any, metadata: tuple[Any, ...] = ()) -> str:
    for mark in metadata:
        if isinstance(mark, Reference):
            return f"code in `{mark.kind}/{mark.within}`" if mark.within else f"key in `{mark.kind}/`"
        if isinstance(mark, PackFile):
            return "path of a file in the pack"
    origin, inner = get_origin(annotation), get_args(annotation)
    if _is_criterion(annotation):
        return "criterion"
    if origin is Annotated:
        return _words(inner[0], inner[1:])
    if origin is Literal:
        return " / ".join(f"`{value}`" for value in inner)
    if origin in (Union, UnionType):
        return " or ".join(_words(each) for each in inner if each is not NoneType)
    if origin is tuple:
        return f"list of {_words(inner[0])}"
    if origin is not None and issubclass(origin, Mapping):
        return f"mapping to {_words(inner[1])}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation.__name__
    return _PLAIN[annotation]


def _is_criterion(annotation: Any) -> bool:
    return annotation in (Criterion, get_args(Criterion)[0])
