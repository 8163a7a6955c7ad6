"""What a district declares about a digital project: what it costs, when it is paid, what it must deliver."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from yunjian.kernel.definitions import Definition, Money, Number, Part, Reference, Text

Payment = Literal["milestones", "by-contract", "lump-sum", "metered", "grant", "unspecified"]
SystemId = Annotated[str, StringConstraints(pattern=r"^[A-G]\d{1,2}$")]
CENT = Decimal("0.01")


class Milestone(Part):
    """One payment: on what condition, how much of the whole, and when at the latest."""

    condition: Text = Field(description="付款条件")
    share: Number | None = Field(None, ge=0, le=100, description="占项目金额的百分比；与 amount 二选一")
    amount: Money | None = Field(None, description="金额和单位；与 share 二选一")
    due: date | None = Field(None, description="最迟付款日期")
    repeats: Literal["monthly", "quarterly", "yearly", "by-piece"] | None = Field(
        None, description="重复支付：monthly 按月、quarterly 按季、yearly 按年、by-piece 按件"
    )

    @model_validator(mode="after")
    def _says_how_much_once(self) -> Self:
        if (self.share is None) == (self.amount is None):
            raise PydanticCustomError("milestone", "付款节点要写 share 或 amount，并且只写一个")
        return self


class ServiceLevel(Part):
    """Something promised; with a bound when it can be measured."""

    promise: Text = Field(description="约定的内容")
    at_least: Number | None = Field(None, description="不低于")
    at_most: Number | None = Field(None, description="不超过")
    unit: str = Field("", description="计量单位", max_length=20)


class Period(Part):
    """When the project runs; the day it ends is not included."""

    starts_on: date = Field(description="开始日期")
    ends_before: date = Field(description="结束日期（当日不含）")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends_before <= self.starts_on:
            raise PydanticCustomError("period", "项目的结束日期要晚于开始日期")
        return self


class CostPart(Part):
    """A part of the amount that the budget names."""

    name: Text = Field(description="构成项")
    amount: Money = Field(description="金额和单位")


class PaymentExample(Part):
    """The whole amount and each payment, worked out in yuan."""

    total: Money = Field(description="项目金额，以元计")
    payments: tuple[Money, ...] = Field((), description="各次付款，以元计")


class Project(Definition):
    """A digital project as budgeted for one year."""

    kind: ClassVar[str] = "projects"
    noun: ClassVar[str] = "项目"

    unit: Annotated[str, Reference("units")] = Field(description="预算单位的键")
    year: int = Field(ge=2000, le=2100, description="预算年度")
    line: int = Field(ge=1, description="在公开文件项目说明中的序号")
    amount: Money = Field(description="年度预算金额和单位")
    purpose: Text = Field(description="做什么")
    category: Text = Field(description="项目类别")
    function: Annotated[str, Reference("code-tables", within="functional")] = Field(description="支出功能分类科目编码")
    period: Period = Field(description="实施期限")
    payment: Payment = Field(
        description="milestones 按节点、by-contract 按合同约定、lump-sum 一次性、metered 按实结算、"
        "grant 奖补、unspecified 未说明"
    )
    parts: tuple[CostPart, ...] = Field((), description="金额构成，合计等于项目金额")
    milestones: tuple[Milestone, ...] = Field((), description="付款节点，按先后排列")
    service_levels: tuple[ServiceLevel, ...] = Field((), description="服务要求")
    cites: tuple[Text, ...] = Field((), description="引用的文号和标准号")
    systems: tuple[SystemId, ...] = Field((), description="对应的系统编号")
    note: str = Field("", description="说明", max_length=1000)
    example: PaymentExample = Field(description="算例：总额和各次付款折合多少元")

    @model_validator(mode="after")
    def _adds_up_to_the_whole(self) -> Self:
        for name, sums in (("付款节点", self.payments), ("构成项", [part.amount.yuan for part in self.parts])):
            if sums and sum(sums) != self.amount.yuan:
                raise PydanticCustomError(
                    "sum",
                    "各{name}合计 {found} 元，不等于项目金额 {whole} 元",
                    {"name": name, "found": f"{sum(sums):,.2f}", "whole": f"{self.amount.yuan:,.2f}"},
                )
        return self

    @property
    def payments(self) -> tuple[Decimal, ...]:
        """Each milestone in yuan, exactly; a share may leave fractions of a cent."""
        return tuple(
            each.amount.yuan if each.amount is not None else self.amount.yuan * (each.share or 0) / 100
            for each in self.milestones
        )

    def check_example(self) -> list[str]:
        wrong = []
        if self.example.total.yuan != self.amount.yuan:
            wrong.append(f"项目金额折合 {self.amount.yuan:,.2f} 元")
        expected = tuple(money.yuan.quantize(CENT) for money in self.example.payments)
        worked = tuple(payment.quantize(CENT) for payment in self.payments)
        if expected != worked:
            wrong.append("各次付款折合 " + "、".join(f"{payment:,.2f}" for payment in worked) + " 元")
        return wrong
