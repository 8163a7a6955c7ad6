"""What does not add up: findings with the officer's judgement, by severity, rule and table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.ui.listing import Ask, Found, find

from ..logic.disclosure import Place
from ..logic.reconcile import rules
from ..models import Finding, Judgement
from .disclosures import published

ORDERS = {"gravity": "gravity", "code": "code"}
GRAVITY = Case(
    When(severity=Finding.Severity.ERROR, then=0), When(severity=Finding.Severity.WARNING, then=1), default=2
)


@dataclass(frozen=True)
class JudgementView:
    verdict: str
    verdict_title: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class FindingView:
    """A finding; ``severity`` is ``error``, ``warning`` or ``note``; the figures are yuan, a count or percent."""

    disclosure: int
    number: int
    fingerprint: str
    code: str
    severity: str
    severity_title: str
    template: str
    values: dict[str, str] = field(hash=False)
    place: Place
    other: Place | None
    stated: Decimal | None
    expected: Decimal | None
    measure: str
    project: str
    judgement: JudgementView | None

    @property
    def sentence(self) -> str:
        """The finding in the reader's language."""
        return gettext(self.template).format(**self.values)

    @property
    def rule(self) -> str:
        """What the rule that found it is called, in the reader's language; its code where it is no longer known."""
        return _rule_title(self.code)

    @property
    def difference(self) -> Decimal | None:
        return None if self.stated is None or self.expected is None else self.stated - self.expected


@dataclass(frozen=True)
class Severities:
    """How many findings there are of each severity, false alarms left out."""

    error: int = 0
    warning: int = 0
    note: int = 0

    @property
    def total(self) -> int:
        return self.error + self.warning + self.note


@cache
def _titles() -> dict[str, str]:
    return {rule.code: rule.title for rule in rules()}


def _rule_title(code: str) -> str:
    title = _titles().get(code)
    return gettext(title) if title else code


def place_from(kept: dict[str, Any] | None) -> Place | None:
    return None if kept is None else Place(**kept)


def finding_counts(disclosures: Iterable[int], *, reader: Actor) -> dict[int, Severities]:
    """Per disclosure, how many findings stand."""
    false_alarm = Judgement.objects.filter(
        disclosure=OuterRef("disclosure"), fingerprint=OuterRef("fingerprint"), verdict=Judgement.Verdict.FALSE_ALARM
    )
    rows = (
        Finding.objects.filter(disclosure__in=published(reader).filter(pk__in=list(disclosures)))
        .filter(~Exists(false_alarm))
        .values_list("disclosure", "severity")
        .annotate(count=Count("pk"))
        .order_by()
    )
    counts: dict[int, dict[str, int]] = {}
    for disclosure, severity, count in rows:
        counts.setdefault(disclosure, {})[severity.lower()] = count
    return {disclosure: Severities(**found) for disclosure, found in counts.items()}


def findings(
    disclosure_id: int,
    *,
    reader: Actor,
    table: int | None = None,
    project: str = "",
    codes: Sequence[str] = (),
    limit: int | None = None,
) -> list[FindingView]:
    """The findings of a disclosure (of a table, a project, some rules), the gravest first, then as they stand."""
    rows = _rows(disclosure_id, reader)
    if codes:
        rows = rows.filter(code__in=codes)
    if table is not None:
        rows = rows.filter(Q(table=table) | Q(other__table=table))
    if project:
        rows = rows.filter(project=project)
    judged = _judgements(disclosure_id)
    return [view_of(row, judged) for row in rows.order_by(GRAVITY, "number")[:limit]]


def finding_page(disclosure_id: int, ask: Ask, *, reader: Actor) -> Found:
    """A page of the findings of a disclosure, as asked."""
    rows = _rows(disclosure_id, reader)
    for key in ("severity", "code", "table"):
        if value := ask.get(key):
            rows = rows.filter(**{key: value})
    rows = rows.annotate(gravity=GRAVITY)
    judged = _judgements(disclosure_id)
    return find(rows, ask, orders=ORDERS, tie_break="number", view=lambda row: view_of(row, judged))


def finding(disclosure_id: int, fingerprint: str, *, reader: Actor) -> FindingView:
    """One finding of a disclosure."""
    row = _rows(disclosure_id, reader).filter(fingerprint=fingerprint).first()
    if row is None:
        raise NotFound()
    return view_of(row, _judgements(disclosure_id))


def codes_found(disclosure_id: int, *, reader: Actor) -> list[tuple[str, str, int]]:
    """Which rules found something, what they are called, and how often."""
    rows = _rows(disclosure_id, reader).values_list("code").annotate(count=Count("pk")).order_by("code")
    return [(code, _rule_title(code), count) for code, count in rows]


def _rows(disclosure_id: int, reader: Actor) -> QuerySet[Finding]:
    return Finding.objects.filter(disclosure__in=published(reader).filter(pk=disclosure_id))


def _judgements(disclosure_id: int) -> dict[str, JudgementView]:
    return {
        judged.fingerprint: JudgementView(
            judged.verdict, judged.get_verdict_display(), judged.words, judged.by, judged.at
        )
        for judged in Judgement.objects.filter(disclosure=disclosure_id)
    }


def view_of(row: Finding, judged: dict[str, JudgementView]) -> FindingView:
    return FindingView(
        disclosure=row.disclosure_id,
        number=row.number,
        fingerprint=row.fingerprint,
        code=row.code,
        severity=row.severity.lower(),
        severity_title=row.get_severity_display(),
        template=row.template,
        values=row.values,
        place=place_from(row.place) or Place(),
        other=place_from(row.other),
        stated=row.stated,
        expected=row.expected,
        measure=row.measure,
        project=row.project,
        judgement=judged.get(row.fingerprint),
    )
