"""A rule of reconciling: what it is called, what it rests on, what it says, and how it looks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from ..disclosure import Place
from ..finding import Finding, Severity

if TYPE_CHECKING:
    from .desk import Desk

Measure = Literal["yuan", "count", "percent", ""]
Kind = Literal["budget", "final"]


class NotApplicable(Exception):
    """The rule has nothing to look at in this disclosure; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``sentences`` are its Chinese templates by name; ``""`` is the usual one.

    ``basis`` names the identity or the error kind it stands on; ``explain`` says in a sentence what is compared.
    """

    code: str
    title: str
    severity: Severity
    basis: str
    explain: str
    sentences: Mapping[str, str]
    kinds: tuple[Kind, ...]
    look: Callable[["Desk", "Rule"], Iterable[Finding]]

    def finds(
        self,
        place: Place,
        /,
        *,
        sentence: str = "",
        severity: Severity | None = None,
        stated: Decimal | None = None,
        expected: Decimal | None = None,
        measure: Measure = "",
        other: Place | None = None,
        project: str = "",
        also: Mapping[str, object] | None = None,
        **values: object,
    ) -> Finding:
        """A finding of this rule; ``{difference}`` is filled in where both figures are given."""
        filled = {name: str(value) for name, value in {**(also or {}), **values}.items()}
        if project:
            filled.setdefault("project", project)
        if stated is not None and expected is not None:
            filled.setdefault("difference", amount(abs(stated - expected), measure))
            filled.setdefault("stated", amount(stated, measure))
            filled.setdefault("expected", amount(expected, measure))
        return Finding(
            code=self.code,
            severity=severity or self.severity,
            place=place,
            template=self.sentences[sentence],
            values=filled,
            other=other,
            stated=stated,
            expected=expected,
            measure=measure,
            project=project,
        )


def rule(
    code: str,
    title: str,
    *,
    severity: Severity,
    basis: str,
    explain: str,
    says: str | Mapping[str, str],
    kinds: tuple[Kind, ...] = ("budget",),
) -> Callable[[Callable[["Desk", Rule], Iterable[Finding]]], Rule]:
    """Make the function below it a rule."""
    sentences = {"": says} if isinstance(says, str) else dict(says)

    def make(look: Callable[["Desk", Rule], Iterable[Finding]]) -> Rule:
        return Rule(code, title, severity, basis, explain, sentences, kinds, look)

    return make


BOTH: tuple[Kind, ...] = ("budget", "final")


def amount(value: Decimal, measure: Measure = "yuan") -> str:
    """A figure in a sentence: ``36,864,854.48元``, ``3,686.49`` as a percentage, a plain count."""
    if measure == "yuan":
        exact = value.normalize()
        digits = max(2, -int(exact.as_tuple().exponent))
        return f"{value:,.{digits}f}元"
    if measure == "percent":
        return f"{value.normalize():f}%"
    return f"{value.normalize():f}"
