"""The search over everything."""

import pytest
from django.urls import reverse

from tests.cast import LI, TODAY
from yunjian.portal import queries


def search(text):
    return queries.search(text, reader=LI, today=TODAY)


def test_without_a_question_explains_itself(client, db):
    answer = client.get(reverse("portal:search"))
    assert "例如" in answer.content.decode()


@pytest.mark.parametrize("text", ["\x00", "<script>", "%", "'", "a" * 5000, "  ", "＊", "-", "& | !"])
def test_answers_any_text(client, db, text):
    assert client.get(reverse("portal:search"), {"q": text}).status_code == 200


def test_finds_projects_units_lines_files_and_codes(real_district):
    assert any("政务云" in row.title for row in search("政务云").projects)
    assert [unit.key for unit in search("数据局").units] == ["data-bureau"]
    assert {hit.code for hit in search("数据事务").lines} >= {"201-41"}
    assert {term.code for term in search("数据事务").codes} >= {"201-41"}
    assert search("政务服务中心").disclosures
    assert {term.code for term in search("201-41").codes} >= {"201-41", "201-41-02"}
    assert {term.code for term in search("2014102").codes} == {"201-41-02"}

    # Where nothing has the whole text, its words are looked for.
    mistyped = search("电子政务云租用废")
    assert mistyped.is_partial
    assert mistyped.projects
    assert not search("政务云").is_partial

    # A project of the register is not shown again as a project of its budget.
    found = search("印章")
    registered = {(row.unit, row.year, row.title) for row in found.projects}
    assert registered
    assert not registered & {(hit.unit, hit.year, hit.title) for hit in found.notes}


def test_marks_what_was_asked_and_escapes_it(client, real_district):
    assert "<mark>政务云</mark>" in page(client, "政务云")
    assert "<script>alert" not in page(client, "<script>alert(1)")
    assert "没有" in page(client, "没有这样的东西吧")


def page(client, text):
    return client.get(reverse("portal:search"), {"q": text}).content.decode()
