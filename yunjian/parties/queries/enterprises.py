"""Questions about enterprises."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound

from .. import logic, policy
from ..models import Enterprise, Flag


@dataclass(frozen=True, slots=True)
class EnterpriseView:
    """An enterprise in the register, its phone masked, and what is doubtful about its identifiers."""

    id: int
    name: str
    uscc: str
    uscc_doubt: str
    phone: str
    phone_doubt: str
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class Enterprises:
    """One page of the register and how many there are in all."""

    rows: tuple[EnterpriseView, ...]
    total: int


def enterprises(
    text: str = "", *, doubtful: bool = False, offset: int = 0, limit: int = 50, reader: Actor
) -> Enterprises:
    """Enterprises whose name or code contains the text, by name. For staff."""
    policy.require_may_read_enterprises(reader)
    found = Enterprise.objects.all()
    if wanted := text.strip():
        found = found.filter(Q(name__icontains=wanted) | Q(uscc__icontains=logic.plain_credit_code(wanted) or wanted))
    if doubtful:
        found = found.exclude(uscc_flag="", phone_flag="")
    rows = found.order_by("name", "pk")[offset : offset + limit]
    return Enterprises(tuple(_view(row) for row in rows), found.count())


def enterprise_by_code(uscc: str, *, reader: Actor) -> int | None:
    """The enterprise with this sound credit code. For staff."""
    policy.require_staff(reader)
    wanted = logic.plain_credit_code(uscc)
    return Enterprise.objects.filter(uscc=wanted, uscc_flag="").values_list("pk", flat=True).first()


def own_enterprise(enterprise_id: int, *, reader: Actor) -> tuple[str, str]:
    """Name and credit code of the enterprise the reader acts for; to everybody else it is not there."""
    row = Enterprise.objects.filter(pk=enterprise_id).first()
    if row is None or f"enterprise:{enterprise_id}" not in reader.owns:
        raise NotFound()
    return row.name, "" if row.uscc_flag else row.uscc


def _view(row: Enterprise) -> EnterpriseView:
    return EnterpriseView(
        id=row.pk,
        name=row.name,
        uscc=row.uscc,
        uscc_doubt=str(Flag(row.uscc_flag).label) if row.uscc_flag else "",
        phone=logic.masked_phone(row.phone),
        phone_doubt=str(Flag(row.phone_flag).label) if row.phone_flag else "",
        registered_at=row.registered_at,
    )
