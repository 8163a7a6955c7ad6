"""What somebody wants a certificate to say, brought into form, and the digest of what it says."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ..definitions import CertificateType

SHORT = 16  # characters of the digest in a printed code: 64 bits, more than anybody tries at our limits


@dataclass(frozen=True, slots=True)
class Draft:
    """A certificate somebody asks for: whose (their number and name), what it says, from when and through which day."""

    number: str
    name: str
    values: Mapping[str, str] = field(default_factory=dict)
    valid_from: date | None = None
    valid_through: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day it holds to the first it does not."""

    start: date
    end: date | None


def plain(draft: Draft) -> Draft:
    """The draft with its texts trimmed and composed, fields left empty left out."""
    values = {name: tidy(str(value)) for name, value in draft.values.items()}
    kept = {name: value for name, value in values.items() if value}
    return replace(draft, number=tidy(draft.number).replace(" ", "").upper(), name=tidy(draft.name), values=kept)


def tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def period(kind: CertificateType, draft: Draft, *, on: date) -> Period | None:
    """When the certificate would hold; None when its dates make no sense under the type's rule."""
    start = draft.valid_from or on
    if kind.validity.rule == "until" and draft.valid_through is None:
        return None
    end = kind.validity.ends_before(start, draft.valid_through)
    if end is not None and (end <= start or end <= on):
        return None
    return None if kind.validity.rule == "until" and kind.validity.is_too_long(start, end) else Period(start, end)


def digest(salt: str, identifier: str, name: str, number: str, values: Mapping[str, str], held: Period) -> str:
    """What binds a version to what it says. The salt is erased with the values: then nobody can guess them from it."""
    said = [identifier, name, number, dict(values), held.start.isoformat(), held.end.isoformat() if held.end else None]
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()
