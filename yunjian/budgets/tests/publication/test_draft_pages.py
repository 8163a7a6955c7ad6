"""The pages an officer, a reviewer and a leader work on."""

import io
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import DATA_BUREAU, NOON, SERVICE_CENTRE
from tests.district import open_account
from yunjian.budgets import actions, queries
from yunjian.budgets.logic.publication.adding import add_up
from yunjian.budgets.logic.publication.composing import compose
from yunjian.budgets.logic.publication.content import SheetLine, SheetSide
from yunjian.budgets.logic.publication.forms import empty_sheets
from yunjian.budgets.logic.publication.workbook import xlsx
from yunjian.kernel.actor import SYSTEM
from yunjian.parties.queries import actor_of

from .made import content, entered

pytestmark = pytest.mark.django_db


class Office:
    """The people of the Data Bureau, each with a browser."""

    def __init__(self) -> None:
        grants = {"officer": "budget-officer", "reviewer": "budget-reviewer", "head": "budget-approver"}
        self.accounts = {who: open_account(who, (role, DATA_BUREAU), name=who) for who, role in grants.items()}
        self.accounts["other"] = open_account("other", ("budget-officer", SERVICE_CENTRE))
        self.clients = {who: Client() for who in self.accounts}
        for who, client in self.clients.items():
            client.force_login(self.accounts[who])

    def __getattr__(self, who: str) -> Client:
        return self.clients[who]

    def actor(self, who: str):
        return actor_of(self.accounts[who])

    def draft(self, made=None) -> int:
        return actions.start_draft(DATA_BUREAU, made or content(), "EMPTY", by=self.actor("officer"), at=NOON)


@pytest.fixture
def office(songjiang) -> Office:
    return Office()


def filled_in(page: bytes) -> dict[str, str]:
    """What a browser would send of the form of a table as it stands."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page.decode()):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name.group(1) not in ("q", "next", "csrfmiddlewaretoken"):
            found[name.group(1)] = value.group(1) if value else ""
    return found


def chosen(page: str) -> str:
    """The way to begin that is chosen beforehand."""
    [found] = re.findall(r'<input[^>]*name="source"[^>]*checked', page)
    return re.search(r'value="([^"]*)"', found).group(1)


def test_offer_the_way_that_can_work_and_say_why_another_cannot(office, published):
    page = office.officer.get("/budgets/drafts/new/").text
    this_year = timezone.localdate().year
    assert chosen(page) == "EMPTY"
    assert f"上海市松江区数据局没有 {this_year} 年已公开的部门预算，所以不能“从上年公开的预算”。" in page
    assert f"上海市松江区数据局没有 {this_year + 1} 年已公开的部门预算，所以不能“从本年度已读取的文件”。" in page

    published(content(year=this_year))
    page = office.officer.get("/budgets/drafts/new/").text
    assert chosen(page) == "LAST_YEAR"
    assert "从上年公开的预算”。" not in page
    # What was typed counts, and a year that is none falls over nothing.
    told = {"unit": DATA_BUREAU, "year": str(this_year), "source": "LAST_YEAR"}
    refused = office.officer.post("/budgets/drafts/new/", told)
    assert refused.status_code == 422
    assert f"没有 {this_year - 1} 年已公开的部门预算" in refused.text
    for year in ("", "x", "99999", "２０２７"):
        assert office.officer.post("/budgets/drafts/new/", told | {"year": year}).status_code in (302, 422), year


def test_begin_from_nothing(office):
    answer = office.officer.post("/budgets/drafts/new/", {"unit": DATA_BUREAU, "year": "2027", "source": "EMPTY"})

    [draft] = queries.own_drafts(reader=office.actor("officer"))
    assert answer.headers["Location"] == f"/budgets/drafts/{draft.id}/"
    found = queries.own_draft(draft.id, reader=SYSTEM).content
    assert (found.year, found.body, found.administrative) == (2027, "上海市松江区数据局", 1)


def test_begin_from_last_year(office, handed_in):
    handed_in(year=2026, by=office.actor("officer"))

    office.officer.post("/budgets/drafts/new/", {"unit": DATA_BUREAU, "year": "2027", "source": "LAST_YEAR"})

    [draft] = queries.own_drafts(reader=office.actor("officer"))
    found = queries.own_draft(draft.id, reader=SYSTEM).content
    assert found.year == 2027
    assert [each.title for each in found.projects] == ["政务云租用", "机房运行维护"]
    assert found.before("income.total").amount == 1_500_000
    assert found.sheet(3).is_empty


def test_begin_from_a_workbook_that_was_filled_in(office):
    file = io.BytesIO(xlsx(compose(content()), at=NOON, only_tables=True))
    file.name = "填报表.xlsx"

    office.officer.post(
        "/budgets/drafts/new/", {"unit": DATA_BUREAU, "year": "2026", "source": "WORKBOOK", "file": file}
    )

    [draft] = queries.own_drafts(reader=office.actor("officer"))
    assert entered(queries.own_draft(draft.id, reader=SYSTEM).content) == entered(content())


@pytest.mark.parametrize("source", ["LAST_YEAR", "READING", "WORKBOOK"])
def test_say_what_is_missing_to_begin_from(office, source):
    answer = office.officer.post("/budgets/drafts/new/", {"unit": DATA_BUREAU, "year": "2027", "source": source})

    assert answer.status_code == 422
    assert "没有可以作为起点的文件" in answer.content.decode()
    assert queries.own_drafts(reader=SYSTEM) == []


def test_lead_to_the_draft_that_is_already_worked_on(office):
    draft = office.draft()

    answer = office.officer.post("/budgets/drafts/new/", {"unit": DATA_BUREAU, "year": "2026", "source": "EMPTY"})

    assert answer.status_code == 422
    assert f'href="/budgets/drafts/{draft}/"' in answer.content.decode()


@pytest.mark.parametrize("number", range(1, 10))
def test_a_table_sent_back_as_it_stands_says_the_same(office, number):
    draft = office.draft()
    address = f"/budgets/drafts/{draft}/tables/{number}/"

    answer = office.officer.post(address, filled_in(office.officer.get(address).content))

    assert answer.status_code == 302
    assert queries.own_draft(draft, reader=SYSTEM).content == content()


def test_an_amount_is_changed_and_what_is_wrong_stands_beside_it(office):
    draft = office.draft()
    address = f"/budgets/drafts/{draft}/tables/5/"
    told = filled_in(office.officer.get(address).content) | {"only-2-1": "400,001.00"}

    page = office.officer.post(address, told, follow=True).content.decode()

    line = queries.own_draft(draft, reader=SYSTEM).content.sheet(5).side().lines[2]
    assert (line.code, str(line.amounts[1])) == ("201-41-01", "400001.00")
    cell = re.search(r'<td class="money has-finding"><input name="only-2-[^"]*".*?</td>', page, re.DOTALL)
    assert cell
    assert "finding-error" in cell.group()


def test_a_line_is_added_and_put_in_order(office):
    draft = office.draft()
    address = f"/budgets/drafts/{draft}/tables/5/"
    told = filled_in(office.officer.get(address).content)
    spare = next(name for name in told if name.endswith("-code") and not told[name]).removesuffix("-code")

    office.officer.post(
        address, told | {f"{spare}-code": "208 05 05", f"{spare}-label": "养老保险", f"{spare}-1": "1.50"}
    )

    codes = [line.code for line in queries.own_draft(draft, reader=SYSTEM).content.sheet(5).side().lines]
    assert codes == ["201", "201-41", "201-41-01", "201-41-02", "208-05-05", "221", "221-02", "221-02-01", ""]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("only-2-1", "四十万", "不是金额"),
        ("only-2-1", "1.005", "不是金额"),
        ("only-2-code", "20141010", "不是科目编码"),
        ("only-2-label", "", "还没有名称"),
    ],
)
def test_bad_input_is_answered_in_its_cell_and_nothing_is_kept(office, name, text, said):
    draft = office.draft()
    address = f"/budgets/drafts/{draft}/tables/5/"
    told = filled_in(office.officer.get(address).content) | {name: text}

    answer = office.officer.post(address, told)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert queries.own_draft(draft, reader=SYSTEM).revision == 1


def test_the_same_is_swapped_in_place_by_htmx(office):
    draft = office.draft()
    address = f"/budgets/drafts/{draft}/tables/5/"
    told = filled_in(office.officer.get(address).content) | {"only-2-1": "400,001.00"}

    fragment = office.officer.post(address, told, headers={"HX-Request": "true"}).content.decode()

    fresh = office.officer.get(address).content.decode()
    strip = lambda text: re.sub(r'<input type="hidden" name="csrf[^>]*>', "", text).strip()  # noqa: E731
    assert strip(fragment) in strip(fresh)


def test_somebody_elses_change_is_not_overwritten(office):
    draft = office.draft()
    address = f"/budgets/drafts/{draft}/tables/5/"
    told = filled_in(office.officer.get(address).content)
    actions.save_draft(draft, replace(content(), duties="改过。"), 1, by=office.actor("officer"), at=NOON)

    answer = office.officer.post(address, told)

    assert answer.status_code == 422
    assert "别人改过" in answer.content.decode()


def test_the_sums_are_worked_out_from_the_lowest_lines(office):
    lines = (
        SheetLine("201-41-01", "行政运行", (None, Decimal(100), None)),
        SheetLine("201-41-02", "一般行政管理事务", (None, None, Decimal(50))),
        SheetLine("", "合计", (None,) * 3, is_total=True),
    )
    empty = replace(content(), sheets=empty_sheets(), projects=())
    draft = office.draft(empty.with_sheet(replace(empty.sheet(5), sides=(SheetSide("", lines),))))

    office.officer.post(f"/budgets/drafts/{draft}/sums/")

    found = queries.own_draft(draft, reader=SYSTEM).content
    assert [line.code for line in found.sheet(5).side().lines] == ["201", "201-41", "201-41-01", "201-41-02", ""]
    assert found.sheet(1).side("income").total.amounts == (150,)
    assert found.sheet(4).side("expenditure").total.amounts[:2] == (150, 150)
    assert found.sheet(3).side().total.amounts == (150, 100, 50)
    assert add_up(found, {}) == found


@pytest.mark.parametrize("part", ["texts", "comparison", "other"])
def test_a_part_sent_back_as_it_stands_says_the_same(office, part):
    made = replace(content(), earlier=tuple(queries_of_all(content())))
    draft = office.draft(made)
    address = f"/budgets/drafts/{draft}/parts/{part}/"
    page = office.officer.get(address)
    form = page.context["form"]
    told = {name: form[name].value() for name in form.fields}
    told = {name: value for name, value in told.items() if value is not None and value is not False} | {"revision": "1"}

    answer = office.officer.post(address, told)

    assert answer.status_code == 302, answer.context["form"].errors
    assert queries.own_draft(draft, reader=SYSTEM).content == made


def queries_of_all(made):
    """The comparison of every subject the form asks for."""
    from yunjian.budgets.logic.publication.figures import COMPARED

    return [made.before(subject) for subject in COMPARED]


def test_a_project_is_added_changed_and_removed(office):
    draft = office.draft()
    base = f"/budgets/drafts/{draft}/projects/"

    office.officer.post(f"{base}0/", {"title": "数据治理项目", "amount": "1,000.50", "revision": "1"})
    office.officer.post(f"{base}3/", {"title": "数据治理服务项目", "amount": "1,000.50", "revision": "2"})
    titles = [each.title for each in queries.own_draft(draft, reader=SYSTEM).content.projects]
    office.officer.post(f"{base}1/", {"remove": "1", "title": "x", "revision": "3"})

    assert titles == ["政务云租用项目", "机房运行维护项目", "数据治理服务项目"]
    left = queries.own_draft(draft, reader=SYSTEM).content.projects
    assert [(each.title, str(each.amount)) for each in left][-1] == ("数据治理服务项目", "1000.50")
    assert len(left) == 2


def test_go_from_hand_to_hand_until_it_is_published(office):
    draft = office.draft()
    step = f"/budgets/drafts/{draft}/steps/{{}}/".format

    assert office.officer.post(step("submit")).status_code == 302
    assert office.reviewer.post(step("return"), {"words": ""}).status_code == 422
    assert office.reviewer.post(step("review"), {"words": "好"}).status_code == 302
    assert office.head.post(step("approve"), {"words": ""}).status_code == 302
    assert office.officer.post(step("publish")).status_code == 302

    page = Client().get("/budgets/data-bureau/2026/document/").content.decode()
    assert "上海市松江区2026年区级部门预算" in page
    assert "政务云租用项目经费情况说明" in page
    assert Client().post(step("publish")).status_code in (302, 403, 404)


def test_are_closed_to_others(office):
    draft = office.draft()

    for address in ("", "tables/1/", "projects/", "projects/0/", "parts/texts/", "preview/", "figures/", "file.pdf"):
        assert office.other.get(f"/budgets/drafts/{draft}/{address}").status_code == 404, address
        assert Client().get(f"/budgets/drafts/{draft}/{address}").status_code == 302, address


def test_answer_every_form_of_a_draft(office):
    draft = office.draft()

    for form in ("pdf", "docx", "xlsx", "html", "template.xlsx"):
        assert office.reviewer.get(f"/budgets/drafts/{draft}/file.{form}").status_code == 200
    assert office.reviewer.get(f"/budgets/drafts/{draft}/file.exe").status_code == 404


def test_take_approvals_down_and_show_what_is_due(office, twenty_days):
    today = timezone.localdate()
    told = {"unit": DATA_BUREAU, "year": str(today.year), "kind": "BUDGET", "approved_on": today.isoformat()}

    assert office.officer.post("/budgets/deadlines/", told).status_code == 302

    assert "还有 20 日" in office.head.get("/budgets/deadlines/").content.decode()
    assert office.head.post("/budgets/deadlines/", told).status_code == 403
    tomorrow = told | {"approved_on": "2099-01-01"}
    assert "批复日期不能晚于今天" in office.officer.post("/budgets/deadlines/", tomorrow).content.decode()
