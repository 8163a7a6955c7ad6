"""What a district declares of social use: which organisations may ask which fields of which certificate, for what."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from yunjian.kernel.definitions import Definition, Part, Reference, Text

from .types import CertificateType, FieldName

OrganisationKind = Literal[
    "bank", "school", "hospital", "hotel", "notary", "insurer", "employer", "utility", "telecom", "housing", "library",
    "transport", "scenic", "pharmacy", "care", "platform",
]  # fmt: skip
HOLDER_FIELDS = ("holder_name", "holder_number")  # every certificate says whose it is


class Watch(Part):
    """From when on the use of a scenario by one organisation on one day is unusual."""

    least: int = Field(default=20, ge=1, description="当天少于这么多次不判断")
    volume_times: int = Field(default=3, ge=2, description="当天次数是前四周同一工作日平均的几倍算异常")
    refused_percent: int = Field(default=40, ge=1, le=100, description="被拒绝的超过百分之几算异常")
    unknown_percent: int = Field(default=40, ge=1, le=100, description="查无此人或无此证照的超过百分之几算异常")
    night_percent: int = Field(default=30, ge=1, le=100, description="夜间（23 时至 6 时）的超过百分之几算异常")
    suspends: bool = Field(default=False, description="发现异常时是否自动暂停这个机构")


class Limits(Part):
    """How often an organisation may ask under a scenario."""

    per_day: int = Field(ge=1, le=1_000_000, description="一个机构一天最多几次")
    per_holder: int = Field(ge=1, le=100, description="一个机构三十天内对同一个人最多几次")


class ScenarioExample(Part):
    """Somebody who asks, what they consent to, and what then travels."""

    organisation: OrganisationKind = Field(description="请求的机构类型")
    values: Mapping[FieldName, str] = Field(description="证照上的内容")
    consents: tuple[FieldName, ...] = Field((), description="持证人同意的可选项")
    travels: Mapping[FieldName, str] = Field(description="应当传出的内容，一项不多")
    refused_kind: OrganisationKind | None = Field(None, description="应当不能请求的机构类型")


class Scenario(Definition):
    """A situation of life in which an outside organisation may ask a holder for fields of a certificate."""

    kind: ClassVar[str] = "scenarios"
    noun: ClassVar[str] = "证照应用场景"

    title_en: Text = Field(description="英文名称")
    certificate: Annotated[str, Reference("certificates")] = Field(description="证照类型的键")
    purpose: Text = Field(description="用途，持证人看到的一句话")
    purpose_en: Text = Field(description="用途的英文")
    organisations: tuple[OrganisationKind, ...] = Field(min_length=1, description="哪些类型的机构可以请求")
    required: tuple[FieldName, ...] = Field(
        min_length=1, description="必需的字段；holder_name、holder_number 是持证主体的姓名（名称）和号码"
    )
    optional: tuple[FieldName, ...] = Field((), description="持证人可以不给的字段")
    consent: Text = Field(description="同意书的文字，说明谁、为什么、保存多久")
    consent_en: Text = Field(description="同意书的英文")
    kept_days: int = Field(ge=0, le=36500, description="机构收到后最多保存几天；0 为用后即删")
    answer_minutes: int = Field(30, ge=1, le=10080, description="请求等候答复几分钟后失效")
    limits: Limits = Field(description="次数限制")
    agents: bool = Field(False, description="受托人能否代为同意")
    watch: Watch = Field(default_factory=Watch, description="异常使用的判断")
    example: ScenarioExample = Field(description="算例：同意了什么，传出什么")

    @model_validator(mode="after")
    def _asks_for_each_field_once(self) -> Self:
        asked = [*self.required, *self.optional]
        if len(set(asked)) != len(asked):
            raise PydanticCustomError("fields", "required 和 optional 里的字段不能重复")
        return self

    @property
    def fields(self) -> tuple[str, ...]:
        return (*self.required, *self.optional)

    def granted(self, chosen: tuple[str, ...]) -> tuple[str, ...]:
        """The fields that travel when the holder consents with these optional ones; nothing that was not asked."""
        return tuple(name for name in self.fields if name in self.required or name in chosen)

    def may_ask(self, organisation: str) -> bool:
        return organisation in self.organisations

    def check_beside(self, others: Mapping[tuple[str, str], Definition]) -> list[str]:
        """The fields it asks for stand on the certificate, and its words say whose they are."""
        kind = others.get(("certificates", self.certificate))
        if not isinstance(kind, CertificateType):
            return []
        known = {field.name for field in kind.fields} | set(HOLDER_FIELDS)
        return [
            f"证照类型 {kind.key} 没有字段 {name}；可以用的是 {'、'.join(sorted(known))}"
            for name in self.fields
            if name not in known
        ]

    def check_example(self) -> list[str]:
        told, wrong = self.example, []
        if not self.may_ask(told.organisation):
            wrong.append(f"机构类型 {told.organisation} 应当可以请求")
        if told.refused_kind and self.may_ask(told.refused_kind):
            wrong.append(f"机构类型 {told.refused_kind} 应当不能请求")
        if unasked := [name for name in told.consents if name not in self.optional]:
            wrong.append(f"同意的字段不是可选项：{'、'.join(unasked)}")
        travelled = {name: told.values[name] for name in self.granted(told.consents) if name in told.values}
        if travelled != dict(told.travels):
            wrong.append(f"传出的应当是 {travelled}")
        return wrong
