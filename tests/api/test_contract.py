"""What every operation promises: problems, tags, repeats, limits, languages."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.api import Caller, account, key_of
from yunjian.budgets.models import Disclosure, Finding, Judgement
from yunjian.budgets.tests.papers import findings
from yunjian.gateway.models import KeyUse, Webhook
from yunjian.kernel.api.root import document
from yunjian.kernel.models import KeptAnswer
from yunjian.kernel.testing import arranging, recorded
from yunjian.parties import queries
from yunjian.parties.models import Account
from yunjian.projects.models import Project, Proposal
from yunjian.projects.tests import stage

pytestmark = pytest.mark.django_db
KINDS = ["budgets.disclosure.read"]
HOOK = {"url": "https://example.org/hooks", "kinds": KINDS}


@pytest.fixture
def officer(songjiang_small):
    return account("zhou", ("budget-officer", "data-bureau"))


@pytest.fixture
def songjiang_small(db):
    stage.district(stage.definition())


@pytest.fixture
def found(songjiang_small):
    """A disclosure with a finding and proposals."""
    rows = stage.proposed(found=findings())
    disclosure = rows[0].disclosure
    return disclosure, Finding.objects.filter(disclosure=disclosure).first().fingerprint


def problem(answer, status, code):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    said = json.loads(answer.content)
    assert said["status"] == status
    assert said["code"] == code
    return said


# Problems


def test_a_refusal_is_a_problem_with_the_sentence_of_the_pages_in_both_languages(songjiang_small, client):
    said = problem(Caller().get("/projects/999"), 404, "not-found")
    assert said["title"].startswith("没有找到")
    assert said["instance"] == "/api/v1/projects/999"
    english = problem(Caller(**{"Accept-Language": "en"}).get("/projects/999"), 404, "not-found")
    assert english["title"] != said["title"]
    assert english["title"].isascii()

    page = client.get(said["type"].removeprefix("http://testserver"))
    assert page.status_code == 200
    assert said["title"] in page.text


def test_what_is_wrong_is_said_with_its_place_and_what_was_expected(officer):
    said = problem(Caller().get("/projects", {"limit": "many"}), 422, "invalid")
    assert said["errors"] == [{"detail": "要写整数", "kind": "int_parsing", "parameter": "limit", "in": "query"}]
    caller = key_of(officer, "webhooks:manage")
    said = problem(caller.post("/webhooks", {"url": 5, "kinds": []}), 422, "invalid")
    assert {each["pointer"] for each in said["errors"]} == {"#/url", "#/kinds"}
    assert "至少要有 1 项" in [each["detail"] for each in said["errors"]]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/nowhere", 404, "not-found"),
        ("/api/v2/units", 404, "not-found"),
        ("/units?colour=red", 422, "parameter-unknown"),
        ("/units?cursor=abc", 422, "cursor-unknown"),
        ("/units/%00", 422, "invalid"),
        ("/projects/0", 422, "invalid"),
        ("/projects/99999999999999999999999", 422, "invalid"),
        ("/search", 422, "invalid"),
        ("/search?q=%00", 422, "invalid"),
        ("/disclosures/1/tables/99999999999", 422, "invalid"),
    ],
)
def test_bad_input_is_answered_with_a_problem_whose_page_explains_it(client, db, path, status, code):
    said = problem(Caller().get(path), status, code)
    page = client.get(said["type"].removeprefix("http://testserver"))
    assert page.status_code == 200
    assert said["title"] in page.text


def test_other_methods_bodies_and_sizes_are_answered_with_problems(officer):
    answer = Caller().delete("/units")
    problem(answer, 405, "not-allowed-here")
    assert "GET" in answer["Allow"]
    caller = key_of(officer, "webhooks:manage")
    for body in (b"{", b"\xff", b"", b'{"url": "\\ud800", "kinds": []}', b"[1]", b"null"):
        answer = caller.client.post("/api/v1/webhooks", body, content_type="application/json", headers=caller.headers)
        assert answer.status_code in (400, 422), body
        assert answer["Content-Type"] == "application/problem+json"
    large = caller.client.post(
        "/api/v1/webhooks", b"x" * 3_000_000, content_type="application/json", headers=caller.headers
    )
    problem(large, 413, "body-too-large")


def test_our_own_failure_is_a_problem_that_tells_nothing(officer, monkeypatch, caplog):
    def broken(*_, **__):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(queries, "unit", broken)
    answer = Caller().get("/units/data-bureau")
    problem(answer, 500, "failed")
    assert b"secret" not in answer.content
    assert "secret" in caplog.text


# Keys


def test_a_key_opens_what_its_scope_says_as_far_as_its_owner_may(officer):
    problem(Caller().get("/uploads"), 401, "key-missing")
    assert Caller().get("/uploads")["WWW-Authenticate"].startswith("Bearer")
    problem(Caller("yj_00000000_wrong").get("/units"), 401, "key-unknown")
    problem(Caller(Authorization="Basic abc").get("/units"), 401, "key-unknown")
    problem(key_of(officer).get("/uploads"), 403, "scope-missing")
    assert key_of(officer, "drafts:read").get("/uploads").status_code == 200
    citizen = account("li")
    problem(key_of(citizen, "drafts:read").get("/uploads"), 403, "forbidden")


def test_a_key_says_what_it_is_and_its_uses_are_counted(officer):
    caller = key_of(officer, "drafts:read", per_minute=7)
    for _ in range(3):
        said = caller.get("/key").json()
    assert (said["scopes"], said["per_minute"], said["uses"]) == (["drafts:read"], 7, 3)
    assert KeyUse.objects.get().uses == 3


def test_a_key_dies_with_its_account_and_works_only_from_its_networks(officer):
    elsewhere = key_of(officer, networks=["203.0.113.0/24"])
    problem(elsewhere.get("/key"), 401, "key-unknown")
    here = key_of(officer, networks=["127.0.0.1"])
    assert here.get("/key").status_code == 200
    with arranging():
        Account.objects.filter(username="zhou").update(is_active=False)
    problem(here.get("/key"), 401, "key-unknown")


def test_a_session_opens_nothing(officer, client):
    client.force_login(Account.objects.get(username="zhou"))
    assert client.get("/api/v1/uploads").status_code == 401


def test_what_a_key_does_stands_in_the_ledger_under_its_number(officer):
    caller = key_of(officer, "webhooks:manage")
    caller.post("/webhooks", HOOK)

    [entry] = recorded("gateway.webhook.subscribed")
    assert entry.actor.startswith("key:")
    assert Webhook.objects.get().owner == officer.id


def test_a_key_of_a_unit_acts_for_that_unit_alone(found):
    security = account("chen", ("security-administrator", ""))
    caller = key_of(security, "findings:judge", "disclosures:write", unit="government-service-centre")
    disclosure, fingerprint = found
    path = f"/disclosures/{disclosure}/findings/{fingerprint}"
    tag = caller.get(path)["ETag"]
    said = {"verdict": "FALSE_ALARM", "words": "不是问题"}

    problem(caller.put(f"{path}/judgement", said, **{"If-Match": tag}), 403, "forbidden")
    own = key_of(security, "findings:judge", unit="data-bureau")
    assert own.put(f"{path}/judgement", said, **{"If-Match": tag}).status_code == 200


# Limits


def test_too_many_requests_are_told_when_to_come_back(settings, songjiang_small):
    settings.API_PER_MINUTE = 3
    answers = [Caller().get("/units/data-bureau") for _ in range(4)]

    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert answers[0]["RateLimit"].startswith('"default";r=2')
    assert int(answers[3]["Retry-After"]) > 0
    problem(answers[3], 429, "too-often")


def test_a_wrong_key_uses_up_the_limit_of_its_address(settings, songjiang_small):
    settings.API_PER_MINUTE = 3
    statuses = [Caller(f"yj_0000000{n}_x").get("/units/data-bureau").status_code for n in range(4)]

    assert statuses == [401, 401, 401, 429]


# Tags


def test_what_the_caller_has_is_not_sent_again(songjiang_small):
    first = Caller().get("/projects")
    again = Caller().get("/projects", **{"If-None-Match": f'"x", W/{first["ETag"]}'})

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert "Accept-Language" in first["Vary"]
    assert Caller(**{"Accept-Language": "en"}).get("/projects")["ETag"] != first["ETag"]


def test_a_change_needs_what_was_read_and_is_declined_when_it_changed_meanwhile(found, officer):
    disclosure, fingerprint = found
    caller = key_of(officer, "findings:judge")
    path = f"/disclosures/{disclosure}/findings/{fingerprint}"
    before = caller.get(path, **{"Accept-Language": "en"})["ETag"]
    said = {"verdict": "ACKNOWLEDGED", "words": "下次更正"}

    problem(caller.put(f"{path}/judgement", said), 428, "tag-missing")
    problem(caller.put(f"{path}/judgement", said, **{"If-Match": '"' + "0" * 32 + '"'}), 412, "changed-meanwhile")
    done = caller.put(f"{path}/judgement", said, **{"If-Match": before})
    assert done.status_code == 200
    assert done.json()["judgement"]["words"] == "下次更正"
    problem(caller.delete(f"{path}/judgement", **{"If-Match": before}), 412, "changed-meanwhile")
    problem(caller.put(f"{path}/judgement", said, **{"If-Match": done["ETag"]}), 409, "budgets-already-judged")
    assert caller.delete(f"{path}/judgement", **{"If-Match": done["ETag"]}).status_code == 204
    assert not Judgement.objects.exists()


def test_proposals_are_confirmed_withdrawn_and_dismissed(found, officer):
    caller = key_of(officer, "proposals:decide", "proposals:read")
    [first, second] = caller.get("/proposals", {"state": "OPEN"}).json()["items"]
    path = f"/proposals/{first['id']}"
    tag = caller.get(path)["ETag"]

    made = caller.put(f"{path}/confirmation", **{"If-Match": tag})
    assert Project.objects.filter(pk=made.json()["project"]).exists()
    problem(caller.put(f"{path}/confirmation", **{"If-Match": tag}), 412, "changed-meanwhile")
    tag = caller.get(path)["ETag"]
    assert caller.delete(f"{path}/confirmation", **{"If-Match": tag}).status_code == 204
    other = f"/proposals/{second['id']}"
    tag = caller.get(other)["ETag"]
    assert caller.put(f"{other}/dismissal", {"reason": "不属于"}, **{"If-Match": tag}).status_code == 204
    assert Proposal.objects.get(pk=second["id"]).state == "DISMISSED"


# Repeats


def test_the_same_key_gets_the_same_answer_and_the_act_happens_once(officer):
    caller = key_of(officer, "webhooks:manage")
    first = caller.post("/webhooks", HOOK, **{"Idempotency-Key": "a"})
    again = caller.post("/webhooks", HOOK, **{"Idempotency-Key": "a"})

    assert (again.status_code, again.content, again["ETag"]) == (201, first.content, first["ETag"])
    assert again["Idempotent-Replayed"] == "true"
    assert Webhook.objects.count() == 1
    problem(
        caller.post("/webhooks", {**HOOK, "url": HOOK["url"] + "2"}, **{"Idempotency-Key": "a"}),
        422,
        "used-for-another",
    )
    problem(caller.post("/webhooks/1/ping", **{"Idempotency-Key": "a"}), 422, "used-for-another")
    assert caller.post("/webhooks", HOOK, **{"Idempotency-Key": "b"}).status_code == 201
    problem(caller.post("/webhooks", HOOK, **{"Idempotency-Key": "ä"}), 400, "key-unsound")


def test_another_owner_may_use_the_same_key(officer):
    key_of(officer, "webhooks:manage").post("/webhooks", HOOK, **{"Idempotency-Key": "a"})
    other = key_of(account("li"), "webhooks:manage").post("/webhooks", HOOK, **{"Idempotency-Key": "a"})

    assert "Idempotent-Replayed" not in other
    assert Webhook.objects.count() == 2


def test_a_second_one_while_the_first_is_under_way_waits_and_a_day_later_it_is_another(officer):
    caller = key_of(officer, "webhooks:manage")
    caller.post("/webhooks", HOOK, **{"Idempotency-Key": "a"})
    KeptAnswer.objects.update(status=None, started_at=timezone.now())
    waiting = caller.post("/webhooks", HOOK, **{"Idempotency-Key": "a"})
    problem(waiting, 409, "under-way")
    assert waiting["Retry-After"] == "1"
    KeptAnswer.objects.update(status=201, started_at=timezone.now() - timedelta(hours=25))
    assert "Idempotent-Replayed" not in caller.post("/webhooks", HOOK, **{"Idempotency-Key": "a"})


def test_an_upload_sent_twice_is_taken_once(officer):
    caller = key_of(officer, "disclosures:write", "drafts:read")

    def send(key, data=b"2026"):
        file = SimpleUploadedFile("预算.txt", data)
        return caller.upload("/disclosures", {"unit": "data-bureau", "file": file}, **{"Idempotency-Key": key})

    first = send("a")
    assert first.status_code == 202
    assert caller.get(first["Location"]).json()["state"] == "RECEIVED"
    assert send("a").content == first.content
    problem(send("a", b"2027"), 422, "used-for-another")
    problem(send("b"), 409, "budgets-already-received")
    assert caller.get(first["Location"] + "/original").content == b"2026"
    assert caller.post(f"/uploads/{first.json()['id']}/reading").status_code == 202
    assert caller.post(f"/uploads/{first.json()['id']}/withdrawal").status_code == 204
    assert Disclosure.objects.get().state == "WITHDRAWN"


# Lists


def test_a_list_is_walked_to_its_end_while_rows_are_added(songjiang_small):
    stage.many(23)
    caller, seen, query = Caller(), [], {"limit": 5, "sort": "-amount", "unit": "data-bureau"}
    while True:
        answer = caller.get("/projects", query)
        seen += [row["id"] for row in answer.json()["items"]]
        if answer.json()["next"] is None:
            assert "Link" not in answer
            break
        assert 'rel="next"' in answer["Link"]
        stage.many(1, key=f"late-{len(seen)}", title_plain=f"late-{len(seen)}", amount="99999999")
        query["cursor"] = answer.json()["next"]
    assert len(seen) == len(set(seen)) == 24
    problem(caller.get("/projects", {**query, "sort": "amount"}), 422, "cursor-unknown")
    problem(caller.get("/disclosures", {"cursor": query["cursor"]}), 422, "cursor-unknown")


def test_filters_narrow_as_on_the_page(songjiang_small):
    stage.many(23)
    caller = Caller()
    rows = caller.get("/projects", {"amount_from": "5", "amount_to": "15", "payment": "GRANT"}).json()["items"]
    assert rows
    assert all(5 <= float(row["amount"]) <= 15 and row["payment"] == "GRANT" for row in rows)
    assert caller.get("/projects", {"q": "政务云"}).json()["items"][0]["key"] == "2026-cloud"


def test_editions_are_listed_and_read_word_for_word(songjiang_small):
    rows = Caller().get("/editions", {"kind": "projects", "on": "2026-03-01"}).json()["items"]
    assert [row["key"] for row in rows] == ["2026-cloud"]
    body = Caller().get(f"/editions/projects/2026-cloud/{rows[0]['valid_from']}").json()["body"]
    assert body["title"] == "政务云租用项目"
    problem(Caller().get("/editions/projects/2026-cloud/1999-01-01"), 404, "not-found")


# Nothing more than was asked


def test_fields_nobody_may_set_are_refused(officer):
    caller = key_of(officer, "webhooks:manage")
    for more in ({"owner": "account:1"}, {"state": "DISABLED"}, {"id": 7}, {"secret_number": 9}):
        said = problem(caller.post("/webhooks", {**HOOK, **more}), 422, "invalid")
        assert said["errors"][0]["kind"] == "extra_forbidden"
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest", "file:///etc"]
)
def test_no_address_of_ours_can_be_subscribed(officer, url):
    answer = key_of(officer, "webhooks:manage").post("/webhooks", {**HOOK, "url": url})
    assert answer.status_code == 422
    assert not Webhook.objects.exists()


def test_no_personal_data_is_told(officer):
    text = json.dumps(document())
    assert not [word for word in ("identity_number", "phone", "received_by", "decided_by", "username") if word in text]
