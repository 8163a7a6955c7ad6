"""Erasing what was kept long enough: half a year for addresses and browsers, a day for codes."""

from datetime import datetime, timedelta

from allauth.idp.oidc.models import Token
from django.contrib.sessions.models import Session

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor

from .. import events, policy
from ..models import Device, Failures, KeptText, PhoneCode, RecoveryCode

DEVICES = timedelta(days=183)
CODES = timedelta(days=1)


@action
def erase_old_records(*, by: Actor, at: datetime) -> None:
    """The ledger goes on knowing that somebody signed in and when; from where, it never knew."""
    policy.require_system(by)
    old = Device.objects.filter(began_at__lt=at - DEVICES).exclude(address=None, browser="")
    devices = old.update(address=None, browser="")
    codes, _kinds = PhoneCode.objects.filter(sent_at__lt=at - CODES).delete()
    KeptText.objects.filter(kept_at__lt=at - CODES).delete()
    RecoveryCode.objects.filter(expires_at__lt=at - CODES).delete()
    Failures.objects.filter(since__lt=at - CODES).delete()
    Token.objects.filter(expires_at__lt=at).delete()
    Session.objects.filter(expire_date__lt=at).delete()
    ledger.record(events.PersonalDataErased(devices, codes), by=by, at=at)
