"""The applications of the demonstration: a draft, and one case for each place a case can wait at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from yunjian.cases import actions as cases
from yunjian.cases import queries as standing
from yunjian.cases.definitions import Procedure
from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.kernel.typesetting import NoFont, chinese_font
from yunjian.materials import jobs as material_jobs
from yunjian.materials.definitions import MaterialType
from yunjian.services import actions as services
from yunjian.services import queries
from yunjian.services.definitions import Form, Item
from yunjian.services.logic.applying import WantedPaper

from .accounts import CITIZEN, CLERK, FIRM, HEAD, REVIEWER, credit_code, identity_number, matters
from .acting import WHY, staff
from .drawers import drawer, keep

# Where a case of a promised matter waits: for receipt, for what is missing, for review, for the decision, to be
# handed over; the last one is over. One matter for each.
WAITS = ("receipt", "correction", "review", "decision", "delivery", "nothing")


@dataclass(frozen=True, slots=True)
class _Matter:
    """What is applied for online, and with which form."""

    form: Form
    item: Item
    procedure: Procedure

    def can_wait_for(self, what: str) -> bool:
        """What is done on the spot waits for receipt only; without a certificate to be made, a case can end here."""
        if self.procedure.handling == "on-the-spot":
            return what == "receipt"
        return what != "nothing" or not self.procedure.certificate


def begin_applications(citizen: Actor, agent: Actor, *, at: datetime) -> None:
    """A draft of the first matter a person may apply for; others are handed in and go their way.

    Without a font for Chinese there are no papers to hand in, and no cases.
    """
    person = _Applicant(citizen, {"name": CITIZEN.name, "identity_number": identity_number(1)}, at)
    firm = _Applicant(agent, {"name": FIRM, "credit_code": credit_code(1)}, at)
    online = list(_online(at))
    draft = next((each for each in online if "enterprise" not in each.item.targets), None)
    if draft is not None:
        person.begin(draft)
    try:
        chinese_font()
    except NoFont:
        return
    left = list(WAITS)
    for matter in online:
        what = next((each for each in left if matter.can_wait_for(each)), "")
        if matter == draft or not what:
            continue
        applicant = firm if "enterprise" in matter.item.targets else person
        if case := applicant.hand_in(matter):
            left.remove(what)
            _go_on(case, what, at=at)


def _online(at: datetime) -> Iterator[_Matter]:
    """The matters of the demonstration that are applied for online."""
    on = timezone.localdate(at)
    items = {each.key: each for each in catalogue.all_in_force(Item, on=on)}
    procedures = {each.key: each for each in matters(at)}
    for form in catalogue.all_in_force(Form, on=on):
        for item in (items[key] for key in form.items):
            if item.status == "in-use" and "online" in item.channels and item.procedure in procedures:
                yield _Matter(form, item, procedures[item.procedure])


@dataclass(frozen=True, slots=True)
class _Applicant:
    """Who applies, by which name and number; what is in the drawer once is used again."""

    actor: Actor
    told: Mapping[str, str]
    at: datetime
    kept: dict[str, int] = field(default_factory=dict)

    def begin(self, matter: _Matter) -> tuple[int, int]:
        """Filled in as the examples of form and item say, but with one's own name and number; draft and revision."""
        form, item = matter.form, matter.item
        own = {
            cell.name: self.told[source.name]
            for cell in form.fields
            for source in cell.filled_from
            if source.source == "party" and source.name in self.told
        }
        answers = {name: _answered(value) for name, value in item.example.answers.items()}
        number = services.begin_application(item.key, drawer(self.actor), by=self.actor, at=self.at)
        values = {**form.example.right, **own}
        revision = services.save_application(number, 0, values=values, answers=answers, by=self.actor, at=self.at)
        return number, revision

    def hand_in(self, matter: _Matter) -> int:
        """The case; 0 where the examples do not make an application that can be handed in: it stays a draft."""
        number, revision = self.begin(matter)
        for each in queries.application(number, at=self.at, reader=self.actor).papers:
            if not each.is_settled and (paper := self._paper(each.wanted)):
                revision = services.give_paper(
                    number, revision, each.wanted.key, "MATERIAL", materials=[paper], by=self.actor, at=timezone.now()
                )
        view = queries.application(number, at=self.at, reader=self.actor)
        if queries.problems(view, at=self.at, reader=self.actor):
            return 0
        return services.hand_in_application(number, revision, by=self.actor, at=timezone.now())

    def _paper(self, wanted: WantedPaper) -> int:
        """Of the type asked for, or of the first that may be kept as PDF where any will do; 0 where there is none."""
        if wanted.title not in self.kept:
            holder = drawer(self.actor).partition(":")[0]
            known = catalogue.all_in_force(MaterialType, on=timezone.localdate(self.at))
            fits = (each for each in known if wanted.type in ("", each.key) and holder in each.holders)
            kind = next((each for each in fits if "pdf" in each.formats), None)
            if kind is None:
                return 0
            self.kept[wanted.title] = keep(self.actor, kind, wanted.title, at=self.at)
            material_jobs.check_material(self.kept[wanted.title])
        return self.kept[wanted.title]


def _answered(value: Any) -> str:
    """What somebody would type to answer with this."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _go_on(case: int, what: str, *, at: datetime) -> None:
    """Clerk, reviewer and head do their part, until the case waits for this."""
    clerk, reviewer, head = staff(CLERK), staff(REVIEWER), staff(HEAD)
    if what == "receipt":
        return
    cases.receive(case, by=clerk, at=timezone.now())
    if what == "correction":
        known = standing.causes_for("notify_correction", at=at, reader=clerk)
        missing = [f"{title}（样例）" for _, title in known[:1]] or [WHY]
        cases.notify_correction(case, missing, [code for code, _ in known[:1]], by=clerk, at=timezone.now())
        return
    cases.accept(case, by=clerk, at=timezone.now())
    if what == "review":
        return
    while step := _to_review(case, reviewer):
        cases.review_step(step, True, WHY, by=reviewer, at=timezone.now())
    if what == "decision":
        return
    cases.decide(case, True, WHY, by=head, at=timezone.now())
    if what == "nothing":
        cases.deliver(case, by=clerk, at=timezone.now())


def _to_review(case: int, reviewer: Actor) -> int:
    view = standing.case_view(case, at=timezone.now(), reader=reviewer)
    return next((each.on for each in view.offers if each.act == "review_step"), 0)
