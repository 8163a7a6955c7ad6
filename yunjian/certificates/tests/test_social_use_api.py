"""The interface of outside organisations: ask, wait, fetch once, keep the receipt; nothing tells who there is."""

import hashlib
import json

import pytest
from django.utils import timezone

from tests.api import Caller, account, key_of
from tests.cast import DATA_BUREAU
from yunjian.certificates import actions
from yunjian.certificates.models import Asking
from yunjian.kernel import keys
from yunjian.kernel.models import KeptAnswer
from yunjian_verify.disclosure import read_receipt
from yunjian_verify.jose import decode

from . import social, stage

pytestmark = pytest.mark.django_db
REQUESTS = "/social-use/requests"


@pytest.fixture
def bank():
    social.district_of_today()
    return social.bank_of_today()


@pytest.fixture
def caller(bank):
    return Caller(social.token_of(bank))


def body(reference="R1", **more):
    return {"scenario": "open-account", "reference": reference, "name": "李民", "number": stage.NUMBER, **more}


def said(answer, status=200):
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def consented(token):
    asking = Asking.objects.get(token=token)
    actions.consent_to_asking(asking.pk, by=stage.holder_of(asking.certificate_id), at=timezone.now())
    return asking


def test_an_organisation_asks_waits_fetches_once_and_keeps_the_receipt(caller):
    asked = caller.post(REQUESTS, body())
    made = said(asked, 201)
    address = f"{REQUESTS}/{made['id']}"
    assert asked["Location"] == f"/api/v1{address}"
    waiting = caller.get(address)
    assert said(waiting)["state"] == "PENDING"
    assert caller.get(address, **{"If-None-Match": waiting["ETag"]}).status_code == 304
    assert said(caller.post(f"{address}/disclosure"), 404)["code"] == "certificates-not-ready"
    assert caller.get(f"{address}/receipt").status_code == 404

    consented(made["id"])
    ready = caller.get(address, **{"If-None-Match": waiting["ETag"]})
    assert said(ready)["state"] == "READY"
    fetched = caller.post(f"{address}/disclosure")
    found = said(fetched)
    assert found["fields"] == {"holder_name": "李民", "home": "上海市松江区方松街道文诚路500弄3号"}
    assert "no-store" in fetched["Cache-Control"]
    header, payload, signature = found["jws"].split(".")
    [key] = keys.verification_keys("certificates")
    assert key.verify(f"{header}.{payload}".encode(), decode(signature, "signature"))

    again = said(caller.post(f"{address}/disclosure"), 409)
    assert again["code"] == "certificates-fetched-already"
    receipt = said(caller.get(f"{address}/receipt"))
    assert receipt["disclosure"] == hashlib.sha256(found["jws"].encode()).hexdigest()
    assert receipt["fields"] == ["holder_name", "home"]
    assert [entry["kind"] for entry in receipt["entries"]][-1] == "certificates.asking.fetched"
    assert said(caller.get(f"{address}/proof"), 409)["code"] == "not-yet-signed"
    social.signed()
    proven = read_receipt(caller.get(f"{address}/proof").content)
    assert proven.verify().disclosure == receipt["disclosure"]
    assert (list(proven.agreed.fields), proven.agreed.digest) == (receipt["fields"], receipt["consent"])


def test_fetching_takes_no_idempotency_key_and_leaves_no_copy(caller):
    made = said(caller.post(REQUESTS, body()), 201)
    consented(made["id"])
    address = f"{REQUESTS}/{made['id']}/disclosure"

    refused = said(caller.post(address, **{"Idempotency-Key": "once"}), 400)
    assert refused["code"] == "given-once"
    assert "去掉 Idempotency-Key" in refused["title"]
    assert said(caller.post(address))["fields"]
    assert not KeptAnswer.objects.exists()


def test_asking_again_with_the_same_key_gets_the_same_answer(caller):
    first = caller.post(REQUESTS, body(), **{"Idempotency-Key": "a"})
    again = caller.post(REQUESTS, body(), **{"Idempotency-Key": "a"})

    assert again["Idempotent-Replayed"] == "true"
    assert said(first, 201) == said(again, 201)
    assert Asking.objects.count() == 1
    assert said(caller.post(REQUESTS, body()), 409)["code"] == "certificates-reference-used"


def test_the_answer_is_the_same_for_nobody(caller):
    known = said(caller.post(REQUESTS, body()), 201)
    nobody = said(caller.post(REQUESTS, body("R2", name="无此人", number="310117199001011243")), 201)

    different = {name for name in known if known[name] != nobody[name]}
    assert different == {"id", "reference", "asked_at", "expires_at"}


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"scenario": "loan"}, 403, "certificates-not-agreed"),
        ({"name": ""}, 422, "certificates-holder-unclear"),
        ({"code": "ABC"}, 422, "certificates-holder-unclear"),
        ({"reference": ""}, 422, "invalid"),
        ({"more": "x"}, 422, "invalid"),
        ({"name": "李\x00民"}, 422, "invalid"),
    ],
)
def test_a_wrong_request_is_a_problem_with_a_sentence(caller, wrong, status, code):
    found = said(caller.post(REQUESTS, body(**wrong)), status)
    assert found["code"] == code
    assert not Asking.objects.exists()


def test_another_organisation_learns_nothing_of_a_request(caller):
    made = said(caller.post(REQUESTS, body()), 201)
    other = Caller(social.token_of(social.organisation(1, through=timezone.localdate().replace(month=12, day=31))))
    for path in (f"{REQUESTS}/{made['id']}", f"{REQUESTS}/{made['id']}/receipt"):
        assert other.get(path).status_code == 404
    assert other.post(f"{REQUESTS}/{made['id']}/disclosure").status_code == 404
    assert caller.get(f"{REQUESTS}/{'0' * 32}").status_code == 404


def test_only_an_organisations_key_asks(bank):
    officer = key_of(account("tang", ("social-use-officer", DATA_BUREAU)), "social-use:ask")
    assert officer.post(REQUESTS, body()).status_code == 403
    assert Caller().post(REQUESTS, body()).status_code == 401


def test_a_suspended_organisation_is_told_so(caller, bank):
    actions.suspend_organisation(bank, "协议执行检查", by=social.TANG, at=timezone.now())
    assert said(caller.post(REQUESTS, body()), 403)["code"] == "certificates-organisation-out"


def test_everybody_may_read_the_scenarios(bank):
    [found] = said(Caller().get("/social-use/scenarios"))
    assert found["required"] == [{"name": "holder_name", "title": "姓名"}, {"name": "home", "title": "居住地址"}]
    [english] = said(Caller(**{"Accept-Language": "en"}).get("/social-use/scenarios"))
    assert english["title"] == "Opening an account"


def test_what_the_holder_withdrew_is_told_to_be_deleted(caller):
    made = said(caller.post(REQUESTS, body()), 201)
    asking = consented(made["id"])
    caller.post(f"{REQUESTS}/{made['id']}/disclosure")
    actions.withdraw_consent(asking.pk, by=stage.holder_of(asking.certificate_id), at=timezone.now())
    told = said(caller.get(f"{REQUESTS}/{made['id']}"))
    assert (told["state"], told["delete"]) == ("WITHDRAWN", True)
