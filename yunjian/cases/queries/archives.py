"""The closed records: which there are, how long each is kept, and the package itself with its proof."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from yunjian.kernel import catalogue, ledger
from yunjian.kernel import policy as decision
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.proofs import proving
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask, Found, find

from .. import events, policy
from ..definitions import Procedure
from ..logic.bag import with_proof
from ..models import Archive

LATEST = Ask(sort="case", descending=True, size=50)


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """A line of the index of closed records."""

    case: int
    procedure_title: str
    unit_title: str
    ended_on: date
    frozen_at: datetime
    keep_until: date | None
    manifest: str
    files: int


@dataclass(frozen=True, slots=True)
class PackageView:
    """A package to take along; ``proven`` when the proof of the ledger's entry is in it already."""

    name: str
    data: bytes
    proven: bool


def archives(text: str = "", ask: Ask = LATEST, *, at: datetime, reader: Actor) -> Found:
    """The index, for the units whose records the reader keeps; by number or by what the matter is called."""
    units = decision.units(reader, policy.ARCHIVE)
    if units == frozenset():
        raise Forbidden()
    titles = {each.key: each.title for each in catalogue.all_in_force(Procedure, on=timezone.localdate(at))}
    places = parties.unit_titles(reader=reader)
    rows = Archive.objects.defer("package")
    rows = rows if units is None else rows.filter(unit__in=sorted(units))
    if text.isascii() and text.isdecimal() and len(text) < 18:
        rows = rows.filter(case=int(text))
    elif text:
        rows = rows.filter(procedure__in=[key for key, title in titles.items() if text in title])

    def view(row: Archive) -> ArchiveView:
        return ArchiveView(
            row.case_id, titles.get(row.procedure, row.procedure), places.get(row.unit, row.unit), row.ended_on,
            row.frozen_at, row.keep_until, row.manifest, row.files,
        )  # fmt: skip

    return find(rows, ask, orders={"case": "case", "keep": "keep_until"}, view=view)


def package(case_id: int, *, reader: Actor) -> PackageView:
    """The package as it was frozen, with the proof of its entry once a checkpoint covers it."""
    row = Archive.objects.filter(case=case_id).first()
    if row is None:
        raise NotFound()
    decision.require(reader, policy.ARCHIVE, unit=row.unit)
    data = bytes(row.package)
    found = [each for each in ledger.history(f"cases.case:{case_id}", reader=SYSTEM)
             if each.kind == events.CaseArchived.kind]  # fmt: skip
    proven = False
    with suppress(proving.NotYetSigned):
        data, proven = with_proof(data, proving.proof_file_of(found[-1].id)), True
    return PackageView(f"case-{case_id}.zip", data, proven)


def keeps_records(*, reader: Actor) -> bool:
    """Whether the reader keeps the records of some unit."""
    return decision.may_somewhere(reader, policy.ARCHIVE)
