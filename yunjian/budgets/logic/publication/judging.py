"""A draft judged by the same rules as a file from outside: written, read back, reconciled."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from ..codec import plain
from ..codes import CodeBook
from ..disclosure import Disclosure
from ..finding import Finding
from ..reading import read
from ..reconcile import reconcile
from .composing import compose
from .content import Content
from .web import Written, write


@dataclass(frozen=True, slots=True)
class Judged:
    """What the file says, as read back, and what was found, each with the part of the draft it concerns."""

    written: Written
    read: Disclosure
    found: tuple[Finding, ...]

    def of(self, where: str) -> tuple[Finding, ...]:
        """What was found in a part of the draft."""
        return tuple(finding for finding in self.found if self.part(finding) == where)

    def part(self, finding: Finding) -> str:
        place = finding.place
        if place.table:
            return f"sheet:{place.table}"
        return self.written.part(place.line)

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.found if finding.severity == "error")


def file_name(content: Content) -> str:
    return f"{content.body}{content.year}年部门预算.html"


def judge(content: Content, codes: CodeBook) -> Judged:
    """Write the draft, read it as anybody's file is read, and reconcile it."""
    written = write(compose(content))
    structure = read(written.data, file_name(content))
    return Judged(written, structure, reconcile(structure, codes))


def digest_of(content: Content) -> str:
    """SHA-256 of the content: what a signature is given for."""
    text = json.dumps(plain(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def sentences(found: Sequence[Finding]) -> list[dict[str, str]]:
    """Findings as they are kept with a signature: the rule and the sentence signed for."""
    return [{"code": finding.code, "sentence": finding.sentence} for finding in found]
