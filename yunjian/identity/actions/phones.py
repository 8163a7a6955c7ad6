"""Phones: a code is sent to one, given back, and an account is opened or entered with it."""

import secrets
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Declined, Forbidden, Invalid
from yunjian.parties import actions as parties
from yunjian.parties import queries

from .. import events, policy
from .. import queries as phone_queries
from ..logic import codes, phones
from ..models import OutgoingText, PhoneCode, ProvenPhone
from .failures import count_failure, forget_failures, key_of, refuse_if_locked

VALID = timedelta(minutes=5)
PAUSE = timedelta(seconds=60)
MOST_TRIES = 5
MOST_A_DAY = 10  # codes to one phone
MOST_AN_HOUR = 30  # codes asked for from one address
REGISTERING = timedelta(minutes=10)


class NoMobile(Invalid):
    """请填写 11 位手机号。"""


class TooSoon(Declined):
    """验证码刚刚发过，请过一分钟再要。"""

    status = 429


class TooManyCodes(Declined):
    """今天要验证码的次数太多了，请明天再试，或者换一种方式登录。"""

    status = 429


class WrongPhoneCode(Invalid):
    """验证码不对，或者已经过期、用过，请核对或重新获取。"""


class PhoneTaken(Declined):
    """这个手机号已经注册过，请直接登录。"""


@action
def send_phone_code(phone: str, *, address: str, by: Actor, at: datetime) -> int:
    """Put a code on its way; the answer is the same whether the phone has an account or not."""
    policy.require_nobody(by)
    number = phones.mobile(phone)
    if not number:
        raise NoMobile()
    of, place = phone_digest(number), codes.digest("place", address, settings.SECRET_KEY)
    refuse_if_locked([f"phone:{of[:40]}"], at)  # two at once wait in line
    sent = PhoneCode.objects.filter(phone=of, sent_at__gt=at - timedelta(days=1))
    if sent.filter(sent_at__gt=at - PAUSE).exists():
        raise TooSoon()
    from_here = PhoneCode.objects.filter(place=place, sent_at__gt=at - timedelta(hours=1)).count()
    if sent.count() >= MOST_A_DAY or from_here >= MOST_AN_HOUR:
        raise TooManyCodes()
    code = codes.six_digits()
    PhoneCode.objects.create(phone=of, place=place, digest=_code_digest(of, code), sent_at=at, expires_at=at + VALID)
    words = _("【云间】验证码 %(code)s，五分钟内有效。不要告诉别人，工作人员不会向您要它。") % {"code": code}
    text = OutgoingText.objects.create(reference=uuid.uuid4(), phone=number, words=words, queued_at=at)
    ledger.record(events.PhoneCodeSent(of[:40], text.pk), by=by, at=at)
    return text.pk


def prove_phone(phone: str, code: str, *, address: str, by: Actor, at: datetime) -> int:
    """That whoever asks holds the phone: the id of the proof, good for registering. Wrong codes are counted."""
    proof = _prove_phone(phone, code, address, by=by, at=at)
    if proof is None:
        raise WrongPhoneCode()
    return proof


@action
def _prove_phone(phone: str, code: str, address: str, *, by: Actor, at: datetime) -> int | None:
    policy.require_nobody(by)
    of = phone_digest(phones.mobile(phone))
    keys = [f"phone:{of[:40]}", key_of("address", address)]
    refuse_if_locked(keys, at)
    row = PhoneCode.objects.select_for_update().filter(phone=of, expires_at__gt=at).order_by("-sent_at", "-pk").first()
    if row is not None and row.used_at is None and row.tries < MOST_TRIES:
        if codes.is_same(row.digest, _code_digest(of, codes.plain(code))):
            row.used_at = at
            row.save(update_fields=["used_at"])
            forget_failures(keys[0])
            _bring_under_the_present_key(phones.mobile(phone))
            ledger.record(events.PhoneProven(of[:40]), by=by, at=at)
            return row.pk
        row.tries += 1
        row.save(update_fields=["tries"])
    count_failure(keys, by=by, at=at)
    return None


@action
def register_citizen(
    proof_id: int, phone: str, name: str, *, password: str = "", enterprise: tuple[str, str] | None = None,
    relation: str = "AGENT",
    by: Actor, at: datetime,
) -> int:  # fmt: skip
    """Open an account for whoever has just proven the phone.

    An enterprise (name, credit code) is registered with it, and a mandate to act for it is asked for: it waits until
    the enterprise says yes or a counter has seen the papers.
    """
    policy.require_nobody(by)
    number = phones.mobile(phone)
    of = phone_digest(number)
    proofs = PhoneCode.objects.select_for_update().filter(phone=of, used_at__gt=at - REGISTERING)
    if not proofs.filter(pk=proof_id).exists():
        raise Forbidden()
    if account_of_phone(number) is not None:
        raise PhoneTaken()
    person = parties.register_person(name, "", number, by=SYSTEM, at=at)
    username = f"p-{secrets.token_hex(5)}"
    account = parties.open_account(username, name, None, person_id=person, by=SYSTEM, at=at)
    if password:
        parties.set_password(account, password, by=Actor(f"account:{account}"), at=at)
    ProvenPhone.objects.create(account_id=account, digest=of, proven_at=at)
    firm = _enterprise(*enterprise, at=at) if enterprise else None
    if enterprise:
        parties.ask_for_mandate(relation, *enterprise, ["*"], by=Actor(f"account:{account}"), at=at)
    ledger.record(events.CitizenRegistered(account, person, firm), by=by, at=at)
    return account


def account_of_phone(phone: str) -> int | None:
    """The account that has proven this phone, if the text is a phone at all."""
    number = phones.mobile(phone)
    if not number:
        return None
    return phone_queries.account_of_phone(number, reader=SYSTEM)


def _bring_under_the_present_key(number: str) -> None:
    """While the installation's key is exchanged: whoever proves a phone has its digest made anew."""
    present, *former = phone_queries.phone_digests(number, reader=SYSTEM)
    if former:
        ProvenPhone.objects.filter(digest__in=former).update(digest=present)


def phone_digest(number: str) -> str:
    return codes.digest("phone", number, settings.SECRET_KEY)


def _code_digest(of: str, code: str) -> str:
    return codes.digest(f"code:{of}", code, settings.SECRET_KEY)


def _enterprise(name: str, uscc: str, *, at: datetime) -> int:
    known = queries.enterprise_by_code(uscc, reader=SYSTEM)
    return known if known is not None else parties.register_enterprise(name, uscc, by=SYSTEM, at=at)
