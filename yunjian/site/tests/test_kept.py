"""A page made once: shown again while nothing happened, to nobody it was not made for."""

import logging
import re
from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from tests.cast import DATA_BUREAU, NOON, SERVICE_CENTRE, ZHOU
from tests.district import open_account, small_district
from yunjian.budgets import actions, queries
from yunjian.budgets.tests.papers import findings, paper
from yunjian.kernel import kept, sealer
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.parties import actions as parties
from yunjian.parties.models import Grant
from yunjian.parties.queries import actor_of

pytestmark = pytest.mark.django_db
BUDGETS, UPLOADS = "/budgets/", "/budgets/uploads/"


@pytest.fixture(autouse=True)
def keeping(settings, monkeypatch):
    """Pages are kept, and a visitor's is looked up against the ledger in every request."""
    settings.KEPT_BYTES = 10_000_000
    monkeypatch.setattr(kept, "FRESH", 0)
    kept.shelf.clear()
    kept.glance.forget()
    yield
    kept.shelf.clear()
    kept.glance.forget()


@pytest.fixture
def district():
    small_district()


@pytest.fixture
def officer(district):
    client = Client()
    client.force_login(open_account("zhou", ("budget-officer", DATA_BUREAU), name="周晓云"))
    return client


def publish(year: int = 2026, unit: str = DATA_BUREAU) -> int:
    by = ZHOU if unit == DATA_BUREAU else SYSTEM
    number = actions.receive_disclosure(unit, f"{year}.txt", f"{unit} {year}".encode(), by=by, at=NOON)
    actions.read_disclosure(number, paper(year=year), findings(), reader="hand", by=SYSTEM, at=NOON)
    return number


def made_again(client, address, **more) -> bool:
    """Whether the page had to be made: nothing was counted as shown again."""
    before = shown()
    client.get(address, **more)
    return shown() == before


def shown() -> float:
    return kept.metrics._kept.labels("shown")._value.get()


def test_costs_a_second_visitor_no_statement(district, django_assert_num_queries, monkeypatch):
    first = Client().get(BUDGETS)
    monkeypatch.setattr(kept, "FRESH", 60)
    Client().get(BUDGETS)

    with django_assert_num_queries(0):
        second = Client().get(BUDGETS)
    assert second.content == first.content


def test_is_made_anew_when_something_was_published_and_when_it_was_taken_back(district):
    address = f"/budgets/{DATA_BUREAU}/2026/"
    before = Client().get(BUDGETS).text
    number = publish()

    after = Client().get(BUDGETS).text
    assert f"/budgets/{DATA_BUREAU}/" in after
    assert f"/budgets/{DATA_BUREAU}/" not in before
    assert Client().get(address).status_code == 200
    assert not made_again(Client(), address)
    actions.withdraw_disclosure(number, by=ZHOU, at=NOON)
    assert Client().get(address).status_code == 404
    assert f"/budgets/{DATA_BUREAU}/" not in Client().get(BUDGETS).text


def test_is_at_most_a_second_behind(district, monkeypatch):
    monkeypatch.setattr(kept, "FRESH", 1.0)
    Client().get(BUDGETS)
    publish()

    assert not made_again(Client(), BUDGETS)
    kept.glance._at -= 1.0  # a second later
    assert made_again(Client(), BUDGETS)


def test_is_not_older_than_a_minute_in_any_case(district, monkeypatch):
    Client().get(BUDGETS)
    assert not made_again(Client(), BUDGETS)
    monkeypatch.setattr(kept, "LONGEST", 0)
    assert made_again(Client(), BUDGETS)


def test_counts_entries_in_whatever_order_they_commit_and_sealed_or_not(district):
    publish()
    before = kept.entries()
    sealer.seal()
    assert kept.entries() == before
    publish(2025)
    assert kept.entries() > before


def test_of_somebody_signed_in_is_never_a_visitors_nor_the_other_way_round(officer):
    publish()
    for client in (officer, Client(), officer, Client()):
        page = client.get("/projects/").text
        assert ("我的账号" in page) == (client is officer)
    assert Client().get(UPLOADS).status_code == 302
    assert officer.get(UPLOADS).status_code == 200
    assert Client().get(UPLOADS).status_code == 302


def test_is_one_persons_and_not_another_officers(officer):
    publish()
    other = Client()
    other.force_login(open_account("wu", ("budget-officer", SERVICE_CENTRE)))
    assert "2026.txt" in officer.get(UPLOADS).text
    assert "2026.txt" in officer.get(UPLOADS).text
    assert "2026.txt" not in other.get(UPLOADS).text


def test_is_shown_again_to_who_signed_in_for_the_statements_that_say_who_and_whether(
    officer, django_assert_num_queries
):
    publish()
    first = officer.get(UPLOADS)

    with django_assert_num_queries(5):  # session, account, roles held, their editions, entries
        second = officer.get(UPLOADS)
    assert second.content == first.content
    assert "public" not in second.headers.get("Cache-Control", "")
    assert "ETag" not in second.headers


def test_shows_a_colleagues_act_and_a_lost_right_at_once(officer):
    publish()
    officer.get(UPLOADS)
    publish(2025)
    assert "2025.txt" in officer.get(UPLOADS).text
    assert not made_again(officer, UPLOADS)

    [grant] = Grant.objects.filter(account__username="zhou")
    parties.revoke_role(grant.pk, by=SYSTEM, at=timezone.now())
    assert officer.get(UPLOADS).status_code == 403


def test_depends_on_the_roles_in_force_at_the_moment(rf):
    """A role that begins by the clock leaves no entry: who reads is part of what a page is found by."""
    request = rf.get("/")
    held = replace(ZHOU, held=ZHOU.held[:0])
    assert len({kept._key(request, reader) for reader in (ZHOU, held, ANONYMOUS)}) == 3


def test_that_records_a_look_is_made_and_recorded_every_time(rf, district):
    looks = []

    @kept.kept
    def register(request):
        parties.list_people(by=request.actor, at=NOON)
        looks.append(1)
        return HttpResponse("names")

    reader = actor_of(open_account("chen", ("security-administrator", "")))
    for _ in range(3):
        request = rf.get("/account/people/")
        request.actor, request.resolver_match = reader, resolve("/account/people/")
        register(request)
    assert len(looks) == 3


def test_with_a_pending_notice_is_neither_kept_nor_found(officer):
    number = publish()
    officer.get(UPLOADS)
    officer.post(f"{UPLOADS}{number}/withdraw/")
    told = officer.get(UPLOADS).text
    assert "文件已撤回" in told
    assert "文件已撤回" not in officer.get(UPLOADS).text


def test_with_a_form_token_or_a_cookie_is_never_kept(officer, rf):
    publish()
    [finding] = queries.findings(queries.drafts(reader=SYSTEM)[0].id, reader=SYSTEM, limit=1)
    address = f"/budgets/{DATA_BUREAU}/2026/findings/{finding.fingerprint}/"
    tokens = {re.search(r'csrfmiddlewaretoken" value="(\w+)', officer.get(address).text)[1] for _ in range(2)}
    assert len(tokens) == 2

    answer = HttpResponse("x")
    answer.set_cookie("seen", "1")
    assert not kept._is_sound(answer, rf.get("/"))
    assert not kept._is_sound(HttpResponse("x", status=404), rf.get("/"))
    assert not kept._is_sound(HttpResponse("x", headers={"Cache-Control": "no-store"}), rf.get("/"))
    assert not kept._is_sound(HttpResponse("x"), rf.head("/"))


@pytest.mark.parametrize("address", [BUDGETS, "/", "/projects/", "/account/directory/", "/developers/problems/"])
def test_for_visitors_carries_no_token_and_may_be_stored_if_asked_about(district, address):
    answer = Client().get(address)

    assert "csrfmiddlewaretoken" not in answer.text
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert {"Cookie", "Accept-Language", "Authorization", "HX-Request"} <= set(answer.headers["Vary"].split(", "))
    again = Client().get(address)
    assert {**again.headers, "Trace-Id": ""} == {**answer.headers, "Trace-Id": ""}


@pytest.mark.parametrize(
    "more",
    [
        {"headers": {"Authorization": "Bearer yj_x"}},
        {"headers": {"Cookie": "sessionid=whatever"}},
        {"headers": {"HX-Request": "true"}},
        {"query_params": {"q": "x" * 300}},
    ],
    ids=["a credential", "a session", "a part of the page", "endless words"],
)
def test_is_not_shown_to_who_asks_with(district, more):
    Client().get(BUDGETS)
    for _ in range(2):
        assert made_again(Client(), BUDGETS, **more)


def test_below_api_is_never_kept(district):
    for _ in range(2):
        assert made_again(Client(), "/api/v1/units")


def test_cannot_be_poisoned_by_a_header_or_another_address(district):
    clean = Client().get(BUDGETS).content
    kept.shelf.clear()
    poison = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Prefix": "/evil",
        "X-Original-URL": "/evil",
        "X-Forwarded-For": "203.0.113.9",
        "Forwarded": "host=evil.example",
        "Accept-Language": "<script>",
        "User-Agent": "<script>alert(1)</script>",
    }
    assert Client().get(BUDGETS, headers=poison).content == clean
    assert Client().get(BUDGETS, headers={"Host": "evil.example"}).status_code == 400
    assert Client().get(f"{BUDGETS}?next=//evil.example").content != clean
    after = Client().get(BUDGETS)
    assert after.content == clean
    assert "evil" not in after.text
    assert "<script>alert" not in after.text


def test_is_one_for_each_host_language_and_query(district):
    answers = {
        Client().get(BUDGETS).text,
        Client().get(BUDGETS, headers={"Accept-Language": "en"}).text,
        Client().get(BUDGETS, {"year": "2026"}).text,
    }
    english = Client()
    english.cookies["django_language"] = "en"
    assert len(answers) == 3
    assert 'lang="en"' in english.get(BUDGETS).text
    assert made_again(Client(), BUDGETS, headers={"Host": "127.0.0.1"})


def test_answers_head_and_a_second_question_without_its_body(district):
    first = Client().get(BUDGETS)
    head = Client().head(BUDGETS)
    known = Client().get(BUDGETS, headers={"If-None-Match": f'"old", {first.headers["ETag"]}'})

    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", first.headers["ETag"])
    assert head.headers["Content-Length"] == first.headers["Content-Length"]
    assert (known.status_code, known.content) == (304, b"")
    assert known.headers["Cache-Control"] == "public, no-cache"
    publish()
    assert Client().get(BUDGETS, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_shown_again_has_a_trace_of_its_own_and_is_counted_and_logged(district, caplog):
    def answered():
        return kept.metrics._requests.labels("budgets:overview", "GET", "200")._value.get()

    caplog.set_level(logging.INFO, "yunjian.request")
    before = answered()
    traces = {Client().get(BUDGETS).headers["Trace-Id"] for _ in range(3)}
    assert len(traces) == 3
    assert answered() == before + 3
    assert [record.route for record in caplog.records if record.name == "yunjian.request"] == ["budgets:overview"] * 3


def test_leaves_when_there_are_too_many_bytes(district, settings):
    settings.KEPT_BYTES = 30_000
    for number in range(10):
        Client().get(BUDGETS, {"page": str(number)})
    assert 0 < kept.shelf.bytes <= 30_000
    assert made_again(Client(), BUDGETS, query_params={"page": "0"})
    assert not made_again(Client(), BUDGETS, query_params={"page": "0"})


def test_is_not_kept_where_the_setting_says_so(district, settings):
    settings.KEPT_BYTES = 0
    for _ in range(2):
        assert made_again(Client(), BUDGETS)
    assert kept.shelf.bytes == 0


def test_is_shown_without_asking_the_database_whether_the_process_lives(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/healthz")
