"""Archives of cases: a BagIt package (RFC 8493), whole, whose manifest the ledger's entry names.

The package is a folder or a ZIP of one. Whoever has it needs nothing else to see that no file was changed, added or
taken away since the record was closed; the proof of the ledger's entry beside the manifest says when that was.
"""

import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from .merkle import Wrong
from .proof import Proof, read_proof

ENTRY = "cases.case.archived"
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST, INFO = "manifest-sha256.txt", "tagmanifest-sha256.txt", "bag-info.txt"
PROOF = "ledger-proof.txt"  # beside the manifests, in none of them: it can only be made after the package
MOST_FILES, MOST_OCTETS, LARGEST_TAG = 20_000, 8 * 1024**3, 16 * 1024 * 1024
_LINE = re.compile(r"([0-9a-fA-F]{64})[ \t]+\*?(\S.*)")
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bag:
    """A package found whole."""

    files: int
    octets: int
    manifest: str  # the digest of its manifest
    identifier: str
    proof: Proof | None

    def verify(self) -> str:
        """When the ledger says the record was closed; Wrong unless its entry names this very package."""
        if self.proof is None:
            return ""
        self.proof.verify()
        return _closed_at(self.proof.entry or b"", self)


class _Store(Protocol):
    def names(self) -> Iterator[str]: ...

    def open(self, name: str) -> BinaryIO: ...


class _Folder:
    def __init__(self, path: Path):
        self._path = path

    def names(self) -> Iterator[str]:
        for each in sorted(self._path.rglob("*")):
            if each.is_symlink():
                raise Wrong("the package holds a link to something outside")
            if each.is_file():
                yield each.relative_to(self._path).as_posix()

    def open(self, name: str) -> BinaryIO:
        return (self._path / name).open("rb")


class _Zip:
    """A ZIP with the package's folder as the one thing in it."""

    def __init__(self, file: zipfile.ZipFile):
        self._file = file
        names = [each.filename for each in file.infolist() if not each.is_dir()]
        tops = {name.partition("/")[0] for name in names}
        if len(tops) != 1 or len(set(names)) != len(names):
            raise Wrong("the ZIP holds something else than one package")
        self._top = f"{tops.pop()}/"
        self._names = [name.removeprefix(self._top) for name in names]

    def names(self) -> Iterator[str]:
        yield from sorted(self._names)

    def open(self, name: str) -> BinaryIO:
        return self._file.open(self._top + name)  # type: ignore[return-value]


def is_bag(path: Path, head: bytes) -> bool:
    """A folder with the declaration in it, or a ZIP whose first file is one."""
    if path.is_dir():
        return (path / "bagit.txt").is_file()
    name = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    return head.startswith(b"PK\x03\x04") and name.endswith(b"/bagit.txt")


def verify_bag(path: Path) -> Bag:
    """Every file is there, none beside, all as the manifests say; Wrong otherwise."""
    try:
        if path.is_dir():
            return _verified(_Folder(path))
        with zipfile.ZipFile(path) as file:
            return _verified(_Zip(file))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError) as trouble:
        raise Wrong(f"the package cannot be read: {trouble}") from None


def _verified(store: _Store) -> Bag:
    names = set()
    for name in store.names():
        names.add(_sound(name))
        if len(names) > MOST_FILES:
            raise Wrong("the package holds more files than are checked here")
    if _tag(store, "bagit.txt", names).replace(b"\r\n", b"\n") != DECLARATION:
        raise Wrong("bagit.txt does not say version 1.0 in UTF-8")
    manifest = _tag(store, MANIFEST, names)
    payload = _listed(manifest)
    if odd := sorted({name for name in names if name.startswith("data/")} ^ set(payload)):
        raise Wrong(f"{odd[0]} is in the package or in its manifest, not in both")
    octets = 0
    for name, digest in sorted(payload.items()):
        octets += _checked(store, name, digest, MOST_OCTETS - octets)
    for name, digest in sorted(_listed(_tag(store, TAG_MANIFEST, names), tags=True).items()):
        if name not in names:
            raise Wrong(f"{name} is missing")
        _checked(store, name, digest, LARGEST_TAG)
    info = _info(_tag(store, INFO, names))
    if info.get("Payload-Oxum") != f"{octets}.{len(payload)}":
        raise Wrong("bag-info.txt names another number of files and octets than there are")
    proof = read_proof(_tag(store, PROOF, names)) if PROOF in names else None
    return Bag(len(payload), octets, sha256(manifest).hexdigest(), info.get("External-Identifier", ""), proof)


def _tag(store: _Store, name: str, names: set[str]) -> bytes:
    if name not in names:
        raise Wrong(f"{name} is missing")
    with store.open(name) as file:
        data = file.read(LARGEST_TAG + 1)
    if len(data) > LARGEST_TAG:
        raise Wrong(f"{name} is too large")
    return data


def _checked(store: _Store, name: str, digest: str, most: int) -> int:
    """The size of a file that has this digest."""
    found, size = sha256(), 0
    with store.open(name) as file:
        while piece := file.read(_PIECE):
            found.update(piece)
            size += len(piece)
            if size > most:
                raise Wrong("the package is larger than what is checked here")
    if found.hexdigest() != digest.lower():
        raise Wrong(f"{name} was changed")
    return size


def _listed(manifest: bytes, *, tags: bool = False) -> dict[str, str]:
    """The files of a manifest and their digests, each once."""
    found: dict[str, str] = {}
    for line in _text(manifest).splitlines():
        matched = _LINE.fullmatch(line)
        if matched is None:
            raise Wrong("a line of a manifest is not a digest and a file")
        name = _sound(re.sub("%0A|%0D|%25", _plain, matched[2], flags=re.IGNORECASE))
        if name in found or name.startswith("data/") is tags:
            raise Wrong(f"{name} does not belong into this manifest")
        found[name] = matched[1]
    return found


def _plain(matched: re.Match[str]) -> str:
    return chr(int(matched[0][1:], 16))


def _sound(name: str) -> str:
    """A path that stays inside the package."""
    parts = name.split("/")
    if not name or "\\" in name or ":" in parts[0] or any(part in ("", ".", "..") for part in parts):
        raise Wrong("a path leads out of the package")
    return name


def _info(data: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _text(data).splitlines():
        label, colon, value = line.partition(":")
        if colon and not line.startswith((" ", "\t")):
            found.setdefault(label.strip(), value.strip())
    return found


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Wrong("a tag file is not in UTF-8") from None


def _closed_at(entry: bytes, bag: Bag) -> str:
    try:
        said: Any = json.loads(entry.decode())
        named, kind, subject, at = said["payload"]["manifest"], said["kind"], said["subject"], said["at"]
    except (UnicodeDecodeError, ValueError, KeyError, TypeError, RecursionError):
        raise Wrong("the ledger's entry is not about an archived case") from None
    if kind != ENTRY or subject != bag.identifier or not isinstance(at, str):
        raise Wrong("the ledger's entry is about another case")
    if named != bag.manifest:
        raise Wrong("the ledger's entry names another manifest: another package was archived")
    return at
