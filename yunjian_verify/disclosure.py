"""What left a district by a holder's consent: the signed answer an organisation fetched, the receipts of both sides.

A receipt holds what was agreed to and proof files of the ledger's entries about it, all under one checkpoint. The entry
of the consent holds a digest of what was agreed to; that of the fetch holds the same digest and the SHA-256 of the very
text that was fetched. Each side has the entries that name it: the holder all, the organisation that of its fetch.
Nothing else stands in a receipt, so that nothing in it is without proof; and nothing in the organisation's tells two
holders, or two certificates, from one.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from .entry import Entry, read_entry, read_object
from .folder import read_bounded
from .jose import Refused, among, decode, moment, read_compact, read_json
from .keys import VerificationKey
from .merkle import Wrong
from .proof import MOST_BYTES, Proof, read_proof

FORMAT = "yunjian disclosure receipt 1"
TYPE = "yunjian-disclosure+jwt"
CONSENTED, FETCHED, WITHDRAWN = (f"certificates.asking.{what}" for what in ("consented", "fetched", "withdrawn"))
LONGEST = 256 * 1024  # characters of an answer
_HASH = re.compile(r"[0-9a-f]{64}")
_WHAT = "The answer"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a holder agreed to: whom, for what, which fields, kept until when.

    ``certificate`` is a commitment with a salt the district keeps: it names the certificate to nobody else.
    """

    asking: str
    organisation: str
    credit_code: str
    scenario: str
    edition: str
    purpose: str
    reference: str
    certificate_type: str
    certificate: str
    fields: tuple[str, ...]
    kept_until: str

    @property
    def digest(self) -> str:
        """What the ledger holds of it."""
        said = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(FORMAT.encode() + b"\0" + said.encode()).hexdigest()


_NAMES = frozenset(each.name for each in fields(Agreed))


@dataclass(frozen=True, slots=True)
class Told:
    """What the ledger says: the entries there were, each at most once, in their order."""

    consented: Entry | None
    fetched: Entry | None
    withdrawn: Entry | None

    @property
    def disclosure(self) -> str:
        """The SHA-256 of what was fetched; empty when nothing was."""
        return self.fetched.text("disclosure") if self.fetched else ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as it was read; nothing in it is verified yet."""

    agreed: Agreed
    proofs: tuple[Proof, ...]

    def verify(self) -> Told:
        """What the ledger says of it; Wrong unless all of it belongs together. Who signed is asked separately."""
        if any(proof.checkpoint != self.proofs[0].checkpoint for proof in self.proofs):
            raise Wrong("the proofs of the receipt stand under different checkpoints")
        for proof in self.proofs:
            proof.verify()
        found = [read_entry(proof.entry or b"") for proof in self.proofs]
        kinds = [each.kind for each in found]
        order = [kind for kind in (CONSENTED, FETCHED, WITHDRAWN) if kind in kinds]
        places = [proof.index for proof in self.proofs]
        if kinds != order or places != sorted(set(places)) or not {CONSENTED, FETCHED} & set(kinds):
            raise Wrong("the entries of the receipt are not those of one consent")
        for each in found:
            self._require_own(each, found[0])
        by_kind = {each.kind: each for each in found}
        told = Told(*(by_kind.get(kind) for kind in (CONSENTED, FETCHED, WITHDRAWN)))
        if told.fetched and not _HASH.fullmatch(told.disclosure):
            raise Wrong("the ledger's entry does not say what such an entry says")
        return told

    def _require_own(self, entry: Entry, first: Entry) -> None:
        asking = entry.text("asking")
        same = (asking == self.agreed.asking, entry.text("scenario") == self.agreed.scenario,
                entry.subject == f"certificates.asking:{asking}",
                entry.payload.get("organisation") == first.payload.get("organisation"))  # fmt: skip
        if not all(same):
            raise Wrong("an entry of the receipt is about something else")
        if entry.kind != WITHDRAWN and entry.text("consent") != self.agreed.digest:
            raise Wrong("what the receipt says was agreed to is not what the ledger holds")


def write_receipt(agreed: Agreed, proofs: Sequence[str]) -> str:
    """The receipt; ``proofs`` are proof files with their entries, under one checkpoint, in the order of the entries."""
    said = {"format": FORMAT, "agreed": asdict(agreed), "proofs": list(proofs)}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def read_receipt(data: bytes) -> Receipt:
    """Wrong when it is no receipt."""
    said = read_object(data) if len(data) <= MOST_BYTES else None
    if said is None or said.get("format") != FORMAT or said.keys() != {"format", "agreed", "proofs"}:
        raise Wrong("no receipt")
    proofs = said["proofs"]
    if not isinstance(proofs, list) or not 1 <= len(proofs) <= 3 or not all(isinstance(each, str) for each in proofs):
        raise Wrong("the receipt does not hold its proofs")
    read = tuple(read_proof(each.encode("utf-8", "replace")) for each in proofs)
    return Receipt(_agreed(said["agreed"]), read)


def _agreed(said: Any) -> Agreed:
    wrong = Wrong("the receipt does not say what was agreed to")
    if not isinstance(said, dict) or said.keys() != _NAMES or not isinstance(said["fields"], list):
        raise wrong
    texts = [*said["fields"], *(value for name, value in said.items() if name != "fields")]
    if not all(isinstance(text, str) and _is_text(text) for text in texts):
        raise wrong
    return Agreed(**{**said, "fields": tuple(said["fields"])})


def _is_text(text: str) -> bool:
    try:
        return len(text.encode()) >= 0
    except UnicodeEncodeError:  # half of a character
        return False


@dataclass(frozen=True, slots=True)
class Answer:
    """A signed answer (JWS) that is genuine."""

    asking: str
    audience: str
    purpose: str
    kept_until: str
    made_at: int
    fields: Mapping[str, str]


def is_answer(head: bytes) -> bool:
    """The beginning of a signed answer: its header says so."""
    try:
        header = read_json(decode(head.partition(b".")[0].decode("ascii"), _WHAT), _WHAT)
    except (Refused, UnicodeDecodeError):
        return False
    return isinstance(header, dict) and header.get("typ") == TYPE


def read_answer(text: str, *, trusted: Mapping[str, tuple[VerificationKey, ...]], now: int, leeway: int = 60) -> Answer:
    """The answer, when one of these keys signed it; ``Refused`` says what is wrong.

    ``trusted`` maps an issuer (``iss``) to its keys; the empty name stands for whoever the answer names.
    """
    signed = read_compact(text, types=(TYPE,), what=_WHAT)
    said = signed.payload
    keys = trusted.get(said["iss"]) if isinstance(said.get("iss"), str) else None
    keys = keys or trusted.get("")
    if not keys:
        raise Refused("issuer", "The issuer of the answer is not one that is trusted here.")
    among(keys, signed, _WHAT)
    made, answered = moment(said, "iat", _WHAT), said.get("fields")
    texts = [said.get(name) for name in ("jti", "aud", "purpose", "kept_until")]
    if not isinstance(answered, dict) or not all(isinstance(each, str) for each in [*texts, *answered.values()]):
        raise Refused("shape", "The answer does not say all that an answer says.")
    if type(made) is not int:
        raise Refused("time", "The answer does not say when it was made.")
    if made > now + leeway:
        raise Refused("future", "The answer was made in the future.")
    return Answer(*texts, made, answered)


def digest_of(path: Path) -> str:
    """The SHA-256 of the text in a file, as the ledger has it: without blanks and line breaks around it."""
    return hashlib.sha256(read_bounded(path, LONGEST).strip()).hexdigest()
