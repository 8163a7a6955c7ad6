"""Upload polyglots: a file that is two things at once, or not what it says, is read in limits and handed back inert."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.cast import DATA_BUREAU
from tests.district import open_account, small_district
from yunjian.budgets import actions
from yunjian.budgets.logic.confined import read_confined
from yunjian.budgets.logic.disclosure import Unreadable
from yunjian.budgets.models import Disclosure
from yunjian.budgets.tests.formats import office, paper
from yunjian.budgets.tests.formats.test_writers import DOCUMENT
from yunjian.budgets.tests.test_hostile_files import replaced, zip_bomb
from yunjian.kernel.actor import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
SCRIPT = b"<html><script>alert(1)</script><svg onload=alert(1)></html>"
PDF = paper.pdf(DOCUMENT)
XLSX = office.xlsx(DOCUMENT, one_sheet=True)
SECRET = "root:x:0:0"
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LINK = (b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><ddeLink ddeService="cmd" '
        b'ddeTopic="/c calc"/></externalLink>')  # fmt: skip


def _gifar() -> bytes:
    """A picture in front, an archive behind."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "Main-Class: X")
    return b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00;" + stream.getvalue()


def _huge_picture() -> bytes:
    """A PDF that says it holds a picture of 60,000 by 60,000 points."""
    picture = (b"9 0 obj<</Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8/ColorSpace/DeviceRGB"
               b"/Length 4>>stream\nabcd\nendstream endobj\n")  # fmt: skip
    return PDF.replace(b"trailer", picture + b"trailer", 1)


def _scripted_pdf() -> bytes:
    action = b"8 0 obj<</S/JavaScript/JS(app.alert(1);this.submitForm('http://127.0.0.1:9/'))>>endobj\n"
    return PDF.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction 8 0 R", 1).replace(
        b"trailer", action + b"trailer", 1
    )


def _climbing() -> bytes:
    """An archive whose parts are called so that a careless reader writes above its folder."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(XLSX)) as found, zipfile.ZipFile(stream, "w") as archive:
        for name in found.namelist():
            archive.writestr(name, found.read(name))
        archive.writestr("../../../../tmp/yunjian-climbed", "x")
    return stream.getvalue()


FILES = {
    "a PDF with a page behind it.pdf": PDF + SCRIPT,
    "a page with a PDF behind it.html": SCRIPT + PDF,
    "a page called PDF.pdf": SCRIPT,
    "a PDF with a script.pdf": _scripted_pdf(),
    "a PDF with a huge picture.pdf": _huge_picture(),
    "a drawing called PDF.pdf": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a picture that is an archive.xlsx": _gifar(),
    "a bomb.xlsx": zip_bomb(),
    "a climber.xlsx": _climbing(),
    "with macros.xlsx": replaced(XLSX, "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600),
    "with links outside.xlsx": replaced(XLSX, "xl/externalLinks/externalLink1.xml", LINK),
    "with an entity.xlsx": replaced(XLSX, "xl/worksheets/sheet1.xml", XXE + b"<worksheet>&e;</worksheet>"),
    "with an entity.docx": replaced(office.docx(DOCUMENT), "word/document.xml", XXE + b"<document>&e;</document>"),
    "with an entity.html": XXE + b"<html><body><p>&e;</p></body></html>",
}


@pytest.mark.parametrize("name", FILES)
def test_is_read_in_limits_and_brings_nothing_in(name):
    try:
        said = repr(read_confined(FILES[name], name, seconds=60))
    except Unreadable as trouble:
        said = str(trouble)

    assert SECRET not in said
    from pathlib import Path

    assert not Path("/tmp/yunjian-climbed").exists()


@pytest.fixture
def officer() -> Client:
    small_district()
    client = Client()
    client.force_login(open_account("zhou", ("budget-officer", DATA_BUREAU)))
    return client


def handed_in(client: Client, name: str, data: bytes) -> Disclosure:
    answer = client.post("/budgets/uploads/new/", {"unit": DATA_BUREAU, "file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.text[:2000]
    return Disclosure.objects.latest("pk")


def test_is_handed_back_as_it_came_and_opened_by_no_browser(officer):
    for name, data in FILES.items():
        row = handed_in(officer, name, data)
        answer = officer.get(f"/budgets/uploads/{row.pk}/file/")

        assert answer.content == data
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("attachment;")
        assert "sandbox" in answer["Content-Security-Policy"]
        page = officer.get(f"/budgets/uploads/{row.pk}/").text
        assert "<script>alert" not in page


NAMES = {
    "../../../etc/passwd": "passwd",
    "..\\..\\windows\\win.ini": "win.ini",
    "/etc/cron.d/x.txt": "x.txt",
    "预算\x00.txt": "预算.txt",
    "预算\u202etxt.exe": "预算txt.exe",
    "预\u200b算\u2066.txt": "预算.txt",
    "x\r\nSet-Cookie: a=b.txt": "xSet-Cookie: a=b.txt",
    '"><img src=x onerror=alert(1)>.txt': '"><img src=x onerror=alert(1)>.txt',
    "长" * 400 + ".txt": ("长" * 400 + ".txt")[-255:],
    "\x00\u202e": "文件",
}


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_its_name_is_a_name_and_nothing_else(officer, name):
    """Kept without its path and without what no eye sees; told in the header and on the page as text."""
    at = timezone.now()
    from yunjian.parties.models import Account
    from yunjian.parties.queries import actor_of

    pk = actions.receive_disclosure(
        DATA_BUREAU, name, b"2026", by=actor_of(Account.objects.get(username="zhou")), at=at
    )
    row = Disclosure.objects.get(pk=pk)
    assert row.file_name == NAMES[name]

    told = officer.get(f"/budgets/uploads/{row.pk}/file/")["Content-Disposition"]
    assert told.isascii()
    assert not set(told) & set("\r\n\x00")
    actions.mark_unreadable(row.pk, "读不出来。", by=SYSTEM, at=at)
    page = officer.get("/budgets/uploads/").text
    assert "<img src=x" not in page
    assert "\u202e" not in page


def test_a_form_that_carries_more_than_one_file_or_none(officer):
    files = [SimpleUploadedFile(f"{n}.txt", f"{n}".encode()) for n in range(2)]
    before = Disclosure.objects.count()
    officer.post("/budgets/uploads/new/", {"unit": DATA_BUREAU, "file": files})

    assert Disclosure.objects.count() == before + 1
    assert officer.post("/budgets/uploads/new/", {"unit": DATA_BUREAU, "file": "../x"}).status_code == 422
    assert officer.post("/budgets/uploads/new/", {"unit": DATA_BUREAU}).status_code == 422
