"""Published editions as rows: for whoever wants the catalogue itself and not what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from . import keyset
from .actor import Actor
from .errors import NotFound
from .keyset import Slice
from .models import Edition


@dataclass(frozen=True, slots=True)
class EditionView:
    """One published edition; the body word for word."""

    kind: str
    key: str
    valid_from: date
    valid_to: date | None
    digest: str
    pack: str
    published_at: datetime
    body: dict[str, Any]


def slice_of(
    *,
    kind: str = "",
    key: str = "",
    on: date | None = None,
    after: Sequence[Any] | None = None,
    limit: int = 50,
    reader: Actor,
) -> Slice:
    """Editions in the order they were published. What a district declares is everybody's."""
    rows = Edition.objects.all()
    rows = rows.filter(**{name: value for name, value in {"kind": kind, "key": key}.items() if value})
    if on is not None:
        later = Edition.objects.filter(
            kind=OuterRef("kind"), key=OuterRef("key"), valid_from__gt=OuterRef("valid_from"), valid_from__lte=on
        )
        rows = rows.filter(~Exists(later), Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)
    return keyset.take(rows, "id", {"id": "pk"}, after=after, limit=limit, view=_view)


def edition(kind: str, key: str, valid_from: date, *, reader: Actor) -> EditionView:
    """One edition; NotFound where there is none."""
    row = Edition.objects.filter(kind=kind, key=key, valid_from=valid_from).first()
    if row is None:
        raise NotFound()
    return _view(row)


def _view(row: Edition) -> EditionView:
    return EditionView(
        row.kind, row.key, row.valid_from, row.valid_to, row.digest, row.pack, row.published_at, row.body
    )
