"""Certificates by the interface: types, issuing once, lists in parts, conditional steps, verifying."""

import json

import pytest
from django.utils import timezone

from tests.api import Caller, account, key_of
from tests.cast import DATA_BUREAU, NOON, SERVICE_CENTRE
from yunjian.certificates import actions, queries
from yunjian.certificates.models import Certificate, Look
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.models import KeptAnswer

from . import stage

pytestmark = pytest.mark.django_db
SCOPES = ("certificates:read", "certificates:issue", "certificates:end", "certificates:contents", "certificates:verify")
LICENCE = {"type": "licence", "number": stage.USCC, "name": "松江数据有限公司", "values": stage.LICENCE}


@pytest.fixture
def district():
    stage.district()


@pytest.fixture
def office(district) -> Caller:
    return key_of(account("gu", ("certificate-officer", DATA_BUREAU)), *SCOPES)


def said(answer) -> dict:
    return json.loads(answer.content)


def test_types_are_everybodys(district):
    rows = said(Caller().get("/certificate-types"))
    kind = said(Caller().get("/certificate-types/licence"))

    assert {row["key"] for row in rows} == {"licence", "permit"}
    assert kind["rule"] == "fixed"
    assert [field["name"] for field in kind["fields"]] == ["number", "principal", "trade"]
    assert kind["purposes"][0]["fields"] == ["number", "trade"]
    assert Caller().get("/certificate-types/nothing").status_code == 404


def test_issuing_twice_with_one_key_of_the_request_issues_one(office):
    first = office.post("/certificates", LICENCE, **{"Idempotency-Key": "a-1"})
    again = office.post("/certificates", LICENCE, **{"Idempotency-Key": "a-1"})

    assert first.status_code == again.status_code == 201
    assert said(first) == said(again)
    row = Certificate.objects.get()
    assert first["Location"].endswith(f"/api/v1/certificates/{row.pk}")
    assert said(first)["fields"][1]["value"] == "王**"
    assert stage.NUMBER not in str(KeptAnswer.objects.values_list("body"))


def test_what_is_wrong_with_a_certificate_is_said_and_nothing_is_issued(office):
    wrong = office.post("/certificates", LICENCE | {"values": {"number": "JY1", "trade": "street"}})
    unknown = office.post("/certificates", LICENCE | {"type": "nothing"})

    assert wrong.status_code == 422
    assert "负责人" in said(wrong)["detail"]
    assert unknown.status_code == 404
    assert not Certificate.objects.exists()


def test_the_list_is_filtered_sorted_and_read_part_by_part(office):
    first, second = stage.issued(), stage.issued("permit")
    actions.revoke_certificate(first, "CANCELLED", "企业申请注销", by=stage.GU, at=NOON)
    part = said(office.get("/certificates", {"limit": 1, "sort": "-id"}))
    rest = said(office.get("/certificates", {"limit": 1, "sort": "-id", "cursor": part["next"]}))

    assert [part["items"][0]["id"], rest["items"][0]["id"]] == [second, first]
    assert rest["next"] is None
    assert [row["id"] for row in said(office.get("/certificates", {"standing": "REVOKED"}))["items"]] == [first]
    assert [row["holder_name"] for row in said(office.get("/certificates", {"type": "permit"}))["items"]] == ["李*"]
    assert office.get("/certificates", {"sort": "holder_name"}).status_code == 422


def test_a_step_needs_what_was_read_last(office):
    pk = stage.issued()
    read = office.get(f"/certificates/{pk}")
    why = {"words": "正在核查经营场所"}
    assert office.get(f"/certificates/{pk}", **{"If-None-Match": read["ETag"]}).status_code == 304
    assert office.put(f"/certificates/{pk}/suspension", why).status_code == 428
    suspended = office.put(f"/certificates/{pk}/suspension", why, **{"If-Match": read["ETag"]})
    late = office.put(f"/certificates/{pk}/revocation", why | {"ground": "REVOKED"}, **{"If-Match": read["ETag"]})
    resumed = office.put(f"/certificates/{pk}/resumption", why, **{"If-Match": suspended["ETag"]})
    short = office.put(f"/certificates/{pk}/suspension", {"words": "查"}, **{"If-Match": resumed["ETag"]})
    ended = office.put(
        f"/certificates/{pk}/revocation", {"words": "企业申请注销", "ground": "CANCELLED"}, **{"If-Match": "*"}
    )

    assert [said(each).get("standing") for each in (suspended, resumed, ended)] == ["SUSPENDED", "VALID", "REVOKED"]
    assert (late.status_code, short.status_code) == (412, 422)
    assert Certificate.objects.get().ground == "CANCELLED"


def test_the_whole_contents_are_read_on_record_and_never_stored(office):
    pk = stage.issued("permit")
    answer = office.get(f"/certificates/{pk}/contents")

    assert said(answer)["holder_number"] == stage.NUMBER
    assert answer["Cache-Control"] == "no-store"
    assert Look.objects.get().how == "SYSTEM"


def test_a_counter_verifies_by_identifier_or_code_and_the_answer_is_not_kept(district):
    window = key_of(account("jin", ("certificate-verifier", SERVICE_CENTRE)), "certificates:verify")
    pk = stage.issued()
    identifier = queries.version_for_credential(pk, reader=SYSTEM, at=NOON).identifier
    asked = {"shown": identifier, "purpose": "entry"}
    found = window.post("/certificates/verification", asked, **{"Idempotency-Key": "v-1"})
    code = actions.show_at_counter(pk, base="https://x", by=stage.holder_of(pk), at=timezone.now()).token
    by_code = window.post("/certificates/verification", {"shown": code})
    again = window.post("/certificates/verification", {"shown": code})

    assert [each["name"] for each in said(found)["shown"]] == ["number", "trade"]
    assert said(by_code)["identifier"] == identifier
    assert said(again)["code"] == "certificates-counter-code-refused"
    assert not KeptAnswer.objects.exists()
    assert window.get("/certificates").status_code == 403


def test_without_the_scope_or_in_another_unit_nothing_opens(district):
    pk = stage.issued()
    narrow = key_of(account("gu", ("certificate-officer", DATA_BUREAU)), "certificates:read")
    other = key_of(account("qin", ("certificate-officer", SERVICE_CENTRE)), *SCOPES)

    assert narrow.post("/certificates", LICENCE).status_code == 403
    assert narrow.get(f"/certificates/{pk}/contents").status_code == 403
    assert other.post("/certificates", LICENCE).status_code == 403
    for path in (f"/certificates/{pk}", f"/certificates/{pk}/contents"):
        assert other.get(path).status_code in (403, 404)
    assert said(other.get("/certificates"))["items"] == []
    assert not Look.objects.exists()
