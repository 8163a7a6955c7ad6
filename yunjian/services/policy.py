"""Who may do what with items."""

from django.utils.translation import gettext_lazy as _

from yunjian.kernel import policy
from yunjian.kernel.actor import Actor
from yunjian.kernel.policy import act

IMPORT = act("services.item.import", _("导入事项目录"), system=True)


def require_importer(actor: Actor) -> None:
    policy.require(actor, IMPORT)
