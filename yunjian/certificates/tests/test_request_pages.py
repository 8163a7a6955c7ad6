"""The holder's pages of social use: who asks, yes, no, taken back, the receipt, the code."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.browser import PHONE, axe_violations, sideways, sign_in
from yunjian.certificates import actions, queries
from yunjian.certificates.models import Asking
from yunjian.kernel.actor import SYSTEM
from yunjian.parties import actions as parties
from yunjian.parties.models import Account
from yunjian.parties.queries import actor_of

from . import social, stage

pytestmark = pytest.mark.django_db
HOME = "文诚路500弄3号"


@pytest.fixture
def bank():
    social.district_of_today(social.scenario(agents=True), social.scenario("loan", title="个人贷款", title_en="Loan"))
    return social.bank_of_today(scenarios=("open-account", "loan"))


@pytest.fixture
def asking(bank):
    return social.asked(bank, at=timezone.now())


@pytest.fixture
def holder(asking):
    client = Client()
    client.force_login(social.holder_account())
    return client


def text_of(answer) -> str:
    return answer.content.decode()


def test_nobody_asked_says_so(bank):
    client = Client()
    client.force_login(social.holder_account())
    assert "还没有机构请求过" in text_of(client.get("/certificates/requests/"))
    assert Client().get("/certificates/requests/").status_code == 302


def test_the_drawer_and_the_certificate_lead_to_what_waits(holder, asking):
    assert "/certificates/requests/" in text_of(holder.get("/account/"))
    for address in ("mine/", f"mine/{asking.certificate_id}/"):
        assert "有 1 个机构的请求等您答复" in text_of(holder.get(f"/certificates/{address}"))


def test_a_request_says_who_what_for_on_what_law_which_fields_and_how_long(holder, asking):
    page = text_of(holder.get(f"/certificates/requests/{asking.pk}/"))

    for said in ("松江银行", "核对开户人", "测试用的依据", "最多 30 天", "李*", "居住地址", "我同意银行取得所列内容"):
        assert said in page
    assert HOME not in page
    assert 'value="holder_number"' in page  # a choice
    assert 'value="home"' not in page  # required


def test_consent_with_a_choice_then_withdrawing_before_it_was_fetched(holder, asking):
    address = f"/certificates/requests/{asking.pk}/"
    told = text_of(holder.post(f"{address}consent/", {"field": ["holder_number"]}, follow=True))
    assert "对方一天之内可以取回一次" in told
    assert "现在撤回，对方就取不到了" in told
    assert Asking.objects.get().fields == ["holder_name", "home", "holder_number"]

    assert "再也取不到" in text_of(holder.post(f"{address}withdraw/", follow=True))
    assert holder.post(f"{address}withdraw/").status_code == 409


def test_withdrawing_after_it_was_fetched_says_what_we_cannot_see(holder, asking, bank):
    address = f"/certificates/requests/{asking.pk}/"
    holder.post(f"{address}consent/")
    actions.fetch_disclosure(asking.token, base=social.BASE, by=social.key_of(bank), at=timezone.now())
    assert "撤回，要求对方删除" in text_of(holder.get(address))
    assert "松江银行" in text_of(holder.get(f"/certificates/mine/{asking.certificate_id}/"))  # among who looked

    assert "对方删了没有，我们看不到" in text_of(holder.post(f"{address}withdraw/", follow=True))
    assert queries.told(asking.token, reader=social.key_of(bank), at=timezone.now()).delete


def test_refusing_takes_one_press_and_a_second_answer_is_declined(holder, asking):
    address = f"/certificates/requests/{asking.pk}/"
    assert "什么也没有给" in text_of(holder.post(f"{address}refuse/", follow=True))
    assert holder.post(f"{address}consent/").status_code == 409


def test_the_receipt_is_there_as_page_and_as_file_once_it_is_signed(holder, asking, bank):
    address = f"/certificates/requests/{asking.pk}/"
    holder.post(f"{address}consent/")
    assert "还没有进入签名的检查点" in text_of(holder.get(f"{address}receipt/"))
    assert holder.get(f"{address}receipt.json").status_code == 409
    actions.fetch_disclosure(asking.token, base=social.BASE, by=social.key_of(bank), at=timezone.now())
    social.signed()
    page, file = holder.get(f"{address}receipt/"), holder.get(f"{address}receipt.json")

    kept = json.loads(file.content)
    theirs = json.loads(queries.receipt_file_for_organisation(asking.token, reader=social.key_of(bank)))
    assert kept["agreed"] == theirs["agreed"]
    assert (len(kept["proofs"]), kept["proofs"][1:]) == (2, theirs["proofs"])
    assert Asking.objects.get().consent in text_of(page)
    assert "attachment" in file["Content-Disposition"]
    assert HOME not in text_of(page) + text_of(file)


def test_another_persons_request_is_not_there(holder, asking):
    other = Client()
    other.force_login(Account.objects.get(pk=parties.open_account("wu", "吴", None, by=SYSTEM, at=timezone.now())))
    for rest in ("", "receipt/", "receipt.json"):
        assert other.get(f"/certificates/requests/{asking.pk}/{rest}").status_code == 404
    for rest in ("consent/", "refuse/", "withdraw/"):
        assert other.post(f"/certificates/requests/{asking.pk}/{rest}").status_code == 404
        assert holder.get(f"/certificates/requests/{asking.pk}/{rest}").status_code == 405


def test_a_code_is_made_when_asked_for_and_serves_one_request(holder, bank):
    assert "生成授权码" in text_of(holder.get("/certificates/requests/code/"))
    shown = holder.post("/certificates/requests/code/")
    code = shown.context["code"]

    assert code in text_of(shown)
    found = actions.ask(social.wanted("R9", name="", number="", code=code), by=social.key_of(bank), at=timezone.now())
    assert found.certificate_id is not None
    stranger = Client()
    stranger.force_login(Account.objects.get(pk=parties.open_account("wu", "吴", None, by=SYSTEM, at=timezone.now())))
    assert "没有对应的人员登记" in text_of(stranger.get("/certificates/requests/code/"))


def test_the_list_is_filtered_paged_and_asks_the_database_as_often_for_many(
    holder, asking, bank, django_assert_max_num_queries
):
    for number in range(3):
        social.asked(bank, f"M{number}", at=timezone.now())
    for number in range(5):
        social.asked(bank, f"L{number}", scenario="loan", at=timezone.now() - timedelta(hours=1))
    holder.get("/certificates/requests/")
    with django_assert_max_num_queries(11):
        many = text_of(holder.get("/certificates/requests/"))
    assert many.count("个人贷款") == 5
    assert many.index("等候答复") < many.index("没有答复，已失效</span>")
    lapsed = text_of(holder.get("/certificates/requests/?state=LAPSED"))
    assert "开立账户" not in lapsed
    assert "没有符合条件的请求" in text_of(holder.get("/certificates/requests/?state=REFUSED"))


def test_who_acts_for_another_answers_where_the_scenario_allows_it(asking, bank):
    now, account = timezone.now(), social.holder_account()
    agent = Account.objects.get(pk=parties.open_account("wu", "吴", None, by=SYSTEM, at=now))
    scope = ["certificates.asking.answer"]
    mandate = parties.ask_for_mandate("KIN", "李民", stage.NUMBER, scope, by=actor_of(agent), at=now)
    parties.accept_mandate(mandate, by=actor_of(account), at=now)
    client = Client()
    client.force_login(agent)
    assert client.get(f"/certificates/requests/{asking.pk}/").status_code == 404
    client.post(f"/account/mandates/{mandate}/act/")

    loan = social.asked(bank, "L1", scenario="loan", at=now)
    assert "您代办时只能拒绝" in text_of(client.get(f"/certificates/requests/{loan.pk}/"))
    assert client.post(f"/certificates/requests/{loan.pk}/consent/").status_code == 403
    assert "松江银行" in text_of(client.get("/certificates/requests/"))
    assert client.post(f"/certificates/requests/{asking.pk}/consent/").status_code == 302
    assert Asking.objects.get(pk=asking.pk).acting_for == f"person:{account.person_id}"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["zh-CN", pytest.param("en-GB", marks=pytest.mark.heavy)])
def test_the_pages_are_good_on_a_phone_by_axe(browse, live_server, bank, language):
    asking, agreed = (social.asked(bank, reference, at=timezone.now()) for reference in ("R1", "R2"))
    actions.consent_to_asking(agreed.pk, by=stage.holder_of(agreed.certificate_id), at=timezone.now())
    page = browse(PHONE, language=language)
    sign_in(page, social.holder_account(), live_server.url)
    troubles = []
    for address in ("", f"{asking.pk}/", f"{agreed.pk}/receipt/", "code/"):
        page.goto(f"/certificates/requests/{address}")
        troubles += axe_violations(page)
        if wide := sideways(page):
            troubles.append(f"{address} scrolls sideways: {wide}")
    assert not troubles, "\n".join(troubles)
