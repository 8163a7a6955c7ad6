"""The files themselves: the original to its holder, the copies that are shown, the original to what checks it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound

from .. import policy
from ..definitions import MaterialType
from ..logic.envelopes import Envelope
from ..logic.kinds import KINDS
from ..models import Copy, Material, vault
from .drawer import PageView

Open = Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class FileView:
    """A file: what it is called, how long it is, and how to read it piece by piece."""

    name: str
    media: str
    size: int
    open: Open
    kind: str = ""
    type: str = ""
    state: str = ""
    copies: int = 0


def original(material_id: int, *, reader: Actor) -> FileView:
    """The file as it was handed in. Whoever hands it out has recorded it before."""
    row = Material.objects.usable().filter(pk=material_id).first()
    if row is None or not policy.may_read(reader, row.holder):
        raise NotFound()
    return _file(row)


def to_check(material_id: int, *, reader: Actor) -> FileView | None:
    """The same for the platform, whatever its state; None when its key is gone."""
    policy.require_platform(reader)
    row = Material.objects.filter(pk=material_id).first()
    if row is None or row.envelope is None:
        return None
    return _file(row)


def definition_of(material_id: int, *, reader: Actor) -> MaterialType:
    """What the district says of this kind of material, in the edition it was handed in under."""
    policy.require_platform(reader)
    row = Material.objects.filter(pk=material_id).first()
    if row is None:
        raise NotFound()
    return catalogue.edition(MaterialType, row.type, row.edition)


def formats_of(material_id: int, *, reader: Actor) -> tuple[str, ...]:
    """The kinds of files this material may be."""
    return definition_of(material_id, reader=reader).formats


def envelope_of(material_id: int, *, reader: Actor) -> Envelope:
    """What its files are sealed under: for the platform."""
    policy.require_platform(reader)
    row = Material.objects.filter(pk=material_id, envelope__isnull=False).first()
    if row is None:
        raise NotFound()
    return vault().open_envelope(row.envelope or b"", row.key_name, row.place)


def places_to_free(material_id: int, *, reader: Actor) -> tuple[str, ...]:
    """Where the files of a material lie whose envelope is gone."""
    policy.require_platform(reader)
    gone = Material.objects.filter(pk=material_id, envelope__isnull=True)
    return tuple(gone.values_list("place", flat=True))


def pages(material_id: int, *, reader: Actor) -> tuple[PageView, ...]:
    """The pages of the shown copy, in order, for its holder."""
    row = Material.objects.usable().filter(pk=material_id).first()
    if row is None or not policy.may_read(reader, row.holder):
        return ()
    return pages_of(row)


def copy(material_id: int, name: str, *, reader: Actor) -> FileView:
    """One copy, to its holder."""
    row = Material.objects.usable().filter(pk=material_id).first()
    if row is None or not policy.may_read(reader, row.holder):
        raise NotFound()
    return copy_of(row, name)


def copy_of(row: Material, name: str) -> FileView:
    """The copy of that name, for whoever may see the material."""
    found = Copy.objects.filter(material=row, name=name).first()
    if found is None or row.envelope is None:
        raise NotFound()
    return FileView(f"{row.pk}-{name}", found.media, found.size, _opening(row, found.place))


def pages_of(row: Material) -> tuple[PageView, ...]:
    found = Copy.objects.filter(material=row, name__startswith="page-").values_list("name", "media")
    numbered = sorted((int(name.removeprefix("page-")), name, media) for name, media in found)
    return tuple(PageView(name, number, media) for number, name, media in numbered)


def _file(row: Material) -> FileView:
    kind = KINDS.get(row.kind)
    media = kind.media if kind else "application/octet-stream"
    return FileView(
        row.file_name, media, row.size, _opening(row, row.place), row.kind, row.type, row.state, row.copies.count()
    )


def _opening(row: Material, place: str) -> Open:
    def read() -> Iterator[bytes]:
        safe = vault()
        return safe.read(safe.open_envelope(row.envelope or b"", row.key_name, row.place), place)

    return read
