"""What the confined process answers with: files it made, or the reason it could not."""

from dataclasses import dataclass


class Unreadable(Exception):
    """The file cannot be taken as it is; the message is the sentence its sender reads."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A file that was made: its name, its media type, its bytes."""

    name: str
    media: str
    data: bytes
