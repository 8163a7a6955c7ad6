"""What other floors may hear of budgets. Past tense; ids and digests only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class _OfDisclosure:
    disclosure: int
    unit: str

    @property
    def subject(self) -> str:
        return f"budgets.disclosure:{self.disclosure}"


@dataclass(frozen=True)
class DisclosureReceived(_OfDisclosure):
    """A file was handed in, by an officer or with the district's pack."""

    kind = "budgets.disclosure.received"
    digest: str


@dataclass(frozen=True)
class ReadingRequested(_OfDisclosure):
    """An officer asked for a file to be read once more."""

    kind = "budgets.disclosure.reading_requested"


@dataclass(frozen=True)
class ReadingStarted(_OfDisclosure):
    """The reader took the file up."""

    kind = "budgets.disclosure.reading_started"


@dataclass(frozen=True)
class DisclosureRead(_OfDisclosure):
    """A file was read and checked; its figures can be asked for from now on."""

    kind = "budgets.disclosure.read"
    year: int
    digest: str
    edition: int
    reader: str
    errors: int


@dataclass(frozen=True)
class DisclosureUnreadable(_OfDisclosure):
    """A file could not be read as a disclosure; it is kept."""

    kind = "budgets.disclosure.unreadable"


@dataclass(frozen=True)
class DisclosureSuperseded(_OfDisclosure):
    """A corrected file for the same unit, year and kind took this one's place."""

    kind = "budgets.disclosure.superseded"
    successor: int


@dataclass(frozen=True)
class DisclosureWithdrawn(_OfDisclosure):
    """An officer took back a file handed in by mistake."""

    kind = "budgets.disclosure.withdrawn"


@dataclass(frozen=True)
class DisclosureRestored(_OfDisclosure):
    """The edition before came back into force because its successor was withdrawn."""

    kind = "budgets.disclosure.restored"


@dataclass(frozen=True)
class DisclosureReliedOn(_OfDisclosure):
    """A register took figures from this disclosure; it can no longer be withdrawn."""

    kind = "budgets.disclosure.relied_on"


@dataclass(frozen=True)
class FindingJudged(_OfDisclosure):
    """The officer said what a finding is worth."""

    kind = "budgets.finding.judged"
    fingerprint: str
    verdict: str


@dataclass(frozen=True)
class JudgementWithdrawn(_OfDisclosure):
    """The officer took a judgement back; the finding is open again."""

    kind = "budgets.finding.judgement_withdrawn"
    fingerprint: str
