"""How the documents of cases are numbered: each unit's code, each kind's word, counted anew every year."""

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from yunjian.kernel.definitions import Definition, Part, Reference, Text

DocumentKind = Literal["ACCEPTANCE", "CORRECTION", "NOT_ACCEPTED", "GRANTED", "REFUSED", "DELIVERY", "TRANSFER"]
Word = Annotated[str, StringConstraints(min_length=1, max_length=12)]


class UnitCode(Part):
    """What stands for a unit in the numbers of its documents."""

    unit: Annotated[str, Reference("units")] = Field(description="单位的键")
    code: Word = Field(description="机关代字，例如 沪松绿容")


class KindWord(Part):
    """What stands for a kind of document in its number."""

    kind: DocumentKind = Field(
        description="ACCEPTANCE 受理通知书、CORRECTION 补正告知书、NOT_ACCEPTED 不予受理决定书、GRANTED 准予决定书、"
        "REFUSED 不予许可决定书、DELIVERY 送达回证、TRANSFER 跨域通办材料交接单"
    )
    word: Word = Field(description="文种的字，例如 许受")


class NumberExample(Part):
    """A number worked out."""

    unit: Text = Field(description="单位的键")
    kind: DocumentKind = Field(description="文书种类")
    on: date = Field(description="制作日期")
    serial: int = Field(ge=1, description="本年第几份")
    number: Text = Field(description="文号")


class DocumentNumbers(Definition):
    """The rule by which a district's units number the documents of their cases."""

    kind: ClassVar[str] = "document-numbers"
    noun: ClassVar[str] = "办件文书编号"

    codes: tuple[UnitCode, ...] = Field(min_length=1, description="各单位的机关代字")
    words: tuple[KindWord, ...] = Field(min_length=1, description="各种文书的字")
    digits: int = Field(
        1, ge=1, le=6, description="序号至少几位，不足的前面补零；每个单位每种文书每年从 1 起，不留空号"
    )
    example: NumberExample = Field(description="算例：一份文书的文号")

    @model_validator(mode="after")
    def _says_each_once(self) -> Self:
        for found, name in (
            ([each.unit for each in self.codes], "codes"),
            ([each.kind for each in self.words], "words"),
        ):
            if len(set(found)) < len(found):
                raise PydanticCustomError("twice", "{name} 里同一项只写一次", {"name": name})
        return self

    def number(self, unit: str, kind: str, year: int, serial: int) -> str | None:
        """“沪松绿容许受〔2026〕3号”; None where this unit or this kind has no part in the rule."""
        code = next((each.code for each in self.codes if each.unit == unit), None)
        word = next((each.word for each in self.words if each.kind == kind), None)
        return None if code is None or word is None else f"{code}{word}〔{year}〕{serial:0{self.digits}d}号"

    def check_example(self) -> list[str]:
        told = self.example
        worked = self.number(told.unit, told.kind, told.on.year, told.serial)
        return [] if worked == told.number else [f"文号是 {worked or '没有，这个单位或者这种文书不在规则里'}"]
