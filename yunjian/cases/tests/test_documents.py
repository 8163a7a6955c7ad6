"""Documents of a case: numbered without gap, sealed so that any reader of PDFs sees a change, delivered, received."""

import io
import shutil
import zipfile
from datetime import date
from hashlib import sha256

import pdfplumber
import pytest
from django.utils.translation import override

from tests.cast import LI, SERVICE_CENTRE, ZHOU
from tests.district import RULE, START, publish
from yunjian.cases import actions, queries
from yunjian.cases.actions._moving import NotNow
from yunjian.cases.definitions import DocumentNumbers, KindWord, NumberExample, UnitCode
from yunjian.cases.models import Document, DocumentSeries
from yunjian.certificates import queries as certificates
from yunjian.certificates.tests.credentials.test_signed_papers import pdfsig, validated
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded
from yunjian.parties import actions as parties
from yunjian.parties import queries as names

from .world import BAI, ENQUIRY, HAN, JIANG, LI_OF_THE_SHOP, LIN, MISSING, MON, UNMET, day, of, received

pytestmark = pytest.mark.usefixtures("desks")
WORDS = {"ACCEPTANCE": "许受", "CORRECTION": "许补", "NOT_ACCEPTED": "许不受", "GRANTED": "许准", "REFUSED": "许不准",
         "DELIVERY": "许送", "TRANSFER": "跨转"}  # fmt: skip


def numbers(**more) -> DocumentNumbers:
    example = {
        "unit": SERVICE_CENTRE,
        "kind": "GRANTED",
        "on": date(2026, 3, 2),
        "serial": 7,
        "number": "沪松政许准〔2026〕7号",
    }
    values = {
        "key": "cases", "title": "办件文书编号", "basis": RULE, "valid_from": START,
        "codes": (UnitCode(unit=SERVICE_CENTRE, code="沪松政"),),
        "words": tuple(KindWord(kind=kind, word=word) for kind, word in WORDS.items()),
        "example": NumberExample(**example),
    }  # fmt: skip
    return DocumentNumbers(**{**values, **more})


@pytest.fixture
def numbered(desks):
    publish(numbers(), at=MON)


def settled(granted: bool = True) -> int:
    case = received(ENQUIRY)
    actions.settle_at_once(case, granted, "" if granted else "离路口太近", () if granted else UNMET, by=LIN, at=MON)
    return case


def words_of(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as file:
        return "".join((page.extract_text() or "").replace("\n", "") for page in file.pages)


def test_make_document_numbers_seals_and_is_recorded(numbered, tmp_path):
    case = settled(granted=False)
    with override("en"):
        made = actions.make_document(case, "REFUSED", by=LIN, at=MON)

    row = Document.objects.get(pk=made)
    data = bytes(row.data)
    assert row.number == "沪松政许不准〔2026〕1号"
    said = words_of(data)
    assert "不予许可决定书" in said
    assert "离路口太近" in said
    assert validated(data, certificates.signing_chain(reader=ANONYMOUS, at=MON)[-1]).bottom_line
    [entry] = recorded("cases.document.made")
    assert entry.payload["digest"] == row.digest == sha256(data).hexdigest()
    assert "路口" not in str(entry.payload)
    if shutil.which("pdfsig"):
        assert "Signature is Valid" in pdfsig(tmp_path, data)


def test_numbers_run_without_a_gap_by_unit_kind_and_year(numbered):
    first, second = settled(), settled()
    actions.make_document(first, "GRANTED", by=LIN, at=MON)
    with pytest.raises(actions.MadeAlready):
        actions.make_document(first, "GRANTED", by=LIN, at=MON)
    with pytest.raises(NotNow):
        actions.make_document(first, "REFUSED", by=LIN, at=MON)
    actions.make_document(second, "GRANTED", by=LIN, at=MON)
    actions.make_document(second, "ACCEPTANCE", by=LIN, at=MON)

    assert list(Document.objects.values_list("number", flat=True)) == [
        "沪松政许准〔2026〕1号", "沪松政许准〔2026〕2号", "沪松政许受〔2026〕1号",
    ]  # fmt: skip
    actions.make_document(settled(), "GRANTED", by=LIN, at=MON.replace(year=2027))
    assert Document.objects.latest("pk").number == "沪松政许准〔2027〕1号"


def test_make_document_is_declined_without_a_rule_and_no_number_is_lost():
    with pytest.raises(actions.NoNumberRule):
        actions.make_document(settled(), "GRANTED", by=LIN, at=MON)
    assert not DocumentSeries.objects.exists()


def test_receive_document_by_the_applicant_or_over_the_counter_then_the_delivery_receipt(numbered):
    case = settled()
    acceptance = actions.make_document(case, "ACCEPTANCE", by=LIN, at=MON)
    decision = actions.make_document(case, "GRANTED", by=LIN, at=MON)
    actions.receive_document(case, decision, by=LI_OF_THE_SHOP, at=day(3))
    actions.receive_document(case, acceptance, by=LIN, at=day(3))

    assert dict(Document.objects.values_list("kind", "received_how")) == {"GRANTED": "ONLINE", "ACCEPTANCE": "WINDOW"}
    assert len(recorded("cases.document.received")) == 2
    with pytest.raises(actions.ReceivedAlready):
        actions.receive_document(case, decision, by=LI_OF_THE_SHOP, at=day(3))
    receipt = actions.make_document(case, "DELIVERY", by=LIN, at=day(4))
    assert "沪松政许准〔2026〕1号" in words_of(bytes(Document.objects.get(pk=receipt).data))
    actions.archive(case, by=BAI, at=day(5))
    with zipfile.ZipFile(io.BytesIO(queries.package(case, reader=BAI).data)) as file:
        kept = {name.rpartition("/")[2] for name in file.namelist() if "/documents/" in name}
    assert kept == {"acceptance.pdf", "granted.pdf", "delivery.pdf"}
    with pytest.raises(NotNow):
        actions.receive_document(case, receipt, by=LIN, at=day(5))


def test_it_is_written_to_the_applicant_in_full_by_the_platform_alone(numbered):
    person = parties.register_person("李民", "310117199001011235", "13800000000", by=SYSTEM, at=MON)
    case = actions.open_case(ENQUIRY, f"person:{person}", "咨询", by=LIN, at=MON)
    for act in (actions.submit, actions.receive):
        act(case, by=LIN, at=MON)
    actions.notify_correction(case, ["租赁合同"], MISSING, by=LIN, at=MON)
    said = words_of(bytes(Document.objects.get(pk=actions.make_document(case, "CORRECTION", by=LIN, at=MON)).data))

    assert "李民：" in said
    assert "1．租赁合同" in said
    with pytest.raises(Forbidden):
        names.name_for_letter(f"person:{person}", reader=LIN)


def test_a_stranger_neither_makes_nor_receives_nor_reads(numbered):
    case = settled()
    made = actions.make_document(case, "GRANTED", by=LIN, at=MON)
    for stranger in (ANONYMOUS, LI, ZHOU, HAN):
        for act in (
            lambda by: actions.make_document(case, "ACCEPTANCE", by=by, at=MON),
            lambda by: actions.receive_document(case, made, by=by, at=MON),
            lambda by: queries.document(case, made, at=MON, reader=by),
        ):
            with pytest.raises(Forbidden):
                act(stranger)
    with pytest.raises(Forbidden):
        actions.make_document(case, "ACCEPTANCE", by=JIANG, at=MON)
    assert Document.objects.count() == 1


def test_a_rule_says_each_unit_once_and_its_example_is_worked_out():
    with pytest.raises(ValueError, match="同一项只写一次"):
        numbers(codes=(UnitCode(unit="a", code="甲"), UnitCode(unit="a", code="乙")))
    assert numbers(digits=3).check_example() == ["文号是 沪松政许准〔2026〕007号"]
    assert numbers().check_example() == []


def test_the_page_of_the_case_offers_makes_and_gives_it(numbered):
    case, client = settled(), of(LIN)
    page = client.get(f"/cases/{case}/").content.decode()
    assert f"/cases/{case}/documents/make/granted/" in page
    client.post(f"/cases/{case}/documents/make/granted/")
    made = Document.objects.get()
    assert made.number in client.get(f"/cases/{case}/").content.decode()
    answer = client.get(f"/cases/{case}/documents/{made.pk}/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    client.post(f"/cases/{case}/documents/{made.pk}/receive/")
    assert "窗口当面送达" in client.get(f"/cases/{case}/").content.decode()
