"""Every page of the budgets."""

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from yunjian.budgets import queries
from yunjian.budgets.logic.disclosure import Place
from yunjian.budgets.logic.finding import Finding
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.money import MoneyUnit

from .papers import figure

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "/budgets/",
    "/budgets/?year=2025",
    "/budgets/functions/",
    "/budgets/functions/201/",
    "/budgets/functions/201-41/",
    "/budgets/economy/",
    "/budgets/economy/301/",
    "/budgets/search/?q=政务云",
    "/budgets/compare/",
    "/budgets/compare/?a=data-bureau/2025&b=data-bureau/2026",
    "/budgets/data-bureau/",
    "/budgets/data-bureau/?period=2025",
    "/budgets/data-bureau/2026/",
    "/budgets/data-bureau/2026/tables/",
    "/budgets/data-bureau/2026/tables/1/",
    "/budgets/data-bureau/2026/tables/3/",
    "/budgets/data-bureau/2026/tables/6/",
    "/budgets/data-bureau/2026/tables/3/lines/",
    "/budgets/data-bureau/2026/tables/3/lines/201/",
    "/budgets/data-bureau/2026/tables/3/lines/201-41-02/",
    "/budgets/data-bureau/2026/narrative/",
    "/budgets/data-bureau/2026/projects/",
    "/budgets/data-bureau/2026/projects/1/",
    "/budgets/data-bureau/2026/findings/",
    "/budgets/data-bureau/2026/findings/?severity=ERROR",
    "/budgets/data-bureau/2026/original/",
    "/budgets/data-bureau/2026/original/?line=3",
    "/budgets/data-bureau/2026/tables/3.csv",
    "/budgets/data-bureau/2026/tables/3.json",
    "/budgets/data-bureau/2026/projects.csv",
    "/budgets/data-bureau/2026/projects.json",
    "/budgets/data-bureau/2026/findings.csv",
    "/budgets/data-bureau/2026/findings.json",
    "/budgets/data-bureau/2026/reading.json",
    "/budgets/data-bureau/2026/reading.csv",
    "/budgets/data-bureau/2026/original/file/",
)


@pytest.fixture
def two_years(handed_in):
    handed_in(year=2025, projects=[("政务云租用", "50")])
    return handed_in(year=2026)


def test_opens_for_a_visitor_in_both_languages(two_years, client):
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        for address in ADDRESSES:
            response = client.get(address)
            assert response.status_code == 200, address
            assert response.getvalue()


def test_leads_from_a_number_to_the_address_that_stays(two_years, client):
    note = queries.note(two_years, 1, reader=ANONYMOUS)

    assert client.get(f"/budgets/disclosures/{two_years}/").url == "/budgets/data-bureau/2026/"
    assert client.get(f"/budgets/notes/{note.id}/").url == "/budgets/data-bureau/2026/projects/1/"


@pytest.mark.parametrize(
    "address",
    [
        "/budgets/nowhere/",
        "/budgets/data-bureau/2031/",
        "/budgets/data-bureau/2026-e9/",
        "/budgets/data-bureau/2026-final/",
        "/budgets/data-bureau/2026/tables/99/",
        "/budgets/data-bureau/2026/tables/3/lines/999/",
        "/budgets/data-bureau/2026/tables/3.exe",
        "/budgets/data-bureau/2026/projects/99/",
        "/budgets/data-bureau/2026/findings/none/",
        "/budgets/functions/abc/",
        "/budgets/disclosures/99999/",
        "/budgets/notes/99999/",
    ],
)
def test_answers_an_address_that_names_nothing_with_a_sentence(address, two_years, client):
    response = client.get(address)

    assert response.status_code == 404
    assert "没有找到您要的内容" in response.content.decode()


def test_answers_a_comparison_with_itself_with_a_sentence(two_years, client):
    response = client.get("/budgets/compare/?a=data-bureau/2026&b=data-bureau/2026")

    assert response.status_code == 422
    assert "请选两份不同的公开文件来对比" in response.content.decode()


def test_says_beside_the_line_why_its_projects_do_not_add_up(handed_in, client):
    def misprint(structure):
        *others, last = structure.projects
        return replace(structure, projects=(*others, replace(last, amount=figure("40", unit=MoneyUnit.YUAN))))

    wrong_unit = Finding(
        code="DOC-E01",
        severity="error",
        place=Place(line=1011),
        template="“{project}”印为40元。",
        values={"project": "机房"},
    )
    handed_in(changed=misprint, found=(wrong_unit,))
    address = "/budgets/data-bureau/2026/tables/3/lines/201-41-02/"

    page = client.get(address).content.decode()

    assert "各项目之和是 600,040.00 元，表中的项目支出是 1,000,000.00 元" in page
    assert "“机房”印为40元。" in page


def test_says_nothing_of_it_where_they_do(two_years, client):
    assert (
        "项目之和与表中的数" not in client.get("/budgets/data-bureau/2026/tables/3/lines/201-41-02/").content.decode()
    )


def test_hands_the_original_back_as_a_download_only(two_years, client):
    response = client.get("/budgets/data-bureau/2026/original/file/")

    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.django_db(transaction=True)
def test_hands_tables_projects_findings_and_the_reading_out_as_excel(two_years, client):
    for name in ("tables/3", "projects", "findings", "reading"):
        response = client.get(f"/budgets/data-bureau/2026/{name}.xlsx")
        sheet = load_workbook(io.BytesIO(response.getvalue())).active
        response.close()

        assert sheet.max_row > 2
