"""The certificates of the demonstration, what two organisations asked about them and what became of it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from yunjian.certificates import actions as certificates
from yunjian.certificates import queries as certificate_queries
from yunjian.certificates.actions import Agreed, Wanted
from yunjian.certificates.definitions import CertificateType, Scenario
from yunjian.certificates.logic.draft import Draft
from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor

from .accounts import APPROVER, REGISTRAR, credit_code
from .acting import WHY, staff

CERTIFICATES = 7  # at most, of each holder
ENDS_IN = timedelta(days=20)
OUTCOMES = (("FETCHED", "OPEN", "REFUSED", "WITHDRAWN"), ("CONSENTED", "OPEN", "FETCHED"))
HERE = "http://localhost"  # what a demonstration without an address of its own is called as issuer


def issue(holder: str, number: str, name: str, officer: Actor, at: datetime) -> None:
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


def end_some(agent: Actor, officer: Actor, at: datetime) -> None:
    """One is suspended, one has ended, one was opened by the office: so that each can be seen."""
    for number, row in enumerate(certificate_queries.held(reader=agent, at=at)):
        if number == 0:
            certificates.suspend_certificate(row.id, WHY, by=officer, at=at)
        elif number == 1:
            certificates.revoke_certificate(row.id, "CANCELLED", WHY, by=officer, at=at)
        elif number == 2:
            certificates.reveal_certificate(row.id, "HANDLE", WHY, by=officer, at=at)


def let_organisation_ask(serial: int, holder: str, owner: Actor, wanted: Wanted, at: datetime) -> None:
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
