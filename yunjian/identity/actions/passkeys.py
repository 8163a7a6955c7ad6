"""Passkeys: a key on one's own device that proves possession and, by its lock, the person. Kept by django-allauth."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Invalid

from .. import events, policy

MOST = 10


class PasskeyNotProven(Invalid):
    """通行密钥没有通过验证，请再试一次，或者换一种登录方式。"""


class TooManyPasskeys(Invalid):
    """一个账号最多登记十把通行密钥，请先删除不用的。"""


@action
def add_passkey(account_id: int, name: str, credential: dict[str, Any], *, by: Actor, at: datetime) -> int:
    """Tie a passkey to the account; the answer belongs to the question this session was asked, once."""
    policy.require_owner(account_id, by)
    kind = Authenticator.Type.WEBAUTHN
    if Authenticator.objects.filter(user_id=account_id, type=kind).count() >= MOST:
        raise TooManyPasskeys()
    try:
        auth.parse_registration_response(credential)
        bound = auth.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError, InvalidSignature):
        raise PasskeyNotProven() from None
    if not bound.is_user_verified():
        raise PasskeyNotProven()
    data = {"name": name.strip()[:60], "credential": credential}
    kept = Authenticator(user_id=account_id, type=kind, data=data, created_at=at)
    kept.save()
    ledger.record(events.FactorAdded(account_id, "PASSKEY"), by=by, at=at)
    return kept.pk


@action
def prove_passkey(credential: dict[str, Any], *, account_id: int | None = None, by: Actor, at: datetime) -> int:
    """Whose passkey answered the question this session was asked: the named account's, or whoever it says it is."""
    if account_id is None:
        policy.require_nobody(by)
    else:
        policy.require_owner(account_id, by)
    try:
        auth.parse_authentication_response(credential)
        user = auth.extract_user_from_response(credential) if account_id is None else somebody(account_id)
        factor = auth.complete_authentication(user, credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError, InvalidSignature):
        raise PasskeyNotProven() from None
    factor.last_used_at = at
    factor.save(update_fields=["last_used_at"])
    owner = Actor(f"account:{factor.user_id}")
    ledger.record(events.FactorProven(factor.user_id, "PASSKEY"), by=owner, at=at)
    return factor.user_id


def somebody(account_id: int) -> Any:
    """The account as django-allauth wants it: only its number is asked for."""
    return get_user_model()(pk=account_id)
