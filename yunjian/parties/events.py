"""What others may hear of parties. Past tense; ids, keys and digests only, never personal data."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class UnitsAdopted:
    """The unit tree was brought in step with the district's definitions."""

    kind = "parties.units.adopted"
    title = "机构按定义更新"
    created: tuple[str, ...]
    changed: tuple[str, ...]
    closed: tuple[str, ...]

    @property
    def subject(self) -> str:
        return "parties.units:all"


@dataclass(frozen=True)
class _OfAccount:
    account: int

    @property
    def subject(self) -> str:
        return f"parties.account:{self.account}"


@dataclass(frozen=True)
class AccountOpened(_OfAccount):
    kind = "parties.account.opened"
    title = "账号开设"
    person: int | None


@dataclass(frozen=True)
class PasswordSet(_OfAccount):
    kind = "parties.account.password_set"
    title = "密码设置"


@dataclass(frozen=True)
class AccountClosed(_OfAccount):
    kind = "parties.account.closed"
    title = "账号已停用"


@dataclass(frozen=True)
class AccountReopened(_OfAccount):
    kind = "parties.account.reopened"
    title = "账号恢复"


@dataclass(frozen=True)
class RoleGranted(_OfAccount):
    kind = "parties.role.granted"
    title = "角色授予"
    grant: int
    role: str
    unit: str


@dataclass(frozen=True)
class RoleRevoked(_OfAccount):
    kind = "parties.role.revoked"
    title = "角色收回"
    grant: int
    role: str
    unit: str


@dataclass(frozen=True)
class _OfPerson:
    person: int

    @property
    def subject(self) -> str:
        return f"parties.person:{self.person}"


@dataclass(frozen=True)
class PersonRegistered(_OfPerson):
    kind = "parties.person.registered"
    title = "人员登记"
    flags: tuple[str, ...]


@dataclass(frozen=True)
class PersonalDataRead(_OfPerson):
    """Somebody looked at the unmasked data of a person, and said why."""

    kind = "parties.person.data_read"
    title = "查看人员完整信息"
    purpose: str
    look: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class PersonAppointed(_OfPerson):
    kind = "parties.person.appointed"
    title = "人员任职"
    post: int
    unit: str


@dataclass(frozen=True)
class PersonRelieved(_OfPerson):
    kind = "parties.person.relieved"
    title = "人员免职"
    post: int
    unit: str


@dataclass(frozen=True)
class EnterpriseRegistered:
    kind = "parties.enterprise.registered"
    title = "企业登记"
    enterprise: int
    flags: tuple[str, ...]

    @property
    def subject(self) -> str:
        return f"parties.enterprise:{self.enterprise}"


@dataclass(frozen=True)
class _OfDelegation(_OfAccount):
    delegation: int
    holder: int
    role: str
    unit: str


@dataclass(frozen=True)
class RoleDelegated(_OfDelegation):
    """A role was lent to a colleague for a time."""

    kind = "parties.role.delegated"
    title = "角色委托他人"
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class DelegationWithdrawn(_OfDelegation):
    """A lent role was taken or given back before its time."""

    kind = "parties.role.delegation_withdrawn"
    title = "角色委托收回"


@dataclass(frozen=True)
class _OfMandate:
    mandate: int
    agent: int
    principal: str

    @property
    def subject(self) -> str:
        return f"parties.{self.principal}"


@dataclass(frozen=True)
class MandateAsked(_OfMandate):
    """Somebody asked to act for a person or an enterprise."""

    kind = "parties.mandate.asked"
    title = "代办申请提出"
    relation: str
    scope: tuple[str, ...]


@dataclass(frozen=True)
class MandateAccepted(_OfMandate):
    """The one represented said yes, or a counter has seen the papers."""

    kind = "parties.mandate.accepted"
    title = "代办获准"
    how: str


@dataclass(frozen=True)
class MandateEnded(_OfMandate):
    """A mandate ended before its time, or was never wanted."""

    kind = "parties.mandate.ended"
    title = "代办结束"


@dataclass(frozen=True)
class ActingBegun(_OfMandate):
    """Somebody chose to act for another in this session."""

    kind = "parties.mandate.acted_under"
    title = "开始替他人办事"


@dataclass(frozen=True)
class _OfLook:
    look: int

    @property
    def subject(self) -> str:
        return f"parties.look:{self.look}"


@dataclass(frozen=True)
class PeopleListed(_OfLook):
    """Somebody saw a list of people, masked; so many were on it."""

    kind = "parties.people.listed"
    title = "查看人员名单"
    count: int


@dataclass(frozen=True)
class LooksExported(_OfLook):
    """The audit administrator took away the list of who looked at whose data; so many lines."""

    kind = "parties.looks.exported"
    title = "查阅记录导出"
    count: int


@dataclass(frozen=True)
class OwnDataTaken(_OfPerson):
    """A person took away their own data, or whoever acts for them did."""

    kind = "parties.person.own_data_taken"
    title = "本人取走自己的数据"
    look: int


@dataclass(frozen=True)
class _OfErasure(_OfPerson):
    request: int


@dataclass(frozen=True)
class ErasureAsked(_OfErasure):
    """A person asked to have their data erased."""

    kind = "parties.erasure.asked"
    title = "申请删除个人信息"


@dataclass(frozen=True)
class ErasureDue(_OfErasure):
    """The time a person's data may be kept is over; somebody is to decide."""

    kind = "parties.erasure.due"
    title = "个人信息保存到期"


@dataclass(frozen=True)
class PersonErased(_OfErasure):
    """A person's data was erased but for what the law keeps; these fields are gone."""

    kind = "parties.erasure.done"
    title = "个人信息删除"
    fields: tuple[str, ...]


@dataclass(frozen=True)
class ErasureRefused(_OfErasure):
    """A person's data stays, for a reason that was given to them."""

    kind = "parties.erasure.refused"
    title = "不删除个人信息的决定"


@dataclass(frozen=True)
class RetentionKept:
    """The retention clock went round: so many words of old looks erased, so many people due."""

    kind = "parties.retention.kept"
    title = "保存期限例行检查"
    words: int
    due: int

    @property
    def subject(self) -> str:
        return "parties.retention:all"
