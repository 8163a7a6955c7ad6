"""What disclosures would change in the register, for those who keep or oversee the unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from yunjian.budgets import queries as budgets
from yunjian.kernel import keyset
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.keyset import Slice
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask, Found, find

from .. import policy
from ..models import Proposal

KINDS = Proposal.Kind.choices
STATES = Proposal.State.choices
FINDINGS_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding in the disclosure that concerns the project: whoever decides should know it."""

    code: str
    severity: str
    sentence: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ProposalView:
    """One project of a disclosure beside the register; amounts in yuan."""

    id: int
    disclosure: int
    number: int
    title: str
    kind: str
    kind_title: str
    state: str
    state_title: str
    project: int | None
    is_outdated: bool
    amount: Decimal | None
    printed: str
    differences: tuple[tuple[str, str, str], ...]
    flags: tuple[Flag, ...]
    reason: str
    decided_at: datetime | None
    may_be_withdrawn: bool

    @property
    def is_open(self) -> bool:
        return self.state == Proposal.State.OPEN


@dataclass(frozen=True, slots=True)
class Import:
    """A disclosure with the count of its proposals by state."""

    disclosure: int
    title: str
    unit: str
    unit_title: str
    year: int
    period: str
    is_current: bool
    open: int
    confirmed: int
    dismissed: int
    settled: int

    @property
    def total(self) -> int:
        return self.open + self.confirmed + self.dismissed + self.settled


@dataclass(frozen=True, slots=True)
class ImportPage:
    """A page of a disclosure's proposals and what may be done with them."""

    import_: Import
    found: Found
    new_without_doubt: tuple[int, ...]
    may_decide: bool


def waiting(*, reader: Actor) -> int:
    """How many proposals wait for a decision in the units the reader keeps."""
    units = policy.units_to_decide(reader)
    return Proposal.objects.filter(state=Proposal.State.OPEN, unit__in=units).count() if units else 0


def imports(*, reader: Actor) -> list[Import]:
    """Every disclosure that was compared and whose proposals the reader sees, open ones first."""
    units = policy.units_with_proposals(reader)
    rows = Proposal.objects.all() if units is None else Proposal.objects.filter(unit__in=units)
    counts: dict[int, dict[str, int]] = {}
    for disclosure, state, count in rows.values_list("disclosure", "state").annotate(count=Count("pk")).order_by():
        counts.setdefault(disclosure, {})[state] = count
    found = [_import(disclosure, count, reader) for disclosure, count in counts.items()]
    return sorted(found, key=lambda each: (each.open == 0, -each.year, each.unit, -each.disclosure))


def import_page(disclosure_id: int, ask: Ask, *, reader: Actor) -> ImportPage:
    """A page of the proposals of one disclosure; findings stand beside the project they concern."""
    disclosure = budgets.disclosure(disclosure_id, reader=reader)
    policy.require_sees_proposals_of(reader, disclosure.unit)
    rows = Proposal.objects.filter(disclosure=disclosure_id)
    counts = dict(rows.values_list("state").annotate(count=Count("pk")).order_by())
    for name in ("kind", "state"):
        if value := ask.get(name):
            rows = rows.filter(**{name: value})
    flags = _flags(disclosure_id, reader)
    found = find(
        rows.select_related("project"),
        ask,
        orders={"number": "number"},
        tie_break="number",
        view=lambda row: _view(row, flags),
    )
    fresh = Proposal.objects.filter(disclosure=disclosure_id, state=Proposal.State.OPEN, kind=Proposal.Kind.NEW)
    sound = tuple(pk for pk, title in fresh.order_by("number").values_list("pk", "title") if title not in flags)
    may_decide = policy.is_officer(reader, disclosure.unit)
    return ImportPage(_import(disclosure_id, counts, reader), found, sound, may_decide)


def proposal_slice(
    *,
    disclosure: int | None = None,
    state: str = "",
    kind: str = "",
    after: Sequence[Any] | None = None,
    limit: int = 50,
    reader: Actor,
) -> Slice:
    """Proposals of the units whose proposals the reader sees, the oldest first."""
    _require_sees_some(reader)
    rows = _visible(reader).select_related("project")
    given = {"disclosure": disclosure, "state": state, "kind": kind}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    return keyset.take(rows, "id", {"id": "pk"}, after=after, limit=limit, view=lambda row: _view(row, {}))


def proposal(proposal_id: int, *, reader: Actor) -> ProposalView:
    """One proposal with the findings that concern it."""
    _require_sees_some(reader)
    row = _visible(reader).select_related("project").filter(pk=proposal_id).first()
    if row is None:
        raise NotFound()
    return _view(row, _flags(row.disclosure, reader))


def _require_sees_some(reader: Actor) -> None:
    if not policy.sees_proposals(reader):
        raise Forbidden()


def _visible(reader: Actor) -> QuerySet[Proposal]:
    units = policy.units_with_proposals(reader)
    return Proposal.objects.all() if units is None else Proposal.objects.filter(unit__in=units)


def proposal_titles(proposal_ids: list[int], *, reader: Actor) -> dict[int, str]:
    """What the proposals are called, of the units whose proposals the reader sees."""
    units = policy.units_with_proposals(reader)
    rows = Proposal.objects.filter(pk__in=proposal_ids)
    rows = rows if units is None else rows.filter(unit__in=units)
    return dict(rows.values_list("pk", "title"))


def _import(disclosure_id: int, counts: dict[str, int], reader: Actor) -> Import:
    try:
        disclosure = budgets.disclosure(disclosure_id, reader=reader)
    except NotFound:
        return _without_its_disclosure(disclosure_id, counts, reader)
    return Import(
        disclosure=disclosure_id,
        title=disclosure.title or disclosure.file_name,
        unit=disclosure.unit,
        unit_title=disclosure.unit_title,
        year=disclosure.year or 0,
        period=disclosure.period if disclosure.is_published else "",
        is_current=disclosure.is_current,
        **_by_state(counts),
    )


def _without_its_disclosure(disclosure_id: int, counts: dict[str, int], reader: Actor) -> Import:
    row = Proposal.objects.filter(disclosure=disclosure_id).values_list("unit", "year").first() or ("", 0)
    title = parties.unit_titles(reader=reader).get(row[0], row[0])
    return Import(disclosure_id, title, row[0], title, row[1], "", False, **_by_state(counts))


def _by_state(counts: dict[str, int]) -> dict[str, int]:
    return {name.lower(): counts.get(name, 0) for name in ("OPEN", "CONFIRMED", "DISMISSED", "SETTLED")}


def _flags(disclosure_id: int, reader: Actor) -> dict[str, tuple[Flag, ...]]:
    """The findings that stand, by the title of the project they concern."""
    flags: dict[str, list[Flag]] = {}
    for each in budgets.findings(disclosure_id, reader=reader, limit=FINDINGS_SHOWN):
        false_alarm = each.judgement is not None and each.judgement.verdict == "FALSE_ALARM"
        if each.project and not false_alarm:
            flag = Flag(each.code, each.severity, each.sentence, each.fingerprint)
            flags.setdefault(each.project, []).append(flag)
    return {title: tuple(found) for title, found in flags.items()}


def _view(row: Proposal, flags: dict[str, tuple[Flag, ...]]) -> ProposalView:
    project = row.project
    amount = row.proposed.get("amount")
    outdated = row.state == Proposal.State.OPEN and project is not None and row.kind != Proposal.Kind.NEW
    return ProposalView(
        id=row.pk,
        disclosure=row.disclosure,
        number=row.number,
        title=row.title,
        kind=row.kind,
        kind_title=row.get_kind_display(),
        state=row.state,
        state_title=row.get_state_display(),
        project=project.pk if project is not None and project.state == project.State.REGISTERED else None,
        is_outdated=outdated and project is not None and project.revision != row.against,
        amount=None if amount is None else Decimal(amount),
        printed=row.proposed.get("printed", ""),
        differences=tuple((field, kept, proposed) for field, kept, proposed in row.differences),
        flags=flags.get(row.title, ()),
        reason=row.reason,
        decided_at=row.decided_at,
        may_be_withdrawn=row.state == Proposal.State.CONFIRMED
        and project is not None
        and project.revision == row.applied,
    )
