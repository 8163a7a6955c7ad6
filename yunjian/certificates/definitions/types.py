"""What a district declares about a type of certificate: who issues it, what it says, how long it holds, its looks."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from yunjian.kernel.definitions import Certainty, Definition, Part, Reference, Text

FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=40)]
TypeCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJ-NPQRTUWXY]{18}\d{3}$")]
IssuerCode = Annotated[str, StringConstraints(pattern=r"^([0-9A-HJ-NPQRTUWXY]{18}|\d{6})$")]
Mask = Literal["name", "identity_number", "phone", "address", "email", "bank_card", "plate", "whole"]
Kind = Literal["text", "date", "number", "code", "identifier", "address", "picture"]
Grade = Literal["PUBLIC", "PERSONAL", "SENSITIVE"]
Scheme = Literal["identity-number", "credit-code"]
# What may be wrong with a value; the words shown for each are in models.Problem.
MISSING, UNKNOWN, LONG, CHARACTERS = "MISSING", "UNKNOWN", "LONG", "CHARACTERS"
DATE, NUMBER, CODE, IDENTIFIER, PICTURE = "DATE", "NUMBER", "CODE", "IDENTIFIER", "PICTURE"

LONGEST = {"text": 500, "address": 200, "identifier": 60, "code": 40, "number": 24, "date": 10, "picture": 64}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Choice(Part):
    """One value of a coded field."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=40)] = Field(description="代码")
    title: Text = Field(description="名称")
    title_en: Text = Field(description="英文名称")


class CertificateField(Part):
    """One thing a certificate says."""

    name: FieldName = Field(description="字段名，小写字母、数字和下划线")
    title: Text = Field(description="名称")
    title_en: Text = Field(description="英文名称")
    kind: Kind = Field(
        "text",
        description="text 文字、date 日期、number 数、code 代码、identifier 号码、address 地址、picture 照片的材料摘要",
    )
    required: bool = Field(True, description="是否必填")
    grade: Grade = Field("PUBLIC", description="PUBLIC 可以公开、PERSONAL 个人信息、SENSITIVE 敏感个人信息")
    mask: Mask | None = Field(None, description="遮挡规则；个人信息必须写")
    disclosable: bool = Field(True, description="持证人能否选择不出示这一项")
    choices: tuple[Choice, ...] = Field((), description="kind 为 code 时的取值")
    scheme: Scheme | None = Field(
        None, description="kind 为 identifier 时校验的编码规则：identity-number 身份证号、credit-code 统一社会信用代码"
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.grade == "PUBLIC") != (self.mask is None):
            raise PydanticCustomError("mask", "个人信息（grade 不是 PUBLIC）要写遮挡规则 mask，其余不写")
        if (self.kind == "code") != bool(self.choices):
            raise PydanticCustomError("choices", "kind 为 code 的字段要写取值 choices，其余不写")
        if self.scheme and self.kind != "identifier":
            raise PydanticCustomError("scheme", "只有 kind 为 identifier 的字段可以写编码规则 scheme")
        return self

    def problem(self, value: str) -> str:
        """What is wrong with a value, or ``""``."""
        if not value:
            return MISSING if self.required else ""
        if len(value) > LONGEST[self.kind]:
            return LONG
        if _CONTROL.search(value):
            return CHARACTERS
        return self._problem_of_kind(value)

    def _problem_of_kind(self, value: str) -> str:
        if self.kind == "date":
            return "" if is_date(value) else DATE
        if self.kind == "number":
            return "" if is_number(value) else NUMBER
        if self.kind == "code":
            return "" if any(choice.code == value for choice in self.choices) else CODE
        if self.kind == "picture":
            return "" if _DIGEST.fullmatch(value) else PICTURE
        if self.scheme == "identity-number":
            return "" if is_identity_number(value) else IDENTIFIER
        if self.scheme == "credit-code":
            return "" if uscc.is_valid(value) else IDENTIFIER
        return ""


def is_date(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def is_identity_number(text: str) -> bool:
    """Its form, check digit and birth date; not whether the county existed then."""
    if not re.fullmatch(r"\d{17}[\dX]", text) or ric.calc_check_digit(text) != text[-1]:
        return False
    try:
        ric.get_birth_date(text)
    except ValidationError:
        return False
    return True


class Validity(Part):
    """How long a certificate holds, and when its holder is reminded."""

    rule: Literal["fixed", "until", "open", "long-term"] = Field(
        description="fixed 固定期限、until 由颁发机构写明有效期至哪一天、open 可以写明，不写的长期有效、long-term 长期"
    )
    months: int | None = Field(None, gt=0, le=1200, description="fixed 时的月数；until 时最多几个月，可以不写")
    remind_days: tuple[int, ...] = Field((), description="到期前几天提醒，从多到少")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.rule == "fixed" and self.months is None:
            raise PydanticCustomError("months", "固定期限要写月数 months")
        if self.rule == "long-term" and (self.months or self.remind_days):
            raise PydanticCustomError("long-term", "长期有效的证照不写 months 和 remind_days")
        if any(day < 1 for day in self.remind_days) or list(self.remind_days) != sorted(
            set(self.remind_days), reverse=True
        ):
            raise PydanticCustomError("remind_days", "提醒天数要从多到少，不重复，都大于零")
        return self

    def ends_before(self, start: date, through: date | None) -> date | None:
        """The first day it no longer holds; None for ever. ``through`` is the last day the issuer wrote down."""
        if self.rule == "long-term":
            return None
        if self.rule == "fixed":
            return months_after(start, self.months or 0)
        return None if through is None else through + timedelta(days=1)

    def is_too_long(self, start: date, end: date | None) -> bool:
        return self.months is not None and (end is None or end > months_after(start, self.months))


def months_after(day: date, months: int) -> date:
    """The same day so many months later; a day the month does not have is its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Layout(Part):
    """How the certificate looks on paper and on the screen."""

    heading: str = Field("", description="抬头，例如 中华人民共和国", max_length=60)
    order: tuple[FieldName, ...] = Field(min_length=1, description="字段的排列次序")
    paper: Literal["portrait", "landscape"] = Field("portrait", description="portrait 竖排 A4、landscape 横排 A4")
    seal: Literal["left", "centre", "right"] = Field("right", description="印章位置")
    note: str = Field("", description="证面下方的说明", max_length=300)


class Purpose(Part):
    """What a window may verify, and the fields that needs."""

    key: FieldName = Field(description="键")
    title: Text = Field(description="用途")
    title_en: str = Field("", description="用途的英文名称", max_length=80)
    fields: tuple[FieldName, ...] = Field((), description="核验时显示的字段；不写则只看是否有效")


class Wrong(Part):
    """A value that has to be turned away."""

    field: FieldName = Field(description="字段")
    value: str = Field(description="取值", max_length=600)


class CertificateExample(Part):
    """A certificate as it would be issued, and the last day it holds."""

    valid_from: date = Field(description="有效期起")
    written_through: date | None = Field(None, description="until 时颁发机构写明的最后一天")
    values: Mapping[FieldName, str] = Field(description="各字段的值")
    valid_through: date | None = Field(None, description="应当算出的最后有效日；长期则不写")
    wrong: tuple[Wrong, ...] = Field((), description="应当不接受的值")


class CertificateType(Definition):
    """A type of certificate, as the issuing unit and the law have it on that day."""

    kind: ClassVar[str] = "certificates"
    noun: ClassVar[str] = "证照类型"

    title_en: Text = Field(description="英文名称")
    code: TypeCode = Field(description="证照类型代码：定义机构的统一社会信用代码 18 位加顺序号 3 位（GB/T 36904）")
    code_certainty: Certainty | Literal["provisional"] = Field(
        description="代码的把握：confirmed 已核对、memory 凭记忆、provisional 本区临时编排，接入国家目录时更换"
    )
    issuer: Annotated[str, Reference("units")] = Field(description="颁发机构的键")
    issuer_code: IssuerCode = Field(description="颁发机构代码：18 位统一社会信用代码或 6 位行政区划代码")
    holder: Literal["person", "enterprise"] = Field(description="持证主体：person 自然人、enterprise 法人和其他组织")
    one_per_holder: bool = Field(True, description="同一持证主体同时只能有一张有效的")
    fields: tuple[CertificateField, ...] = Field(min_length=1, description="证面内容")
    validity: Validity = Field(description="有效期规则")
    layout: Layout = Field(description="版式")
    purposes: tuple[Purpose, ...] = Field((), description="窗口核验的用途")
    example: CertificateExample = Field(description="算例：各字段的值和最后有效日")

    @model_validator(mode="after")
    def _speaks_of_its_own_fields(self) -> Self:
        names = [field.name for field in self.fields]
        if len(set(names)) != len(names):
            raise PydanticCustomError("fields", "字段名不能重复")
        spoken = [*self.layout.order, *(name for purpose in self.purposes for name in purpose.fields)]
        if unknown := sorted(set(spoken) - set(names)):
            raise PydanticCustomError("fields", "没有这些字段：{names}", {"names": "、".join(unknown)})
        if missing := sorted(set(names) - set(self.layout.order)):
            raise PydanticCustomError("layout", "版式的 order 没有排这些字段：{names}", {"names": "、".join(missing)})
        keys = [purpose.key for purpose in self.purposes]
        if len(set(keys)) != len(keys):
            raise PydanticCustomError("purposes", "用途的键不能重复")
        if not uscc.is_valid(self.code[:18]):
            raise PydanticCustomError("code", "类型代码的前 18 位不是统一社会信用代码，校验位不对")
        return self

    def field(self, name: str) -> CertificateField | None:
        return next((field for field in self.fields if field.name == name), None)

    def purpose(self, key: str) -> Purpose | None:
        return next((purpose for purpose in self.purposes if purpose.key == key), None)

    def ordered(self) -> tuple[CertificateField, ...]:
        """The fields as the layout has them."""
        place = {name: number for number, name in enumerate(self.layout.order)}
        return tuple(sorted(self.fields, key=lambda field: place[field.name]))

    def problems(self, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """What is wrong with the values of a certificate: field and kind of mistake."""
        found = [
            (field.name, problem) for field in self.fields if (problem := field.problem(values.get(field.name, "")))
        ]
        known = {field.name for field in self.fields}
        return (*found, *((name, UNKNOWN) for name in values if name not in known))

    def check_example(self) -> list[str]:
        told = self.example
        wrong = [f"字段 {name} 的值不被接受（{problem}）" for name, problem in self.problems(told.values)]
        for each in told.wrong:
            field = self.field(each.field)
            if field is None or not field.problem(each.value):
                wrong.append(f"字段 {each.field} 的值“{each.value}”应当不被接受")
        end = self.validity.ends_before(told.valid_from, told.written_through)
        last = end - timedelta(days=1) if end else None
        if last != told.valid_through:
            wrong.append(f"最后有效日应当是 {last.isoformat() if last else '没有（长期）'}")
        return wrong
