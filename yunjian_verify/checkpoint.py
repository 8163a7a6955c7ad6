"""Checkpoints by C2SP tlog-checkpoint: what a log says its tree is, signed by it and cosigned by witnesses."""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass

from .merkle import EMPTY_ROOT, Wrong
from .note import Note, NoteKey, hash_from, read_note, verified

GREATEST = 2**63 - 1
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree's size and root, as the log with this origin says it; its signatures are not checked yet."""

    origin: str
    size: int
    root: bytes
    note: Note

    def signers(self, keys: Iterable[NoteKey]) -> list[NoteKey]:
        """Those of the keys that are the log's and signed; Wrong when one that should have signed did not."""
        mine = [key for key in keys if not key.is_witness and key.name == self.origin]
        return [key for key, _ in verified(self.note, mine)]

    def witnesses(self, keys: Iterable[NoteKey]) -> list[tuple[NoteKey, int]]:
        """Those of the keys that are witnesses' and cosigned, and when."""
        return verified(self.note, [key for key in keys if key.is_witness])


def text_of(origin: str, size: int, root: bytes) -> str:
    """What is signed."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def read_checkpoint(data: bytes) -> Checkpoint:
    """Wrong when it is no checkpoint."""
    note = read_note(data)
    lines = note.text.removesuffix("\n").split("\n")
    if len(lines) < 3 or not all(lines):
        raise Wrong("no checkpoint")
    size, root = number_from(lines[1]), hash_from(lines[2])
    if size == 0 and root != EMPTY_ROOT:
        raise Wrong("an empty tree has another root")
    return Checkpoint(lines[0], size, root, note)


def number_from(text: str) -> int:
    """A whole number without sign or leading zero."""
    if not _NUMBER.fullmatch(text) or int(text) > GREATEST:
        raise Wrong("no number")
    return int(text)
