"""Issuing many certificates from a file."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.cast import DATA_BUREAU, LI, NOON, SERVICE_CENTRE
from tests.district import open_account
from yunjian.certificates import actions, jobs, queries
from yunjian.certificates.logic import sheet
from yunjian.certificates.logic.batch import ColumnsWrong, keys_of
from yunjian.certificates.models import Batch, BatchRow, Certificate
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.models import Entry
from yunjian.kernel.testing import arranging, recorded
from yunjian.parties.models import Enterprise

from . import stage

ROW = {"number": stage.USCC, "name": "松江数据有限公司", "field:number": "JY1", "field:principal": "王建国"}
HEADING = "持证人号码,持证人姓名或名称,有效期起,许可证编号,负责人,业态"
LINE = f"{stage.USCC},松江数据有限公司,,JY1,王建国,catering"


@pytest.fixture
def district(db):
    stage.district()


def enterprises(count: int) -> list[str]:
    """So many enterprises in the register, by their codes."""
    from stdnum.cn import uscc

    bodies = (f"91310117MA{number:07}" for number in range(count))
    codes = [body + uscc.calc_check_digit(body) for body in bodies]
    with arranging():
        Enterprise.objects.bulk_create(
            Enterprise(name=f"企业{number}", uscc=code, registered_at=NOON) for number, code in enumerate(codes)
        )
    return codes


def received(rows: list[dict[str, str]], digest: str = "a" * 64) -> int:
    return actions.receive_batch("licence", "证照.csv", digest, rows, by=stage.GU, at=NOON)


def test_receive_batch_keeps_every_row_and_is_recorded(district):
    rows = [ROW, {"name": "没有号码"}]
    pk = actions.receive_batch("licence", "证照.csv", "a" * 64, rows, by=stage.GU, at=NOON)

    assert [row.given for row in BatchRow.objects.order_by("number")] == [ROW, {"name": "没有号码"}]
    [entry] = recorded("certificates.batch.received")
    assert (entry.payload["batch"], entry.payload["rows"]) == (pk, 2)
    assert stage.USCC not in str(entry.payload)


def test_continue_batch_issues_what_is_sound_keeps_what_is_not_and_is_recorded(district):
    codes = enterprises(3)
    rows = [{**ROW, "number": code, "name": f"企业{number}"} for number, code in enumerate(codes)]
    rows += [
        {**rows[0]},  # the same holder again
        {**ROW, "name": "别的公司"},
        {**ROW, "field:principal": "", "field:trade": "street"},
        {**ROW, "valid_from": "昨天"},
        {},
    ]
    pk = received(rows)
    assert actions.continue_batch(pk, by=SYSTEM, at=NOON) == 0

    batch = queries.batch(pk, reader=stage.GU, at=NOON)
    assert (batch.state, batch.issued, batch.refused) == ("DONE", 3, 5)
    problems = list(BatchRow.objects.filter(state="REFUSED").order_by("number").values_list("problems", flat=True))
    assert problems == [
        [["holder", "TWICE"]],
        [["holder", "HOLDER"]],
        [["principal", "MISSING"], ["trade", "CODE"]],
        [["period", "DATE"]],
        [["number", "MISSING"], ["principal", "MISSING"], ["holder", "HOLDER"]],
    ]
    assert len(recorded("certificates.certificate.issued")) == 3
    assert recorded("certificates.batch.continued")[0].payload["left"] == 0
    assert sorted(Certificate.objects.values_list("serial", flat=True)) == ["000000001", "000000002", "000000003"]


def test_a_batch_goes_on_where_it_stopped_and_nothing_is_issued_twice(district, monkeypatch):
    monkeypatch.setattr("yunjian.certificates.actions.batches.PORTION", 2)
    codes = enterprises(5)
    pk = received([{**ROW, "number": code, "name": f"企业{number}"} for number, code in enumerate(codes)])
    assert actions.continue_batch(pk, by=SYSTEM, at=NOON) == 3  # and here the worker dies
    jobs.continue_batch(pk)
    jobs.continue_batch(pk)

    assert Certificate.objects.count() == 5
    assert Batch.objects.get().issued == 5


def test_many_rows_take_as_many_statements_as_few(district, django_assert_max_num_queries):
    codes = enterprises(200)
    pk = received([{**ROW, "number": code, "name": f"企业{number}"} for number, code in enumerate(codes)])
    with django_assert_max_num_queries(24):
        actions.continue_batch(pk, by=SYSTEM, at=NOON)
    assert Certificate.objects.count() == 200
    assert Entry.objects.filter(kind="certificates.certificate.issued").count() == 200


def test_receive_batch_is_declined_when_empty_and_for_the_same_file_twice(district):
    with pytest.raises(actions.BatchEmpty):
        received([])
    received([ROW])
    with pytest.raises(actions.ReceivedAlready):
        received([ROW])
    assert Batch.objects.count() == 1


def test_continue_batch_is_declined_once_it_is_done(district):
    pk = received([ROW])
    actions.continue_batch(pk, by=SYSTEM, at=NOON)

    with pytest.raises(actions.BatchDone):
        actions.continue_batch(pk, by=SYSTEM, at=NOON)
    assert Certificate.objects.count() == 1


def test_erase_batch_takes_what_the_rows_said_after_three_months_and_is_recorded(district):
    pk = received([{**ROW, "name": "别的公司"}])
    with pytest.raises(actions.BatchUnderWay):
        actions.erase_batch(pk, by=SYSTEM, at=NOON)
    actions.continue_batch(pk, by=SYSTEM, at=NOON)
    jobs.keep_retention(at=NOON + timedelta(days=80))
    assert BatchRow.objects.get().given
    jobs.keep_retention(at=NOON + timedelta(days=100))

    assert BatchRow.objects.get().given == {}
    assert len(recorded("certificates.batch.erased")) == 1


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, stage.QIN, stage.JIN])
def test_batches_are_not_for_strangers(district, stranger):
    with pytest.raises(Forbidden):
        actions.receive_batch("licence", "a.csv", "b" * 64, [ROW], by=stranger, at=NOON)
    pk = received([ROW])
    with pytest.raises(Forbidden):
        actions.continue_batch(pk, by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        actions.erase_batch(pk, by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        list(queries.refused_rows(pk, reader=stranger, at=NOON))
    assert not Certificate.objects.exists()


# Files


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_file_is_read_as_csv_in_both_encodings_and_as_excel():
    text = f"{HEADING}\n{LINE}\n\n"
    expected = [HEADING.split(","), LINE.split(",")]

    assert sheet.read(("\ufeff" + text).encode(), "a.csv") == expected
    assert sheet.read(text.encode("gb18030"), "a.csv") == expected
    assert sheet.read(workbook(*expected), "a.xlsx")[1][:2] == expected[1][:2]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.csv"),
        (HEADING.encode(), "a.csv"),
        (b"\xff\xfe\xfd", "a.csv"),
        (b'a,"b\nc', "a.csv"),
        (b"a\0b\nc", "a.csv"),
        (b"PK\x03\x04 no workbook", "a.xlsx"),
        (b"a\n" * 20_002, "a.csv"),
        (b"a," * 61 + b"\nb", "a.csv"),
        (b"a" * 1001 + b"\nb", "a.csv"),
        (b"0" * (sheet.MOST_BYTES + 1), "a.csv"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data, name):
    with pytest.raises(sheet.SheetUnreadable) as refusal:
        sheet.read(data, name)
    assert str(refusal.value).endswith("。")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    try:
        rows = sheet.read(data, "a.csv")
    except sheet.SheetUnreadable:
        return
    assert len(rows) >= 2


@pytest.mark.parametrize("heading", ["", "持证人号码", HEADING + ",颜色", HEADING + ",业态"])
def test_columns_that_are_not_the_types_are_named(heading):
    with pytest.raises(ColumnsWrong):
        keys_of(stage.licence(), heading.split(","))


@pytest.fixture
def office(district, settings) -> Client:
    client = Client()
    client.force_login(open_account("gu", ("certificate-officer", DATA_BUREAU), name="顾证"))
    return client


def test_an_office_hands_a_file_in_watches_it_and_takes_back_what_was_not_issued(office):
    text = f"{HEADING}\n{LINE}\n{stage.USCC},=cmd公司,,JY2,王建国,\n"
    file = SimpleUploadedFile("证照.csv", text.encode())
    answer = office.post("/certificates/batches/licence/new/", {"file": file}, follow=True)
    assert "正在核发" in answer.content.decode()
    pk = Batch.objects.get().pk
    jobs.continue_batch(pk)

    shown = office.get(f"/certificates/batches/{pk}/").content.decode()
    assert "已办 2 / 2 行" in shown
    assert "对不上" in shown
    back = b"".join(office.get(f"/certificates/batches/{pk}/refused.csv")).decode()
    assert "'=cmd公司" in back  # no formula
    assert "3,持证主体：" in back
    assert HEADING in b"".join(office.get("/certificates/batches/licence/template.csv")).decode()
    assert "证照.csv" in office.get("/certificates/batches/").content.decode()


def test_a_file_that_cannot_be_read_says_why_beside_the_field(office):
    for text in ("", "颜色\n红\n", HEADING):
        file = SimpleUploadedFile("证照.csv", text.encode())
        assert office.post("/certificates/batches/licence/new/", {"file": file}).status_code == 422
    assert not Batch.objects.exists()


def test_another_unit_sees_nothing_of_a_batch(office):
    pk = received([ROW])
    other = Client()
    other.force_login(open_account("qin", ("certificate-officer", SERVICE_CENTRE)))

    assert other.get(f"/certificates/batches/{pk}/").status_code == 403
    assert other.get("/certificates/batches/licence/new/").status_code == 403
    assert "证照.csv" not in other.get("/certificates/batches/").content.decode()
