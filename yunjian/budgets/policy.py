"""Who may hand in, judge and withdraw disclosures, and who sees the ones not yet public."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel import policy
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.policy import Act, act

from .models import Disclosure, DisclosureQuerySet, Draft, DraftQuerySet

RECEIVE = act("budgets.disclosure.receive", _("上传本单位的预算、决算公开文件"))
READ_AGAIN = act("budgets.disclosure.read-again", _("让平台重新读取文件"))
WITHDRAW = act("budgets.disclosure.withdraw", _("撤回本单位上传的文件"))
RELY = act("budgets.disclosure.rely", _("让项目库采用公开文件里的数字"))
JUDGE = act("budgets.finding.judge", _("处理核对出的问题"))
READ_DRAFTS = act("budgets.draft.read", _("查看尚未公开的文件及其读取情况"), system=True)
PREPARE = act("budgets.disclosure.prepare", _("编制和更正本单位的预算公开"))
REVIEW = act("budgets.disclosure.review", _("复核编制好的预算公开"))
APPROVE = act("budgets.disclosure.approve", _("批准预算公开，为未改正的错误签字说明"))
PUBLISH = act("budgets.disclosure.publish", _("公开已批准的预算"))
RECORD_APPROVAL = act("budgets.deadline.record", _("登记财政部门的批复日期"))
ANNOUNCE = act("budgets.deadline.announce", _("提醒公开期限（由平台自动进行）"), system=True, by_role=False)
WRITE_FORMS = act("budgets.form.write", _("生成 PDF、Word 和 Excel（由平台自动进行）"), system=True, by_role=False)
READ_FILES = act("budgets.disclosure.read", _("读取、核对公开文件（由平台自动进行）"), system=True, by_role=False)


def is_officer(actor: Actor, unit: str, act: Act = RECEIVE) -> bool:
    """Whether the actor keeps this unit's budget."""
    return bool(unit) and policy.may(actor, act, unit=unit)


def is_any_officer(actor: Actor, act: Act = RECEIVE) -> bool:
    """Whether the actor keeps some unit's budget."""
    return policy.may_somewhere(actor, act)


def require_officer(actor: Actor, unit: str, act: Act = RECEIVE) -> None:
    """Only the unit's own budget officer changes its disclosures."""
    if not unit:
        raise Forbidden()
    policy.require(actor, act, unit=unit)


def require_system(actor: Actor, act: Act = READ_FILES) -> None:
    """Reading is done by the system, never in somebody's name; so is what else runs by itself."""
    policy.require(actor, act)


def require_staff(actor: Actor) -> None:
    """What was handed in, and how its reading goes, is the business of officers and of those who oversee them."""
    policy.require_somewhere(actor, READ_DRAFTS)


def sees_drafts_of_all(reader: Actor) -> bool:
    return policy.may(reader, READ_DRAFTS)


def units_with_drafts(reader: Actor) -> frozenset[str]:
    """The units whose unpublished files the reader may see because of a role held there."""
    return policy.units(reader, READ_DRAFTS) or frozenset()


def visible_to(reader: Actor, rows: DisclosureQuerySet | None = None) -> DisclosureQuerySet:
    """Published disclosures are everyone's; the rest is for whoever may read the unit's drafts."""
    found = Disclosure.objects.all() if rows is None else rows
    if sees_drafts_of_all(reader):
        return found
    published = Q(state__in=(Disclosure.State.READ, Disclosure.State.SUPERSEDED))
    if units := units_with_drafts(reader):
        return found.filter(published | Q(unit__in=units))
    return found.filter(published)


def may_review(actor: Actor, unit: str) -> bool:
    """Whether the actor checks what this unit's officers prepare; an officer may check a colleague's draft."""
    return policy.may(actor, REVIEW, unit=unit)


def may_approve(actor: Actor, unit: str) -> bool:
    """Whether the actor answers for what this unit publishes."""
    return policy.may(actor, APPROVE, unit=unit)


def require_reviewer(actor: Actor, unit: str) -> None:
    policy.require(actor, REVIEW, unit=unit)


def require_approver(actor: Actor, unit: str) -> None:
    policy.require(actor, APPROVE, unit=unit)


def require_reviewer_or_approver(actor: Actor, unit: str) -> None:
    policy.require(actor, REVIEW if may_review(actor, unit) else APPROVE, unit=unit)


def drafts_visible_to(reader: Actor) -> DraftQuerySet:
    """Drafts are shown to those who work on them and to those who oversee; nobody else learns that they exist."""
    units = units_drafted(reader)
    return Draft.objects.all() if units is None else Draft.objects.filter(unit__in=units)


def units_drafted(reader: Actor) -> frozenset[str] | None:
    """The units whose drafts and dates the reader sees; None for all of them."""
    return policy.units(reader, READ_DRAFTS)


def sees_any_drafts(reader: Actor) -> bool:
    """Whether some unit's drafts and dates are the reader's business."""
    return policy.may_somewhere(reader, READ_DRAFTS)


def sees_drafts_of(reader: Actor, unit: str) -> bool:
    """Whether the reader sees what this unit prepares."""
    return policy.may(reader, READ_DRAFTS, unit=unit)
