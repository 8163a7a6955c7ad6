"""The office's pages of social use, and what everybody may see of it."""

import io
from datetime import timedelta
from typing import get_args

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from tests.browser import DESKTOP, PHONE, axe_violations, sideways, sign_in
from tests.cast import DATA_BUREAU
from tests.district import open_account
from yunjian.certificates import actions
from yunjian.certificates.definitions.scenarios import OrganisationKind
from yunjian.certificates.models import Asking, Kind, Organisation, UnusualUse
from yunjian.gateway.models import Key
from yunjian.kernel.actor import SYSTEM

from . import social, stage

pytestmark = pytest.mark.django_db
OFFICE = "/certificates/organisations/"
WORDS = {"words": "协议执行检查"}


@pytest.fixture
def district():
    watch = {"least": 3, "volume_times": 2, "suspends": True}
    hotel = social.scenario(
        "check-in", title="酒店入住", title_en="Checking in", organisations=("hotel",),
        example={"organisation": "hotel", "refused_kind": "bank", "values": {"holder_name": "李民", "home": "甲"},
                 "travels": {"holder_name": "李民", "home": "甲"}},
    )  # fmt: skip
    return social.district_of_today(social.scenario(watch=watch), hotel)


@pytest.fixture
def bank(district):
    return social.bank_of_today()


def client_of(username: str, role: str) -> Client:
    client = Client()
    client.force_login(open_account(username, (role, DATA_BUREAU), name=username))
    return client


@pytest.fixture
def registrar(district):
    return client_of("tang", "social-use-officer")


@pytest.fixture
def approver(district):
    return client_of("song", "social-use-approver")


def text_of(answer) -> str:
    return answer.content.decode()


def given(**more):
    last = timezone.localdate() + timedelta(days=100)
    return {"name": "云间银行", "uscc": social.CODES[1], "kind": "bank", "contact": "赵联系", "phone": "021-57810000",
            "agreement": "XY-1", "start": "2026-01-01", "through": last.isoformat(), "scenarios": ["open-account"],
            **more}  # fmt: skip


def test_an_organisation_is_registered_by_one_approved_by_another_and_given_a_key(registrar, approver):
    assert "还没有登记过机构" in text_of(registrar.get(OFFICE))
    assert "开立账户（银行）" in text_of(registrar.get(f"{OFFICE}register/"))
    made = registrar.post(f"{OFFICE}register/", given(), follow=True)
    assert "等另一位审批人批准" in text_of(made)
    address = f"{OFFICE}{Organisation.objects.get().pk}/"
    assert "批准" not in text_of(registrar.get(address)).split("办理")[-1]
    assert registrar.get(f"{address}approve/").status_code == 403

    assert approver.get(f"{address}approve/").status_code == 200
    assert "已办理：批准" in text_of(approver.post(f"{address}approve/", follow=True))
    assert approver.get(f"{address}approve/").status_code == 409
    assert approver.get(f"{address}nothing/").status_code == 404
    shown = approver.post(f"{address}keys/", {"label": "柜面系统", "days": 90, "per_minute": 600})
    assert "只显示这一次" in text_of(shown)
    assert shown.context["token"] in text_of(shown)
    assert shown.context["token"] not in text_of(approver.get(address))
    key = Key.objects.get().pk
    assert registrar.post(f"{address}keys/{key}/end/").status_code == 403
    assert "密钥已吊销" in text_of(approver.post(f"{address}keys/{key}/end/", follow=True))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"uscc": "1" * 18}, "统一社会信用代码有误"),
        ({"through": "2026-01-02"}, "协议期限有误"),
        ({"scenarios": ["check-in"]}, "这类机构不能使用所选的场景"),
        ({"scenarios": []}, "这个字段是必填项"),
        ({"name": ""}, "这个字段是必填项"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_typed_is_lost(registrar, changed, sentence):
    answer = registrar.post(f"{OFFICE}register/", given(**changed))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "赵联系" in text_of(answer)
    assert not Organisation.objects.exists()


def test_each_step_has_its_page_and_is_the_right_persons(registrar, approver, bank):
    address, through = f"{OFFICE}{bank}/", timezone.localdate() + timedelta(days=300)
    assert approver.get(f"{address}suspend/").status_code == 403
    assert registrar.post(f"{address}suspend/", {"words": "短"}).status_code == 422
    registrar.post(f"{address}suspend/", WORDS)
    assert registrar.get(f"{address}resume/").status_code == 403
    approver.post(f"{address}resume/", WORDS)
    renewed = registrar.post(f"{address}review/", WORDS | {"through": through.isoformat()}, follow=True)
    assert through.isoformat() in text_of(renewed)
    assert registrar.post(f"{address}review/", WORDS | {"through": "2026-01-01"}).status_code == 422
    assert "外部机构恢复" in text_of(approver.post(f"{address}terminate/", WORDS, follow=True))
    assert Organisation.objects.get().state == "TERMINATED"


def test_the_list_finds_filters_exports_and_asks_the_database_as_often_for_many(
    registrar, bank, django_assert_max_num_queries
):
    social.organisation(1)
    registrar.get(OFFICE)
    with django_assert_max_num_queries(10):
        listed = text_of(registrar.get(OFFICE))
    assert "松江银行" in listed
    assert "云间旅馆" in listed
    assert "云间旅馆" not in text_of(registrar.get(f"{OFFICE}?q=松江"))
    assert "没有符合条件的机构" in text_of(registrar.get(f"{OFFICE}?kind=school"))
    exported = b"".join(registrar.get(f"{OFFICE}export.csv?q=松江")).decode()
    assert "松江银行" in exported
    assert "云间旅馆" not in exported
    assert registrar.get(f"{OFFICE}export.pdf").status_code == 404


def test_everybody_reads_the_scenarios_with_law_fields_and_example(bank):
    visitor = Client()
    listed = text_of(visitor.get("/certificates/scenarios/"))
    assert "开立账户" in listed
    assert "机构管理" not in listed
    assert "酒店入住" not in text_of(visitor.get("/certificates/scenarios/?kind=bank"))
    assert "酒店入住" in text_of(visitor.get("/certificates/scenarios/?q=checking"))
    assert "没有符合条件的场景" in text_of(visitor.get("/certificates/scenarios/?q=x&certificate=permit"))
    shown = text_of(visitor.get("/certificates/scenarios/open-account/"))
    for said in ("测试用的依据", "算例", "居住地址", "酒店不能用这个场景请求", "松江银行"):
        assert said in shown
    assert visitor.get("/certificates/scenarios/none/").status_code == 404


def test_everybody_sees_who_may_ask_and_nobody_who_may_not(bank):
    visitor = Client()
    assert "松江银行" in text_of(visitor.get("/certificates/users/"))
    assert "没有找到" in text_of(visitor.get("/certificates/users/?q=旅馆"))
    actions.suspend_organisation(bank, "协议执行检查", by=social.TANG, at=timezone.now())
    assert "松江银行" not in text_of(visitor.get("/certificates/users/"))
    assert "现在没有" in text_of(visitor.get("/certificates/scenarios/open-account/"))


def test_the_list_of_papers_nobody_hands_in_is_searched_and_exported(district):
    visitor = Client()
    assert "居住证明" in text_of(visitor.get("/certificates/exemptions/"))
    assert "没有找到" in text_of(visitor.get("/certificates/exemptions/?q=x"))
    assert "居住证明" in b"".join(visitor.get("/certificates/exemptions.csv")).decode()
    book = openpyxl.load_workbook(io.BytesIO(b"".join(visitor.get("/certificates/exemptions.xlsx"))))
    assert [cell.value for cell in book.active[2]][:3] == ["入学", "居住证明", "居住证"]


def test_statistics_have_a_picture_and_equal_the_list_and_the_export(registrar, bank):
    now = timezone.now()
    for number in range(3):
        social.asked(bank, f"R{number}", at=now)
    social.asked(bank, "N1", name="无此人", number="310117199001011243", at=now)
    shown = registrar.get("/certificates/use/statistics/")
    assert dict(shown.context["totals"])["请求"] == 4
    assert "各场景的请求次数" in text_of(shown)
    assert "<svg" in text_of(shown)
    month = timezone.localdate(now).strftime("%Y-%m")
    exported = b"".join(registrar.get(f"/certificates/use/statistics.csv?month={month}")).decode()
    assert "开立账户,松江银行,4,0,0,0,0,0,1" in exported
    assert "共 <strong>4</strong> 个请求" in text_of(registrar.get(f"/certificates/use/requests/?month={month}"))
    assert "这个月没有机构请求过" in text_of(registrar.get("/certificates/use/statistics/?month=2026-01"))
    assert registrar.get("/certificates/use/statistics/?month=nonsense").status_code == 200


def test_the_requests_show_nothing_of_holders_and_are_filtered_and_exported(
    registrar, bank, django_assert_max_num_queries
):
    social.asked(bank, at=timezone.now())
    registrar.get("/certificates/use/requests/")
    with django_assert_max_num_queries(11):
        shown = text_of(registrar.get("/certificates/use/requests/"))
    assert "松江银行" in shown
    assert "李民" not in shown
    assert stage.NUMBER not in shown
    assert "没有符合条件的请求" in text_of(registrar.get("/certificates/use/requests/?state=FETCHED"))
    assert "R1" in b"".join(registrar.get("/certificates/use/requests.csv")).decode()


def test_unusual_use_is_listed_settled_and_the_suspension_lifted(registrar, approver, bank):
    now = timezone.now()
    for number in range(4):
        social.asked(bank, f"R{number}", name=f"无{number}", number="310117199001011243", at=now - timedelta(days=1))
    day = timezone.localdate(now) - timedelta(days=1)
    actions.note_unusual_use(bank, "open-account", day, by=SYSTEM, at=now)
    assert "已自动暂停" in text_of(registrar.get("/certificates/use/unusual/"))
    finding = UnusualUse.objects.filter(kind="UNKNOWN").get().pk
    address = f"/certificates/use/unusual/{finding}/"
    assert approver.get(address).status_code == 403
    assert registrar.post(address, {"words": "短"}).status_code == 422
    assert "处理意见已经记下" in text_of(registrar.post(address, {"words": "核实为测试"}, follow=True))
    approver.post(f"{OFFICE}{bank}/resume/", WORDS)
    assert Organisation.objects.get().state == "ACTIVE"


@pytest.mark.parametrize(
    "address",
    ["organisations/", "organisations/register/", "organisations/export.csv", "use/requests/", "use/requests.csv",
     "use/statistics/", "use/statistics.csv", "use/unusual/"],
)  # fmt: skip
def test_the_office_is_not_for_strangers(district, address):
    stranger = client_of("gu", "certificate-officer")
    assert stranger.get(f"/certificates/{address}").status_code == 403
    assert Client().get(f"/certificates/{address}").status_code == 302
    assert not Asking.objects.exists()


def test_every_kind_a_scenario_may_name_has_a_title():
    assert set(Kind.values) == set(get_args(OrganisationKind))


@pytest.mark.browser
@pytest.mark.heavy
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("size", "language"), [(DESKTOP, "zh-CN"), (PHONE, "en-GB")])
def test_the_pages_are_good_by_axe_on_a_desk_and_on_a_phone(browse, live_server, bank, size, language):
    social.asked(bank, at=timezone.now())
    both = open_account("song", ("social-use-officer", DATA_BUREAU), ("social-use-approver", DATA_BUREAU))
    page = browse(size, language=language)
    sign_in(page, both, live_server.url)
    troubles = []
    for address in (
        "organisations/", "organisations/register/", f"organisations/{bank}/", f"organisations/{bank}/keys/",
        f"organisations/{bank}/review/", "use/requests/", "use/statistics/", "use/unusual/", "scenarios/",
        "scenarios/open-account/", "users/", "exemptions/",
    ):  # fmt: skip
        page.goto(f"/certificates/{address}")
        troubles += axe_violations(page)
        if wide := sideways(page):
            troubles.append(f"{address} scrolls sideways: {wide}")
    assert not troubles, "\n".join(troubles)
