"""The upload page and what comes after it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import DATA_BUREAU, NOON, SERVICE_CENTRE
from tests.district import open_account
from yunjian.budgets import actions, queries
from yunjian.budgets.tests.papers import findings, paper
from yunjian.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db
UPLOAD = "/budgets/uploads/new/"


@pytest.fixture
def officer(songjiang, client):
    client.force_login(open_account("zhou", ("budget-officer", DATA_BUREAU), name="周晓云"))
    return client


def send(client, data=b"2026", unit=DATA_BUREAU, name="预算.txt"):
    return client.post(UPLOAD, {"unit": unit, "file": SimpleUploadedFile(name, data)})


def read(disclosure, **of_paper):
    actions.read_disclosure(disclosure, paper(**of_paper), findings(), reader="hand", by=SYSTEM, at=NOON)


def newest():
    return queries.drafts(reader=SYSTEM)[0]


def test_keeps_the_file_and_leads_to_its_progress(officer):
    response = send(officer)

    assert response.url == f"/budgets/uploads/{newest().id}/"
    page = officer.get(response.url).content.decode()
    assert "正在读取" in page
    assert 'hx-trigger="load delay:1s"' in page
    assert "看看读好了没有" in page  # the way without JavaScript


def test_shows_what_was_found_and_the_comparison_with_last_year(officer):
    send(officer, b"2025")
    read(newest().id, year=2025)
    send(officer, b"2026")
    read(newest().id, year=2026, basic="600000.00")

    page = officer.get(f"/budgets/uploads/{newest().id}/").content.decode()

    assert "已读取并公开" in page
    assert "1</bdi> 处错误" in page or "1 处错误" in page
    assert "按下级相加应为400,000.00元" in page
    assert "与上一年对比" in page
    assert "+100,000.00" in page


def test_compares_a_corrected_file_with_the_edition_before(officer):
    send(officer, b"one")
    read(newest().id)
    send(officer, b"two")
    read(newest().id, basic="600000.00")

    assert "与上一版对比" in officer.get(f"/budgets/uploads/{newest().id}/").content.decode()


def test_says_why_a_file_was_not_read_and_reads_it_again(officer):
    send(officer)
    disclosure = newest().id
    actions.mark_unreadable(disclosure, "这个文件是空白的扫描件。", by=SYSTEM, at=NOON)

    page = officer.get(f"/budgets/uploads/{disclosure}/").content.decode()
    assert "这个文件是空白的扫描件。" in page
    assert "再读一次" in page

    officer.post(f"/budgets/uploads/{disclosure}/again/")
    assert newest().state == "RECEIVED"


def test_hands_the_draft_back_to_its_officer_as_a_download(officer):
    send(officer, b"<script>alert(1)</script>", name="预算.html")

    response = officer.get(f"/budgets/uploads/{newest().id}/file/")

    assert response.content == b"<script>alert(1)</script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert "attachment" in response["Content-Disposition"]


def test_swaps_in_the_same_words_a_fresh_page_has(officer):
    send(officer)
    address = f"/budgets/uploads/{newest().id}/"

    swapped = officer.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in swapped
    assert swapped.split("csrfmiddlewaretoken")[0].strip() in officer.get(address).content.decode()


def test_leads_to_the_file_that_came_before(officer):
    send(officer)
    before = newest().id

    response = send(officer)

    assert response.status_code == 422
    assert "这份文件已经上传过了" in response.content.decode()
    assert f"/budgets/uploads/{before}/" in response.content.decode()


def test_asks_for_a_file_and_says_when_it_is_empty(officer):
    without = officer.post(UPLOAD, {"unit": DATA_BUREAU})
    empty = send(officer, b"")

    assert (without.status_code, empty.status_code) == (422, 422)
    assert "这个文件是空的" in empty.content.decode()


def test_offers_only_the_officers_own_units(officer):
    response = send(officer, unit=SERVICE_CENTRE)

    assert response.status_code == 422
    assert queries.drafts(reader=SYSTEM) == []


def test_takes_a_mistaken_file_back(officer):
    send(officer)

    response = officer.post(f"/budgets/uploads/{newest().id}/withdraw/", follow=True)

    assert "文件已撤回" in response.content.decode()
    assert newest().state == "WITHDRAWN"


def test_keeps_a_judgement_given_on_the_page(officer):
    send(officer)
    disclosure = newest().id
    read(disclosure)
    [error, _] = queries.findings(disclosure, reader=SYSTEM)
    address = f"/budgets/data-bureau/2026/findings/{error.fingerprint}/"

    refused = officer.post(f"{address}judge/", {"verdict": "FALSE_ALARM", "words": ""})
    kept = officer.post(f"{address}judge/", {"verdict": "FALSE_ALARM", "words": "口径不同"}, follow=True)

    assert refused.status_code == 422
    assert "请写明理由" in refused.content.decode()
    assert "口径不同" in kept.content.decode()
    opened = officer.post(f"{address}open/", follow=True)
    assert "口径不同" not in opened.content.decode()


@pytest.mark.parametrize("address", [UPLOAD, "/budgets/uploads/", "/budgets/uploads/1/"])
def test_asks_a_visitor_to_log_in(address, songjiang, client):
    response = client.get(address)

    assert response.status_code == 302
    assert "login" in response.url


def test_is_not_for_somebody_without_the_role(songjiang, client):
    client.force_login(open_account("li", name="李民"))

    assert client.get(UPLOAD).status_code == 403
    assert client.get("/budgets/uploads/").status_code == 403
    assert client.get("/budgets/uploads/1/").status_code == 403
    assert client.get("/budgets/uploads/1/file/").status_code == 403
    assert send(client).status_code == 403


def test_shows_a_file_of_another_unit_to_nobody_else(officer, client):
    send(officer)
    disclosure = newest().id
    client.force_login(open_account("wu", ("budget-officer", SERVICE_CENTRE), name="吴海燕"))

    assert client.get(f"/budgets/uploads/{disclosure}/").status_code == 404
    assert client.get(f"/budgets/uploads/{disclosure}/file/").status_code == 404
    assert client.post(f"/budgets/uploads/{disclosure}/withdraw/").status_code == 404
    assert client.post(f"/budgets/uploads/{disclosure}/again/").status_code == 404
