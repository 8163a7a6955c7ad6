"""What was published is there for programs: each edition, the ones before it, its forms; and whoever asked is told."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.api import Caller
from tests.cast import DATA_BUREAU, MENG, NOON, QIAN, SHEN, ZHOU
from yunjian.budgets import actions, events
from yunjian.budgets.api.publications import Form, Table
from yunjian.budgets.logic.publication.package import NAMES
from yunjian.budgets.models import PublishedForm
from yunjian.budgets.tests.publication.made import content
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.announcements import kinds
from yunjian.kernel.testing import recorded
from yunjian.projects.tests import stage

pytestmark = pytest.mark.django_db


def publish(draft: int) -> int:
    actions.submit_draft(draft, by=ZHOU, at=NOON)
    actions.review_draft(draft, "", by=QIAN, at=NOON)
    actions.approve_draft(draft, "", by=MENG, at=NOON)
    return actions.publish_draft(draft, by=SHEN, at=NOON)


@pytest.fixture
def editions(district):
    """A published budget and its correction, which has a PDF."""
    first = publish(actions.start_draft(DATA_BUREAU, content(), "EMPTY", by=ZHOU, at=NOON))
    draft = actions.start_correction(first, "职能表述有误", by=ZHOU, at=NOON)
    actions.save_draft(draft, replace(content(), duties="负责数据工作。"), 1, by=ZHOU, at=NOON)
    second = publish(draft)
    actions.keep_form(second, "pdf", b"%PDF-1.7", "", by=SYSTEM, at=NOON)
    return first, second


def test_the_edition_in_force_is_listed_and_the_corrected_ones_where_asked_for(editions):
    first, second = editions
    listed = Caller().get("/publications", {"unit": DATA_BUREAU, "own": "true"}).json()["items"]
    assert [(row["id"], row["edition"], row["reason"]) for row in listed] == [(second, 2, "职能表述有误")]
    assert Caller().get("/publications", {"year": 1999}).json() == {"items": [], "next": None}

    both = Caller().get("/publications", {"superseded": "true", "sort": "id", "limit": 1}).json()
    assert [row["id"] for row in both["items"]] == [first]
    more = {"superseded": "true", "sort": "id", "limit": 1, "cursor": both["next"]}
    assert [row["id"] for row in Caller().get("/publications", more).json()["items"]] == [second]


def test_its_versions_are_told_with_addresses_that_stay(editions, client):
    first, second = editions
    versions = Caller().get(f"/publications/{first}/versions").json()

    assert [(row["id"], row["is_current"], row["is_correction"]) for row in versions] == [
        (second, True, True),
        (first, False, False),
    ]
    for row in versions:
        assert client.get(row["address"].removeprefix("http://testserver")).status_code == 200
        assert row["address"].endswith(f"/2026-e{row['edition']}/")


def test_its_difference_from_the_edition_before_or_another_is_told(editions):
    first, second = editions
    told = Caller().get(f"/publications/{second}/changes").json()

    assert (told["before"], told["after"], told["figures"], told["projects"]) == (first, second, [], [])
    [text] = told["texts"]
    assert "负责数据工作。" in " ".join(text["after"])
    assert "负责数据工作。" not in " ".join(text["before"])
    assert Caller().get(f"/publications/{second}/changes", {"since": first}).json() == told
    [back] = Caller().get(f"/publications/{first}/changes", {"since": second}).json()["texts"]
    assert (back["before"], back["after"]) == (text["after"], text["before"])
    nothing = {"before": None, "after": first, "figures": [], "texts": [], "projects": []}
    assert Caller().get(f"/publications/{first}/changes").json() == nothing


def test_its_difference_tells_figures_and_projects_in_yuan(district):
    first = stage.read((("政务云租用", "60"), ("机房运行维护", "40")))
    second = stage.read((("政务云租用", "70"), ("机房运行维护", "40")), digest="1")
    other = stage.read(year=2025, digest="2")
    told = Caller().get(f"/publications/{second}/changes").json()

    [project] = told["projects"]
    assert (project["title"], project["kind"]) == ("政务云租用", "changed")
    assert [Decimal(project[name]) for name in ("before", "after", "difference")] == [600_000, 700_000, 100_000]
    assert told["figures"]
    for each in told["figures"]:
        assert Decimal(each["difference"]) == Decimal(each["after"] or 0) - Decimal(each["before"] or 0) != 0
    # Not another year's, not what there is not.
    for since in (other, 999_999):
        assert Caller().get(f"/publications/{second}/changes", {"since": since}).status_code == 404
    assert Caller().get(f"/publications/{first}/changes", {"since": "x"}).status_code == 422
    assert Caller().get("/publications/999999/changes").status_code == 404


def test_every_file_it_names_is_there(editions, client):
    _, second = editions
    told = Caller().get(f"/publications/{second}").json()

    names = {each["name"] for each in told["files"]}
    assert names == {"document.pdf", "original", "datapackage.json", "data.zip"} | {
        f"{name}.{form}" for name in NAMES for form in ("csv", "json")
    }
    assert told["signature"] is None
    for each in told["files"]:
        answer = client.get(each["address"].removeprefix("http://testserver"))
        assert answer.status_code == 200, each
        assert each["size"] in (None, len(answer.content))


def test_its_data_is_the_package_with_whole_addresses(editions):
    _, second = editions
    package = Caller().get(f"/publications/{second}/package").json()
    assert [each["path"].rsplit("/", 1)[1] for each in package["resources"]] == [f"{name}.csv" for name in NAMES]
    assert all(each["path"].startswith("http://testserver/budgets/") for each in package["resources"])

    rows = Caller().get(f"/publications/{second}/tables/expenditure").json()
    assert rows
    assert {type(row["amount"]) for row in rows} == {str}
    assert Caller().get(f"/publications/{second}/tables/salaries").status_code == 422


def test_a_form_is_the_bytes_that_were_kept_or_not_found(editions):
    _, second = editions
    answer = Caller().get(f"/publications/{second}/forms/pdf")
    assert answer.content == b"%PDF-1.7"
    assert Caller().get(f"/publications/{second}/forms/pdf", **{"If-None-Match": answer["ETag"]}).status_code == 304
    assert Caller().get(f"/publications/{second}/forms/docx").status_code == 404


@pytest.mark.parametrize("path", ["", "/versions", "/package", "/tables/figures", "/forms/pdf"])
def test_what_is_not_published_is_not_found(district, path):
    """A file handed in and not yet read, and nothing at all."""
    handed_in = actions.receive_disclosure(DATA_BUREAU, "草稿.txt", b"2026", by=ZHOU, at=NOON)
    for number in (handed_in, 999_999):
        assert Caller().get(f"/publications/{number}{path}").status_code == 404


def test_the_document_names_every_table_and_form_there_is():
    assert Table.__args__ == NAMES
    assert set(Form.__args__) == set(PublishedForm.Form.values)


def test_publishing_and_each_form_made_may_be_subscribed_to_but_not_a_form_that_failed(editions):
    _, second = editions
    actions.keep_form(second, "docx", b"", "没有字体", by=SYSTEM, at=NOON)
    published, made = kinds()[events.DraftPublished.kind], kinds()[events.FormMade.kind]

    assert [published.is_public(each) for each in recorded(published.kind)] == [True, True]
    assert [made.is_public(each) for each in recorded(made.kind)] == [True, False]
    assert "name" not in json.dumps([each.payload for each in recorded(published.kind, made.kind)])
