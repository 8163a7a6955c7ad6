"""Who may do what with items."""

from django.utils.translation import gettext_lazy as _

from yunjian.kernel import policy
from yunjian.kernel.actor import Actor
from yunjian.kernel.policy import act

IMPORT = act("services.item.import", _("导入事项目录"), system=True)


def require_importer(actor: Actor) -> None:
    policy.require(actor, IMPORT)


KEEP_GUIDE = act("services.guide.keep", _("保存按自己的回答生成的办事指南"), everyone=True, by_role=False)
EXPIRE_GUIDES = act("services.guide.expire", _("清除到期的个人办事指南（由平台进行）"), system=True, by_role=False)


def require_keeper(actor: Actor) -> None:
    policy.require(actor, KEEP_GUIDE)


def require_platform(actor: Actor) -> None:
    policy.require(actor, EXPIRE_GUIDES)
