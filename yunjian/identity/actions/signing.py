"""Signing in and out: a password is proven, a device comes in, a device goes."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Forbidden, Invalid, NotFound
from yunjian.parties import queries as parties

from .. import events, policy
from ..models import Device
from .failures import count_failure, forget_failures, key_of, refuse_if_locked
from .phones import account_of_phone


class WrongCredentials(Invalid):
    """用户名或密码不对，请再试一次。"""


class WrongPresentPassword(Invalid):
    """现在的密码不对。"""


class NoSuchDevice(NotFound):
    """没有这台登录着的设备，它可能已经退出。"""


def prove_password(username: str, password: str, *, address: str, by: Actor, at: datetime) -> parties.Known:
    """Whose name and password these are.

    A wrong name, a wrong password and a closed account earn the same sentence in the same time, and are counted
    alike, so that nothing tells who has an account.
    """
    known = _prove_password(username, password, address, by=by, at=at)
    if known is None:
        raise WrongCredentials()
    return known


@action
def _prove_password(username: str, password: str, address: str, *, by: Actor, at: datetime) -> parties.Known | None:
    policy.require_nobody(by)
    name, place = key_of("name", username), key_of("address", address)
    refuse_if_locked([name, place], at)
    by_phone = account_of_phone(username)
    known = parties.account_by_password(username, password, account_id=by_phone, reader=SYSTEM)
    if known is None:
        count_failure([name, place], by=by, at=at)
        return None
    forget_failures(name)
    ledger.record(events.PasswordProven(known.account), by=Actor(f"account:{known.account}"), at=at)
    return known


def prove_present_password(account_id: int, password: str, *, by: Actor, at: datetime) -> None:
    """That whoever sits at a signed-in screen knows its password; wrong ones are counted as at the door."""
    if not _prove_present(account_id, password, by=by, at=at):
        raise WrongPresentPassword()


@action
def _prove_present(account_id: int, password: str, *, by: Actor, at: datetime) -> bool:
    policy.require_owner(account_id, by)
    key = key_of("present", str(account_id))
    refuse_if_locked([key], at)
    if not parties.is_password(account_id, password, reader=by):
        count_failure([key], by=by, at=at)
        return False
    forget_failures(key)
    ledger.record(events.PasswordProven(account_id), by=by, at=at)
    return True


def must_change(known: parties.Known, at: datetime) -> bool:
    """Whether the password has to be replaced before anything else: somebody else chose it, or it is too old."""
    if known.is_temporary or not settings.PASSWORD_DAYS:
        return known.is_temporary
    return known.set_at is not None and at - known.set_at > timedelta(days=settings.PASSWORD_DAYS)


@action
def sign_in(
    account_id: int, *, session_key: str, methods: tuple[str, ...], address: str | None, browser: str,
    by: Actor, at: datetime,
) -> int:  # fmt: skip
    """A device comes in for an account that has proven itself by these methods."""
    policy.require_owner(account_id, by)
    if not parties.may_enter(account_id, reader=SYSTEM):
        raise Forbidden()
    device = Device.objects.create(
        account_id=account_id,
        session_key=session_key,
        methods=" ".join(methods),
        address=address,
        browser=browser[:300],
        began_at=at,
    )
    ledger.record(events.AccountSignedIn(account_id, device.pk, device.methods), by=by, at=at)
    return device.pk


@action
def sign_out(account_id: int, session_key: str, end: str = Device.End.LEFT, *, by: Actor, at: datetime) -> None:
    """The device of this session is signed out, by its owner or because its time is up."""
    policy.require_end_session(account_id, by)
    device = Device.objects.select_for_update().filter(account_id=account_id, session_key=session_key).first()
    if device is None:
        ledger.record(events.AccountSignedOut(account_id, 0, end), by=by, at=at)
    else:
        _end(device, end, by=by, at=at)


@action
def end_device(device_id: int, *, by: Actor, at: datetime) -> None:
    """End one of one's own sessions from another: a lost phone, a forgotten computer."""
    device = Device.objects.select_for_update().filter(pk=device_id, ended_at=None).first()
    if device is None or not policy.is_owner(device.account_id, by):
        raise NoSuchDevice()
    policy.require_end_session(device.account_id, by)
    _end(device, Device.End.ENDED, by=by, at=at)


@action
def end_devices(account_id: int, end: str, *, but: str = "", by: Actor, at: datetime) -> int:
    """End every session of an account, except the one with the key ``but``; how many were ended."""
    policy.require_end_session(account_id, by)
    ended = 0
    found = Device.objects.select_for_update().filter(account_id=account_id, ended_at=None)
    for device in found.filter(began_at__lte=at).exclude(session_key=but or None):
        _end(device, end, by=by, at=at)
        ended += 1
    if not ended:
        ledger.record(events.AccountSignedOut(account_id, 0, end), by=by, at=at)
    return ended


def _end(device: Device, end: str, *, by: Actor, at: datetime) -> None:
    if device.session_key:
        SessionStore(device.session_key).delete()
    device.session_key, device.ended_at, device.end = None, at, end
    device.save(update_fields=["session_key", "ended_at", "end"])
    ledger.record(events.AccountSignedOut(device.account_id, device.pk, end), by=by, at=at)


@action
def rekey_device(account_id: int, before: str, after: str, *, by: Actor, at: datetime) -> None:
    """The session of a device goes on under another key: what was known of the old one is worth nothing."""
    policy.require_owner(account_id, by)
    device = Device.objects.select_for_update().filter(account_id=account_id, session_key=before).first()
    if device is None:
        raise NoSuchDevice()
    device.session_key = after
    device.save(update_fields=["session_key"])
    ledger.record(events.SessionRekeyed(account_id, device.pk), by=by, at=at)
