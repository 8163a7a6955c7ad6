"""The second factor: an authenticator app, and recovery codes for when it is lost. Kept by django-allauth."""

import hmac
from datetime import datetime

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext

from yunjian.kernel import installation, ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy
from ..logic import codes
from ..logic.sealing import sealed, unsealed
from .failures import count_failure, forget_failures, key_of, refuse_if_locked

PERIOD = 30  # seconds an app shows one code
RECOVERY_CODES = 10


class WrongCode(Invalid):
    """验证码不对，或者已经用过，请输入最新的一个。"""


class FactorExists(Declined):
    """这个账号已经绑定了验证器，要换一个请先解除原来的。"""


class NoFactor(Declined):
    """这个账号没有绑定第二重验证。"""


class Keeper(DefaultMFAAdapter):
    """How django-allauth keeps the secrets: encrypted with a key made from the installation's."""

    def encrypt(self, text: str) -> str:
        return sealed(text, installation.good_keys())

    def decrypt(self, encrypted_text: str) -> str:
        return unsealed(encrypted_text, installation.good_keys())

    def get_totp_issuer(self) -> str:
        return gettext("云间")

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict:
        return super().get_public_key_credential_user_entity(user) | {"display_name": user.name}  # type: ignore[attr-defined]

    def _get_site_name(self) -> str:
        return gettext("云间")


@action
def enrol_totp(account_id: int, secret: str, code: str, *, by: Actor, at: datetime) -> None:
    """Tie an authenticator app to the account, once it has shown that it knows the secret."""
    policy.require_owner(account_id, by)
    if _of(account_id, Authenticator.Type.TOTP) is not None:
        raise FactorExists()
    step = _step_of(secret, code, at, after=0)
    if step is None:
        raise WrongCode()
    factor = TOTP(Authenticator(user_id=account_id, type=Authenticator.Type.TOTP, created_at=at)).instance
    factor.data = {"secret": Keeper().encrypt(secret), "step": step}
    factor.save()
    ledger.record(events.FactorAdded(account_id, "TOTP"), by=by, at=at)


def prove_factor(account_id: int, code: str, *, address: str, by: Actor, at: datetime) -> str:
    """Which second factor this code proves, ``totp`` or ``recovery``; each code counts once."""
    method = _prove_factor(account_id, code, address, by=by, at=at)
    if not method:
        raise WrongCode()
    return method


@action
def _prove_factor(account_id: int, code: str, address: str, *, by: Actor, at: datetime) -> str:
    policy.require_owner(account_id, by)
    keys = [key_of("factor", str(account_id)), key_of("address", address)]
    refuse_if_locked(keys, at)
    given = codes.plain(code)
    method = "totp" if _takes_totp(account_id, given, at) else "recovery" if _takes_recovery(account_id, given) else ""
    if not method:
        count_failure(keys, by=by, at=at)
        return ""
    forget_failures(keys[0])
    ledger.record(events.FactorProven(account_id, method.upper()), by=by, at=at)
    return method


@action
def make_recovery_codes(account_id: int, *, by: Actor, at: datetime) -> list[str]:
    """Ten codes for the day the app is lost, each good for once; they are shown now and never again."""
    policy.require_owner(account_id, by)
    factors = Authenticator.objects.filter(user_id=account_id)
    if not factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        raise NoFactor()
    factors.filter(type=Authenticator.Type.RECOVERY_CODES).delete()
    made = [codes.eight_digits() for _code in range(RECOVERY_CODES)]
    data = {"hashes": [make_password(code) for code in made]}
    Authenticator(user_id=account_id, type=Authenticator.Type.RECOVERY_CODES, data=data, created_at=at).save()
    ledger.record(events.RecoveryCodesMade(account_id), by=by, at=at)
    return made


@action
def remove_factor(account_id: int, factor_id: int, *, by: Actor, at: datetime) -> None:
    """Untie an authenticator app or a passkey; without any factor left, recovery codes go too."""
    policy.require_owner(account_id, by)
    mine = Authenticator.objects.filter(user_id=account_id)
    factor = mine.exclude(type=Authenticator.Type.RECOVERY_CODES).select_for_update().filter(pk=factor_id).first()
    if factor is None:
        raise NoFactor()
    kind = "TOTP" if factor.type == Authenticator.Type.TOTP else "PASSKEY"
    factor.delete()
    if not mine.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        mine.delete()
    ledger.record(events.FactorRemoved(account_id, kind), by=by, at=at)


def clear_factors(account_id: int, *, by: Actor, at: datetime) -> None:
    """Part of a recovery: whoever lost everything begins anew."""
    for factor in Authenticator.objects.filter(user_id=account_id).exclude(type=Authenticator.Type.RECOVERY_CODES):
        remove_factor(account_id, factor.pk, by=by, at=at)


def _of(account_id: int, kind: str) -> Authenticator | None:
    return Authenticator.objects.select_for_update().filter(user_id=account_id, type=kind).first()


def _takes_totp(account_id: int, code: str, at: datetime) -> bool:
    factor = _of(account_id, Authenticator.Type.TOTP)
    if factor is None:
        return False
    step = _step_of(decrypt(factor.data["secret"]), code, at, after=factor.data["step"])
    if step is None:
        return False
    factor.data["step"], factor.last_used_at = step, at
    factor.save(update_fields=["data", "last_used_at"])
    return True


def _takes_recovery(account_id: int, code: str) -> bool:
    factor = _of(account_id, Authenticator.Type.RECOVERY_CODES)
    left = factor.data["hashes"] if factor and len(code) == codes.RECOVERY_DIGITS else []  # each costs a slow hash
    used = next((each for each in left if check_password(code, each)), None)
    if factor is None or used is None:
        return False
    left.remove(used)
    factor.save(update_fields=["data"])
    return True


def _step_of(secret: str, code: str, at: datetime, *, after: int) -> int | None:
    """The time step of which this is the code: now, the one before or the next, but none that was used (RFC 6238)."""
    now = int(at.timestamp()) // PERIOD
    for step in (now - 1, now, now + 1):
        expected = format_hotp_value(hotp_value(secret, step))
        if step > after and hmac.compare_digest(expected.encode(), code.encode()):
            return step
    return None
