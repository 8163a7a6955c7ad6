"""Other identity systems: an account is tied to an outside identity; another system may ask who signs in here."""

import secrets
from datetime import datetime
from urllib.parse import urlsplit

from allauth.idp.oidc.models import Client, Token
from django.core.exceptions import ValidationError
from django.db.models import Q

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Declined, Invalid, NotFound
from yunjian.parties import queries as parties

from .. import events, policy, queries
from ..models import OutsideIdentity
from .recovery import NobodyOfThatName


class SubjectTaken(Declined):
    """这个用户标识已经对应了另一个账号，或者这个账号已经有了对应，请先解除。"""


class SubjectUnknown(Declined):
    """统一身份平台的这个用户在本系统没有对应的账号。请安全管理员在“外部身份”中登记后再试。"""

    status = 403


class AddressUnsafe(Invalid):
    """回调地址应当以 https:// 开头并写全（本机调试可用 http://localhost），不能带 * 或 #。"""


def prove_outside(provider: str, subject: str, *, by: Actor, at: datetime) -> int:
    """Whose account the subject of the outside provider is; an unknown one is refused and recorded."""
    account = _prove_outside(provider, subject, by=by, at=at)
    if account is None:
        raise SubjectUnknown()
    return account


@action
def _prove_outside(provider: str, subject: str, *, by: Actor, at: datetime) -> int | None:
    policy.require_anybody(by)
    account = queries.account_of_subject(provider, subject, reader=SYSTEM)
    if account is None or not parties.may_enter(account, reader=SYSTEM):
        of = queries.subject_digest(subject, reader=SYSTEM)
        ledger.record(events.OutsideIdentityRefused(provider, of), by=by, at=at)
        return None
    ledger.record(events.OutsideIdentityProven(account, provider), by=Actor(f"account:{account}"), at=at)
    return account


@action
def link_identity(username: str, provider: str, subject: str, *, by: Actor, at: datetime) -> int:
    """From now on this subject of the outside provider is this account, whatever either is called."""
    policy.require_may_secure(by, policy.LINK)
    account = parties.account_named(username.strip(), reader=SYSTEM)
    if account is None:
        raise NobodyOfThatName()
    if not subject.strip() or not provider:
        raise Invalid()
    links = OutsideIdentity.objects.filter(provider=provider)
    if links.filter(Q(account_id=account) | Q(subject=subject.strip())).exists():
        raise SubjectTaken()
    OutsideIdentity.objects.create(account_id=account, provider=provider, subject=subject.strip())
    of = queries.subject_digest(subject.strip(), reader=SYSTEM)
    ledger.record(events.IdentityLinked(account, provider, of), by=by, at=at)
    return account


@action
def unlink_identity(account_id: int, provider: str, *, by: Actor, at: datetime) -> None:
    """The account is entered by the outside provider no more."""
    policy.require_may_secure(by, policy.LINK)
    gone, _kinds = OutsideIdentity.objects.filter(account_id=account_id, provider=provider).delete()
    if not gone:
        raise NotFound()
    ledger.record(events.IdentityUnlinked(account_id, provider), by=by, at=at)


@action
def register_client(name: str, redirect_uris: list[str], *, by: Actor, at: datetime) -> tuple[str, str]:
    """Let another system of the district ask people to sign in here: its id and its secret, shown once."""
    policy.require_may_secure(by, policy.KEEP_CLIENTS)
    if not name.strip() or not redirect_uris or not all(_is_safe(each) for each in redirect_uris):
        raise AddressUnsafe() if name.strip() else Invalid()
    client = Client(name=name.strip()[:100], created_at=at)
    made = secrets.token_urlsafe(32)
    client.set_secret(made)
    client.set_redirect_uris(redirect_uris)
    client.set_scopes(["openid", "profile"])
    try:
        client.full_clean(exclude=["secret", "cors_origins"])
    except ValidationError as problem:
        raise AddressUnsafe(problem.messages) from None
    client.save()
    ledger.record(events.ClientRegistered(client.id), by=by, at=at)
    return client.id, made


@action
def withdraw_client(client_id: str, *, by: Actor, at: datetime) -> None:
    """The other system may no longer ask; what it was given ends now."""
    policy.require_may_secure(by, policy.KEEP_CLIENTS)
    Token.objects.filter(client_id=client_id).delete()
    gone, _kinds = Client.objects.filter(pk=client_id).delete()
    if not gone:
        raise NotFound()
    ledger.record(events.ClientWithdrawn(client_id), by=by, at=at)


@action
def tell_client(account_id: int, client_id: str, *, by: Actor, at: datetime) -> None:
    """Note that the owner agreed to let another system know who they are."""
    policy.require_owner(account_id, by)
    if not Client.objects.filter(pk=client_id).exists():
        raise NotFound()
    ledger.record(events.ClientTold(account_id, client_id), by=by, at=at)


def _is_safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = parts.scheme == "http" and host in ("localhost", "127.0.0.1", "::1")
    return (parts.scheme == "https" or plain) and bool(host) and not parts.fragment and "*" not in address
