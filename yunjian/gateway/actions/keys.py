"""What can happen to a key: made, given a new secret, revoked."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.addresses import networks as read_networks
from yunjian.kernel.api.callers import scopes as known_scopes
from yunjian.kernel.errors import Declined, Invalid
from yunjian.parties import queries as parties

from .. import events, logic, policy
from ..models import Key

MOST_KEYS = 50
DEFAULT_PER_MINUTE = 600


class LabelMissing(Invalid):
    """请写明这个密钥的用途，例如“财务系统每日同步”。"""


class UnknownScope(Invalid):
    """没有这个权限范围，请从列出的范围中选择。"""


class TermUnsound(Invalid):
    """有效期要在 1 天到 366 天之间。"""


class NetworkUnsound(Invalid):
    """允许的网络写法不对：每行一个地址或网段，例如 203.0.113.7 或 203.0.113.0/24。"""


class LimitUnsound(Invalid):
    """每分钟次数要在 1 到 6000 之间。"""


class TooManyKeys(Declined):
    """在用的密钥已经有五十个，请先吊销不用的。"""


class OwnerUnsound(Invalid):
    """密钥只能发给登记的外部机构。"""


class NoKeys(Declined):
    """这个机构没有在用的密钥。"""


class AlreadyRevoked(Declined):
    """这个密钥已经吊销，不能再用；请另建一个。"""


@action
def make_key(
    label: str,
    scopes: Iterable[str] = (),
    *,
    unit: str = "",
    days: int = 90,
    networks: Iterable[str] = (),
    per_minute: int = DEFAULT_PER_MINUTE,
    by: Actor,
    at: datetime,
) -> tuple[int, str]:
    """Make a key for one's own account or, as administrator, for a unit. Its text is told now and never again.

    It works until the day it expires, from the networks named (from everywhere where none is), and lends no more than
    the roles of its scopes. Made while acting for somebody it acts for them, as long as their mandate lasts.
    """
    owner = _owner(unit, by)
    return _make(owner, label, scopes, days, networks, per_minute, by=by, at=at)


def _make(
    owner: str,
    label: str,
    scopes: Iterable[str],
    days: int,
    networks: Iterable[str],
    per_minute: int,
    *,
    no_later_than: datetime | None = None,
    by: Actor,
    at: datetime,
) -> tuple[int, str]:
    _require_sound(label, days, per_minute)
    if Key.objects.filter(owner=owner, revoked_at=None, expires_at__gt=at).count() >= MOST_KEYS:
        raise TooManyKeys()
    token, prefix = logic.new_token()
    ends = at + timedelta(days=days)
    key = Key.objects.create(
        label=label.strip().replace("\x00", "")[:80],
        owner=owner,
        prefix=prefix,
        digest=logic.digest_of(token),
        scopes=_known(scopes),
        networks=_sound(networks),
        per_minute=per_minute,
        mandate=int(by.mandate.removeprefix("mandate:")) if by.mandate else None,
        made_by=by.id,
        made_at=at,
        expires_at=min(ends, no_later_than) if no_later_than else ends,
    )
    ledger.record(events.KeyMade(key.pk, owner, tuple(key.scopes)), by=by, at=at)
    return key.pk, token


@action
def make_outside_key(
    organisation: str,
    label: str,
    scopes: Iterable[str],
    *,
    days: int = 90,
    no_later_than: datetime | None = None,
    networks: Iterable[str] = (),
    per_minute: int = DEFAULT_PER_MINUTE,
    by: Actor,
    at: datetime,
) -> tuple[int, str]:
    """Make a key for an organisation outside the district (``organisation:7``); it acts as that organisation only."""
    policy.require_keeper_of_outside_keys(by)
    if not logic.is_outside(organisation):
        raise OwnerUnsound()
    return _make(organisation, label, scopes, days, networks, per_minute, no_later_than=no_later_than, by=by, at=at)


@action
def revoke_outside_key(organisation: str, key_id: int, *, by: Actor, at: datetime) -> None:
    """Take one key of an organisation outside the district out of use, now and for good."""
    policy.require_keeper_of_outside_keys(by)
    if not logic.is_outside(organisation):
        raise OwnerUnsound()
    key = hold(Key.objects.filter(owner=organisation), key_id)
    if key.revoked_at is not None:
        raise AlreadyRevoked()
    key.revoked_at = at
    key.save(update_fields=["revoked_at"])
    ledger.record(events.KeyRevoked(key.pk, key.owner), by=by, at=at)


@action
def revoke_outside_keys(organisation: str, *, by: Actor, at: datetime) -> int:
    """Take every key of an organisation outside the district out of use, now and for good."""
    policy.require_ender_of_outside_keys(by)
    if not logic.is_outside(organisation):
        raise OwnerUnsound()
    rows = list(Key.objects.select_for_update().filter(owner=organisation, revoked_at=None))
    if not rows:
        raise NoKeys()
    for key in rows:
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
        ledger.record(events.KeyRevoked(key.pk, key.owner), by=by, at=at)
    return len(rows)


@action
def rotate_key(key_id: int, *, by: Actor, at: datetime) -> str:
    """Give the key a new secret, told now and never again; the old one stops working at once."""
    key = _hold(key_id, by)
    token, key.prefix = logic.new_token()
    key.digest, key.rotated_at = logic.digest_of(token), at
    key.save(update_fields=["prefix", "digest", "rotated_at"])
    ledger.record(events.KeyRotated(key.pk, key.owner), by=by, at=at)
    return token


@action
def revoke_key(key_id: int, *, by: Actor, at: datetime) -> None:
    """Take the key out of use now and for good; what was done with it stays done."""
    key = _hold(key_id, by)
    key.revoked_at = at
    key.save(update_fields=["revoked_at"])
    ledger.record(events.KeyRevoked(key.pk, key.owner), by=by, at=at)


def _owner(unit: str, by: Actor) -> str:
    policy.require_account(by)
    if not unit:
        return by.id
    policy.require_administrator(by)
    return f"unit:{parties.unit(unit, reader=by).key}"


def _require_sound(label: str, days: int, per_minute: int) -> None:
    if not label.strip():
        raise LabelMissing()
    if not 1 <= days <= logic.LONGEST.days:
        raise TermUnsound()
    if not 1 <= per_minute <= logic.MOST_PER_MINUTE:
        raise LimitUnsound()


def _hold(key_id: int, by: Actor) -> Key:
    policy.require_account(by)
    key = hold(policy.keys_visible_to(by, Key.objects.all()), key_id)
    if key.revoked_at is not None:
        raise AlreadyRevoked()
    return key


def _known(scopes: Iterable[str]) -> list[str]:
    wanted = sorted(set(scopes))
    if unknown := [scope for scope in wanted if scope not in known_scopes()]:
        raise UnknownScope(unknown)
    return wanted


def _sound(texts: Iterable[str]) -> list[str]:
    try:
        return [str(network) for network in read_networks(texts)]
    except ValueError as trouble:
        raise NetworkUnsound(str(trouble)[:100]) from None
