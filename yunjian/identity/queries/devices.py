"""Questions about the devices somebody is signed in on."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.sessions.models import Session

from yunjian.kernel.actor import Actor

from .. import policy
from ..logic.browsers import named
from ..models import Device

MARK = "identity"  # where a session remembers how it began


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A browser that is signed in: which, from where, since when, last used when."""

    id: int
    browser: str
    address: str
    methods: tuple[str, ...]
    began_at: datetime
    seen_at: datetime
    is_this: bool


def devices(account_id: int, *, session_key: str = "", reader: Actor, at: datetime) -> tuple[DeviceView, ...]:
    """Where an account is signed in, this device first; sessions that have run out are left out."""
    policy.require_owner(account_id, reader)
    rows = {row.session_key: row for row in Device.objects.filter(account_id=account_id, ended_at=None)}
    alive = Session.objects.filter(session_key__in=[key for key in rows if key], expire_date__gt=at)
    found = [_view(rows[each.session_key], each, session_key) for each in alive]
    return tuple(sorted(found, key=lambda each: (not each.is_this, -each.seen_at.timestamp())))


def is_signed_in(account_id: int, *, before: datetime, reader: Actor) -> bool:
    """Whether the account has a session that began before this moment."""
    policy.require_system(reader)
    return Device.objects.filter(account_id=account_id, ended_at=None, began_at__lte=before).exists()


def _view(row: Device, session: Session, session_key: str) -> DeviceView:
    mark = session.get_decoded().get(MARK, {})
    return DeviceView(
        id=row.pk,
        browser=named(row.browser),
        address=row.address or "",
        methods=tuple(row.methods.split()),
        began_at=row.began_at,
        seen_at=datetime.fromtimestamp(mark["seen"], UTC) if "seen" in mark else row.began_at,
        is_this=row.session_key == session_key,
    )
