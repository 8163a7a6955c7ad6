"""The pages of parties."""

import pytest
from django.contrib.auth import SESSION_KEY

from tests.cast import CHEN, DATA_BUREAU, NOON
from tests.district import PASSWORD, open_account, small_district
from yunjian.kernel.testing import recorded
from yunjian.parties import actions
from yunjian.parties.models import Enterprise, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    small_district()


@pytest.fixture
def administrator(client, district):
    client.force_login(open_account("chen", ("security-administrator", "")))
    return client


@pytest.fixture
def officer(client, district):
    client.force_login(open_account("zhou", ("budget-officer", DATA_BUREAU)))
    return client


def test_let_somebody_log_in_go_where_they_wanted_and_leave(client):
    open_account("zhou")
    page = client.get("/account/", follow=True)
    assert "用户名" in page.text

    answer = client.post("/account/login/", {"username": "zhou", "password": PASSWORD, "next": "/account/"})
    assert answer.headers["Location"] == "/account/"
    assert SESSION_KEY in client.session
    assert client.get("/account/login/").status_code == 302

    assert client.get("/account/logout/").status_code == 405
    client.post("/account/logout/")
    assert SESSION_KEY not in client.session
    assert [entry.kind for entry in recorded()][-2:] == ["identity.account.signed_in", "identity.account.signed_out"]


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", "\\\\example.org"]
)
def test_never_lead_out_of_the_site_after_login(client, elsewhere):
    open_account("zhou")

    answer = client.post("/account/login/", {"username": "zhou", "password": PASSWORD, "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_say_in_a_summary_what_is_wrong_with_a_login(client):
    open_account("zhou")

    wrong = client.post("/account/login/", {"username": "zhou", "password": "no"})
    assert wrong.status_code == 422
    assert "用户名或密码不对" in wrong.text
    assert "error-summary" in wrong.text
    assert client.post("/account/login/", {}).status_code == 422
    assert SESSION_KEY not in client.session


def test_show_the_account_its_roles_and_posts(officer):
    page = officer.get("/account/")

    assert "预算员" in page.text
    assert "上海市松江区数据局" in page.text
    assert "人员登记簿" in page.text


def test_change_the_password_and_keep_this_session(officer):
    new = "River-under-the-0ld-bridge"
    wrong = officer.post("/account/password/", {"current": "x", "new": new, "again": "y"})
    assert wrong.status_code == 422
    weak = officer.post("/account/password/", {"current": PASSWORD, "new": "123", "again": "123"})
    assert weak.status_code == 422
    assert officer.get("/account/password/").status_code == 200

    assert officer.post("/account/password/", {"current": PASSWORD, "new": new, "again": new}).status_code == 302
    assert officer.get("/account/").status_code == 200


def test_show_the_directory_to_a_visitor_with_search(client, district):
    page = client.get("/account/directory/")
    assert "办公室" in page.text
    assert "岳阳街道" in page.text

    found = client.get("/account/directory/", {"q": "数据局"})
    assert "<mark>上海市松江区数据局</mark>" in found.text
    assert "岳阳街道" not in found.text
    assert "没有找到" in client.get("/account/directory/", {"q": "zzz"}).text


def test_say_so_when_there_is_no_directory_yet(client):
    assert "还没有装入" in client.get("/account/directory/").text


def test_register_an_enterprise_and_decline_a_doubtful_one(officer):
    assert "还没有登记企业" in officer.get("/account/enterprises/").text
    assert officer.get("/account/enterprises/add/").status_code == 200
    wrong = officer.post("/account/enterprises/add/", {"name": "云间软件", "uscc": "91350100M000100Y44", "phone": "1"})
    assert wrong.status_code == 422
    assert "校验位不符" in wrong.text
    assert not Enterprise.objects.exists()

    sound = {"name": "云间软件", "uscc": "91350100M000100Y43", "phone": "13800000000"}
    assert "已登记" in officer.post("/account/enterprises/add/", sound, follow=True).text
    assert "已经登记过了" in officer.post("/account/enterprises/add/", sound).text
    page = officer.get("/account/enterprises/", {"q": "云间"})
    assert "138****0000" in page.text


def test_page_through_the_enterprises(officer):
    for number in range(52):
        actions.register_enterprise(f"老企业{number:02}", "222", from_old_data=True, by=CHEN, at=NOON)

    first = officer.get("/account/enterprises/", {"doubtful": "1"})
    assert "1 / 2" in first.text
    assert "老企业51" in officer.get("/account/enterprises/", {"doubtful": "1", "page": "2"}).text
    assert officer.get("/account/enterprises/", {"page": "x"}).status_code == 200


def test_keep_the_registers_from_strangers(client, officer):
    person = actions.register_person("周晓云", phone="13812345678", by=CHEN, at=NOON)
    assert "登记人员" not in officer.get("/account/people/").text
    assert officer.get("/account/people/add/").status_code == 403
    assert officer.get(f"/account/people/{person}/data/").status_code == 403
    assert officer.get(f"/account/people/{person}/appoint/").status_code == 403
    officer.post("/account/logout/")
    for address in ("/account/", "/account/people/", "/account/enterprises/", "/account/enterprises/add/"):
        assert client.get(address).headers["Location"].startswith("/account/login/")


def test_let_the_administrator_register_and_appoint_people(administrator):
    assert "还没有登记人员" in administrator.get("/account/people/").text
    wrong = administrator.post("/account/people/add/", {"name": "周晓云", "identity_number": "123", "phone": "138"})
    assert wrong.status_code == 422
    administrator.post("/account/people/add/", {"name": "周晓云", "phone": "13800000000"})
    person = Person.objects.get()
    assert "138****0000" in administrator.get("/account/people/").text

    assert administrator.get(f"/account/people/{person.pk}/appoint/").status_code == 200
    post = {"unit": DATA_BUREAU, "title": "预算员"}
    assert administrator.post(f"/account/people/{person.pk}/appoint/", post).status_code == 302
    assert administrator.post(f"/account/people/{person.pk}/appoint/", post).status_code == 422
    assert "周晓云" in administrator.get("/account/directory/").text


def test_show_unmasked_data_only_after_a_purpose_was_given(administrator):
    person = actions.register_person("周晓云", phone="13812345678", by=CHEN, at=NOON)
    address = f"/account/people/{person}/data/"

    assert "13812345678" not in administrator.get(address).text
    assert administrator.post(address, {"purpose": "curiosity"}).status_code == 422
    assert administrator.post(address, {"purpose": "VERIFY"}).status_code == 422
    assert "13812345678" in administrator.post(address, {"purpose": "VERIFY", "words": "补办证件核对"}).text
    assert len(recorded("parties.person.data_read")) == 1
    assert administrator.get("/account/people/999/data/").status_code == 404


def test_speak_english_when_asked(client, district):
    client.cookies["django_language"] = "en"

    assert "Directory of units" in client.get("/account/directory/").text
    assert "Username" in client.get("/account/login/").text
