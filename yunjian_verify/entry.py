"""One entry of a district's ledger as its leaf holds it: what happened, to what, when, with ids and digests only."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .merkle import Wrong

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the entry says; that it stands in the ledger, its proof says."""

    kind: str
    subject: str
    at: str
    payload: Mapping[str, Any]

    @property
    def minute(self) -> str:
        """When, as a sentence has it."""
        return f"{self.at[:16].replace('T', ' ')} UTC"

    def text(self, name: str) -> str:
        """A text of the payload; Wrong when there is none."""
        value = self.payload.get(name)
        if not isinstance(value, str):
            raise Wrong("the ledger's entry does not say what such an entry says")
        return value


def read_entry(leaf: bytes) -> Entry:
    """The entry in a leaf; Wrong when it is none."""
    said = read_object(leaf)
    if said is None:
        raise Wrong("the leaf holds no entry of a ledger")
    kind, subject, at, payload = (said.get(name) for name in ("kind", "subject", "at", "payload"))
    if not (isinstance(kind, str) and isinstance(subject, str) and isinstance(at, str) and isinstance(payload, dict)):
        raise Wrong("the leaf holds no entry of a ledger")
    if not _MOMENT.fullmatch(at):
        raise Wrong("the leaf holds no entry of a ledger")
    return Entry(kind, subject, at, payload)


def read_object(data: bytes) -> dict[str, Any] | None:
    """A JSON object none of whose names stands twice (another reader might take the other value); None otherwise."""
    try:
        found = json.loads(data.decode(), object_pairs_hook=_once)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found
