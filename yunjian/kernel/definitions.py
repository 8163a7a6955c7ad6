"""What a district may declare: dated, frozen, resting on a basis, proven by a worked example."""

import hashlib
import json
import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, Self, Union, get_args, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from .money import MoneyUnit, Printed, parse_number

Certainty = Literal[
    "confirmed", "memory"
]  # read in a source that is named; or remembered, to be checked before relying on it

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]

_MONEY = re.compile(r"(?P<number>.*\d)\s*(?P<unit>万元|元)")


@dataclass(frozen=True, slots=True)
class Reference:
    """Marks a field that holds the key of another definition: ``Annotated[str, Reference("units")]``.

    ``within`` names one definition of that kind, and the field then holds one of its ``entries()``.
    """

    kind: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class PackFile:
    """Marks a field that holds the path of a file inside the pack: ``Annotated[str, PackFile()]``."""


@dataclass(frozen=True, slots=True)
class ActName:
    """Marks a field that names an act a role may list: ``Annotated[str, ActName()]``."""


def _number(value: object) -> Decimal:
    """Exactly the digits that were written; never a float."""
    number: Decimal | None = None
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, int) and not isinstance(value, bool):
        number = Decimal(value)
    elif isinstance(value, str):
        number = parse_number(value)
    if number is None or not number.is_finite():
        raise PydanticCustomError("number", "这里要写一个数")
    return number


def _money(value: object) -> Printed:
    """An amount with its unit, as ``58.501 万元`` or ``585,010.00 元``."""
    if isinstance(value, Printed):
        return value
    found = _MONEY.fullmatch(value.strip()) if isinstance(value, str) else None
    number = parse_number(found["number"]) if found else None
    if found is None or number is None:
        raise PydanticCustomError("money", "这里要写金额和单位，例如 58.501 万元")
    return Printed(number, MoneyUnit(found["unit"]))


Number = Annotated[Decimal, BeforeValidator(_number), PlainSerializer(lambda value: format(value, "f"))]
Money = Annotated[
    Printed, PlainValidator(_money), PlainSerializer(lambda value: f"{format(value.value, 'f')} {value.unit.value}")
]


class Part(BaseModel):
    """A piece of a definition: frozen, no unknown field, nothing converted behind one's back."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, str_strip_whitespace=True, serialize_by_alias=True
    )


class Basis(Part):
    """The law or document a definition rests on, and how sure we are of it."""

    title: Text = Field(description="文件名称")
    number: str = Field("", description="文号", max_length=80)
    article: str = Field("", description="条款或位置", max_length=200)
    source: str = Field("", description="从哪里读到的", max_length=400)
    certainty: Certainty = Field("confirmed", description="confirmed 已核对原文；memory 凭记忆，使用前须核对")


class Definition(Part):
    """One edition of one thing a district declares.

    It holds from ``valid_from`` until ``valid_to`` (not included) or until a later edition begins. ``valid_to``
    equal to ``valid_from`` withdraws the thing from that day.
    """

    kind: ClassVar[str]  # the folder in a pack, e.g. "units"
    noun: ClassVar[str]  # what one of it is called on screen

    key: Key = Field(description="在本类中唯一的键，与文件名相同")
    title: Text = Field(description="名称")
    basis: tuple[Basis, ...] = Field(min_length=1, description="依据")
    valid_from: date = Field(description="生效日期")
    valid_to: date | None = Field(None, description="失效日期（当日不含）")
    example: Part = Field(description="算例")

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        for name in ("kind", "noun"):
            if not isinstance(cls.__dict__.get(name, getattr(cls, name, None)), str):
                raise TypeError(f"{cls.__name__} needs a class attribute {name}")
        if cls.model_fields["example"].annotation is Part:
            raise TypeError(f"{cls.__name__} needs an example of its own")
        if cls.check_example is Definition.check_example:
            raise TypeError(f"{cls.__name__} needs a check_example of its own")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise PydanticCustomError("period", "失效日期早于生效日期")
        return self

    @abstractmethod
    def check_example(self) -> list[str]:
        """Work the example; a sentence for each answer that differs from the one written down."""

    def changes_since(self, before: Self) -> list[str]:
        """In words, what this edition changes for whom; nothing where the field-by-field differences say enough."""
        return []

    def check_beside(self, others: Mapping[tuple[str, str], "Definition"]) -> list[str]:
        """A sentence for each thing that does not fit the others, by kind and key, as they are on its first day."""
        return []

    def entries(self) -> frozenset[str]:
        """The names inside this definition that others may refer to."""
        return frozenset()

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def body(self) -> dict[str, Any]:
        """The edition as plain JSON, without what was left at its default."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON: sorted keys, no spaces, UTF-8."""
        return digest_of(self.body())

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Self:
        """The edition a stored body stands for."""
        return cls.model_validate_json(json.dumps(body))


def digest_of(body: Mapping[str, Any]) -> str:
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def marked(value: Any, marker: type, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every field of ``value`` that carries a marker of this type: its path, the marker, what it holds."""
    for name, field in type(value).model_fields.items():
        yield from _marked(
            field.annotation, tuple(field.metadata), getattr(value, name), marker, f"{path}.{name}" if path else name
        )


def _marked(annotation: Any, metadata: tuple, value: Any, marker: type, path: str) -> Iterator[tuple[str, Any, Any]]:
    if value is None:
        return
    for mark in metadata:
        if isinstance(mark, marker):
            yield path, mark, value
    origin = get_origin(annotation)
    if isinstance(value, BaseModel):
        yield from marked(value, marker, path)
    elif origin is Annotated:
        inner, *more = get_args(annotation)
        yield from _marked(inner, tuple(more), value, marker, path)
    elif origin is Union or type(annotation).__name__ == "UnionType":
        yield from dict.fromkeys(
            found for choice in get_args(annotation) for found in _marked(choice, (), value, marker, path)
        )
    elif isinstance(value, tuple) and get_args(annotation):
        for index, item in enumerate(value):
            yield from _marked(get_args(annotation)[0], (), item, marker, f"{path}[{index}]")
    elif isinstance(value, Mapping) and get_args(annotation):
        for name, item in value.items():
            yield from _marked(get_args(annotation)[1], (), item, marker, f"{path}.{name}")
