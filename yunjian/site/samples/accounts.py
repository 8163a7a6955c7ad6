"""The accounts of the demonstration: a citizen, an enterprise's representative, seven of the district's staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from stdnum.cn import ric, uscc

from yunjian.cases.definitions import Procedure
from yunjian.certificates.definitions import CertificateType
from yunjian.kernel import catalogue
from yunjian.kernel.actor import SYSTEM
from yunjian.parties import actions as parties
from yunjian.parties import queries
from yunjian.parties.actions.passwords import random_password
from yunjian.parties.definitions import Role
from yunjian.services.definitions import Form, Item


@dataclass(frozen=True)
class Sample:
    """An account: its user name and name, and the roles of who works for the district."""

    username: str
    name: str
    roles: tuple[str, ...] = ()


CITIZEN = Sample("sample-citizen", "李样例")
REPRESENTATIVE = Sample("sample-representative", "王样例")
OFFICER = Sample("sample-certificates", "证照专管员（样例）", ("certificate-officer",))
WINDOW = Sample("sample-window", "窗口经办人（样例）", ("clerk", "certificate-verifier"))
REGISTRAR = Sample("sample-registrar", "证照应用登记人（样例）", ("social-use-officer",))
APPROVER = Sample("sample-approver", "证照应用审批人（样例）", ("social-use-approver",))
CLERK = Sample("sample-clerk", "收件人（样例）", ("case-window", "certificate-officer"))
REVIEWER = Sample("sample-reviewer", "审查人（样例）", ("case-reviewer",))
HEAD = Sample("sample-head", "审批人（样例）", ("case-approver", "case-head"))
AT_DESKS = {CLERK: ("INTAKE", "DELIVER"), REVIEWER: ("REVIEW",), HEAD: ("DECIDE",)}
STAFF = (OFFICER, WINDOW, REGISTRAR, APPROVER, *AT_DESKS)
COUNTER = "government-service-centre"
FIRM = "云间样例软件有限公司"


def identity_number(serial: int) -> str:
    """Of somebody who would have been born in 1900: sound by its check digit, and nobody's."""
    stem = f"31011719000101{serial:03d}"
    return stem + ric.calc_check_digit(stem + "0")


def credit_code(serial: int) -> str:
    """Sound by its check digit; its middle part is all zeros but for the serial, which no register gives."""
    stem = f"9131011700000000{serial}"
    return stem + uscc.calc_check_digit(stem)


def open_accounts(*, at: datetime) -> dict[str, str]:
    """Open them where the district has the roles and they are not there yet; passwords by user name."""
    known = {role.key: role for role in catalogue.all_in_force(Role, on=timezone.localdate(at))}
    if not known.keys() >= {role for each in STAFF for role in each.roles}:
        return {}
    if queries.account_named(STAFF[-1].username, reader=SYSTEM) is not None:  # the last to be opened
        return {}
    passwords = {}
    for serial, each in enumerate((CITIZEN, REPRESENTATIVE, *STAFF), 1):
        if queries.account_named(each.username, reader=SYSTEM) is not None:
            continue
        person = None
        if not each.roles:
            person = parties.register_person(each.name, identity_number(serial), by=SYSTEM, at=at)
        passwords[each.username] = random_password()
        account = parties.open_account(
            each.username, each.name, passwords[each.username], person_id=person, by=SYSTEM, at=at
        )
        for role in each.roles:
            for unit in _units(each, at) if known[role].scope == "unit" else ("",):
                parties.grant_role(account, role, unit, by=SYSTEM, at=at)
    return passwords


def _units(sample: Sample, at: datetime) -> list[str]:
    """Whoever issues certificates does so for every unit that issues any, who works on cases where there are forms to
    apply with; the others work at one counter."""
    titles = queries.unit_titles(reader=SYSTEM)
    issuers = {kind.issuer for kind in catalogue.all_in_force(CertificateType, on=timezone.localdate(at))}
    if sample == OFFICER:
        return sorted(issuers & titles.keys())
    if sample in AT_DESKS:
        return sorted({each.unit for each in matters(at)} & titles.keys())
    return [counter(titles)]


def matters(at: datetime) -> tuple[Procedure, ...]:
    """The matters of the demonstration: those with a form online whose steps stay in one unit."""
    on = timezone.localdate(at)
    items = {key for form in catalogue.all_in_force(Form, on=on) for key in form.items}
    named = {each.procedure for each in catalogue.all_in_force(Item, on=on) if each.key in items}
    return tuple(
        each
        for each in catalogue.all_in_force(Procedure, on=on)
        if each.key in named and all(step.units == (each.unit,) for step in each.steps)
    )


def counter(units: Iterable[str]) -> str:
    """The unit at whose window the demonstration works."""
    found = sorted(units)
    return COUNTER if COUNTER in found else found[0]
