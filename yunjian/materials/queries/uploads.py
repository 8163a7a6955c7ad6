"""An upload on its way: how far it is, and its parts for whoever puts them together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound

from .. import policy
from ..logic.envelopes import Envelope
from ..models import Upload, vault


@dataclass(frozen=True, slots=True)
class UploadView:
    """How far an upload is."""

    id: int
    token: str
    file_name: str
    size: int
    offset: int
    state: str
    state_title: str
    reason: str
    expires_at: datetime
    material: int | None
    type: str


def upload(token: str, *, reader: Actor) -> UploadView:
    """One upload, to whoever began it."""
    row = Upload.objects.filter(token=token).first()
    if row is None or row.begun_by != reader.id:
        raise NotFound()
    return UploadView(
        id=row.pk, token=row.token, file_name=row.file_name, size=row.size, offset=row.offset, state=row.state,
        state_title=str(row.get_state_display()), reason=row.reason, expires_at=row.expires_at,
        material=row.material_id, type=row.type,
    )  # fmt: skip


def place_for_part(token: str, *, reader: Actor) -> Envelope:
    """The envelope a part is sealed under."""
    row = Upload.objects.filter(token=token, state=Upload.State.OPEN).first()
    if row is None or row.begun_by != reader.id or row.envelope is None:
        raise NotFound()
    return vault().open_envelope(row.envelope, row.key_name, row.token)


def parts_of(upload_id: int, *, reader: Actor) -> tuple[int, Iterator[bytes]] | None:
    """How long the whole is, and all parts in their order: for the platform. None when it is settled already."""
    policy.require_platform(reader)
    row = Upload.objects.filter(pk=upload_id, state=Upload.State.COMPLETE).first()
    if row is None or row.envelope is None:
        return None
    safe = vault()
    envelope = safe.open_envelope(row.envelope, row.key_name, row.token)
    places = list(row.parts.order_by("offset").values_list("place", flat=True))
    return row.size, (piece for place in places for piece in safe.read(envelope, place))
