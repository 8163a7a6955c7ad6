"""Who may open the addresses of people, accounts and rights."""

from django.utils import timezone

from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.parties import actions as parties
from yunjian.parties.models import Account

from .audiences import (
    AUDIT_ADMINISTRATOR,
    CERTIFICATE_OFFICER,
    CLERK,
    EVERYONE,
    OFFICERS,
    PRIVACY_OFFICER,
    SECURITY_ADMINISTRATOR,
    SENT,
    SIGNED_IN,
    STAFF,
    SYSTEM_ADMINISTRATOR,
)

OPEN_TO = {
    "parties:account": SIGNED_IN,
    "parties:directory": EVERYONE,
    "parties:people": STAFF - SYSTEM_ADMINISTRATOR - CERTIFICATE_OFFICER,
    "parties:add_person": SECURITY_ADMINISTRATOR,
    "parties:appoint": SECURITY_ADMINISTRATOR,
    "parties:personal_data": SENT,
    "parties:accounts": SECURITY_ADMINISTRATOR | AUDIT_ADMINISTRATOR,
    "parties:rights": SECURITY_ADMINISTRATOR | AUDIT_ADMINISTRATOR,
    "parties:grant": SENT,
    "parties:revoke": SENT,
    "parties:my_rights": SIGNED_IN,
    "parties:who_can": SECURITY_ADMINISTRATOR | AUDIT_ADMINISTRATOR,
    "parties:delegations": SIGNED_IN,
    "parties:end_delegation": SENT,
    "parties:mandates": SIGNED_IN,
    "parties:counter": CLERK,
    "parties:accept_mandate": SENT,
    "parties:end_mandate": SENT,
    "parties:act_for": SENT,
    "parties:act_for_oneself": SENT,
    "parties:who_looked": SIGNED_IN,
    "parties:my_data": SIGNED_IN,
    "parties:ask_for_erasure": SENT,
    "parties:looks": AUDIT_ADMINISTRATOR,
    "parties:export_looks": SENT,
    "parties:ledger": AUDIT_ADMINISTRATOR,
    "parties:erasures": PRIVACY_OFFICER,
    "parties:decide_erasure": PRIVACY_OFFICER,
    "parties:enterprises": STAFF - SYSTEM_ADMINISTRATOR - PRIVACY_OFFICER,
    "parties:add_enterprise": SECURITY_ADMINISTRATOR | OFFICERS | CLERK | CERTIFICATE_OFFICER,
    "api:list_units": EVERYONE,
    "api:read_unit": EVERYONE,
}

OWNERS = {"parties:rights": frozenset({"leader"})}


def arguments() -> dict[str, object]:
    now = timezone.now()
    person = parties.register_person("王小明", by=SYSTEM, at=now)
    oneself = Actor("account:0", owns=frozenset({f"person:{person}"}))
    return {
        "person_id": person,
        "account_id": Account.objects.get(username="leader").pk,
        "request_id": parties.ask_for_erasure(person, by=oneself, at=now),
        "grant_id": 1,
        "delegation_id": 1,
        "mandate_id": 1,
        "unit": "data-bureau",
    }
