"""The pages of certificates: what an office, a holder, a counter and everybody see and do."""

import io

import pdfplumber
import pytest
from django.test import Client

from tests.cast import DATA_BUREAU, NOON, SERVICE_CENTRE
from tests.district import open_account
from yunjian.certificates import actions, queries
from yunjian.certificates.models import Certificate, Look
from yunjian.kernel.actor import SYSTEM
from yunjian.parties import actions as parties
from yunjian.parties.models import Account, Person

from . import stage

pytestmark = pytest.mark.django_db
GIVEN = {"number": stage.USCC, "name": "松江数据有限公司", "field_number": "JY1", "field_principal": "王建国",
         "field_trade": "catering"}  # fmt: skip


@pytest.fixture
def district():
    stage.district()


@pytest.fixture
def office(district) -> Client:
    client = Client()
    client.force_login(open_account("gu", ("certificate-officer", DATA_BUREAU), name="顾证"))
    return client


@pytest.fixture
def holder(district) -> Client:
    person = Person.objects.get(name="李民")
    account = parties.open_account("li", "李民", None, person_id=person.pk, by=SYSTEM, at=NOON)
    client = Client()
    client.force_login(Account.objects.get(pk=account))
    return client


def text_of(answer) -> str:
    return answer.content.decode()


def test_an_office_issues_by_the_form_its_definition_makes(office):
    form = text_of(office.get("/certificates/issue/licence/"))
    assert "许可证编号" in form
    assert "餐饮" in form
    answer = office.post("/certificates/issue/licence/", GIVEN, follow=True)

    made = Certificate.objects.get()
    assert made.identifier in text_of(answer)
    assert "王*" in text_of(answer)
    assert "王建国" not in text_of(answer)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"field_number": ""}, "这个字段是必填项"),
        ({"name": "别的公司"}, "号码没有登记过，或者与姓名、名称对不上"),
        ({"valid_from": "2019-01-01"}, "有效期不合理"),
        ({"field_trade": "street"}, "street"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_typed_is_lost(office, changed, sentence):
    answer = office.post("/certificates/issue/licence/", GIVEN | changed)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "王建国" in text_of(answer)
    assert not Certificate.objects.exists()


def test_the_list_finds_filters_and_exports_without_formulas(office):
    stage.issued()
    stage.issued("permit")
    listed = text_of(office.get("/certificates/"))
    assert "松江数据有限公司" in listed
    assert "李*" in listed
    assert "李民" not in listed
    assert "李*" not in text_of(office.get("/certificates/?type=licence"))
    assert "没有符合条件的证照" in text_of(office.get("/certificates/?standing=REVOKED&q=x"))
    assert "松江数据" in text_of(office.get(f"/certificates/?q={stage.USCC}"))
    exported = b"".join(office.get("/certificates/export.csv")).decode()
    assert "李*" in exported
    assert stage.NUMBER not in exported


def test_the_list_takes_as_many_statements_for_many_certificates_as_for_one(office, django_assert_max_num_queries):
    stage.issued()
    office.get("/certificates/")
    with django_assert_max_num_queries(12):
        office.get("/certificates/")


def test_each_step_has_its_page_and_a_step_that_is_not_allowed_none(office):
    pk = stage.issued()
    address = f"/certificates/{pk}/"
    for step in ("renew", "amend", "replace", "suspend", "revoke"):
        assert office.get(f"{address}{step}/").status_code == 200
    assert office.get(f"{address}archive/").status_code == 409
    assert office.get(f"{address}nothing/").status_code == 404
    assert office.post(f"{address}revoke/", {"words": "以虚假材料取得"}).status_code == 422
    done = office.post(f"{address}revoke/", {"words": "以虚假材料取得", "ground": "RESCINDED"}, follow=True)
    assert "第六十九条" in text_of(done)
    assert office.post(f"{address}archive/", {"words": "办结归档"}, follow=True).status_code == 200
    assert Certificate.objects.get().state == "ARCHIVED"


def test_renewing_and_amending_by_their_forms_make_versions(office):
    pk = stage.issued("permit")
    actions.replace_certificate(pk, "原件遗失", by=stage.GU, at=NOON)
    address = f"/certificates/{pk}/"
    assert office.post(f"{address}renew/", {"words": "继续居住", "through": "2020-01-01"}).status_code in (409, 422)
    amended = office.post(f"{address}amend/", {"words": "搬了家的", "field_home": "上海市松江区荣乐路1号"})
    assert amended.status_code in (302, 409)  # 409 once the permit of the stage has run out


def test_revealing_asks_why_and_the_holder_reads_it(office, holder):
    pk = stage.issued("permit")
    masked = text_of(office.get(f"/certificates/{pk}/"))
    assert "文诚路" not in masked
    assert office.post(f"/certificates/{pk}/reveal/", {"purpose": "HANDLE", "words": "看"}).status_code == 422
    opened = office.post(f"/certificates/{pk}/reveal/", {"purpose": "HANDLE", "words": "核对居住地址"})
    assert "文诚路500弄3号" in text_of(opened)
    assert stage.NUMBER in text_of(opened)

    own = text_of(holder.get(f"/certificates/mine/{pk}/"))
    assert "核对居住地址" in own
    assert "顾证" in own


def test_a_holder_sees_hers_masked_until_she_asks_and_nobody_elses(holder):
    pk, other = stage.issued("permit"), stage.issued()
    assert "居住证" in text_of(holder.get("/certificates/mine/"))
    masked = text_of(holder.get(f"/certificates/mine/{pk}/"))
    assert "李民" in masked
    assert stage.NUMBER not in masked
    assert stage.NUMBER in text_of(holder.post(f"/certificates/mine/{pk}/"))
    assert Look.objects.get().how == "OWN"
    for address in (f"/certificates/mine/{other}/", f"/certificates/{other}/", "/certificates/"):
        assert holder.get(address).status_code in (403, 404)
    assert holder.post(f"/certificates/{other}/paper/").status_code == 403


def test_the_paper_says_what_the_certificate_says_and_its_code_leads_to_the_check(holder):
    pk = stage.issued("permit")
    answer = holder.post(f"/certificates/{pk}/paper/")

    assert answer.headers["Content-Type"] == "application/pdf"
    found = queries.version_for_credential(pk, reader=SYSTEM, at=NOON)
    with pdfplumber.open(io.BytesIO(answer.content)) as document:
        [page] = document.pages
        said = "".join(page.extract_text().split())
        is_tagged = document.doc.catalog["MarkInfo"]["Marked"]
    for words in ("居住证", "李民", stage.NUMBER, found.code, "2026年8月31日"):
        assert words in said
    assert is_tagged


def test_everybody_checks_with_the_code_or_the_name_and_learns_no_more(district):
    pk = stage.issued("permit")
    found = queries.version_for_credential(pk, reader=SYSTEM, at=NOON)
    by_code = text_of(Client().get("/certificates/check/", {"id": found.identifier, "code": found.code}))
    by_name = text_of(Client().post("/certificates/check/", {"identifier": found.identifier, "detail": "李民"}))
    wrong = text_of(Client().post("/certificates/check/", {"identifier": found.identifier, "detail": "王明"}))
    unknown = text_of(Client().post("/certificates/check/", {"identifier": "1.2.3", "detail": "王明"}))

    assert "居住证" in by_code
    assert "居住证" in by_name
    assert stage.NUMBER not in by_code + by_name
    assert "没有查到相符的证照" in wrong
    assert "没有查到相符的证照" in unknown


def test_checks_are_limited_by_network_address(district):
    given = {"identifier": "1.2.3", "detail": "王明"}
    answers = [Client().post("/certificates/check/", given).status_code for _ in range(21)]

    assert answers[0] == 200
    assert answers[-1] == 429


def test_a_counter_scans_the_printed_code_and_sees_what_the_purpose_needs(district):
    licence = stage.issued()
    found = queries.version_for_credential(licence, reader=SYSTEM, at=NOON)
    counter = Client()
    counter.force_login(open_account("jin", ("certificate-verifier", SERVICE_CENTRE), name="金窗"))
    scanned = f"https://example.org/certificates/check/?id={found.identifier}&code={found.code}"
    shown = text_of(counter.post("/certificates/verify/", {"identifier": scanned, "purpose": "entry"}))

    assert "JY1" in shown
    assert "王建国" not in shown
    assert "松江数据" not in shown
    assert counter.post("/certificates/verify/", {"identifier": "1.2.3"}).status_code == 422
    assert counter.post("/certificates/verify/", {"identifier": scanned, "purpose": "school"}).status_code == 422
    assert counter.get("/certificates/").status_code == 403
