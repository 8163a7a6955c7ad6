"""What a pre-review looks at, and what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What is not as it should be."""

    MISSING = "MISSING"
    UNREADABLE = "UNREADABLE"
    WRONG_TYPE = "WRONG_TYPE"
    EXPIRED = "EXPIRED"
    DIFFERS_FROM_FORM = "DIFFERS_FROM_FORM"
    DIFFERS_FROM_REGISTER = "DIFFERS_FROM_REGISTER"
    INCONSISTENT = "INCONSISTENT"
    AGAINST_RULES = "AGAINST_RULES"


@dataclass(frozen=True, slots=True)
class Titled:
    """What something is called, in both languages where both are known."""

    zh: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A value read from a paper: its name, how it is written, how sure its reader was; None: a person wrote it."""

    title: str
    form: str  # text, date, identity_number, credit_code, number
    value: str
    sure: float | None = None
    says: str = ""  # issued, ends: the day the paper was issued, the last day it holds


@dataclass(frozen=True, slots=True)
class Seen:
    """One file of a paper, as it was read."""

    type: str  # what it was handed in as
    how: str = ""  # TEXT, OCR, NOT_INSTALLED; empty: not read
    fields: Mapping[str, Read] = field(default_factory=dict)
    looks_like: str = ""  # the type whose words stand on it; empty: none was recognised
    looks_title: str = ""
    sure: float | None = None  # of the whole, by letters; None: it is text
    letters: int = 0
    asks: int = 0  # how many fields its type asks for
    refused: bool = False  # it could not be opened, or was damaged
    ends_on: date | None = None  # as the materials keep it
    months: int | None = None  # how long such a paper holds once issued

    @property
    def was_read(self) -> bool:
        return self.how in ("TEXT", "OCR")


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate that stands for a paper: whether it is in force, until when."""

    in_force: bool
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class PaperGiven:
    """A paper the item takes, and how it is given; ``way`` is empty while it is not."""

    key: str
    title: Titled
    need: str = "core"  # core, optional, may-follow
    type: str = ""  # the type of material it should be; empty: any
    type_title: str = ""
    way: str = ""
    files: tuple[Seen, ...] = ()
    certificate: Held | None = None
    made_by: str = ""  # the item before that gives it


@dataclass(frozen=True, slots=True)
class Registered:
    """What a register or a certificate says: whose words they are, and how they are written."""

    title: Titled
    value: str


# (party | certificate, of which kind, the field there) -> what it says
Registers = Mapping[tuple[str, str, str], Registered]


@dataclass(frozen=True, slots=True)
class Place:
    """Where: a field of the form by its dotted name, or a paper by its key."""

    of: str  # field, paper
    key: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: what kind, where, which sentence with which values, and whether one may go on."""

    kind: Kind
    place: Place
    rule: str  # which sentence says it
    values: Mapping[str, Any] = field(default_factory=dict)  # words, or Titled
    blocks: bool = False


def as_kept(found: Finding) -> dict[str, Any]:
    """A finding as it is kept with an application."""
    values = {name: [each.zh, each.en] if isinstance(each, Titled) else each for name, each in found.values.items()}
    return {
        "kind": str(found.kind), "of": found.place.of, "key": found.place.key, "rule": found.rule, "values": values,
        "blocks": found.blocks,
    }  # fmt: skip


def as_found(kept: Mapping[str, Any]) -> Finding:
    """The same, read again."""
    values = {name: Titled(*each) if isinstance(each, list) else each for name, each in kept["values"].items()}
    return Finding(Kind(kept["kind"]), Place(kept["of"], kept["key"]), kept["rule"], values, kept["blocks"])
