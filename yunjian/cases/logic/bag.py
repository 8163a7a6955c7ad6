"""The package of a closed record: a ZIP of one BagIt folder (RFC 8493), the same bytes for the same files."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from yunjian_verify.bag import DECLARATION, INFO, MANIFEST, PROOF, TAG_MANIFEST

_THEN = (1980, 1, 1, 0, 0, 0)  # ZIP knows no earlier time; when it was made, bag-info says


@dataclass(frozen=True, slots=True)
class Package:
    """The ZIP, its digest, and that of its manifest."""

    data: bytes
    digest: str
    manifest: str
    files: int


def package(folder: str, payload: Mapping[str, bytes], info: Mapping[str, str], *, on: date) -> Package:
    """Freeze the files, whose names are paths under ``data/``."""
    files = {f"data/{name}": data for name, data in sorted(payload.items())}
    manifest = _manifest(files)
    octets = sum(map(len, files.values()))
    said = {**info, "Bagging-Date": on.isoformat(), "Payload-Oxum": f"{octets}.{len(files)}"}
    tags = {
        "bagit.txt": DECLARATION,
        INFO: "".join(f"{label}: {' '.join(value.split())}\n" for label, value in said.items()).encode(),
        MANIFEST: manifest,
    }
    tags[TAG_MANIFEST] = _manifest(tags)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, data in (tags | files).items():
            file.writestr(_entry(folder, name), data, zipfile.ZIP_DEFLATED)
    data = made.getvalue()
    return Package(data, sha256(data).hexdigest(), sha256(manifest).hexdigest(), len(files))


def with_proof(data: bytes, proof: str) -> bytes:
    """The package with the proof of its entry in the ledger beside the manifests, in none of which it stands."""
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a") as file:
        folder = file.namelist()[0].partition("/")[0]
        file.writestr(_entry(folder, PROOF), proof.encode(), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _entry(folder: str, name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(f"{folder}/{name}", _THEN)
    entry.external_attr = 0o644 << 16
    return entry


def _manifest(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{sha256(data).hexdigest()}  {_escaped(name)}\n" for name, data in files.items()).encode()


def _escaped(name: str) -> str:
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
