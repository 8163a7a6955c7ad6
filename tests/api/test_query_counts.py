"""The lists of the interfaces ask the database as often for many rows as for one."""

import json
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.api import SCOPES, Caller, account, key_of
from tests.cast import DATA_BUREAU, NOON
from tests.district import publish
from tests.guides import publish_guides
from yunjian.budgets import actions as budgets
from yunjian.budgets.models import Disclosure
from yunjian.budgets.tests.papers import findings, paper
from yunjian.cases.models import Case
from yunjian.certificates.tests import stage as certificates
from yunjian.gateway import actions as gateway
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.addresses import networks
from yunjian.kernel.api.root import document
from yunjian.kernel.testing import arranging
from yunjian.materials import actions as materials
from yunjian.materials.tests import stage as of_materials
from yunjian.parties import actions as parties
from yunjian.projects.models import Project
from yunjian.projects.tests import stage

# Every list there is, by its path: how often it asks the database.
PINNED = {
    "/certificate-types": 3,
    "/units": 2,
    "/disclosures": 3,
    "/disclosures/{disclosure_id}/findings": 4,
    "/disclosures/{disclosure_id}/notes": 3,
    "/disclosures/{disclosure_id}/statements": 2,
    "/disclosures/{disclosure_id}/tables": 4,
    "/disclosures/{disclosure_id}/tables/{number}/lines": 3,
    "/guides": 3,
    "/material-types": 2,
    "/publications": 3,
    "/publications/{publication_id}/tables/{name}": 5,
    "/publications/{publication_id}/versions": 4,
    "/projects": 3,
    "/projects/{project_id}/milestones": 9,
    "/editions": 2,
    "/search": 10,
    "/social-use/scenarios": 3,
    "/totals/years": 2,
    "/totals/economy": 2,
    "/totals/functions": 2,
}
# With a key, which is asked for in each request.
PINNED_WITH_A_KEY = {
    "/cases": 11,
    "/certificates": 12,
    "/event-kinds": 9,
    "/lent-materials": 13,
    "/material-consents": 14,
    "/materials": 12,
    "/materials/{material_id}/uses": 13,
    "/proposals": 10,
    "/uploads": 11,
    "/webhooks": 11,
    "/webhooks/{webhook_id}/deliveries": 12,
}
ASKED = {"/search": "q=政务", "/totals/functions": "year=2026", "/totals/economy": "year=2026"}


def lists() -> set[str]:
    """The path of every operation that answers with a list."""
    paths = document()["paths"].items()
    named = {path: given["get"]["operationId"] for path, given in paths if "get" in given}
    return {path for path, name in named.items() if name.startswith(("list_", "search_"))}


def test_every_list_is_pinned():
    assert lists() == {f"/api/v1{path}" for path in PINNED | PINNED_WITH_A_KEY}


def test_as_pinned_whatever_the_number_of_rows(db, settings):
    settings.OUTSIDE_NETWORKS = networks(["203.0.113.0/24"])
    stage.district(stage.definition())
    publish(*of_materials.types())
    publish_guides()
    offices = [(role, DATA_BUREAU) for role in ("budget-officer", "certificate-officer", "clerk")]
    zhou = account("zhou", *offices, ("leader", ""))

    def lend_and_use() -> int:
        pk = of_materials.checked(zhou.id, by=zhou, at=timezone.now())
        consent = materials.lend([pk], DATA_BUREAU, "某事", "核对", by=zhou, at=timezone.now())
        materials.use(consent, pk, by=zhou, at=timezone.now())
        return pk

    def begin_case() -> None:
        with arranging():
            Case.objects.create(
                procedure="plain-sign", edition=NOON.date(), unit_id=DATA_BUREAU, applicant=zhou.id, opened_by=zhou.id,
                subject="店招", opened_at=NOON,
            )  # fmt: skip

    material = lend_and_use()
    begin_case()
    caller = key_of(zhou, *SCOPES, per_minute=6000)
    webhook = gateway.subscribe_webhook("https://203.0.113.7/", ["budgets.disclosure.read"], by=zhou, at=NOON)

    def counted(pinned: dict[str, int], by: Caller) -> dict[str, int]:
        names = {
            "disclosure_id": disclosure, "publication_id": disclosure, "number": 3, "name": "figures",
            "project_id": Project.objects.get(key="2026-cloud").pk, "webhook_id": webhook, "material_id": material,
        }  # fmt: skip
        found = {}
        for path in pinned:
            with CaptureQueriesContext(connection) as queries:
                answer = by.get(f"{path.format(**names)}?{ASKED.get(path, '')}")
            assert answer.status_code == 200, json.loads(answer.content)
            found[path] = len(queries)
        return found

    certificates.beside()
    disclosure = stage.read(found=findings()[:1])
    few = counted(PINNED, Caller()), counted(PINNED_WITH_A_KEY, caller)
    few = counted(PINNED, Caller()), counted(PINNED_WITH_A_KEY, caller)  # the first time fills what is read once
    stage.many(30)
    parties.register_person("李民", certificates.NUMBER, by=SYSTEM, at=NOON)
    certificates.issued("permit")
    for number in range(4):
        lend_and_use()
        begin_case()
        stage.proposed(digest=str(number), year=2021 + number, found=findings())
        budgets.receive_disclosure(DATA_BUREAU, f"{number}.txt", f"{number}".encode(), by=zhou, at=NOON)
        gateway.subscribe_webhook("https://203.0.113.7/", ["budgets.disclosure.read"], by=zhou, at=NOON)
        gateway.ping_webhook(webhook, by=zhou, at=NOON + timedelta(minutes=number))
    projects = tuple((f"第{number}个项目", "1") for number in range(1, 30))
    disclosure = stage.read(paper=paper(2026, digest="9" * 64, projects=projects), digest="9", found=findings())

    assert Disclosure.objects.count() >= 9
    assert (counted(PINNED, Caller()), counted(PINNED_WITH_A_KEY, caller)) == few
    assert few == (PINNED, PINNED_WITH_A_KEY)
