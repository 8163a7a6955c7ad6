"""The vault: files sealed under keys of their own, whose envelopes a district key closes; made from the settings."""

import functools
import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from yunjian.kernel.errors import Declined

from ..logic.envelopes import Envelope, Keyring, read_keys
from ..logic.kinds import HEAD
from ..logic.sealing import opened, sealed
from ..logic.storing import Bucket, Folder, Store, StoreTrouble, new_place

log = logging.getLogger(__name__)


class NotStored(Declined):
    """文件没有存下来：存放处满了，或者现在不能用。请稍后再试；一再不成功时请告诉运行这个平台的单位。"""

    status = 507


class TooMuch(Exception):
    """More bytes came than may come."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that lies in the vault: what an action needs to keep it, and to find it again."""

    place: str
    size: int
    head: bytes
    envelope: Envelope
    key_name: str
    cipher: str
    closed: bytes


@dataclass(frozen=True)
class Vault:
    """The store and the keys. Nothing in it is readable without both."""

    store: Store
    keys: Keyring
    cipher: str

    def keep(self, content: Iterable[bytes], *, most: int) -> Sealed:
        """Seal what comes and put it away; TooMuch, and nothing is left, when there is more than ``most``."""
        place, fresh = new_place(), Envelope.new()
        looked = _Looked(most)
        self._put(place, sealed(looked.at(content), fresh.key, place, cipher=self.cipher))
        envelope = Envelope(fresh.key, looked.digest, fresh.salt)
        key = self.keys.current
        closed = key.wrapped(envelope, place, cipher=self.cipher)
        return Sealed(place, looked.size, looked.head, envelope, key.name, self.cipher, closed)

    def open_envelope(self, closed: bytes | memoryview, key_name: str, place: str) -> Envelope:
        return self.keys.named(key_name).unwrapped(bytes(closed), place)

    def read(self, envelope: Envelope, place: str) -> Iterator[bytes]:
        """The file again, piece by piece."""
        with self.store.get(place) as source:
            yield from opened(source, envelope.key, place)

    def add(self, content: Iterable[bytes], envelope: Envelope) -> tuple[str, int]:
        """Put another file under the same envelope: a part, a copy. Its place and its size."""
        place, looked = new_place(), _Looked(2**63)
        self._put(place, sealed(looked.at(content), envelope.key, place, cipher=self.cipher))
        return place, looked.size

    def _put(self, place: str, content: Iterable[bytes]) -> None:
        try:
            self.store.put(place, content)
        except StoreTrouble as trouble:
            log.error("the store did not take a file: %s", trouble)
            raise NotStored() from None


class _Looked:
    """Bytes looked at while they pass: how many, how they begin, their digest."""

    def __init__(self, most: int):
        self.size, self.head, self._hash, self._most = 0, b"", hashlib.sha256(), most

    def at(self, content: Iterable[bytes]) -> Iterator[bytes]:
        for piece in content:
            self.size += len(piece)
            if self.size > self._most:
                raise TooMuch()
            if len(self.head) < HEAD:
                self.head = (self.head + bytes(piece[:HEAD]))[:HEAD]
            self._hash.update(piece)
            yield piece

    @property
    def digest(self) -> bytes:
        return self._hash.digest()


def vault() -> Vault:
    """The vault of this installation."""
    return Vault(_store(settings.MATERIALS_STORE, str(settings.MATERIALS_FOLDER)), _keys(), settings.MATERIALS_CIPHER)


@functools.cache
def _store(kind: str, folder: str) -> Store:
    return Bucket(**settings.MATERIALS_S3) if kind == "s3" else Folder(Path(folder))


def _keys() -> Keyring:
    """From the environment, or from the file in the data folder, read anew: a key may have been added."""
    return read_keys(settings.MATERIALS_KEYS or settings.MATERIALS_KEY_FILE())
