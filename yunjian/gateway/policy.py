"""Who may make keys and webhooks, and whose they are."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yunjian.kernel import policy
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.policy import act

from .models import Key

KEEP_OWN_KEYS = act("gateway.key.keep", _("创建、更换、吊销自己的密钥"), own=True, by_role=False)
KEEP_KEYS = act("gateway.key.administer", _("管理单位的密钥，查看和吊销全部密钥"))
KEEP_OUTSIDE_KEYS = act("gateway.key.outside", _("为外部机构创建和吊销密钥"), system=True)
KEEP_WEBHOOKS = act("gateway.webhook.keep", _("管理自己的回调通知订阅"), own=True, by_role=False)
DISABLE_WEBHOOK = act("gateway.webhook.disable", _("停用送不到的订阅（由平台自动进行）"), system=True, by_role=False)


def may_administer(actor: Actor) -> bool:
    """Keys of units, and sight of every key, are the security administrator's."""
    return policy.may(actor, KEEP_KEYS)


def require_account(actor: Actor) -> None:
    """Keys are made by a person who is signed in, never by another key."""
    if not actor.id.startswith("account:"):
        raise Forbidden()
    policy.require(actor, KEEP_OWN_KEYS, owner=actor.id)


def require_administrator(actor: Actor) -> None:
    policy.require(actor, KEEP_KEYS)


def require_keeper_of_outside_keys(actor: Actor) -> None:
    """Keys of organisations outside the district are made by a person who approves those organisations."""
    if not actor.id.startswith("account:"):
        raise Forbidden()
    policy.require_somewhere(actor, KEEP_OUTSIDE_KEYS)


def require_ender_of_outside_keys(actor: Actor) -> None:
    """The same person; or the platform, once what they were given under has run out."""
    if actor.is_system:
        policy.require(actor, KEEP_OUTSIDE_KEYS)
    else:
        require_keeper_of_outside_keys(actor)


def require_system(actor: Actor) -> None:
    """Whether an address is given up is decided by its failures."""
    policy.require(actor, DISABLE_WEBHOOK)


def owner_of(actor: Actor) -> str:
    """To whom belongs what the actor makes: the account, or the owner of the key; nobody for a visitor."""
    if actor.id.startswith("account:"):
        return actor.id
    if actor.id.startswith("key:"):
        return Key.objects.filter(pk=int(actor.id[4:])).values_list("owner", flat=True).first() or ""
    return ""


def require_owner(actor: Actor) -> str:
    """Whoever keeps webhooks must be somebody."""
    owner = owner_of(actor)
    if not owner:
        raise Forbidden()
    policy.require(actor, KEEP_WEBHOOKS, owner=actor.id)
    return owner


def keys_visible_to(actor: Actor, rows: QuerySet[Key]) -> QuerySet[Key]:
    """One's own keys; all of them for the security administrator."""
    return rows if may_administer(actor) else rows.filter(own(actor))


def own(actor: Actor) -> Q:
    """The condition that a thing is the actor's own: what is not is as if it were not there."""
    return Q(owner=owner_of(actor) or "nobody")
