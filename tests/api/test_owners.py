"""No key reads or changes what belongs to another: every operation that names a thing, tried with every id there is."""

import json
from itertools import product

import pytest
from django.utils import timezone

from tests.api import SCOPES, Caller, account, key_of
from tests.district import publish
from yunjian.budgets import actions as budgets
from yunjian.budgets.models import Disclosure, Finding
from yunjian.budgets.tests.papers import findings
from yunjian.cases.models import Case
from yunjian.cases.tests import world
from yunjian.cases.tests.calendars import years
from yunjian.certificates.models import Asking, Certificate
from yunjian.certificates.tests import social
from yunjian.certificates.tests import stage as certificates
from yunjian.gateway import actions as gateway
from yunjian.gateway.models import Delivery, Webhook
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.addresses import networks
from yunjian.kernel.api.root import document
from yunjian.kernel.testing import arranging, recorded
from yunjian.materials import actions as materials
from yunjian.materials import queries as materials_asked
from yunjian.materials.models import Consent, Material, Upload, vault
from yunjian.materials.tests import stage as of_materials
from yunjian.projects.models import Proposal
from yunjian.projects.tests import stage

pytestmark = pytest.mark.django_db
OFFICERS = ("budget", "certificate")
BODIES = {
    "WebhookIn": {"url": "https://203.0.113.9/", "kinds": ["budgets.disclosure.read"]},
    "JudgementIn": {"verdict": "FALSE_ALARM", "words": "别人的"},
    "ReasonIn": {"reason": "别人的"},
    "StepIn": {"words": "别人的证照"},
    "RevocationIn": {"words": "别人的证照", "ground": "CANCELLED"},
    "MaterialFieldsIn": {"values": {"name": "别人的"}},
}


@pytest.fixture
def belongings(db, settings):
    """A webhook with a notice, a draft and proposals of 周, who keeps the Data Bureau's budget."""
    settings.OUTSIDE_NETWORKS = networks(["203.0.113.0/24"])
    stage.district(stage.definition())
    stage.proposed(found=findings())
    certificates.beside()
    zhou = account("zhou", ("budget-officer", "data-bureau"), ("certificate-officer", "data-bureau"))
    webhook = gateway.subscribe_webhook("https://203.0.113.7/", ["budgets.disclosure.read"], by=zhou, at=timezone.now())
    gateway.ping_webhook(webhook, by=zhou, at=timezone.now())
    budgets.receive_disclosure("data-bureau", "草稿.txt", "秘密的草稿".encode(), by=zhou, at=timezone.now())
    social.publish(social.scenario())
    social.asked(social.bank_of_today(), at=timezone.now())
    _materials(zhou)
    _case(zhou)
    return zhou


def _case(by) -> None:
    """A case of theirs, a draft."""
    way = world.plain()
    publish(*years(), way)
    with arranging():
        Case.objects.create(
            procedure=way.key, edition=way.valid_from, unit_id=way.unit, applicant=by.id, opened_by=by.id,
            subject="店招", opened_at=timezone.now(),
        )  # fmt: skip


def _materials(by) -> None:
    """A material of theirs lent to the office, and an upload that goes on."""
    publish(*of_materials.types())
    pk = of_materials.checked(by.id, by=by, at=timezone.now())
    place, size = vault().add([b"page"], materials_asked.envelope_of(pk, reader=SYSTEM))
    copy = materials.CopyMade("page-1", "image/jpeg", size, place)
    materials.keep_copies(pk, [copy], by=SYSTEM, at=timezone.now())
    materials.lend([pk], "data-bureau", "某事", "核对", by=by, at=timezone.now())
    # By the key's own name, as an upload goes on where it was begun.
    materials.begin_upload(by.id, of_materials.LEASE, "租约.pdf", 9, by=by, at=timezone.now())


def operations():
    for path, methods in document()["paths"].items():
        for method, given in methods.items():
            if given.get("security") and "{" in path:
                yield method.upper(), path, given


def ids() -> dict[str, list[int | str]]:
    """Every id there is, by the name of the parameter that takes it."""
    return {
        "webhook_id": list(Webhook.objects.values_list("pk", flat=True)),
        "delivery_id": list(Delivery.objects.values_list("pk", flat=True)),
        "disclosure_id": list(Disclosure.objects.values_list("pk", flat=True)),
        "proposal_id": list(Proposal.objects.values_list("pk", flat=True)),
        "case_id": list(Case.objects.values_list("pk", flat=True)),
        "certificate_id": list(Certificate.objects.values_list("pk", flat=True)),
        "asking": list(Asking.objects.values_list("token", flat=True)),
        "material_id": list(Material.objects.values_list("pk", flat=True)),
        "consent_id": list(Consent.objects.values_list("pk", flat=True)),
        "token": list(Upload.objects.values_list("token", flat=True)),
        "name": ["page-1"],
        "fingerprint": list(Finding.objects.values_list("fingerprint", flat=True)),
    }


def tried(caller: Caller):
    """Every operation on a thing, with every id there is in every place."""
    known = ids()
    assert all(known.values())
    for method, path, given in operations():
        names = [each["name"] for each in given["parameters"] if each["in"] == "path"]
        schema = given.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        body = BODIES.get(schema.get("$ref", "").rsplit("/", 1)[-1])
        for values in product(*(known[name] for name in names)):
            address = path
            for name, value in zip(names, values, strict=True):
                address = address.replace(f"{{{name}}}", str(value))
            yield method, address, caller.send(method, address, body, **{"If-Match": "*"})


@pytest.mark.parametrize("who", ["officer of another unit", "citizen", "auditor", "key of another unit"])
def test_by_no_id_at_all(belongings, who):
    grants = {
        "officer of another unit": [(f"{role}-officer", "government-service-centre") for role in OFFICERS],
        "auditor": [("audit-administrator", "")],
        "key of another unit": [("security-administrator", "")],
    }
    stranger = account("stranger", *grants.get(who, []))
    unit = {"unit": "government-service-centre"} if who == "key of another unit" else {}
    caller = key_of(stranger, *SCOPES, per_minute=6000, **unit)
    before = [entry.id for entry in recorded()]

    got = [(method, path, answer) for method, path, answer in tried(caller) if answer.status_code < 400]
    # What has been published is everybody's, also by the address under which it was handed in.
    public = [f"/api/v1/uploads/{row['id']}" for row in Caller().get("/disclosures").json()["items"]]
    got = [each for each in got if each[0] != "GET" or not each[1].startswith(tuple(public))]

    # An auditor oversees: drafts and proposals are for him to read, and nothing is for him to change.
    if who == "auditor":
        got = [each for each in got if each[0] != "GET" or "/webhooks" in each[1]]
    assert [f"{method} {path}: {answer.content[:200]!r}" for method, path, answer in got] == []
    assert [entry.id for entry in recorded()] == before


def test_while_the_owner_reaches_all_of_it(belongings):
    caller = key_of(belongings, *SCOPES, per_minute=6000)
    reached = {path.split("/")[3] for method, path, answer in tried(caller) if answer.status_code < 400}

    assert reached == {
        "cases", "certificates", "webhooks", "uploads", "proposals", "disclosures", "materials", "material-consents",
    }  # fmt: skip
    assert json.loads(caller.get("/uploads").content)["items"][0]["file_name"] == "草稿.txt"
