"""Who may do what with accounts, people and enterprises."""

from django.utils.translation import gettext_lazy as _

from yunjian.kernel import policy
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.policy import EVERYTHING, Act, act

from .models import Delegation, Mandate

__all__ = ["EVERYTHING"]

# The system administrator's
ADOPT_UNITS = act("parties.unit.adopt", _("按定义更新机构"), system=True)

# The security administrator's
OPEN_ACCOUNT = act("parties.account.open", _("开通、停用账号"), system=True)
READ_ACCOUNT = act("parties.account.read", _("查看账号及其权限"), system=True, own=True)
SET_PASSWORD = act("parties.password.set", _("更换密码"), system=True, own=True)
GRANT = act("parties.grant.give", _("授予角色"), system=True)
REVOKE = act("parties.grant.withdraw", _("收回角色"), system=True)
REGISTER_PERSON = act("parties.person.register", _("登记人员"), system=True)
APPOINT = act("parties.person.appoint", _("任免职务"), system=True)

# Everybody's who works here, as roles say
READ_PEOPLE = act("parties.person.read", _("查看人员登记簿（号码只显示一部分）"), system=True)
REVEAL = act("parties.person.reveal", _("说明用途后查看完整的个人信息"), system=True, own=True)
READ_ENTERPRISES = act("parties.enterprise.read", _("查看企业登记簿"), system=True)
REGISTER_ENTERPRISE = act("parties.enterprise.register", _("登记企业"), system=True)

READ_LOOKS = act("parties.look.read", _("查看、导出全部查阅记录"))
DECIDE_ERASURE = act("parties.erasure.decide", _("决定个人信息的删除"))
KEEP_RETENTION = act("parties.retention.keep", _("按保存期限清理（由平台自动进行）"), system=True, by_role=False)

# At a counter
PROVE_MANDATE = act("parties.mandate.prove", _("在窗口核验代办委托"))

# Everybody's own
DELEGATE = act("parties.delegation.give", _("把自己的角色委托给同事"), own=True, by_role=False)
END_DELEGATION = act("parties.delegation.end", _("结束委托"), own=True)
ASK_MANDATE = act("parties.mandate.ask", _("申请代办"), own=True, by_role=False)
ACCEPT_MANDATE = act("parties.mandate.accept", _("同意别人代办"), own=True, by_role=False, mandated=True)
END_MANDATE = act("parties.mandate.end", _("结束代办委托"), own=True)
ACT_FOR = act("parties.mandate.use", _("代别人办事"), own=True, by_role=False)


READ_OWN_LOOKS = act("parties.look.read-own", _("看谁查过自己的信息"), own=True, by_role=False, mandated=True)
TAKE_OWN_DATA = act("parties.person.take-own", _("查看、下载自己的全部信息"), own=True, by_role=False, mandated=True)
ASK_ERASURE = act("parties.erasure.ask", _("申请删除自己的信息"), own=True, by_role=False, mandated=True)


def mandated() -> tuple[Act, ...]:
    """What a mandate may name, of every domain."""
    return tuple(each for each in policy.acts().values() if each.mandated)


def is_staff(reader: Actor) -> bool:
    """Whether the reader works for the district: holds any role, anywhere."""
    return reader.is_system or bool(reader.held)


def require_staff(reader: Actor) -> None:
    if not is_staff(reader):
        raise Forbidden()


def require_system(reader: Actor) -> None:
    """What only the platform's own doors ask: who an account is."""
    if not reader.is_system:
        raise Forbidden()


def may_administer(actor: Actor) -> bool:
    """Whether the actor keeps the accounts: the security administrator, and the system at the first start."""
    return policy.may(actor, OPEN_ACCOUNT)


def require_administrator(actor: Actor, act: Act = OPEN_ACCOUNT) -> None:
    """Accounts, roles and people are the security administrator's, and the system's at the first start."""
    policy.require(actor, act)


def may_read_people(reader: Actor) -> bool:
    return policy.may_somewhere(reader, READ_PEOPLE)


def require_may_read_people(reader: Actor) -> None:
    policy.require_somewhere(reader, READ_PEOPLE)


def may_read_enterprises(reader: Actor) -> bool:
    return policy.may_somewhere(reader, READ_ENTERPRISES)


def require_may_read_enterprises(reader: Actor) -> None:
    policy.require_somewhere(reader, READ_ENTERPRISES)


def may_register_enterprises(actor: Actor) -> bool:
    return policy.may_somewhere(actor, REGISTER_ENTERPRISE)


def require_may_register_enterprises(actor: Actor) -> None:
    """Auditors and leaders read; they add nothing."""
    policy.require_somewhere(actor, REGISTER_ENTERPRISE)


def may_grant(actor: Actor) -> bool:
    return policy.may(actor, GRANT)


def may_revoke(actor: Actor) -> bool:
    return policy.may(actor, REVOKE)


def may_read_accounts(reader: Actor) -> bool:
    return policy.may(reader, READ_ACCOUNT)


def may_prove_mandates(actor: Actor) -> bool:
    return policy.may_somewhere(actor, PROVE_MANDATE)


def require_account(account_id: int, actor: Actor, act: Act = READ_ACCOUNT) -> None:
    """One's own account, or any for the security administrator."""
    policy.require(actor, act, owner=f"account:{account_id}")


def owner_of_person(person_id: int) -> str:
    """The person, as owner of their data. An account of theirs says so in ``Actor.owns``."""
    return f"person:{person_id}"


def is_own(actor: Actor, owner: str) -> bool:
    return owner in actor.owns and policy.may(actor, TAKE_OWN_DATA, owner=owner)


def require_may_read_personal_data(reader: Actor, *, owner: str) -> None:
    """Data of a person in full: the person themself, or whose role opens it somewhere. Every reading is recorded."""
    if owner in reader.owns:
        policy.require(reader, REVEAL, owner=owner)
    else:
        policy.require_somewhere(reader, REVEAL)


def may_see_field(reader: Actor, owner: str, data_class: str) -> bool:
    """Whether a field of this class is shown in full: one's own always, others' as roles say."""
    return is_own(reader, owner) or policy.sees(reader, REVEAL, data_class)


def may_reveal(reader: Actor) -> bool:
    return policy.may_somewhere(reader, REVEAL)


def require_may_read_looks(reader: Actor) -> None:
    policy.require(reader, READ_LOOKS)


def may_read_looks(reader: Actor) -> bool:
    return policy.may(reader, READ_LOOKS)


def may_read_ledger(reader: Actor) -> bool:
    return policy.may(reader, policy.READ_LEDGER)


def may_decide_erasures(actor: Actor) -> bool:
    return policy.may(actor, DECIDE_ERASURE)


def require_may_decide_erasures(actor: Actor) -> None:
    policy.require(actor, DECIDE_ERASURE)


def require_retention(actor: Actor) -> None:
    """The clock keeps the periods; nobody does it by hand."""
    policy.require(actor, KEEP_RETENTION)


def require_own(actor: Actor, act: Act, owner: str = "") -> None:
    """What everybody does for themself, or under a mandate that names it."""
    policy.require(actor, act, owner=owner or actor.id)


def require_party_to_delegation(actor: Actor, lent: Delegation) -> None:
    """Who lent it, who borrowed it, or the security administrator."""
    owner = actor.id if actor.id in (f"account:{lent.giver_id}", f"account:{lent.holder_id}") else ""
    policy.require(actor, END_DELEGATION, owner=owner)


def require_at_counter(actor: Actor) -> None:
    policy.require_somewhere(actor, PROVE_MANDATE)


def require_party_to_mandate(actor: Actor, found: Mandate) -> None:
    """Who acts, who is acted for, or a counter."""
    owner = actor.id if actor.id == f"account:{found.agent_id}" else found.principal
    if policy.may_somewhere(actor, PROVE_MANDATE):
        policy.require_somewhere(actor, PROVE_MANDATE)
    else:
        policy.require(actor, END_MANDATE, owner=owner)
