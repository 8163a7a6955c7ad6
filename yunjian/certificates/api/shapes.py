"""What certificates look like to programs, and what programs write of them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from yunjian.kernel.api.kinds import Name, Prose

Standing = Literal["VALID", "PENDING", "EXPIRED", "SUSPENDED", "REVOKED", "ARCHIVED"]
Ground = Literal["RECALLED", "RESCINDED", "REVOKED", "CANCELLED"]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Value = Annotated[str, StringConstraints(pattern=r"^[^\u0000]*$", max_length=600)]
Short = Annotated[str, StringConstraints(pattern=r"^[^\u0000]*$", min_length=1, max_length=160)]
Scanned = Annotated[str, StringConstraints(pattern=r"^[^\u0000]*$", min_length=1, max_length=4096)]


class ChoiceOut(Schema):
    """One value of a coded field."""

    code: str
    title: str
    title_en: str


class FieldOut(Schema):
    """One thing a type of certificate says."""

    name: str
    title: str
    title_en: str
    kind: str
    required: bool
    grade: str = Field(description=gettext_noop("PUBLIC 可以公开、PERSONAL 个人信息、SENSITIVE 敏感个人信息"))
    disclosable: bool = Field(description=gettext_noop("持证人能否选择不出示这一项"))
    choices: list[ChoiceOut]


class PurposeOut(Schema):
    """What a window may verify for, and what it then sees."""

    key: str
    title: str
    fields: list[str]


class TypeRowOut(Schema):
    """A type of certificate."""

    key: str
    title: str
    unit: str
    unit_title: str
    holder_kind: Literal["person", "enterprise"]
    rule: Literal["fixed", "until", "open", "long-term"]


class TypeOut(Schema):
    """A type of certificate as it is in force: what is to be written into one."""

    key: str
    valid_from: date
    basis: list[str] = Field(description=gettext_noop("依据的文件"))
    title: str
    title_en: str
    code: str
    issuer: str
    holder: Literal["person", "enterprise"]
    one_per_holder: bool
    rule: Literal["fixed", "until", "open", "long-term"]
    months: int | None
    fields: list[FieldOut]
    purposes: list[PurposeOut]

    @staticmethod
    def resolve_rule(kind: Any) -> str:
        return kind.validity.rule

    @staticmethod
    def resolve_months(kind: Any) -> int | None:
        return kind.validity.months

    @staticmethod
    def resolve_basis(kind: Any) -> list[str]:
        return [each.title for each in kind.basis]


class _Standing(Schema):
    """How a certificate stands, and from when to when it holds."""

    standing: Standing
    valid_from: date
    valid_through: date | None

    @staticmethod
    def resolve_standing(view: Any) -> str:
        return view.standing.standing

    @staticmethod
    def resolve_valid_from(view: Any) -> date:
        return view.standing.valid_from

    @staticmethod
    def resolve_valid_through(view: Any) -> date | None:
        return view.standing.valid_through


class CertificateRowOut(_Standing):
    """A certificate in a list; the names of persons are masked."""

    id: int
    type: str
    title: str
    unit: str
    identifier: str
    version: int
    holder_name: str
    issued_at: datetime


class ShownOut(Schema):
    """A field as it is shown."""

    name: str
    title: str
    value: str
    is_masked: bool


class CertificateOut(_Standing):
    """A certificate; personal fields are masked."""

    id: int
    type: str
    title: str
    unit: str
    unit_title: str
    identifier: str
    version: int
    holder_kind: Literal["person", "enterprise"]
    holder_name: ShownOut
    holder_number: ShownOut
    fields: list[ShownOut]
    ground_title: str
    allowed: list[str] = Field(description=gettext_noop("现在可以办的步骤"))
    issued_at: datetime
    is_erased: bool


class ContentsFieldOut(Schema):
    """A field in full."""

    name: str
    title: str
    value: str
    worded: str = Field(description=gettext_noop("代码的名称；不是代码的与 value 相同"))


class ContentsOut(Schema):
    """All that a certificate says, in full; the reading is kept and its holder sees it."""

    certificate: int
    identifier: str
    version: int
    type: str
    holder_name: str
    holder_number: str
    fields: list[ContentsFieldOut]
    valid_from: date
    valid_before: date | None
    standing: Standing
    digest: str


class IssueIn(Schema):
    """A certificate to issue."""

    model_config = ConfigDict(extra="forbid")

    type: Name = Field(description=gettext_noop("证照类型的键"))
    number: Short = Field(description=gettext_noop("持证主体的身份证号或统一社会信用代码"))
    name: Short = Field(description=gettext_noop("持证主体的姓名或名称，要与登记的一致"))
    values: dict[FieldName, Value] = Field(max_length=60, description=gettext_noop("各字段的值"))
    valid_from: date | None = Field(None, description=gettext_noop("有效期起；不写就是今天"))
    valid_through: date | None = Field(None, description=gettext_noop("最后有效日；由颁发机构写明有效期的类型要写"))


class StepIn(Schema):
    """Why; the holder reads it."""

    model_config = ConfigDict(extra="forbid")

    words: Prose = Field(description=gettext_noop("理由，至少四个字，持证人会看到"))


class RevocationIn(StepIn):
    """On what ground the law ends it, and the facts."""

    ground: Ground = Field(description=gettext_noop("RECALLED 撤回、RESCINDED 撤销、REVOKED 吊销、CANCELLED 注销"))


class VerificationIn(Schema):
    """What was shown at a counter, and what for."""

    model_config = ConfigDict(extra="forbid")

    shown: Scanned = Field(description=gettext_noop("证照标识，或者扫到的证照码"))
    purpose: FieldName | None = Field(None, description=gettext_noop("用途的键；不写则只看是否有效"))


class VerifiedFieldOut(Schema):
    """A field the purpose needs."""

    name: str
    title: str
    value: str


class VerifiedOut(Schema):
    """How the certificate stands, and the fields its purpose needs."""

    title: str
    identifier: str
    is_current: bool = Field(description=gettext_noop("是不是现行的版本"))
    standing: Standing
    valid_from: date
    valid_through: date | None
    purpose: str
    shown: list[VerifiedFieldOut]

    @staticmethod
    def resolve_valid_through(view: Any) -> Any:
        return view.valid_through or None
