"""Who speaks for a wallet: nobody who is signed in."""

from django.utils.translation import gettext_lazy as _

from yunjian.kernel import policy
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.policy import act

COLLECT = act(
    "certificates.wallet.collect", _("凭一次性领取码把证照领进数字钱包、向窗口出示"), everyone=True, by_role=False
)


def require_wallet(actor: Actor) -> None:
    """A wallet speaks for itself, by code and key: never in the name of somebody who is signed in."""
    if not actor.is_anonymous:
        raise Forbidden()
    policy.require(actor, COLLECT)
