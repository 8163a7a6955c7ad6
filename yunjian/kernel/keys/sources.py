"""Where private keys lie: a file in the data folder, the environment, or a device behind PKCS #11.

A source may hold several keys of a purpose: during a rotation the old one goes on signing until the new one is known.
"""

import base64
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.conf import settings

from .signing import Signer, generate, signer_of
from .trouble import KeyMissing, KeyUnreadable

FOLDER = "keys"  # in the data folder
_PEM = re.compile(r"-----BEGIN PRIVATE KEY-----\s*([A-Za-z0-9+/=\s]+?)-----END PRIVATE KEY-----")


class Source(Protocol):
    """Keys of one purpose."""

    def signer(self, key_id: str) -> Signer:
        """The key with this name; KeyMissing when it is not there."""

    def new(self, algorithm: str, known: frozenset[str]) -> Signer:
        """A key whose name is none of the known ones: one that lies ready, or a new one."""


def source_of(purpose: str, source: str) -> Source:
    """The source that a setting names."""
    if source == "file":
        return Files(settings.DATA_FOLDER / FOLDER, purpose)
    if source.startswith("env:"):
        return Variable(source.removeprefix("env:"))
    from .hardware import Device

    return Device(source.removeprefix("pkcs11:"), purpose)


class Files:
    """Files ``keys/PURPOSE-NAME.pem`` (PKCS #8) that only their owner can read."""

    def __init__(self, folder: Path, purpose: str):
        self.folder, self.purpose = folder, purpose

    def signer(self, key_id: str) -> Signer:
        path = self._path(key_id)
        try:
            text = path.read_text("ascii")
        except FileNotFoundError:
            raise KeyMissing(str(path)) from None
        except (OSError, ValueError):
            raise KeyUnreadable(str(path)) from None
        for found in read_pem(text):
            if found.key_id == key_id:
                return found
        raise KeyUnreadable(str(path))

    def new(self, algorithm: str, known: frozenset[str]) -> Signer:
        private = generate(algorithm)
        made = signer_of(private)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._path(made.key_id), os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(pem_of(private))
            file.flush()
            os.fsync(file.fileno())
        return made

    def _path(self, key_id: str) -> Path:
        return self.folder / f"{self.purpose}-{key_id}.pem"


class Variable:
    """One or more keys (PKCS #8, PEM) in an environment variable, newest last."""

    def __init__(self, name: str):
        self.name = name

    def signer(self, key_id: str) -> Signer:
        for found in self._all():
            if found.key_id == key_id:
                return found
        raise KeyMissing(self.name)

    def new(self, algorithm: str, known: frozenset[str]) -> Signer:
        for found in reversed(list(self._all())):
            if found.algorithm == algorithm and found.key_id not in known:
                return found
        raise KeyMissing(self.name)

    def _all(self) -> Iterator[Signer]:
        return read_pem(os.environ.get(self.name, "").replace("\\n", "\n"))


def read_pem(text: str) -> Iterator[Signer]:
    """Every private key in a text."""
    for body in _PEM.findall(text):
        try:
            yield signer_of(base64.b64decode("".join(body.split()), validate=True))
        except ValueError:
            raise KeyUnreadable() from None


def pem_of(private_key: bytes) -> str:
    """PKCS #8 as PEM."""
    text = base64.b64encode(private_key).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return "\n".join(("-----BEGIN PRIVATE KEY-----", *lines, "-----END PRIVATE KEY-----", ""))
