"""The pages of rights, of standing in for others, and of personal data."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import CHEN, DATA_BUREAU, NOON
from tests.district import PASSWORD, open_account, small_district
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.testing import recorded
from yunjian.parties import actions, queries
from yunjian.parties.models import Account, Delegation, Grant, Mandate, Person

pytestmark = pytest.mark.django_db
CODE = "91350100M000100Y43"
NUMBER = "310117199001010018"


@pytest.fixture
def district():
    """陈 is the security administrator, 郑 audits, 周 and 钱 are colleagues; 李 and her father are citizens."""
    small_district()
    open_account("chen", ("security-administrator", ""), name="陈安全")
    open_account("zheng", ("audit-administrator", ""), name="郑文")
    open_account("zhou", ("budget-officer", DATA_BUREAU), name="周晓云")
    open_account("clerk", ("clerk", DATA_BUREAU), name="窗口")
    open_account("bao", ("privacy-officer", ""), name="包护")
    for username, name, phone in (("qian", "钱一", ""), ("li", "李敏", "13800000000"), ("father", "李大海", "")):
        person = actions.register_person(name, phone=phone, by=SYSTEM, at=NOON)
        actions.open_account(username, name, PASSWORD, person_id=person, by=SYSTEM, at=NOON)
    actions.appoint(person_of("qian").pk, "data-bureau-office", "科员", by=SYSTEM, at=NOON)
    actions.register_enterprise("云间软件", CODE, by=SYSTEM, at=NOON)


def person_of(username: str) -> Person:
    return Person.objects.get(account__username=username)


def as_(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def rights_of(username: str) -> str:
    return f"/account/accounts/{Account.objects.get(username=username).pk}/rights/"


def test_say_who_can_do_this_and_why(district):
    page = as_("zheng").get("/account/who-can/", {"act": "budgets.disclosure.receive", "unit": DATA_BUREAU}).text

    assert "周晓云" in page
    assert "2026-01-01 起的版本" in page
    assert "还没有" not in page
    assert "周晓云" not in as_("zheng").get("/account/who-can/", {"act": "parties.grant.give"}).text
    past = as_("zheng").get("/account/who-can/", {"act": "budgets.disclosure.receive", "on": "2025-06-01"}).text
    assert "这一天没有人" in past
    assert as_("zheng").get("/account/who-can/", {"act": "no.such", "unit": "x", "on": "x"}).status_code == 200


def test_say_what_she_can_do_to_security_audit_and_herself(district):
    for username in ("chen", "zheng", "zhou"):
        page = as_(username).get(rights_of("zhou"))
        assert "上传本单位的预算" in page.text
    assert "上传本单位的预算" in as_("zhou").get("/account/rights/").text
    assert "没有任何角色" in as_("zhou").get("/account/rights/", {"on": "2020-01-01"}).text
    for stranger in ("li", "clerk", "bao"):
        assert as_(stranger).get(rights_of("zhou")).status_code == 403
    assert as_("chen").get("/account/accounts/999999/rights/").status_code == 404


def test_grant_and_withdraw_a_role_and_a_running_session_feels_it_at_once(district):
    officer, security = as_("qian"), as_("chen")
    assert officer.get("/account/people/").status_code == 403

    granted = security.post(rights_of("qian") + "grant/", {"role": "budget-officer", "unit": DATA_BUREAU})
    assert granted.status_code == 302
    assert officer.get("/account/people/").status_code == 200
    number = Grant.objects.get(account__username="qian").pk
    assert f"{number}/withdraw/" in security.get(rights_of("qian")).text
    assert security.post(f"{rights_of('qian')}{number}/withdraw/").status_code == 302
    assert officer.get("/account/people/").status_code == 403


def test_decline_a_role_that_makes_no_sense_with_a_sentence(district):
    security = as_("chen")
    for given in ({"role": "budget-officer", "unit": ""}, {"role": "magician"}, {}):
        answer = security.post(rights_of("qian") + "grant/", given)
        assert answer.status_code == 422
        assert "error-summary" in answer.text
    assert security.post("/account/accounts/999999/rights/grant/", {"role": "leader"}).status_code == 404
    assert security.post(rights_of("chen") + "grant/", {"role": "leader"}).status_code == 422
    second = security.post(rights_of("zheng") + "grant/", {"role": "system-administrator"})
    assert "不同的账户" in second.text


def test_let_nobody_else_grant_or_withdraw(district):
    number = Grant.objects.get(account__username="zhou").pk
    before = Grant.objects.count()
    for stranger in ("zheng", "zhou", "li", "clerk"):
        assert as_(stranger).post(rights_of("qian") + "grant/", {"role": "leader"}).status_code == 403
        assert as_(stranger).post(f"{rights_of('zhou')}{number}/withdraw/").status_code == 403
    assert Grant.objects.count() == before
    assert recorded("parties.role.revoked") == []


def test_take_nothing_that_no_field_asks_for(district):
    today = timezone.localdate()
    lent = {
        "source": f"grant:{Grant.objects.get(account__username='zhou').pk}", "username": "qian",
        "starts_on": today.isoformat(), "ends_on": (today + timedelta(days=7)).isoformat(),
        "role": "security-administrator", "unit": "", "giver": "1", "holder": "1",
    }  # fmt: skip
    assert as_("zhou").post("/account/delegations/", lent).status_code == 302
    assert Delegation.objects.get().role == "budget-officer"
    asked = {"kind": "LEGAL", "name": "云间软件", "number": CODE, "scope": "*", "accepted_at": "2026-01-01",
             "accepted_how": "SELF", "agent": "1"}  # fmt: skip
    assert as_("li").post("/account/mandates/", asked).status_code == 302
    mandate = Mandate.objects.get()
    assert (mandate.accepted_at, mandate.agent.username) == (None, "li")
    grant = {"role": "budget-officer", "unit": DATA_BUREAU, "duty": "security", "starts_at": "2020-01-01"}
    as_("chen").post(rights_of("li") + "grant/", grant)
    assert Grant.objects.get(account__username="li").duty == ""


def test_lend_a_role_show_it_and_end_it(district):
    today = timezone.localdate()
    officer = as_("zhou")
    wrong = {"source": "x", "username": "qian", "starts_on": "2026-13-01", "ends_on": ""}
    assert officer.post("/account/delegations/", wrong).status_code == 422
    source = f"grant:{Grant.objects.get(account__username='zhou').pk}"
    given = {"source": source, "username": "li", "starts_on": str(today), "ends_on": str(today)}
    assert "同一单位的同事" in officer.post("/account/delegations/", given).text
    assert officer.post("/account/delegations/", given | {"username": "qian"}).status_code == 302
    number = Delegation.objects.get().pk

    assert "周晓云委托" in as_("qian").get("/account/rights/").text
    assert as_("li").post(f"/account/delegations/{number}/end/").status_code == 403
    assert as_("zhou").post(f"/account/delegations/{number + 99}/end/").status_code == 404
    assert as_("qian").post(f"/account/delegations/{number}/end/").status_code == 302
    assert as_("qian").get("/account/people/").status_code == 403


def test_act_for_an_enterprise_visibly_until_one_stops_or_the_mandate_ends(district):
    daughter = as_("li")
    asked = {"kind": "LEGAL", "name": "云间软件", "number": CODE, "scope": ["*"]}
    assert daughter.post("/account/mandates/", asked | {"name": "别的"}).status_code == 422
    assert daughter.post("/account/mandates/", asked).status_code == 302
    number = Mandate.objects.get().pk
    counter = as_("clerk")
    assert "云间软件" in counter.get("/account/mandates/counter/", {"number": number}).text
    assert counter.post(f"/account/mandates/counter/?number={number}", {"evidence": ""}).status_code == 422
    assert counter.post(f"/account/mandates/counter/?number={number}", {"evidence": "营业执照"}).status_code == 302
    for stranger in ("father", "zhou", "clerk"):
        assert as_(stranger).post(f"/account/mandates/{number}/act/").status_code == 403

    daughter.post(f"/account/mandates/{number}/act/")
    assert "您正在替 云间软件 办事" in daughter.get("/account/").text
    daughter.post("/account/mandates/stop/")
    assert "您正在替" not in daughter.get("/account/").text
    daughter.post(f"/account/mandates/{number}/act/")
    actions.end_mandate(number, by=queries.actor_of(Account.objects.get(username="li")), at=timezone.now())
    assert "代办委托已经结束，现在办的是您自己的事" in daughter.get("/account/").text
    assert "您正在替" not in daughter.get("/account/").text


def test_let_only_the_one_represented_say_yes(district):
    asked = actions.register_person("外公", "31011719900101001" + "X", from_old_data=True, by=SYSTEM, at=NOON)
    mandate = Mandate(agent=Account.objects.get(username="li"), person_id=asked, kind="KIN", scope=["*"], asked_at=NOON)
    from yunjian.kernel.testing import arranging

    with arranging():
        mandate.save()
    for stranger in ("li", "father", "zhou", "clerk"):
        assert as_(stranger).post(f"/account/mandates/{mandate.pk}/accept/").status_code == 403
    for stranger in ("father", "zhou"):
        assert as_(stranger).post(f"/account/mandates/{mandate.pk}/end/").status_code == 403
    assert as_("li").post(f"/account/mandates/{mandate.pk}/act/").status_code == 404
    assert Mandate.objects.get().accepted_at is None


def test_show_a_person_who_looked_and_let_them_take_their_data(district):
    clerk = as_("clerk")
    clerk.get("/account/people/", {"q": "李敏"})
    clerk.post(f"/account/people/{person_of('li').pk}/data/", {"purpose": "CONTACT", "words": "通知领证"})

    page = as_("li").get("/account/who-looked/").text
    assert page.count("窗口") == 2
    assert "通知领证" in page
    assert "还没有人在人员登记里查过您的信息" in as_("father").get("/account/who-looked/").text
    assert "没有对应的人员登记" in as_("zhou").get("/account/who-looked/").text
    assert "13800000000" not in as_("li").get("/account/my-data/").text
    assert "13800000000" in as_("li").post("/account/my-data/", {"form": "page"}).text
    file = as_("li").post("/account/my-data/", {"form": "json", "person": person_of("father").pk})
    assert json.loads(file.content)["person"]["name"] == "李敏"
    assert as_("zhou").post("/account/my-data/").status_code == 404


def test_let_a_person_ask_to_be_erased_and_the_privacy_officer_decide(district):
    citizen, privacy = as_("father"), as_("bao")
    assert citizen.post("/account/my-data/erase/", {"reason": "搬走了"}).status_code == 302
    assert "正在等决定" in citizen.post("/account/my-data/erase/", {}, follow=True).text
    [waiting] = queries.erasures(reader=queries.actor_of(Account.objects.get(username="bao")))
    address = f"/account/erasures/{waiting.id}/"
    assert "李**" in privacy.get("/account/erasures/").text
    assert as_("father").get(address).status_code == 403
    assert as_("chen").post(address, {"decision": "erase", "answer": "好"}).status_code == 403
    assert privacy.post(address, {"decision": "erase"}).status_code == 422
    assert privacy.post(address, {"decision": "erase", "answer": "本人申请，没有要保留的"}).status_code == 302
    assert privacy.post(address, {"decision": "refuse", "answer": "晚了"}).status_code == 422
    assert Person.objects.filter(erased_at__isnull=False).count() == 1
    assert "/login/" in citizen.get("/account/").headers["Location"]


def test_show_all_looks_and_the_ledger_to_the_audit_administrator(district):
    as_("clerk").post(f"/account/people/{person_of('li').pk}/data/", {"purpose": "CONTACT", "words": "=通知领证"})
    auditor = as_("zheng")

    assert "通知领证" in auditor.get("/account/looks/", {"who": "窗口", "purpose": "CONTACT"}).text
    assert "没有找到" in auditor.get("/account/looks/", {"words": "别的"}).text
    assert auditor.get("/account/looks/", {"kind": "x", "day_from": "x", "person": "x", "page": "9"}).status_code == 200
    file = b"".join(auditor.post("/account/looks/export/?who=窗口")).decode()
    assert "'=通知领证" in file
    assert "查阅记录" in auditor.get("/account/").text
    page = auditor.get("/account/ledger/", {"kind": "parties.person.data_read"}).text
    assert "parties.person.data_read" in page
    assert "通知领证" not in page
    by_title = auditor.get("/account/ledger/", {"kind": "完整信息"}).text
    assert "查看人员完整信息 <code>parties.person.data_read</code>" in by_title
    assert "<code>parties.people.listed" not in by_title
    assert "没有找到" in auditor.get("/account/ledger/", {"kind": "没有这样的事件"}).text
    auditor.cookies["django_language"] = "en"
    assert "Personal data read in full <code>" in auditor.get("/account/ledger/", {"kind": "read in FULL"}).text
    auditor.cookies["django_language"] = "zh-hans"
    assert auditor.get("/account/ledger/", {"on": "x", "before": "x", "actor": "account:1"}).status_code == 200
    assert "parties.looks.exported" in auditor.get("/account/ledger/", {"on": str(timezone.localdate())}).text
    for stranger in ("chen", "zhou", "li", "clerk"):
        assert as_(stranger).get("/account/looks/").status_code == 403
        assert as_(stranger).post("/account/looks/export/").status_code == 403
        assert as_(stranger).get("/account/ledger/").status_code == 403


def test_speak_english_when_asked(district):
    auditor = as_("zheng")
    auditor.cookies["django_language"] = "en"

    assert "Who can do this" in auditor.get("/account/who-can/", {"act": "parties.grant.give"}).text
    assert "Looks at people" in auditor.get("/account/looks/").text
    assert CHEN.holds("security-administrator")
