"""The words a criterion may use, as they are written in a pack."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self, Union

from pydantic import (
    Discriminator,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from ..definitions import Number, Part, Text
from .pattern import BadPattern, parse

BLANK = " \t\r\n\u3000\u00a0"  # what does not count around a text
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


def _literal(value: object) -> str | Decimal | bool | date:
    """A value to compare with; numbers are exact, and what JSON has no word for carries its name."""
    if isinstance(value, dict) and len(value) == 1:
        name, inner = next(iter(value.items()))
        if name == "number" and isinstance(inner, str):
            return Decimal(inner)
        if name == "date" and isinstance(inner, str):
            return date.fromisoformat(inner)
    if isinstance(value, str) and value.strip(BLANK):
        return value.strip(BLANK)
    if isinstance(value, bool | date):
        return value
    if isinstance(value, int | Decimal):
        return Decimal(value)
    raise PydanticCustomError("literal", "这里要写文字、数、日期或 true、false")


def _named(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {"number": format(value, "f")}
    return {"date": value.isoformat()} if isinstance(value, date) else value


Literally = Annotated[Any, PlainValidator(_literal), PlainSerializer(_named)]


class Clause(Part):
    """A comparison of one field of the record."""

    field: FieldName = Field(description="记录中的字段")


class Equals(Clause):
    equals: Literally = Field(description="等于")


class OneOf(Clause):
    one_of: tuple[Literally, ...] = Field(min_length=1, description="是其中之一")


class AtLeast(Clause):
    at_least: Number = Field(description="不低于")


class AtMost(Clause):
    at_most: Number = Field(description="不超过")


class Between(Clause):
    """Both ends included."""

    between: tuple[Literally, Literally] = Field(description="最小值和最大值，两端都含")

    @model_validator(mode="after")
    def _orders_two_of_a_kind(self) -> Self:
        low, high = self.between
        if not any(isinstance(low, kind) and isinstance(high, kind) for kind in (Decimal, date)):
            raise PydanticCustomError("between", "between 要写两个数或两个日期")
        if low > high:
            raise PydanticCustomError("between", "between 的最小值要写在前面")
        return self


class Before(Clause):
    before: date = Field(description="早于（当日不含）")


class After(Clause):
    after: date = Field(description="晚于（当日不含）")


class WithinDays(Clause):
    """At most so many calendar days before the day of judging, or after it."""

    within_days: int = Field(ge=0, le=36_600, description="天数以内，含当日")
    side: Literal["past", "ahead"] = Field("past", description="past 当日以前；ahead 当日以后")


class Matches(Clause):
    """The whole text follows a pattern of the bounded syntax."""

    matches: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(description="写法")
    form: str = Field("", description="写法的说明，例如“18 位代码”", max_length=100)

    @model_validator(mode="after")
    def _is_bounded(self) -> Self:
        try:
            parse(self.matches)
        except BadPattern as error:
            raise PydanticCustomError("pattern", "{why}", {"why": str(error)}) from None
        return self


class Present(Clause):
    present: bool = Field(description="true 已填写；false 没有填写")


class RefersTo(Clause):
    """The value is the key of something known: a definition's kind or a register's name."""

    refers_to: Text = Field(description="登记簿或定义的类别")


class All(Part):
    all: tuple["Criterion", ...] = Field(min_length=1, description="全部符合")


class Any_(Part):
    any: tuple["Criterion", ...] = Field(min_length=1, description="符合其中之一")


class Not(Part):
    negated: "Criterion" = Field(alias="not", description="不符合")


_WORDS: dict[str, type[Part]] = {
    "equals": Equals,
    "one_of": OneOf,
    "at_least": AtLeast,
    "at_most": AtMost,
    "between": Between,
    "before": Before,
    "after": After,
    "within_days": WithinDays,
    "matches": Matches,
    "present": Present,
    "refers_to": RefersTo,
    "all": All,
    "any": Any_,
    "not": Not,
}
_BY_CLASS = {kind: word for word, kind in _WORDS.items()}


def _word(value: object) -> str | None:
    """The one word of the vocabulary a mapping uses."""
    if isinstance(value, Part):
        word = _BY_CLASS.get(type(value))
    else:
        found = [word for word in _WORDS if isinstance(value, dict) and word in value]
        word = found[0] if len(found) == 1 else None
    return f"criterion:{word}" if word else None


Criterion = Annotated[
    Union[  # noqa: UP007 - built from the words
        Annotated[Equals, Tag("criterion:equals")],
        Annotated[OneOf, Tag("criterion:one_of")],
        Annotated[AtLeast, Tag("criterion:at_least")],
        Annotated[AtMost, Tag("criterion:at_most")],
        Annotated[Between, Tag("criterion:between")],
        Annotated[Before, Tag("criterion:before")],
        Annotated[After, Tag("criterion:after")],
        Annotated[WithinDays, Tag("criterion:within_days")],
        Annotated[Matches, Tag("criterion:matches")],
        Annotated[Present, Tag("criterion:present")],
        Annotated[RefersTo, Tag("criterion:refers_to")],
        Annotated[All, Tag("criterion:all")],
        Annotated[Any_, Tag("criterion:any")],
        Annotated[Not, Tag("criterion:not")],
    ],
    Discriminator(
        _word,
        custom_error_type="criterion",
        custom_error_message="一个条件写一个词：" + "、".join(_WORDS),
    ),
]

for _kind in (All, Any_, Not):
    _kind.model_rebuild()
