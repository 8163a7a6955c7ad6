"""What a district declares about budgets: the yearly classification codes and the disclosures it publishes."""

from datetime import date, timedelta
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from yunjian.kernel.definitions import Certainty, Definition, PackFile, Part, Reference, Text

Code = Annotated[str, StringConstraints(pattern=r"^\d{3}(-\d{2}){0,2}$")]
Cost = Literal["personnel", "running", "mixed"]
Year = Annotated[int, Field(ge=1994, le=2100)]


class CodeEntry(Part):
    """One class, section or item of a classification, as its code and name are printed."""

    code: Code = Field(description="科目编码，各级以 - 相连，如 201-41-02；只有三位时加引号")
    name: Text = Field(description="科目名称")
    cost: Cost | None = Field(None, description="基本支出中归入：personnel 人员经费、running 公用经费、mixed 两者都有")
    certainty: Certainty = Field("confirmed", description="confirmed 已核对原文；memory 凭记忆，使用前须核对")
    source: str = Field("", description="从哪里读到的", max_length=400)

    @property
    def level(self) -> int:
        """1 类, 2 款, 3 项."""
        return self.code.count("-") + 1

    @property
    def parent(self) -> str | None:
        return self.code.rpartition("-")[0] or None


class PathExample(Part):
    """A code and the names on the way down to it."""

    code: Code = Field(description="科目编码")
    path: tuple[Text, ...] = Field(min_length=1, description="从类到本科目的各级名称")


class CodeTable(Definition):
    """A budget classification as it stands in one year."""

    kind: ClassVar[str] = "code-tables"
    noun: ClassVar[str] = "科目表"

    year: Year = Field(description="适用年度")
    codes: tuple[CodeEntry, ...] = Field(min_length=1, description="科目")
    example: PathExample = Field(description="算例：一个编码和它的各级名称")

    @model_validator(mode="after")
    def _names_each_code_once_below_its_parent(self) -> Self:
        seen: set[str] = set()
        for entry in self.codes:
            if entry.code in seen:
                raise PydanticCustomError("code", "科目 {code} 写了两次", {"code": entry.code})
            if entry.parent is not None and entry.parent not in seen:
                raise PydanticCustomError("code", "科目 {code} 的上级科目没有写在它前面", {"code": entry.code})
            seen.add(entry.code)
        return self

    def entries(self) -> frozenset[str]:
        return frozenset(entry.code for entry in self.codes)

    def path(self, code: str) -> tuple[str, ...]:
        """The names from the class down to this code; empty when the code is not in the table."""
        names = {entry.code: entry.name for entry in self.codes}
        parts = code.split("-")
        steps = ["-".join(parts[: length + 1]) for length in range(len(parts))]
        return tuple(names[step] for step in steps) if code in names else ()

    def check_example(self) -> list[str]:
        found = self.path(self.example.code)
        if found == self.example.path:
            return []
        return [f"科目 {self.example.code} 的各级名称是{'、'.join(found) or '（没有这个科目）'}"]


class HeadingExample(Part):
    """A heading as the document prints it."""

    heading: Text = Field(description="文件上的标题")


class DisclosureFile(Definition):
    """A published budget or final account of one unit, kept in the pack as it was published."""

    kind: ClassVar[str] = "disclosures"
    noun: ClassVar[str] = "公开文件"

    unit: Annotated[str, Reference("units")] = Field(description="公开单位的键")
    year: Year = Field(description="预算或决算年度")
    stage: Literal["budget", "final"] = Field("budget", description="budget 预算；final 决算")
    file: Annotated[str, PackFile()] = Field(description="文件在定义包中的路径")
    example: HeadingExample = Field(description="算例：标题中应有年度和预算或决算字样")

    def is_announced_by(self, heading: str) -> bool:
        """Whether a heading names this year and this stage."""
        return f"{self.year}年" in heading and {"budget": "预算", "final": "决算"}[self.stage] in heading

    def check_example(self) -> list[str]:
        if self.is_announced_by(self.example.heading):
            return []
        return [f"标题“{self.example.heading}”没有写明本年度或预算、决算字样"]


class DeadlineExample(Part):
    """A day of approval and the last day to publish."""

    approved_on: date = Field(description="批复日期")
    due_on: date = Field(description="最迟公开日期")


class PublicationDeadline(Definition):
    """Within how many days of the finance department's approval a unit publishes."""

    kind: ClassVar[str] = "publication-deadlines"
    noun: ClassVar[str] = "公开期限"

    stage: Literal["budget", "final"] = Field(description="budget 预算；final 决算")
    days: Annotated[int, Field(ge=1, le=365)] = Field(description="批复后多少日内公开（自然日，批复当日不计）")
    remind: tuple[Annotated[int, Field(ge=0, le=365)], ...] = Field((7, 1), description="到期前几日提醒")
    example: DeadlineExample = Field(description="算例：批复日期和最迟公开日期")

    def due_on(self, approved_on: date) -> date:
        """The last day to publish; the day of the approval itself is not counted."""
        return approved_on + timedelta(days=self.days)

    def check_example(self) -> list[str]:
        found = self.due_on(self.example.approved_on)
        return [] if found == self.example.due_on else [f"最迟公开日期是 {found}"]
