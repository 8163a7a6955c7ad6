"""Everything held of a person's materials: shown to that person, taken along, and erased with the person."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.roles import actor
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded, seal_and_deliver
from yunjian.materials import actions, jobs, queries
from yunjian.materials.models import Consent, Material, Upload, vault
from yunjian.parties import actions as parties
from yunjian.parties import queries as parties_queries

from . import files
from .stage import CARD, LEASE, checked

pytestmark = pytest.mark.django_db
BAO = actor("account:900301", "包护", ("privacy-officer", ""))
DAY = timedelta(days=1)


@pytest.fixture
def drawer(stage):
    """李 has a photo of her card, a lease lent to an office that opened it, and an upload under way."""
    now = timezone.now()
    card = checked(stage.holders["li"], files.jpeg(), CARD, by=stage.li, at=now, name="身份证.jpg")
    lease = checked(stage.holders["li"], files.pdf(1), LEASE, by=stage.li, at=now, name="租约.pdf")
    unit = stage.clerk.held[0].unit
    consent = actions.lend([lease], unit, "开办企业", "核对住所", by=stage.li, at=now)
    actions.use(consent, lease, by=stage.clerk, at=now)
    actions.begin_upload(stage.holders["li"], LEASE, "补充.pdf", 1000, by=stage.li, at=now)
    return card, lease


def of(stage, name: str, owner: str = "li"):
    return getattr(queries, name)(stage.holders[owner], reader=stage.li, at=timezone.now())


def test_is_all_there_and_nobody_elses(stage, drawer):
    assert [row["file_name"] for row in of(stage, "materials_of")] == ["身份证.jpg", "租约.pdf"]
    assert [row["archived_until"] is not None for row in of(stage, "materials_of")] == [False, True]
    assert [row["file_name"] for row in of(stage, "uploads_of")] == ["补充.pdf"]
    [consent] = of(stage, "consents_of")
    assert (consent["matter"], consent["materials"]) == ("开办企业", [drawer[1]])
    [use] = of(stage, "uses_of")
    assert (use["who"], use["purpose"]) == ("窗口clerk", "核对住所")
    for name in ("materials_of", "uploads_of", "consents_of", "uses_of"):
        with pytest.raises(Forbidden):
            of(stage, name, "wang")


def test_stands_on_the_page_of_ones_own_data_and_in_the_file(stage, drawer):
    client = Client()
    client.force_login(stage.accounts["li"])
    page = client.post("/account/my-data/", {"form": "page"}).text
    for words in ("身份证.jpg", "开办企业", "窗口clerk", "补充.pdf", "销毁密钥"):
        assert words in page
    file = json.loads(client.post("/account/my-data/", {"form": "json"}).content)
    assert [row["file_name"] for row in file["materials"]] == ["身份证.jpg", "租约.pdf"]
    assert file["material_uses"][0]["matter"] == "开办企业"
    client.cookies["django_language"] = "en"
    assert "Who looked at my materials" in client.post("/account/my-data/", {"form": "page"}).text


def test_goes_when_the_person_is_erased_but_for_the_archive_and_says_so(stage, drawer):
    card, lease = drawer
    now = timezone.now()
    person = int(stage.holders["li"].removeprefix("person:"))
    row = Material.objects.get(pk=card)
    request = parties.ask_for_erasure(person, by=stage.li, at=now)
    parties.grant_erasure(request, "同意", by=BAO, at=now)
    seal_and_deliver()
    jobs.remove_file(card)

    # The key of the card is destroyed and its file is gone; a copy of the file would open for nobody.
    erased = Material.objects.get(pk=card)
    assert (erased.state, erased.envelope, erased.file_name) == ("ERASED", None, "（已删除）")
    assert row.place not in {each.place for each in vault().store.all()}
    # The lease was used for a matter: it stays until the archive lets it go, and nobody opens it meanwhile.
    assert Material.objects.get(pk=lease).state == "CHECKED"
    assert not Consent.objects.in_force(timezone.now()).exists()
    assert Upload.objects.values_list("state", "envelope", "file_name").get() == ("EXPIRED", None, "（已删除）")
    assert [each.payload["material"] for each in recorded("materials.material.erased")] == [card]
    kept = parties_queries.erasures(reader=BAO)[0].kept
    assert [sentence.partition("：")[0] for sentence in kept] == ["材料", "借出材料的同意", "谁看过材料"]
    assert actions.erase_due(by=SYSTEM, at=now + 6 * 366 * DAY) == 1
    assert Material.objects.get(pk=lease).envelope is None
