"""Who may do what with items."""

from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yunjian.kernel import policy
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.policy import act

from .models import Application

IMPORT = act("services.item.import", _("导入事项目录"), system=True)


def require_importer(actor: Actor) -> None:
    policy.require(actor, IMPORT)


KEEP_GUIDE = act("services.guide.keep", _("保存按自己的回答生成的办事指南"), everyone=True, by_role=False)
EXPIRE_GUIDES = act("services.guide.expire", _("清除到期的个人办事指南（由平台进行）"), system=True, by_role=False)


def require_keeper(actor: Actor) -> None:
    policy.require(actor, KEEP_GUIDE)


def require_platform(actor: Actor) -> None:
    policy.require(actor, EXPIRE_GUIDES)


DRAFT = act("services.item.draft", _("起草、撤回本单位的事项，申请取消"))
CHECK = act("services.item.check", _("审核本单位起草的事项"))
PUBLISH = act("services.item.publish", _("发布审核过的事项"))
_LIFE = (DRAFT, CHECK, PUBLISH)
Rows = TypeVar("Rows", bound=models.Model)


def require_drafter(actor: Actor, unit: str) -> None:
    policy.require(actor, DRAFT, unit=unit)


def require_checker(actor: Actor, unit: str) -> None:
    policy.require(actor, CHECK, unit=unit)


def require_publisher(actor: Actor, unit: str) -> None:
    policy.require(actor, PUBLISH, unit=unit)


def require_checker_or_publisher(actor: Actor, unit: str) -> None:
    policy.require(actor, PUBLISH if may_publish(actor, unit) else CHECK, unit=unit)


def may_draft(actor: Actor, unit: str) -> bool:
    return policy.may(actor, DRAFT, unit=unit)


def may_check(actor: Actor, unit: str) -> bool:
    return policy.may(actor, CHECK, unit=unit)


def may_publish(actor: Actor, unit: str) -> bool:
    return policy.may(actor, PUBLISH, unit=unit)


LICENSE = act("services.trade.license", _("核发一业一证的综合许可证"))


def require_licenser(actor: Actor, unit: str) -> None:
    policy.require(actor, LICENSE, unit=unit)


def may_license(actor: Actor, unit: str) -> bool:
    return policy.may(actor, LICENSE, unit=unit)


def units_drafted_for(actor: Actor) -> frozenset[str] | None:
    """The units whose items the actor may draft; None for all."""
    return policy.units(actor, DRAFT)


def require_reader_of_drafts(reader: Actor) -> None:
    """Whoever drafts, checks or publishes for some unit."""
    if not any(policy.may_somewhere(reader, each) for each in _LIFE):
        raise Forbidden()


def visible(rows: models.QuerySet[Rows], reader: Actor) -> models.QuerySet[Rows]:
    """The rows of the units for which the reader drafts, checks or publishes."""
    found = [policy.units(reader, each) for each in _LIFE]
    if any(units is None for units in found):
        return rows
    return rows.filter(unit__in=frozenset().union(*(units for units in found if units is not None)))


def checks_somewhere(actor: Actor) -> bool:
    return policy.may_somewhere(actor, CHECK)


def publishes_somewhere(actor: Actor) -> bool:
    return policy.may_somewhere(actor, PUBLISH)


def drafts_somewhere(actor: Actor) -> bool:
    return policy.may_somewhere(actor, DRAFT)


APPLY = act("services.application.fill", _("填写、提交自己的申请"), own=True, by_role=False, mandated=True)
ASSIST = act("services.application.assist", _("在窗口帮群众填写、提交申请"))
READ_FILED = act("services.application.read", _("查看办件的申请内容"))
TIDY = act("services.application.tidy", _("清除到期的申请草稿（由平台进行）"), system=True, by_role=False)


def require_may_begin(actor: Actor, applicant: str, unit: str) -> bool:
    """For oneself or whom one acts for; at the unit's window for somebody else: True, the actor assists."""
    if policy.may(actor, APPLY, owner=applicant):
        policy.require(actor, APPLY, owner=applicant)
        return False
    policy.require(actor, ASSIST, unit=unit)
    return True


def may_fill(actor: Actor, row: Application) -> bool:
    """The applicant, whoever has the mandate, or the window where the applicant is helped."""
    return policy.may(actor, APPLY, owner=row.applicant) or assists(actor, row)


def assists(actor: Actor, row: Application) -> bool:
    """Whether the actor helps the applicant at the window rather than applies."""
    own = policy.may(actor, APPLY, owner=row.applicant)
    return not own and bool(row.assisted_at) and policy.may(actor, ASSIST, unit=row.assisted_at)


def require_filler(actor: Actor, row: Application) -> None:
    """The same where the decision is part of an action; to everybody else the application is not there."""
    if not may_fill(actor, row):
        raise NotFound()
    require_may_begin(actor, row.applicant, row.assisted_at)


def require_own_applications(reader: Actor, owner: str) -> None:
    policy.require(reader, APPLY, owner=owner)


def applicants(reader: Actor) -> list[str]:
    """Those the reader may apply for: oneself, or whom one acts for."""
    return [each for each in sorted(reader.owns) if policy.may(reader, APPLY, owner=each)]


def units_assisted_at(reader: Actor) -> frozenset[str] | None:
    """The units at whose windows the reader helps; None for all."""
    return policy.units(reader, ASSIST)


def assists_somewhere(actor: Actor) -> bool:
    return policy.may_somewhere(actor, ASSIST)


def require_reader_of_filed(actor: Actor) -> None:
    """Whoever has a role that works on cases; that it is this case, the floor of cases says."""
    policy.require_somewhere(actor, READ_FILED)


def reads_filed(actor: Actor) -> bool:
    return policy.may_somewhere(actor, READ_FILED)


PRE_REVIEW = act("services.application.review", _("预审提交的申请（由平台进行）"), system=True, by_role=False)


JUDGE = act("services.application.judge", _("按部门允许的规则办理申请（由平台进行）"), system=True, by_role=False)


def require_judging_platform(actor: Actor) -> None:
    policy.require(actor, JUDGE)


def require_reviewing_platform(actor: Actor) -> None:
    policy.require(actor, PRE_REVIEW)


EXPLAIN = act("services.text.explain", _("请模型用白话说明办事指南"), everyone=True, by_role=False)
GENERATE = act("services.text.generate", _("保存、清除模型写的文字（由平台进行）"), system=True, by_role=False)


def require_explained(actor: Actor) -> None:
    policy.require(actor, EXPLAIN)


def require_generating_platform(actor: Actor) -> None:
    policy.require(actor, GENERATE)


def require_tidier(actor: Actor) -> None:
    policy.require(actor, TIDY)
