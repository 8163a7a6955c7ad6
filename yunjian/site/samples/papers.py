"""The papers of the demonstration: certificates, materials, what two organisations asked and what became of it."""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import typst
from django.conf import settings
from django.utils import timezone

from yunjian.certificates import actions as certificates
from yunjian.certificates import queries as certificate_queries
from yunjian.certificates.actions import Agreed, Wanted
from yunjian.certificates.definitions import CertificateType, Scenario
from yunjian.certificates.logic.draft import Draft
from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.kernel.typesetting import NoFont, chinese_font
from yunjian.materials import actions as materials
from yunjian.materials import jobs as material_jobs
from yunjian.materials.definitions import MaterialType
from yunjian.materials.models import vault
from yunjian.parties import actions as parties
from yunjian.parties import queries as parties_queries
from yunjian.parties.policy import EVERYTHING

from .accounts import (
    APPROVER,
    CITIZEN,
    FIRM,
    OFFICER,
    REGISTRAR,
    REPRESENTATIVE,
    WINDOW,
    counter,
    credit_code,
    identity_number,
)
from .acting import actor_of_sample, staff
from .desks import begin_application, seat_staff

CERTIFICATES, MATERIALS = 7, 3  # at most, of each holder
FIRM_CODE = credit_code(1)
ENDS_IN = timedelta(days=20)
OUTCOMES = (("FETCHED", "OPEN", "REFUSED", "WITHDRAWN"), ("CONSENTED", "OPEN", "FETCHED"))
HERE = "http://localhost"  # what a demonstration without an address of its own is called as issuer
WHY = "演示用的样例"
_PAGE = """
#let told = json(bytes(sys.inputs.told))
#set document(title: told.title)
#set page(paper: "a5", margin: 2cm, background: rotate(-30deg, text(60pt, fill: luma(225))[样例 SAMPLE]))
#set text(font: told.font, lang: "zh", size: 11pt)
#align(center, text(18pt, told.title))
#v(1em)
#told.text
#v(2em)
演示用的样例，内容虚构，没有效力。 A sample for demonstration: fictitious, of no effect.
"""


def fill(*, at: datetime) -> bool:
    """Give the samples their papers, once; whether there was anything to do."""
    citizen, officer = actor_of_sample(CITIZEN), actor_of_sample(OFFICER)
    if citizen is None or officer is None or certificate_queries.held(reader=citizen, at=at):
        return False
    _issue("person", identity_number(1), CITIZEN.name, officer, at)
    agent = _enterprise(officer, at)
    _issue("enterprise", FIRM_CODE, FIRM, officer, at)
    _end_some(agent, officer, at)
    _organisation(1, "person", citizen, Wanted("", "", name=CITIZEN.name, number=identity_number(1)), at)
    _organisation(2, "enterprise", agent, Wanted("", "", name=FIRM, number=FIRM_CODE), at)
    _fill_drawer(citizen, "person", at)
    _fill_drawer(agent, "enterprise", at)
    seat_staff(at=at)
    begin_application(citizen, at=at)
    return True


def _enterprise(officer: Actor, at: datetime) -> Actor:
    """The firm, and its representative acting for it."""
    parties.register_enterprise(FIRM, FIRM_CODE, by=officer, at=at)
    person = staff(REPRESENTATIVE)
    mandate = parties.ask_for_mandate("LEGAL", FIRM, FIRM_CODE, [EVERYTHING], by=person, at=at)
    parties.prove_mandate(mandate, "营业执照（样例）", by=staff(WINDOW), at=at)
    agent = actor_of_sample(REPRESENTATIVE, mandate)
    if agent is None:
        raise LookupError(REPRESENTATIVE.username)
    return agent


def _issue(holder: str, number: str, name: str, officer: Actor, at: datetime) -> None:
    """Certificates of several kinds, as their examples have them; the first that runs out does so in some days."""
    today = timezone.localdate(at)
    asked_for = {each.certificate for each in catalogue.all_in_force(Scenario, on=today)}
    kinds = [each for each in catalogue.all_in_force(CertificateType, on=today) if each.holder == holder]
    kinds.sort(key=lambda each: (each.key not in asked_for, each.key))
    short = next((each.key for each in kinds if each.validity.rule == "fixed"), "")
    for kind in kinds[:CERTIFICATES]:
        start = _began(kind, today) if kind.key == short else today
        through = today + timedelta(days=200) if kind.validity.rule == "until" else None
        draft = Draft(number, name, kind.example.values, valid_from=start, valid_through=through)
        certificates.issue_certificate(kind.key, draft, by=officer, at=at)


def _began(kind: CertificateType, today: date) -> date:
    return today + ENDS_IN - timedelta(days=round((kind.validity.months or 12) * 30.4375))


def _end_some(agent: Actor, officer: Actor, at: datetime) -> None:
    """One is suspended, one has ended, one was opened by the office: so that each can be seen."""
    for number, row in enumerate(reversed(certificate_queries.held(reader=agent, at=at))):
        if number == 0:
            certificates.suspend_certificate(row.id, WHY, by=officer, at=at)
        elif number == 1:
            certificates.revoke_certificate(row.id, "CANCELLED", WHY, by=officer, at=at)
        elif number == 2:
            certificates.reveal_certificate(row.id, "HANDLE", WHY, by=officer, at=at)


def _organisation(serial: int, holder: str, owner: Actor, wanted: Wanted, at: datetime) -> None:
    """An organisation under an agreement that asks the holder about each valid certificate it may ask about."""
    today = timezone.localdate(at)
    valid = {row.type for row in certificate_queries.held(reader=owner, at=at) if row.standing.standing == "VALID"}
    declared = [each for each in catalogue.all_in_force(Scenario, on=today) if each.certificate in valid]
    declared = [each for each in declared if holder == "person" or each.agents]
    if not declared:
        return
    kinds = [kind for each in declared for kind in each.organisations]
    kind = max(sorted(set(kinds)), key=kinds.count)
    scenarios = [each.key for each in declared if kind in each.organisations]
    agreed = Agreed(
        f"云间样例机构{'甲乙'[serial - 1]}", credit_code(serial + 1), kind, "赵样例", "021-00000000", f"样例-{serial}",
        today, today + timedelta(days=365), tuple(scenarios),
    )  # fmt: skip
    made = certificates.register_organisation(agreed, by=staff(REGISTRAR), at=at)
    approver = staff(APPROVER)
    certificates.approve_organisation(made, by=approver, at=at)
    key, _text = certificates.give_organisation_key(made, "样例柜面系统", by=approver, at=at)
    program = Actor(f"key:{key}", "样例柜面系统", owns=frozenset({f"organisation:{made}"}))
    _ask(scenarios, OUTCOMES[serial - 1], wanted, program, owner, at)


def _ask(
    scenarios: Iterable[str], outcomes: Iterable[str], of: Wanted, program: Actor, owner: Actor, at: datetime
) -> None:
    """One asking for each scenario, as far as there are outcomes."""
    for number, (scenario, outcome) in enumerate(zip(scenarios, outcomes, strict=False), 1):
        wanted = Wanted(scenario, f"样例-{number}", name=of.name, number=of.number)
        asked = certificates.ask(wanted, by=program, at=at)
        if outcome == "REFUSED":
            certificates.refuse_asking(asked.pk, by=owner, at=at)
        if outcome in ("CONSENTED", "FETCHED", "WITHDRAWN"):
            certificates.consent_to_asking(asked.pk, by=owner, at=at)
        if outcome in ("FETCHED", "WITHDRAWN"):
            certificates.fetch_disclosure(asked.token, base=settings.PUBLIC_URL or HERE, by=program, at=at)
        if outcome == "WITHDRAWN":
            certificates.withdraw_consent(asked.pk, by=owner, at=at)


def _fill_drawer(owner: Actor, holder: str, at: datetime) -> None:
    """Materials, one of them lent to an office that opened it. Without a font for Chinese there are none."""
    found = [
        each for each in catalogue.all_in_force(MaterialType, on=timezone.localdate(at))
        if holder in each.holders and "pdf" in each.formats and each.example.text
    ]  # fmt: skip
    found.sort(key=lambda each: (not each.archived, each.key))
    drawer = owner.acting_for or next(iter(owner.owns))
    kept = []
    for kind in found[:MATERIALS]:
        try:
            paper = _paper(kind)
        except NoFont:
            return
        sealed = vault().keep([paper], most=len(paper))
        issued = min(kind.example.issued, timezone.localdate(at))
        name = f"{kind.title}（样例）.pdf"
        kept.append(materials.keep_material(drawer, kind.key, name, sealed, issued_on=issued, by=owner, at=at))
    if kept:
        material_jobs.check_material(kept[0])  # the others are checked by the worker, as they always are
        _lend(kept[0], owner, at)


def _lend(material: int, owner: Actor, at: datetime) -> None:
    """Two consents: one that was used, one that was taken back."""
    unit = counter(parties_queries.unit_titles(reader=owner))
    running = materials.lend([material], unit, "样例办件-1", WHY, by=owner, at=timezone.now())
    materials.use(running, material, by=staff(WINDOW), at=timezone.now())
    ended = materials.lend([material], unit, "样例办件-2", WHY, by=owner, at=timezone.now())
    materials.withdraw_consent(ended, by=owner, at=timezone.now())


def _paper(kind: MaterialType) -> bytes:
    """A page with the words of the type's example, marked as a sample."""
    told = {"title": f"{kind.title}（样例）", "text": kind.example.text, "font": chinese_font()}
    made = typst.compile(_PAGE.encode(), format="pdf", sys_inputs={"told": json.dumps(told, ensure_ascii=False)})
    if not isinstance(made, bytes):
        raise TypeError("typst answers with one document")
    return made
