"""What is done with a file inside the confined process: look whether it is what it says, make a copy to be shown."""

from collections.abc import Callable
from typing import Any, BinaryIO

from . import containers, kinds, papers, pictures
from .kinds import ARCHIVE, PICTURES
from .pieces import Piece, Unreadable

Done = tuple[dict[str, Any], list[Piece]]


def look(kind: str, file: BinaryIO) -> Done:
    """Open it as what it says it is: its real kind and its number of pages."""
    if kind == "pdf":
        return {"kind": kind, "pages": papers.look(file)}, []
    if kind in PICTURES:
        return {"kind": kind, "pages": pictures.look(kind, file)}, []
    if kind == ARCHIVE:
        return {"kind": containers.look(file), "pages": 0}, []
    raise Unreadable(kinds.UNKNOWN)


def copy(kind: str, file: BinaryIO) -> Done:
    """The copy that may be shown: upright pictures without what the camera wrote, a PDF without anything that acts."""
    if kind == "pdf":
        return {}, papers.copies(file)
    if kind in PICTURES:
        return {}, pictures.copies(kind, file)
    return {}, []


def read(kind: str, file: BinaryIO) -> Done:
    """The words in it: a PDF's own text, or what the pictures show where the reader of pictures is installed."""
    from . import words

    return words.read(kind, file), []


TASKS: dict[str, Callable[[str, BinaryIO], Done]] = {"look": look, "copy": copy, "read": read}
