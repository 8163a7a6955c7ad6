"""The pages of projects."""

import csv
import io
from urllib.parse import quote_plus

import openpyxl
import pytest

from tests.cast import DATA_BUREAU, NOON, SERVICE_CENTRE
from tests.district import open_account
from yunjian.budgets import actions as budgets
from yunjian.parties.models import Account
from yunjian.parties.queries import actor_of
from yunjian.projects import actions
from yunjian.projects.models import Project, Proposal

from . import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    stage.district(
        stage.definition(), stage.definition("2025-wlan", "无线网络运维费项目", "58.501", year=2025, category="网络")
    )


@pytest.fixture
def officer(client):
    stage.district(stage.definition())
    client.force_login(open_account("zhou", ("budget-officer", DATA_BUREAU)))
    return client


def rows_of(response):
    return list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))


def test_show_a_visitor_the_register_with_its_total(client, district):
    page = client.get("/projects/")

    assert "1,185,010.00" in page.text
    assert "无线网络运维费项目" in page.text
    assert "待确认的导入" not in page.text
    assert f'href="?category={quote_plus("政务云")}"' in page.text
    narrowed = client.get("/projects/", {"year": "2026", "q": "政务云", "amount_from": "50"})
    assert "无线网络运维费项目" not in narrowed.text
    assert "600,000.00" in narrowed.text


def test_say_so_when_the_register_is_empty_or_nothing_is_found(client):
    assert "项目库里还没有项目" in client.get("/projects/").text
    assert "没有符合条件的项目" in client.get("/projects/", {"q": "没有"}).text


@pytest.mark.parametrize(
    "query",
    [
        {"year": "x"},
        {"sort": "nothing"},
        {"page": "99"},
        {"unit": "a\0b"},
        {"amount_from": "much"},
        {"category": "x" * 99},
    ],
)
def test_bear_any_question(client, district, query):
    assert client.get("/projects/", query).status_code == 200


def test_give_htmx_the_very_part_a_fresh_page_has(client, district):
    whole = client.get("/projects/", {"sort": "title"})
    part = client.get("/projects/", {"sort": "title"}, headers={"hx-request": "true", "hx-target": "register"})

    assert part.text.strip() in whole.text
    assert "<html" not in part.text
    back = {"hx-request": "true", "hx-target": "register", "hx-history-restore-request": "true"}
    assert "<html" in client.get("/projects/", headers=back).text


def test_export_exactly_the_filtered_list(client, district):
    rows = rows_of(client.get("/projects/export.csv", {"year": "2025"}))
    assert [(row["项目"], row["金额（元）"]) for row in rows] == [("无线网络运维费项目", "585010.00")]

    file = client.get("/projects/export.xlsx", {"sort": "title"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(file))).active
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == sorted(["政务云租用项目", "无线网络运维费项目"])
    assert client.get("/projects/export.pdf").status_code == 404


def test_export_no_cell_that_a_spreadsheet_would_calculate(client):
    stage.small_district()
    stage.many(1, title="=cmd|' /C calc'!A0", category="@SUM(A1)")

    [row] = rows_of(client.get("/projects/export.csv"))
    assert row["项目"].startswith("'=")
    assert row["类别"].startswith("'@")
    file = client.get("/projects/export.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(file))).active
    assert sheet["B2"].data_type == "s"


def test_show_a_project_with_its_payments_line_and_history(client, district):
    page = client.get(f"/projects/{stage.project().pk}/")

    for words in (
        "201-41-02",
        "一般行政管理事务",
        "服务期满6个月后",
        "2026-07-01",
        "运行稳定性",
        "松府〔2020〕1号",
        "入库",
        "<svg",
    ):
        assert words in page.text
    assert "account:" not in page.text
    assert client.get("/projects/999999/").status_code == 404


def test_link_a_project_to_the_disclosure_it_is_in(client):
    stage.district(stage.definition())
    stage.proposed(projects=[("政务云租用项目", "60")])

    page = client.get(f"/projects/{stage.project().pk}/").text
    assert f"/budgets/{DATA_BUREAU}/2026/projects/1/" in page
    assert f"/budgets/{DATA_BUREAU}/2026/tables/3/lines/201-41-02/" in page
    assert client.get(f"/budgets/{DATA_BUREAU}/2026/tables/3/lines/201-41-02/").status_code == 200


def test_let_the_officer_confirm_and_see_what_became_of_each(officer):
    disclosure = stage.proposed(projects=[("政务云租用项目", "66"), ("机房运行维护", "40"), ("新平台", "20")])[
        0
    ].disclosure
    assert "待确认的导入 3 项" in officer.get("/projects/").text
    assert "3" in officer.get("/projects/proposals/").text
    page = officer.get(f"/projects/proposals/{disclosure}/")
    assert "660,000.00（66万元）" in page.text

    ids = list(Proposal.objects.order_by("number").values_list("pk", flat=True))
    address = f"/projects/proposals/{disclosure}/confirm/"
    assert officer.post(address, {"decision": "confirm"}).status_code == 422
    assert officer.post(address, {"decision": "dismiss", "proposal": ids[2]}).status_code == 422
    answer = officer.post(address, {"decision": "confirm", "proposal": ids[:2]})
    assert answer.text.count("已确认</span>") >= 2
    again = officer.post(address, {"decision": "confirm", "proposal": ids[:1]})
    assert again.status_code == 409
    assert "已经处理过了" in again.text
    assert "未采纳" in officer.post(address, {"decision": "dismiss", "proposal": ids[2], "reason": "重复"}).text
    assert Project.objects.count() == 2


def test_let_the_officer_take_every_new_project_nobody_doubts(officer):
    disclosure = stage.proposed()[0].disclosure
    officer.post(f"/projects/proposals/{disclosure}/confirm/", {"decision": "confirm-new"})

    assert Project.objects.filter(title="机房运行维护").exists()
    assert Proposal.objects.filter(state="OPEN").count() == 1


def test_let_the_officer_withdraw_and_compare_again(officer):
    _, new = stage.proposed()
    actions.confirm_proposal(new.pk, by=stage_officer(), at=NOON)
    page = f"/projects/proposals/{new.disclosure}/"
    assert "撤回确认" in officer.get(page).text

    assert "已撤回" in officer.post(f"{page}withdraw/{new.pk}/", follow=True).text
    assert "已重新比对" in officer.post(f"{page}compare/", follow=True).text
    assert officer.post(f"{page}withdraw/{new.pk}/").status_code == 409


def stage_officer():
    from tests.cast import ZHOU

    return ZHOU


def test_say_so_when_nothing_was_compared_yet(officer):
    assert "还没有比对过" in officer.get("/projects/proposals/").text
    disclosure = stage.read()
    assert "现在比对" in officer.get(f"/projects/proposals/{disclosure}/").text
    assert officer.get(f"/projects/proposals/{disclosure}/", {"state": "OPEN"}).status_code == 200
    assert officer.get("/projects/proposals/999999/").status_code == 404


def test_say_so_when_the_file_was_not_even_read_yet(officer):
    zhou = actor_of(Account.objects.get(username="zhou"))
    received = budgets.receive_disclosure(DATA_BUREAU, "预算.txt", "还没有读".encode(), by=zhou, at=NOON)
    page = officer.get(f"/projects/proposals/{received}/")

    assert page.status_code == 200
    assert "还没有比对" in page.text


def test_keep_proposals_from_strangers_and_other_units(client, officer):
    disclosure = stage.proposed()[0].disclosure
    address = f"/projects/proposals/{disclosure}/"
    officer.post("/account/logout/")
    assert client.get(address).headers["Location"].startswith("/account/login/")

    client.force_login(open_account("wu", ("budget-officer", SERVICE_CENTRE)))
    assert client.get(address).status_code == 403
    assert client.post(f"{address}confirm/", {"decision": "confirm-new"}).status_code == 403
    assert client.post(f"{address}compare/").status_code == 403
    client.force_login(open_account("zheng", ("audit-administrator", "")))
    assert "确认所选" not in client.get(address).text
    assert client.post(f"{address}confirm/", {"decision": "confirm-new"}).status_code == 403
    client.force_login(open_account("li"))
    assert client.get("/projects/proposals/").status_code == 403
    assert Proposal.objects.filter(state="OPEN").count() == 2


def test_speak_english_when_asked(client, district):
    client.cookies["django_language"] = "en"

    assert "Project register" in client.get("/projects/").text
    assert "Service levels" in client.get(f"/projects/{stage.project().pk}/").text


def test_show_a_project_for_the_same_few_statements_however_much_it_says(client, django_assert_max_num_queries):
    twenty = tuple({"condition": f"第{number}期", "share": "5"} for number in range(20))
    paid = {"total": "600000 元", "payments": ("30000 元",) * 20}
    stage.district(stage.definition(), stage.definition("2026-long", "分期项目", milestones=twenty, example=paid))
    for title in ("政务云租用项目", "分期项目"):
        client.get(f"/projects/{stage.project(title).pk}/")
        with django_assert_max_num_queries(10):
            client.get(f"/projects/{stage.project(title).pk}/")
