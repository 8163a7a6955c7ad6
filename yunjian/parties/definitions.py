"""What a district declares about its units, and about who may do what."""

from calendar import monthrange
from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError
from stdnum.cn import uscc as credit_code

from yunjian.kernel.definitions import ActName, Definition, Part, Reference, Text

Level = Literal["district", "department", "institution", "section", "township", "zone"]
Permission = Annotated[str, StringConstraints(pattern=r"^[a-z]+(\.[a-z]+(-[a-z]+)*)+$", max_length=80)]
DataClass = Literal["PERSONAL", "SENSITIVE"]
Duty = Literal["system", "security", "audit"]
DivisionCode = Annotated[str, StringConstraints(pattern=r"^\d{6}(\d{3})?$")]


class NamesExample(Part):
    """Names a document may use, and names that mean somebody else."""

    called: tuple[Text, ...] = Field(min_length=1, description="指本单位的叫法")
    not_called: tuple[Text, ...] = Field((), description="不指本单位的叫法")


class Unit(Definition):
    """A body or a part of one: the district, a department, an institution, a section, a street, town or zone."""

    kind: ClassVar[str] = "units"
    noun: ClassVar[str] = "单位"

    parent: Annotated[str, Reference("units")] | None = Field(None, description="上级单位的键")
    level: Level = Field(
        description="district 区、department 部门、institution 事业单位、section 科室、township 街镇、zone 园区"
    )
    short_title: str = Field("", description="简称", max_length=60)
    also_called: tuple[Text, ...] = Field((), description="加挂牌子、曾用名和其他叫法")
    division: DivisionCode | None = Field(None, description="行政区划代码，6 位或 9 位")
    uscc: str | None = Field(None, description="统一社会信用代码，18 位")
    order: int = Field(0, description="同级中的排列次序")
    first_account: bool = Field(True, description="首次启动时为部门或事业单位开一个预算员账号")
    example: NamesExample = Field(description="算例：哪些叫法指本单位")

    @model_validator(mode="after")
    def _has_a_sound_place_and_code(self) -> Self:
        if (self.parent is None) != (self.level == "district"):
            raise PydanticCustomError("parent", "只有区本身没有上级单位，其余单位都要写上级单位 parent")
        if self.uscc is not None and not credit_code.is_valid(self.uscc):
            raise PydanticCustomError("uscc", "统一社会信用代码的位数或校验位不对")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by, its title first."""
        return tuple(filter(None, (self.title, self.short_title, *self.also_called)))

    def is_called(self, name: str) -> bool:
        """Whether the name, spaces aside, is one of this unit's."""
        return "".join(name.split()) in {"".join(known.split()) for known in self.names}

    def check_example(self) -> list[str]:
        wrong = [f"“{name}”没有被认作本单位" for name in self.example.called if not self.is_called(name)]
        return wrong + [f"“{name}”被认作了本单位" for name in self.example.not_called if self.is_called(name)]


class PermissionsExample(Part):
    """Things its holder may do, and things its holder may not."""

    may: tuple[Permission, ...] = Field(min_length=1, description="可以做的事")
    may_not: tuple[Permission, ...] = Field((), description="不可以做的事")


class Role(Definition):
    """A set of acts given together: where they hold, which data they open, and to which posts they belong."""

    kind: ClassVar[str] = "roles"
    noun: ClassVar[str] = "角色"

    scope: Literal["unit", "district"] = Field(description="unit 只在一个单位内有效；district 全区有效")
    may: tuple[Annotated[Permission, ActName()], ...] = Field(min_length=1, description="可以做的事")
    sees: tuple[DataClass, ...] = Field(
        (), description="可以查看完整内容的数据类别：PERSONAL 个人信息、SENSITIVE 敏感个人信息"
    )
    posts: tuple[Text, ...] = Field((), description="担任这些职务的人在任职单位自动具有本角色")
    duty: Duty | None = Field(
        None, description="三员分设：system 系统管理、security 安全管理、audit 审计管理；同一账户只能有其中一个"
    )
    duties: Text = Field(description="职责说明")
    example: PermissionsExample = Field(description="算例：可以做和不可以做的事")

    @model_validator(mode="after")
    def _is_given_by_name_when_it_administers(self) -> Self:
        if self.duty and (self.posts or self.scope != "district"):
            raise PydanticCustomError("duty", "管理员角色要逐个授予：不写 posts，scope 写 district")
        return self

    def allows(self, permission: str) -> bool:
        return permission in self.may

    def check_example(self) -> list[str]:
        wrong = [f"{name} 应当可以做，却没有列入 may" for name in self.example.may if not self.allows(name)]
        return wrong + [f"{name} 应当不可以做，却列入了 may" for name in self.example.may_not if self.allows(name)]


class RetentionExample(Part):
    """Something whose last use was on a day, and the day from which it is due."""

    last_used: date = Field(description="最后使用日期")
    due: date = Field(description="到期日期")


class Retention(Definition):
    """How long personal data is kept after its last use, and what happens then."""

    kind: ClassVar[str] = "retentions"
    noun: ClassVar[str] = "保存期限"

    months: int = Field(gt=0, le=1200, description="最后使用以后保存几个月")
    then: Literal["erase", "decide"] = Field(description="到期后：erase 自动删除；decide 列出来由人决定")
    example: RetentionExample = Field(description="算例：最后使用日期和到期日期")

    def due_on(self, last_used: date) -> date:
        """The day from which it may no longer be kept; a day the month does not have is its last."""
        count = last_used.year * 12 + last_used.month - 1 + self.months
        year, month = divmod(count, 12)
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(last_used.day, last))

    def check_example(self) -> list[str]:
        due = self.due_on(self.example.last_used)
        return [] if due == self.example.due else [f"{self.example.last_used} 最后使用的应当到 {due} 到期"]
