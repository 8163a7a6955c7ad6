"""What a district declares about how a kind of matter goes: its desks, its steps, its days, what may stop the clock."""

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from yunjian.kernel.definitions import Definition, Key, Part, Reference, Text
from yunjian.kernel.working_days import Calendar, add_working_days, working_days_between

from . import plan

SpecialKind = Literal[
    "HEARING", "BIDDING", "AUCTION", "INSPECTION", "TESTING", "QUARANTINE", "APPRAISAL", "EXPERT_REVIEW"
]
# 01 licence … 20 public service, the types of matters that people apply for
MatterType = Literal["01", "04", "05", "07", "08", "09", "10", "20"]
Days = Annotated[int, Field(ge=0, le=250)]
StepKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


class StepPlan(Part):
    """One step of the review: at whose desk, in how many working days, after which others."""

    key: StepKey = Field(description="步骤的键，在本流程中唯一")
    title: Text = Field(description="步骤名称")
    units: tuple[Annotated[str, Reference("units")], ...] = Field(
        min_length=1, max_length=20, description="在哪些单位办；多于一个就是联合办理，各单位都办完这一步才算完"
    )
    days: Days = Field(description="几个工作日")
    after: tuple[StepKey, ...] = Field((), description="哪些步骤办完才轮到；互不等待的步骤同时进行")
    four_eyes: bool = Field(False, description="要两个人先后审过")


class SpecialProcedure(Part):
    """A procedure whose time does not count, and the provision that asks for it."""

    kind: SpecialKind = Field(
        description="HEARING 听证、BIDDING 招标、AUCTION 拍卖、INSPECTION 检验、TESTING 检测、QUARANTINE 检疫、"
        "APPRAISAL 鉴定、EXPERT_REVIEW 专家评审"
    )
    basis: Text = Field(description="要求这个程序的条款")
    at_most: Days | None = Field(None, description="最多几个工作日")


class StopExample(Part):
    """A stop: from the day after the first to and with the last."""

    kind: SpecialKind = Field(description="特别程序")
    begins_on: date = Field(description="停的那一天，当天仍计入")
    ends_on: date = Field(description="恢复的那一天，当天不计入")


class CaseExample(Part):
    """The steps in their order, and one clock worked out in a stretch without holidays."""

    waves: tuple[tuple[StepKey, ...], ...] = Field((), description="先后各轮同时进行的步骤")
    accepted_on: date = Field(description="受理日期；从这一天到期满之间没有节假日")
    stops: tuple[StopExample, ...] = Field((), description="期间的特别程序")
    due_on: date = Field(description="期满日期")


class Procedure(Definition):
    """How one kind of matter goes across desks under a clock."""

    kind: ClassVar[str] = "procedures"
    noun: ClassVar[str] = "办理流程"

    matter_type: MatterType = Field(
        description="事项类型：01 行政许可、04 行政征收、05 行政给付、07 行政确认、08 行政奖励、09 行政裁决、"
        "10 其他行政权力、20 公共服务"
    )
    unit: Annotated[str, Reference("units")] = Field(description="受理、决定和送达的单位")
    handling: Literal["on-the-spot", "promised"] = Field(description="on-the-spot 即办件、promised 承诺件")
    legal_days: Days = Field(description="法定办结时限，工作日")
    promised_days: Days = Field(description="承诺办结时限，工作日，不超过法定时限")
    extension_days: Days = Field(0, description="经负责人批准最多延长几个工作日；0 不可延长")
    accept_days: Days = Field(5, description="收到材料后几个工作日内答复是否受理")
    deliver_days: Days = Field(10, description="决定后几个工作日内送达")
    correction_days: Days = Field(description="申请人补正材料的期限，工作日")
    warn_days: Days = Field(1, description="剩几个工作日起亮黄灯")
    silence: Literal["nothing", "approved"] = Field(
        "nothing", description="逾期未决定：approved 视为准予（须有法律依据）"
    )
    silence_basis: str = Field("", description="视为准予所依据的条款", max_length=400)
    supplement: Literal["never", "runs", "stops"] = Field(
        "never", description="受理后能否再要材料：never 不能、runs 期限照算、stops 期限停止（须有法律依据）"
    )
    supplement_basis: str = Field("", description="受理后再要材料所依据的条款", max_length=400)
    special: tuple[SpecialProcedure, ...] = Field((), description="不计入期限的特别程序")
    region: Annotated[str, Reference("regions")] | None = Field(
        None, description="由哪个外地办理；写了的，本单位只代收、转送、转告结果，法定和承诺时限是对方的"
    )
    forward_days: Days = Field(1, description="代收以后几个工作日内转送外地")
    steps: tuple[StepPlan, ...] = Field((), max_length=40, description="审查的步骤")
    four_eyes: bool = Field(False, description="作决定的人不能是审查的人")
    certificate: bool = Field(False, description="准予后要颁发证件")
    certificate_type: Annotated[str, Reference("certificates")] | None = Field(
        None, description="颁发的是哪一类电子证照；制证时核发。只有纸质证件的不写"
    )
    retention_years: int | None = Field(
        30, ge=10, le=100, description="档案保管几年，从办结的次年一月一日起算；不写数字是永久"
    )
    retention_basis: Text = Field("机关档案管理规定（国家档案局令第13号）", description="保管期限的依据")
    remedies: str = Field("", description="不予许可时告知的复议和诉讼途径", max_length=1000)
    example: CaseExample = Field(description="算例：步骤的先后，和一次期限的推算")

    @model_validator(mode="after")
    def _keeps_to_the_law(self) -> Self:
        if self.promised_days > self.legal_days:
            raise PydanticCustomError("days", "承诺时限不能超过法定时限")
        if self.silence == "approved" and not self.silence_basis:
            raise PydanticCustomError("silence", "逾期视为准予要写 silence_basis：依据哪一条")
        if self.supplement != "never" and not self.supplement_basis:
            raise PydanticCustomError("supplement", "受理后再要材料要写 supplement_basis：依据哪一条")
        if self.certificate_type and not self.certificate:
            raise PydanticCustomError("certificate", "写了 certificate_type 的要写 certificate: true")
        if self.matter_type == "01" and not self.remedies:
            raise PydanticCustomError("remedies", "行政许可要写 remedies：不予许可时怎样复议和诉讼")
        return self

    @model_validator(mode="after")
    def _is_not_done_both_here_and_elsewhere(self) -> Self:
        here = self.steps or self.special or self.certificate or self.extension_days or self.silence != "nothing"
        if self.region and (here or self.handling == "on-the-spot" or self.supplement != "never"):
            raise PydanticCustomError(
                "region", "由外地办理的（region），不写步骤、特别程序、延期、证件、补充材料和视为准予，也不是即办件"
            )
        return self

    @model_validator(mode="after")
    def _can_be_walked_to_its_end(self) -> Self:
        keys = [step.key for step in self.steps]
        if twice := sorted(key for key in set(keys) if keys.count(key) > 1):
            raise PydanticCustomError("steps", "步骤 {key} 写了两次", {"key": twice[0]})
        if stuck := plan.unreachable(self.plan):
            raise PydanticCustomError(
                "steps", "步骤 {key} 永远轮不到：它等的步骤不存在，或者互相等待", {"key": stuck[0]}
            )
        kinds = [each.kind for each in self.special]
        if len(set(kinds)) < len(kinds):
            raise PydanticCustomError("special", "同一种特别程序只写一次")
        return self

    @property
    def plan(self) -> dict[str, tuple[str, ...]]:
        """Each step with those before it."""
        return {step.key: step.after for step in self.steps}

    @property
    def units(self) -> tuple[str, ...]:
        """Every unit that works on a case of this kind, the one that decides first."""
        return tuple(dict.fromkeys((self.unit, *(unit for step in self.steps for unit in step.units))))

    @property
    def longest_days(self) -> int:
        """Working days from receipt to delivery at the most, apart from procedures that stop the clock."""
        return self.accept_days + self.correction_days + self.legal_days + self.extension_days + self.deliver_days

    def step(self, key: Key) -> StepPlan:
        return next(step for step in self.steps if step.key == key)

    def procedure_for(self, kind: str) -> SpecialProcedure | None:
        """The special procedure of this kind, if this matter has one."""
        return next((each for each in self.special if each.kind == kind), None)

    def check_example(self) -> list[str]:
        wrong = []
        if self.example.waves != (worked := tuple(tuple(wave) for wave in plan.waves(self.plan))):
            wrong.append(f"步骤的先后是 {' → '.join('、'.join(wave) for wave in worked) or '没有步骤'}")
        known = _PlainWeeks(self.example.accepted_on.year)
        due = add_working_days(known, self.example.accepted_on, self.promised_days)
        for each in self.example.stops:
            if each.ends_on < each.begins_on:
                return [*wrong, f"特别程序在 {each.ends_on} 恢复，早于开始的 {each.begins_on}"]
            if each.begins_on <= due:
                due = add_working_days(known, due, working_days_between(known, each.begins_on, each.ends_on))
        if due != self.example.due_on:
            wrong.append(f"期满日期是 {due}")
        return wrong


class _PlainWeeks(Calendar):
    """A calendar without a holiday, for a stretch in which there is none."""

    def __init__(self, year: int):
        super().__init__(())
        self.years = frozenset({year, year + 1})
