"""A disclosure as open data: a fiscal data package that validates, stable addresses, a feed."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from functools import partial

import feedparser
import pytest
from django.test import Client
from lxml import etree

from tests.cast import DATA_BUREAU, NOON, ZHOU
from yunjian.budgets import actions
from yunjian.budgets.logic.publication.feed import ATOM
from yunjian.budgets.logic.publication.package import NAMES, RESOURCES

from .conftest import go
from .made import content, entered

pytestmark = pytest.mark.django_db
BASE = "/budgets/data-bureau/2026"


@pytest.fixture
def corrected(published):
    """Two editions, the second a correction."""
    first = published()
    draft = actions.start_correction(first, "职能表述有误", by=ZHOU, at=NOON)
    actions.save_draft(draft, replace(content(), duties="负责数据工作。"), 1, by=ZHOU, at=NOON)
    return first, actions.publish_draft(go(draft, to="APPROVED"), by=ZHOU, at=NOON)


def test_the_whole_package_is_accepted_by_frictionless_validate(published, tmp_path):
    published()
    answer = Client().get(f"{BASE}/data.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)

    told = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    report = json.loads(told.stdout)
    assert report["valid"], told.stdout
    assert (told.returncode, report["stats"]["tasks"]) == (0, len(NAMES))


def test_a_package_with_a_wrong_amount_is_not_accepted(published, tmp_path):
    published()
    with zipfile.ZipFile(io.BytesIO(Client().get(f"{BASE}/data.zip").content)) as archive:
        archive.extractall(tmp_path)
    table = tmp_path / "expenditure.csv"
    table.write_text(table.read_text("utf-8").replace("400000.00", "四十万"), "utf-8")

    told = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert told.returncode == 1


def test_the_descriptor_says_which_field_means_what(published):
    published()

    told = Client().get(f"{BASE}/data/datapackage.json").json()

    fields = {field["name"]: field for field in told["resources"][0]["schema"]["fields"]}
    assert fields["item_code"]["columnType"] == "functional-classification:generic:level3:code"
    assert fields["amount"]["columnType"] == "value"
    measure = told["model"]["measures"]["amount"]
    assert (measure["currency"], measure["phase"], measure["direction"]) == ("CNY", "approved", "expenditure")
    assert told["model"]["dimensions"]["classification"]["primaryKey"] == ["item_code", "section_code", "class_code"]
    sources = {a["source"] for d in told["model"]["dimensions"].values() for a in d["attributes"].values()}
    assert sources <= set(fields)
    assert [each["path"] for each in told["resources"]] == [f"{name}.csv" for name in NAMES]


def test_the_figures_are_those_of_the_draft_to_the_cent(published):
    published()

    rows = list(csv.DictReader(io.StringIO(Client().get(f"{BASE}/data/figures.csv").content.decode())))

    found = {(int(r["table"]), r["side"], r["code"], r["label"], r["kind"]): Decimal(r["amount"]) for r in rows}
    assert found == entered(content())
    spent = csv.DictReader(io.StringIO(Client().get(f"{BASE}/data/expenditure.csv").content.decode()))
    assert sum(Decimal(row["amount"]) for row in spent) == Decimal("1500000.00")


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda each: each.name)
def test_csv_and_json_say_the_same(published, resource):
    published()

    table = list(csv.DictReader(io.StringIO(Client().get(f"{BASE}/data/{resource.name}.csv").content.decode())))
    records = Client().get(f"{BASE}/data/{resource.name}.json").json()

    assert [{k: "" if v is None else str(v) for k, v in each.items()} for each in records] == table
    assert table


def test_an_address_with_the_edition_never_means_another(corrected):
    first, now = (Client().get(f"{BASE}{edition}/data/datapackage.json") for edition in ("-e1", ""))

    assert (first.json()["version"], now.json()["version"]) == ("1.0.0", "2.0.0")
    assert now.json()["name"] == "data-bureau-2026-e2"
    assert Client().get(f"{BASE}-e2/data/datapackage.json").content == now.content
    assert "职能表述有误" in now.json()["description"]
    assert Client().get(f"{BASE}-e1/data.zip").content == Client().get(f"{BASE}-e1/data.zip").content


@pytest.mark.parametrize("address", ["data/nothing.csv", "data/figures.exe", "data/figures.xml"])
def test_what_is_not_there_is_not_found(published, address):
    published()

    assert Client().get(f"{BASE}/{address}").status_code == 404


def test_the_feed_tells_of_publications_and_corrections(corrected):
    answer = Client().get("/budgets/publications.atom")

    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert [entry.tags[0].term for entry in feed.entries] == ["correction", "publication"]
    assert "更正" in feed.entries[0].title
    assert feed.entries[0].summary == "职能表述有误"
    assert feed.entries[0].link.endswith("/budgets/data-bureau/2026-e2/")
    assert feed.entries[1].link.endswith("/budgets/data-bureau/2026-e1/")
    assert Client().get(feed.entries[1].link.split("testserver")[1]).status_code == 200


def test_the_feed_keeps_the_rules_of_rfc_4287(corrected):
    root = etree.fromstring(Client().get("/budgets/publications.atom").content)
    name = partial(str.__add__, f"{{{ATOM}}}")

    for element in (root, *root.iter(name("entry"))):
        for required in ("id", "title", "updated"):
            assert len(element.findall(name(required))) == 1, required
    ids = [entry.findtext(name("id")) for entry in root.iter(name("entry"))]
    assert len(ids) == len(set(ids)) == 2
    assert all(entry.find(name("author")).findtext(name("name")) for entry in root.iter(name("entry")))
    assert [link.get("rel") for link in root.findall(name("link"))] == ["self", "alternate"]
    assert root.findtext(name("updated")) == max(e.findtext(name("updated")) for e in root.iter(name("entry")))


def test_the_feed_of_nothing_is_still_a_feed(songjiang):
    feed = feedparser.parse(Client().get("/budgets/publications.atom").content)

    assert not feed.bozo
    assert feed.entries == []


def test_a_file_that_was_handed_in_is_open_data_too(handed_in):
    handed_in(year=2026)

    told = Client().get(f"{BASE}/data/datapackage.json").json()

    assert "projects" in {each["name"] for each in told["resources"]}
    assert DATA_BUREAU in told["name"]
