"""Every address says whom it is open to, and keeps its word."""

import re
from collections.abc import Iterator

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests.district import open_account
from yunjian.budgets import actions as budgets
from yunjian.budgets.models import Disclosure, Finding, ProjectNote
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.models import Edition
from yunjian.kernel.testing import recorded
from yunjian.parties import actions as parties
from yunjian.parties.models import Account
from yunjian.parties.queries import actor_of
from yunjian.projects.models import Project

SYSTEM_ADMINISTRATOR = frozenset({"system administrator"})
SECURITY_ADMINISTRATOR = frozenset({"security administrator"})
AUDIT_ADMINISTRATOR = frozenset({"audit administrator"})
ADMINISTRATORS = SYSTEM_ADMINISTRATOR | SECURITY_ADMINISTRATOR | AUDIT_ADMINISTRATOR
EVERYONE = (
    frozenset({"visitor", "citizen", "clerk", "privacy officer", "officer", "other officer", "leader"}) | ADMINISTRATORS
)
SIGNED_IN = EVERYONE - {"visitor"}
STAFF = SIGNED_IN - {"citizen"}
OFFICERS = frozenset({"officer", "other officer"})
NOBODY: frozenset[str] = frozenset()  # 503 where no worker is at work, as here; or only in the middle of signing in
CLERK = frozenset({"clerk"})
PRIVACY_OFFICER = frozenset({"privacy officer"})
OVERSIGHT = OFFICERS | AUDIT_ADMINISTRATOR | {"leader"}  # who sees what is not yet public
OF_DRAFTS = OVERSIGHT - {"other officer"}  # the draft is the Data Bureau's
SENT = frozenset({"nobody by looking"})  # takes only what is sent to it: the tests of its action say who may

OPEN_TO: dict[str, frozenset[str]] = {
    "portal:home": EVERYONE,
    "portal:search": EVERYONE,
    "ui:language": SENT,
    "ui:styleguide": EVERYONE,
    "kernel:connections": SYSTEM_ADMINISTRATOR,
    "kernel:status": SYSTEM_ADMINISTRATOR,
    "kernel:retry_job": SENT,
    "kernel:give_up_job": SYSTEM_ADMINISTRATOR,
    "kernel:health": EVERYONE,
    "kernel:ready": NOBODY,
    "kernel:ready_web": EVERYONE,
    "kernel:metrics": EVERYONE,  # from this host, as the tests' clients are; its own tests say who else
    "parties:account": SIGNED_IN,
    "identity:login": EVERYONE,
    "identity:second_factor": NOBODY,
    "identity:enter_with_passkey": SENT,
    "identity:passkey_question": SENT,
    "identity:enterprise": EVERYONE,
    "identity:phone": EVERYONE,
    "identity:phone_code": NOBODY,
    "identity:register": NOBODY,
    "identity:recover": EVERYONE,
    "identity:texts": EVERYONE,
    "identity:security": SIGNED_IN,
    "identity:app": SIGNED_IN,
    "identity:recovery_codes": SIGNED_IN,
    "identity:add_passkey": SIGNED_IN,
    "identity:remove_factor": NOBODY,
    "identity:end_device": SENT,
    "identity:end_others": SENT,
    "identity:recovery": SECURITY_ADMINISTRATOR,
    "identity:outside": SECURITY_ADMINISTRATOR,
    "identity:clients": SECURITY_ADMINISTRATOR,
    "identity:withdraw_client": SENT,
    "openid_connect_login": SENT,
    "openid_connect_callback": NOBODY,
    "idp:oidc:configuration": EVERYONE,
    "idp:oidc:jwks": EVERYONE,
    "idp:oidc:authorization": NOBODY,
    "idp:oidc:token": SENT,
    "idp:oidc:userinfo": NOBODY,
    "idp:oidc:revoke": SENT,
    "identity:logout": SENT,
    "identity:password": SIGNED_IN,
    "parties:directory": EVERYONE,
    "parties:people": STAFF - SYSTEM_ADMINISTRATOR,
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
    "parties:add_enterprise": SECURITY_ADMINISTRATOR | OFFICERS | CLERK,
    "api:openapi": EVERYONE,
    "api:list_units": EVERYONE,
    "api:read_unit": EVERYONE,
    "api:list_disclosures": EVERYONE,
    "api:read_disclosure": EVERYONE,
    "api:read_original": EVERYONE,
    "api:list_tables": EVERYONE,
    "api:read_table": EVERYONE,
    "api:list_lines": EVERYONE,
    "api:list_notes": EVERYONE,
    "api:read_note": EVERYONE,
    "api:list_statements": EVERYONE,
    "api:list_publications": EVERYONE,
    "api:read_publication": EVERYONE,
    "api:list_versions": EVERYONE,
    "api:read_package": EVERYONE,
    "api:list_records": EVERYONE,
    "api:list_findings": EVERYONE,
    "api:read_finding": EVERYONE,
    "api:list_years": EVERYONE,
    "api:list_functions": EVERYONE,
    "api:list_economy": EVERYONE,
    "api:list_projects": EVERYONE,
    "api:read_project": EVERYONE,
    "api:list_milestones": EVERYONE,
    "api:list_editions": EVERYONE,
    "api:read_edition": EVERYONE,
    "api:list_event_kinds": EVERYONE,
    # A session opens none of these: what needs a key takes only a key, a search needs its text, a form is a file.
    "api:read_form": SENT,
    "api:nothing": SENT,
    "api:search_everything": SENT,
    "api:read_key": SENT,
    "api:list_webhooks": SENT,
    "api:read_webhook": SENT,
    "api:read_webhook_secret": SENT,
    "api:ping_webhook": SENT,
    "api:resume_webhook": SENT,
    "api:list_deliveries": SENT,
    "api:replay_delivery": SENT,
    "api:judge_finding": SENT,
    "api:list_uploads": SENT,
    "api:read_upload": SENT,
    "api:read_uploaded_original": SENT,
    "api:request_reading": SENT,
    "api:withdraw_disclosure": SENT,
    "api:list_proposals": SENT,
    "api:read_proposal": SENT,
    "api:confirm_proposal": SENT,
    "api:dismiss_proposal": SENT,
    "api:upload_disclosure": EVERYONE,  # by GET the same address lists what is published
    "api:subscribe": SENT,
    "api:change_webhook": SENT,
    "api:end_webhook": SENT,
    "api:rotate_webhook_secret": SENT,
    "api:withdraw_judgement": SENT,
    "api:withdraw_confirmation": SENT,
    "gateway:developers": EVERYONE,
    "gateway:operation": EVERYONE,
    "gateway:schema": EVERYONE,
    "gateway:problems": EVERYONE,
    "gateway:problem": EVERYONE,
    "gateway:keys": SIGNED_IN,
    "gateway:add_key": SIGNED_IN,
    "gateway:rotate_key": SENT,
    "gateway:revoke_key": SENT,
    "gateway:webhooks": SIGNED_IN,
    "gateway:add_webhook": SIGNED_IN,
    "gateway:webhook": SENT,
    "gateway:change_webhook": SENT,
    "gateway:act_on_webhook": SENT,
    "gateway:replay": SENT,
    "budgets:overview": EVERYONE,
    "budgets:functions": EVERYONE,
    "budgets:economy": EVERYONE,
    "budgets:compare": EVERYONE,
    "budgets:search": EVERYONE,
    "budgets:department": EVERYONE,
    "budgets:disclosure": EVERYONE,
    "budgets:tables": EVERYONE,
    "budgets:table": EVERYONE,
    "budgets:table_file": EVERYONE,
    "budgets:line": EVERYONE,
    "budgets:narrative": EVERYONE,
    "budgets:notes": EVERYONE,
    "budgets:notes_file": EVERYONE,
    "budgets:note": EVERYONE,
    "budgets:findings": EVERYONE,
    "budgets:findings_file": EVERYONE,
    "budgets:finding": EVERYONE,
    "budgets:judge": SENT,
    "budgets:open_again": SENT,
    "budgets:original": EVERYONE,
    "budgets:original_file": EVERYONE,
    "budgets:reading_file": EVERYONE,
    "budgets:uploads": OVERSIGHT,
    "budgets:upload": OFFICERS,
    "budgets:progress": OVERSIGHT,
    "budgets:uploaded_file": OVERSIGHT,
    "budgets:again": SENT,
    "budgets:drafts": OVERSIGHT,
    "budgets:start_draft": OFFICERS,
    "budgets:draft": OF_DRAFTS,
    "budgets:draft_part": OF_DRAFTS,
    "budgets:draft_table": OF_DRAFTS,
    "budgets:draft_sums": SENT,
    "budgets:draft_figures": OF_DRAFTS,
    "budgets:draft_projects": OF_DRAFTS,
    "budgets:draft_project": OF_DRAFTS,
    "budgets:draft_preview": OF_DRAFTS,
    "budgets:draft_file": OF_DRAFTS,
    "budgets:draft_step": SENT,
    "budgets:deadlines": OVERSIGHT,
    "budgets:feed": EVERYONE,
    "budgets:document": EVERYONE,
    "budgets:document_file": EVERYONE,
    "budgets:write_forms": SENT,
    "budgets:changes": EVERYONE,
    "budgets:correct": frozenset({"officer"}),
    "budgets:data": EVERYONE,
    "budgets:package": EVERYONE,
    "budgets:data_file": EVERYONE,
    "budgets:data_zip": EVERYONE,
    "budgets:withdraw": SENT,
    "projects:register": EVERYONE,
    "projects:project": EVERYONE,
    "projects:export": EVERYONE,
    "projects:proposals": OVERSIGHT,
    "projects:for_draft": OF_DRAFTS,
    "projects:confirm": SENT,
    "projects:compare": SENT,
    "projects:withdraw": SENT,
}

# Where one route of a name is narrower than the others.
NARROWER = {"projects/proposals/<int:disclosure_id>/": OVERSIGHT - {"other officer"}}

LOGINS = {
    "officer": "officer-data-bureau",
    "other officer": "officer-government-service-centre",
    "leader": "leader",
    "system administrator": "system-administrator",
    "security administrator": "security-administrator",
    "audit administrator": "audit-administrator",
}


def addresses() -> Iterator[tuple[str, str]]:
    """The name and route of every address of the platform."""
    yield from _within(get_resolver().url_patterns, "", "")


def _within(patterns: list, space: str, route: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, (space, pattern.namespace)))
            yield from _within(pattern.url_patterns, inner, here)
        elif isinstance(pattern, URLPattern):
            yield ":".join(filter(None, (space, pattern.name))), here


def undeclared(found: list[tuple[str, str]], declared: dict[str, frozenset[str]]) -> set[str]:
    return {name for name, _ in found} - set(declared)


def test_every_address_is_declared_and_every_declaration_is_an_address():
    found = list(addresses())

    assert undeclared(found, OPEN_TO) == set()
    assert set(OPEN_TO) - {name for name, _ in found} == set()


def test_an_undeclared_address_is_caught():
    assert undeclared([("budgets:secret", "budgets/secret/")], OPEN_TO) == {"budgets:secret"}


# The owner of what the arguments name, who gets in beside those the address says.
OWNERS = {"parties:rights": frozenset({"leader"})}


def arguments() -> dict[str, object]:
    """Something real for every parameter of an address."""
    disclosure, now = Disclosure.objects.get(unit="data-bureau"), timezone.now()
    person = parties.register_person("王小明", by=SYSTEM, at=now)
    return {
        "person_id": person,
        "disclosure_id": disclosure.pk,
        "publication_id": disclosure.pk,
        "note_id": ProjectNote.objects.filter(disclosure=disclosure).first().pk,
        "fingerprint": Finding.objects.filter(disclosure=disclosure).first().fingerprint,
        "project_id": Project.objects.first().pk,
        "proposal_id": 1,
        "job_id": 1,
        "account_id": Account.objects.get(username="leader").pk,
        "request_id": parties.ask_for_erasure(
            person, by=Actor("account:0", owns=frozenset({f"person:{person}"})), at=now
        ),
        "grant_id": 1,
        "delegation_id": 1,
        "mandate_id": 1,
        "draft_id": draft_of(disclosure),
        "part": "texts",
        "step": "submit",
        "name": "figures",
        "unit": "data-bureau",
        "period": "2025",
        "number": 3,
        "code": "201-41-01",
        "economy": "301-08",
        "form": "csv",
        "kind": "units",
        "key": "data-bureau",
        "valid_from": Edition.objects.get(kind="units", key="data-bureau").valid_from.isoformat(),
        "operation": "list_units",
        "schema": "UnitOut",
        "key_id": 1,
        "webhook_id": 1,
        "delivery_id": 1,
        "factor_id": 1,
        "device_id": 1,
        "client_id": "nobody",
        "provider_id": "government",
    }


def draft_of(disclosure: Disclosure) -> int:
    """A correction of the disclosure that its officer works on."""
    officer = actor_of(Account.objects.get(username=LOGINS["officer"]))
    return budgets.start_correction(disclosure.pk, "数字有误", by=officer, at=timezone.now())


def visitors() -> dict[str, Client]:
    """A client for each kind of person."""
    clients = {"visitor": Client(), "citizen": Client()}
    clients["citizen"].force_login(open_account("li"))
    clients["clerk"] = Client()
    clients["clerk"].force_login(open_account("clerk", ("clerk", "data-bureau")))
    clients["privacy officer"] = Client()
    clients["privacy officer"].force_login(open_account("privacy", ("privacy-officer", "")))
    for who, username in LOGINS.items():
        clients[who] = Client()
        clients[who].force_login(Account.objects.get(username=username))
    return clients


def is_open(answer: HttpResponse) -> bool:
    """Whether a person got in: neither refused, nor sent to log in, nor told that there is nothing."""
    to_login = answer.status_code == 302 and "/login/" in answer.headers["Location"]
    return answer.status_code < 400 and not to_login


def test_every_address_is_open_to_those_it_says_and_to_nobody_else(real_district, settings):
    settings.API_PER_MINUTE = 10_000  # all of them come from one network address
    given = arguments()
    clients = visitors()
    broken = []
    for name, route in addresses():
        if OPEN_TO[name] == SENT:
            continue
        values = {key: given[key] for key in re.findall(r"<(?:\w+:)?(\w+)>", route)}
        if name == "budgets:economy" and "code" in values:
            values["code"] = given["economy"]
        if name == "gateway:problem":
            values["code"] = "not-found"
        if name == "budgets:draft_file":
            values["form"] = "docx"
        for who, client in clients.items():
            answer = client.get(reverse(name, kwargs=values))
            if is_open(answer) != (who in NARROWER.get(route, OPEN_TO[name]) | OWNERS.get(name, frozenset())):
                broken.append(f"{who} at {name} ({route}): {answer.status_code}")

    assert broken == [], "\n".join(broken)


def test_what_takes_only_what_is_sent_shows_nothing_and_takes_nothing_from_a_visitor(real_district):
    given = arguments()
    before = len(recorded())
    for name, route in addresses():
        if OPEN_TO[name] != SENT or name == "ui:language":
            continue
        address = reverse(name, kwargs={key: given[key] for key in re.findall(r"<(?:\w+:)?(\w+)>", route)})

        assert not is_open(Client().get(address)), name
        if name not in ("identity:logout", "identity:passkey_question"):
            assert not is_open(Client().post(address)), name
    assert len(recorded()) == before
