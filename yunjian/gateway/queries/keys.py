"""Which keys there are and how much they are used; and the key behind a token."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q, Sum
from django.utils import timezone

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.parties import queries as parties

from .. import logic, policy
from ..models import Key

COUNTED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key as its owner sees it; ``uses`` are those of the last thirty days."""

    id: int
    label: str
    owner: str
    owner_title: str
    prefix: str
    scopes: tuple[str, ...]
    networks: tuple[str, ...]
    per_minute: int
    made_at: datetime
    rotated_at: datetime | None
    expires_at: datetime
    revoked_at: datetime | None
    uses: int
    last_used_at: datetime | None
    mandate: int | None

    def is_in_use(self, at: datetime) -> bool:
        return self.revoked_at is None and self.expires_at > at


def keys(*, reader: Actor, at: datetime) -> list[KeyView]:
    """The reader's own keys, all of them for the administrator; those in use first."""
    rows = _counted(policy.keys_visible_to(reader, Key.objects.all()), at)
    titles = parties.unit_titles(reader=reader)
    found = [_view(row, titles) for row in rows.order_by("-made_at", "-pk")]
    return sorted(found, key=lambda each: not each.is_in_use(at))


def key(key_id: int, *, reader: Actor, at: datetime) -> KeyView:
    """One key: the reader's own, any for the administrator; a key may look at itself."""
    own = Q(pk=int(reader.id[4:])) if reader.id.startswith("key:") else Q(pk__in=_visible(reader))
    row = _counted(Key.objects.filter(own, pk=key_id), at).first()
    if row is None:
        raise NotFound()
    return _view(row, parties.unit_titles(reader=reader))


def outside_keys(organisation: str, *, reader: Actor, at: datetime) -> tuple[KeyView, ...]:
    """The keys of an organisation outside the district (``organisation:7``), for who keeps them; those in use first."""
    policy.require_keeper_of_outside_keys(reader)
    rows = _counted(Key.objects.filter(owner=organisation), at).order_by("-made_at", "-pk")
    return tuple(sorted((_view(row, {}) for row in rows), key=lambda each: not each.is_in_use(at)))


def authenticated(token: str, *, reader: Actor, at: datetime) -> KeyView | None:
    """The key with this text, if it is in use."""
    prefix = logic.prefix_of(token)
    row = Key.objects.filter(prefix=prefix, revoked_at=None, expires_at__gt=at).first() if prefix else None
    if row is None or not logic.is_token(token, row.digest):
        return None
    return _view(row, {})


def _visible(reader: Actor):
    return policy.keys_visible_to(reader, Key.objects.all()).values("pk")


def _counted(rows, at: datetime):
    lately = Q(uses__day__gt=timezone.localdate(at) - COUNTED)
    return rows.annotate(use_count=Sum("uses__uses", filter=lately), last_use=Max("uses__last_at"))


def _view(row: Key, titles: dict[str, str]) -> KeyView:
    kind, _, name = row.owner.partition(":")
    return KeyView(
        id=row.pk,
        label=row.label,
        owner=row.owner,
        owner_title=titles.get(name, name) if kind == "unit" else "",
        prefix=row.prefix,
        scopes=tuple(row.scopes),
        networks=tuple(row.networks),
        per_minute=row.per_minute,
        made_at=row.made_at,
        rotated_at=row.rotated_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        uses=getattr(row, "use_count", 0) or 0,
        last_used_at=getattr(row, "last_use", None),
        mandate=row.mandate,
    )
