"""The demonstration is filled: one after the other, what people, firms and offices have and do."""

from datetime import datetime

from yunjian.certificates import queries as certificates
from yunjian.certificates.actions import Wanted
from yunjian.kernel.actor import Actor
from yunjian.parties import actions as parties
from yunjian.parties.policy import EVERYTHING

from .accounts import CITIZEN, FIRM, OFFICER, REPRESENTATIVE, WINDOW, credit_code, identity_number
from .acting import actor_of_sample, staff
from .applications import begin_applications
from .certificates import end_some, issue, let_organisation_ask
from .desks import seat_staff
from .drawers import fill_drawer

FIRM_CODE = credit_code(1)


def fill(*, at: datetime) -> bool:
    """Give the samples their papers, once; whether there was anything to do."""
    citizen, officer = actor_of_sample(CITIZEN), actor_of_sample(OFFICER)
    if citizen is None or officer is None or certificates.held(reader=citizen, at=at):
        return False
    issue("person", identity_number(1), CITIZEN.name, officer, at)
    agent = _enterprise(officer, at)
    issue("enterprise", FIRM_CODE, FIRM, officer, at)
    end_some(agent, officer, at)
    let_organisation_ask(1, "person", citizen, Wanted("", "", name=CITIZEN.name, number=identity_number(1)), at)
    let_organisation_ask(2, "enterprise", agent, Wanted("", "", name=FIRM, number=FIRM_CODE), at)
    fill_drawer(citizen, at=at)
    fill_drawer(agent, at=at)
    seat_staff(at=at)
    begin_applications(citizen, agent, at=at)
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
