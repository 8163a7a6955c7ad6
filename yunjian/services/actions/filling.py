"""Nobody types what the district has: empty fields are filled from its registers, each with its source."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from yunjian.certificates import actions as certificates
from yunjian.kernel import ledger
from yunjian.kernel.action import action, attempt, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Forbidden
from yunjian.materials import queries as materials
from yunjian.parties import actions as people
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask

from .. import events, policy, queries
from ..definitions import Source
from ..logic.filling import fitting_value, to_fill
from ..models import Application, Filing
from ._sparing import held_by
from .applying import NotOpen, require_open

Found = tuple[str, Mapping[str, Any]]  # a reference such as certificate:12, and what it says by name
NOTHING: Found = ("", {})


class NothingToFill(Declined):
    """没有查到可以自动填写的内容：该填的已经填了，或者平台没有您的这些信息。请自己填写。"""


class NotAtTheWindow(Declined):
    """窗口帮办时不读申请人的证照、材料和以前的申请。请按申请人出示的证件填写。"""


@action
def fill_application(application_id: int, revision: int, *, by: Actor, at: datetime) -> int:
    """Fill the empty fields from what the district has of the applicant; what is written already stays.

    What is read is read as its owner reads it, and is on record where every look is. Each filled field keeps its
    source until somebody writes something else there.
    """
    row = hold(Application.objects, application_id)
    policy.require_filler(by, row)
    require_open(row, revision, by=by, at=at)
    if policy.assists(by, row):
        raise NotAtTheWindow()
    form = queries.view_of(row, at=at, reader=by).form
    if form is None:
        raise NotOpen()
    read = _Read(row, by, at)
    values, sources = dict(row.values), dict(row.sources)
    for field in to_fill(form, row.values):
        for source in field.filled_from:
            reference, said = read.of(source)
            value = fitting_value(form, field, said.get(source.name))
            if value is not None:
                values[field.name] = value
                sources[field.name] = {"from": source.source, "of": source.of, "reference": reference}
                break
    filled = len(sources) - len(row.sources)
    if values == row.values:
        raise NothingToFill()
    row.values, row.sources, row.revision, row.saved_at = values, sources, row.revision + 1, at
    row.save(update_fields=["values", "sources", "revision", "saved_at"])
    ledger.record(events.ApplicationFilled(row.pk, row.revision, filled), by=by, at=at)
    return row.revision


class _Read:
    """What each source says, read once and only when a field asks for it."""

    def __init__(self, row: Application, by: Actor, at: datetime):
        self.row, self.by, self.at = row, by, at
        self.kept: dict[tuple[str, str], Found] = {}
        self.ways: dict[str, Callable[[str], Found]] = {
            "party": self._party, "certificate": self._certificate, "case": self._case, "paper": self._paper,
        }  # fmt: skip

    def of(self, source: Source) -> Found:
        where = (source.source, source.of)
        if where not in self.kept:
            try:
                with attempt():
                    self.kept[where] = self.ways[source.source](source.of)
            except Forbidden:  # a mandate that does not cover it
                self.kept[where] = NOTHING
        return self.kept[where]

    def _party(self, _: str) -> Found:
        kind, _, number = self.row.applicant.partition(":")
        if kind == "enterprise":
            name, code = parties.own_enterprise(int(number), reader=self.by)
            return self.row.applicant, {"name": name, "credit_code": code}
        told = people.read_personal_data(int(number), "VERIFY", by=self.by, at=self.at)
        names = (name for name in ("name", "identity_number", "phone") if name not in told.masked)
        return self.row.applicant, {name: getattr(told, name) for name in names}

    def _certificate(self, of: str) -> Found:
        number = held_by(self.row, by=self.by, at=self.at).get(of)
        if number is None:
            return NOTHING
        seen = certificates.reveal_own_certificate(number, by=self.by, at=self.at).certificate
        said = {each.name: each.value for each in seen.fields if not each.is_masked}
        holder = {"holder_name": seen.holder_name, "holder_number": seen.holder_number}
        said |= {name: each.value for name, each in holder.items() if not each.is_masked}
        return f"certificate:{number}", said

    def _case(self, of: str) -> Found:
        """The newest of the applicant's own filings with this form."""
        rows = Filing.objects.filter(application__applicant=self.row.applicant, application__forms__0__0=of)
        found = rows.order_by("-pk").first()
        return (f"application:{found.application_id}", found.values) if found else NOTHING

    def _paper(self, of: str) -> Found:
        """What was read of the newest sound material of this kind in the applicant's drawer, of which something was."""
        ask = Ask({"type": of, "state": "CHECKED"}, sort="kept_at", descending=True, size=5)
        for each in materials.drawer(self.row.applicant, ask, reader=self.by, at=self.at).rows:
            read = {key: value for key, _, value, _, _ in materials.fields_of(each.id, reader=self.by) if value}
            if read and each.is_lendable:
                return f"material:{each.id}", read
        return NOTHING
