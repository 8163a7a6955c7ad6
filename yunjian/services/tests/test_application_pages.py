"""The pages from the guide to the receipt, without a script; the list of one's own; the window; what staff reads."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import SERVICE_CENTRE
from tests.district import publish
from yunjian.cases import actions as cases
from yunjian.cases.tests.world import LIN, MON, of, the
from yunjian.certificates import actions as certificates
from yunjian.certificates.tests import stage
from yunjian.kernel.testing import arranging
from yunjian.materials.models import Consent, Lent
from yunjian.materials.tests.stage import checked, identity_number
from yunjian.services import actions
from yunjian.services.models import Application

from .counter import ITEM, MATERIALS, RIGHT, Counter, begun, counter, handed_in, item, ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_counter(db) -> Counter:
    return counter()


@pytest.fixture
def li(at_counter) -> Client:
    client = Client()
    client.force_login(at_counter.account)
    return client


def revision(number: int) -> int:
    return Application.objects.get(pk=number).revision


def address(number: int, page: str = "") -> str:
    return f"/services/applications/{number}/{page}"


def test_from_the_guide_to_the_receipt(at_counter, li):
    assert f"/services/items/{ITEM}/apply/" in li.get(f"/services/items/{ITEM}/").text
    answer = li.post(f"/services/items/{ITEM}/apply/", {"applicant": at_counter.owner})
    number = Application.objects.get().pk
    assert answer["Location"] == address(number, "questions/")
    assert "接着填草稿" in li.get(f"/services/items/{ITEM}/apply/").text
    answer = li.post(address(number, "questions/"), {"revision": 0, "leased": "no", "size": "4"})
    assert answer["Location"] == address(number, "form/")
    wrong = li.post(address(number, "form/"), {"revision": 1, "shop": "云上奶茶", "do": "next"})
    assert wrong.status_code == 422
    assert "“手机号”还没有填" in wrong.text
    assert 'name="revision" value="2"' in wrong.text  # kept all the same
    answer = li.post(address(number, "form/"), {"revision": 2, **RIGHT, "do": "next"})
    assert answer["Location"] == address(number, "papers/")
    card = checked(at_counter.owner, by=at_counter.li, at=MON)
    assert "证.jpg" in li.get(address(number, "papers/")).text
    refused = li.post(address(number, "papers/"), {"revision": 3, "paper": "identity", "way": "MATERIAL"})
    assert refused.status_code == 422
    for paper, way in (("identity", "MATERIAL"), ("pledge", "PROMISE"), ("picture", "FOLLOWS")):
        given = {"revision": revision(number), "paper": paper, "way": way, "materials": [card]}
        assert li.post(address(number, "papers/"), given).status_code == 302
    page = li.get(address(number, "check/"))
    assert "还不能提交" not in page.text
    assert "云上奶茶" in page.text
    assert li.post(address(number, "check/"), {"revision": revision(number)}).status_code == 422
    answer = li.post(address(number, "check/"), {"revision": revision(number), "agreed": "yes"})
    assert answer["Location"] == address(number, "receipt/")
    receipt = li.get(answer["Location"]).text
    case = Application.objects.get().case_id
    assert f"/cases/{case}/" in receipt
    assert "我承诺店招安装牢固" in receipt
    assert li.get(address(number))["Location"] == address(number, "receipt/")
    assert li.get(address(number, "check/")).status_code == 302


def test_check_says_everything_that_is_missing_and_where_to_mend_it(at_counter, li):
    number = begun(at_counter)
    page = li.get(address(number, "check/")).text

    assert "“身份证明”还没有给" in page
    assert address(number, "papers/") in page
    refused = li.post(address(number, "check/"), {"revision": 0, "agreed": "yes"})
    assert refused.status_code == 422
    assert not Application.objects.get().case_id


def test_two_who_write_at_once_both_keep_their_text(at_counter, li):
    number = begun(at_counter)
    li.post(address(number, "form/"), {"revision": 0, "shop": "甲店", "do": "save"})
    page = li.post(address(number, "form/"), {"revision": 0, "shop": "乙店", "do": "save"})

    assert page.status_code == 409
    assert "已保存的是“甲店”，您写的是“乙店”" in page.text
    assert 'value="乙店"' in page.text
    li.post(address(number, "form/"), {"revision": 1, "shop": "乙店", "do": "save"})
    assert Application.objects.get().values["shop"] == "乙店"


def test_the_script_saves_and_is_told_in_json(at_counter, li):
    number = begun(at_counter)
    saved = li.post(address(number, "save/"), {"revision": 0, "shop": "甲"})
    again = li.post(address(number, "save/"), {"revision": 1, "shop": "甲", "partners.rows": "0"})
    stale = li.post(address(number, "save/"), {"revision": 0, "shop": "乙"})

    assert saved.json() == {"revision": 1}
    assert again.json()["revision"] in (1, 2)
    assert stale.status_code == 409
    assert "别处改过" in stale.json()["said"]
    assert li.post(address(10**6, "save/"), {"revision": 0}).status_code == 404


def test_rows_come_and_go_and_are_kept(at_counter, li):
    number = begun(at_counter)
    li.post(
        address(number, "form/"),
        {"revision": 0, "shop": "甲", "partners.rows": "1", "partners.0.name": "王", "do": "add:partners"},
    )

    assert 'name="partners.1.name"' in li.get(address(number, "form/")).text


def test_the_list_is_filtered_drafts_are_discarded_and_an_empty_one_says_what_to_do(at_counter, li):
    assert "还没有申请过" in li.get("/services/applications/").text
    handed_in(at_counter)
    number = begun(at_counter)
    page = li.get("/services/applications/").text
    assert "已提交，待预审" in page
    assert f"丢弃草稿 {number}" in page
    assert "没有符合条件的申请" in li.get("/services/applications/?q=没有的").text
    assert f"丢弃草稿 {number}" not in li.get("/services/applications/?state=HANDED_IN").text
    assert li.post(address(number, "discard/")).status_code == 302
    assert f"丢弃草稿 {number}" not in li.get("/services/applications/").text
    assert "已经丢弃" in li.get(address(number)).text
    assert li.post(address(number, "renew/"), {"revision": 0}).status_code == 302


def test_what_is_missing_is_seen_and_handed_in_again(at_counter, li):
    number, case = handed_in(at_counter)
    cases.receive(case, by=LIN, at=MON)
    cases.notify_correction(case, ["店招的效果图不清楚"], ["unreadable"], by=LIN, at=MON)
    assert "要您补正" in li.get("/services/applications/").text
    page = li.get(address(number)).text
    assert "店招的效果图不清楚" in page
    assert "现在停着（补正）" in li.get(address(number, "receipt/")).text
    more = checked(at_counter.owner, b"", "lease-contract", by=at_counter.li, at=MON)
    li.post(
        address(number, "papers/"),
        {"revision": revision(number), "paper": "picture", "way": "MATERIAL", "materials": [more]},
    )
    assert 'name="again"' in li.get(address(number, "check/")).text
    answer = li.post(address(number, "check/"), {"revision": revision(number), "agreed": "yes", "again": "yes"})

    assert answer.status_code == 302
    assert the(case).state == "RECEIVED"
    assert "第 2 次提交" in li.get(address(number, "receipt/")).text


def test_at_the_window_somebody_is_helped_by_name_and_number(at_counter):
    window = of(LIN)
    apply = f"/services/items/{ITEM}/apply/"
    unknown = window.post(apply, {"name": "李小民", "number": "310117199001010000"})
    assert unknown.status_code == 422
    window.post(apply, {"name": "李小民", "number": identity_number(1)})
    number = Application.objects.get().pk
    assert "您在窗口帮申请人填写" in window.get(address(number, "form/")).text
    papers = window.get(address(number, "papers/")).text
    assert "纸质件已经交到窗口" in papers
    assert "窗口帮办" in window.get("/services/applications/").text


def test_staff_of_the_case_read_what_was_filled_in_after_a_click(at_counter, li):
    _, case = handed_in(at_counter)
    window, where = of(LIN), f"/services/cases/{case}/application/"

    assert "云上奶茶" not in window.get(where).text
    assert "云上奶茶" in window.post(where).text
    assert li.get(where).status_code == 403


def test_what_was_attached_is_opened_from_there_while_the_consent_holds(at_counter):
    _, case = handed_in(at_counter)
    window, where = of(LIN), f"/services/cases/{case}/application/"

    lent = Lent.objects.get(consent__unit=SERVICE_CENTRE)
    address = f"/materials/office/{lent.consent_id}/{lent.material_id}/"
    over = window.post(where).text  # long after March
    assert f"材料 {lent.material_id}" in over
    assert address not in over
    with arranging():
        Consent.objects.update(ends_at=timezone.now() + timedelta(days=1))
    assert f'<a href="{address}" target="_blank" rel="noopener">打开材料' in window.post(where).text
    assert window.get(address).status_code == 200


def test_a_certificate_that_stands_for_a_paper_is_read_there_as_it_stands_now_and_masked(at_counter):
    spared = tuple({**each, "certificate": "permit"} if each["key"] == "identity" else each for each in MATERIALS)
    publish(stage.permit(), item(valid_from=MON.date(), materials=spared), at=MON)
    held = stage.of_person(number=identity_number(1), name="李小民")
    permit = certificates.issue_certificate("permit", held, by=stage.GU, at=MON).id
    number = begun(at_counter)  # its certificate spares the paper
    answers = {"leased": "no", "size": "4"}
    at = actions.save_application(number, 0, values=RIGHT, answers=answers, by=at_counter.li, at=MON)
    for paper, way in (("pledge", "PROMISE"), ("picture", "FOLLOWS")):
        at = actions.give_paper(number, at, paper, way, by=at_counter.li, at=MON)
    case = actions.hand_in_application(number, at, by=at_counter.li, at=MON)

    window, where = of(LIN), f"/services/cases/{case}/application/"
    page = window.post(where).text
    assert "<summary>居住证</summary>" in page
    assert identity_number(1) not in page
    certificates.revoke_certificate(permit, "CANCELLED", "迁走了，注销", by=stage.GU, at=MON)
    assert "已终止" in window.post(where).text


def test_a_stranger_finds_nothing(at_counter):
    number, _ = ready(at_counter)
    stranger = Client()
    stranger.force_login(at_counter.stranger)
    for page in ("", "questions/", "form/", "papers/", "check/", "receipt/"):
        assert stranger.get(address(number, page)).status_code == 404
    for page in ("save/", "discard/", "renew/", "check/"):
        assert stranger.post(address(number, page), {"revision": 0, "agreed": "yes"}).status_code == 404
    assert Client().get(address(number)).status_code == 302


def test_the_page_of_a_case_leads_its_staff_to_what_was_applied_for(at_counter):
    _, case = handed_in(at_counter)
    plain = cases.open_case("shop-sign", at_counter.owner, "没有申请表的", by=LIN, at=MON)
    window = of(LIN)
    assert f"/services/cases/{case}/application/" in window.get(f"/cases/{case}/").content.decode()
    assert "/application/" not in window.get(f"/cases/{plain}/").content.decode()
