"""What a key may be used for: what is its owner's own, and what an office does."""

from django.utils.translation import gettext_lazy as _

from yunjian.kernel.api.callers import scope

from .. import policy

READ = scope("materials:read", _("查看自己（或所代表企业）的材料、收据和使用记录"), policy.READ_OWN, own=True)
KEEP = scope(
    "materials:keep",
    _("为自己（或所代表企业）交存、改正、删除材料"),
    policy.HAND_IN,
    policy.READ_OWN,
    policy.DELETE,
    own=True,
)
LEND = scope(
    "materials:lend", _("为自己（或所代表企业）同意借用材料、撤回同意"), policy.LEND, policy.READ_OWN, own=True
)
TAKE_IN = scope("materials:take-in", _("在窗口代收材料"), policy.TAKE_IN)
USE = scope("materials:use", _("查看借给本单位的材料"), policy.USE)
