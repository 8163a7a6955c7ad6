"""A finding: something in a disclosure that does not add up, and where."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from .disclosure import Place

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.

    ``code`` is stable: the identity (``BUD-X001``) or the error kind (``DOC-E13``) it breaks. ``template`` is the
    Chinese sentence with named places, which is also the gettext message id; ``values`` fills them. ``stated`` and
    ``expected`` are yuan (or a count, or percent: ``measure`` says), ``difference`` is stated minus expected.
    """

    code: str
    severity: Severity
    place: Place
    template: str
    values: dict[str, str] = field(hash=False)
    other: Place | None = None
    stated: Decimal | None = None
    expected: Decimal | None = None
    measure: Literal["yuan", "count", "percent", ""] = ""
    project: str = ""  # title of the project note it concerns, if any

    @property
    def difference(self) -> Decimal | None:
        return None if self.stated is None or self.expected is None else self.stated - self.expected

    @property
    def sentence(self) -> str:
        """The finding in Chinese, to be acted on."""
        return self.template.format(**self.values)
