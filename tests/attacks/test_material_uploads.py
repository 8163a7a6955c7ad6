"""Materials handed in by an attacker: two things at once, bombs, what a camera tells, names that lead elsewhere.

Through the doors: the form and the checking job, then what comes back out. What each reader refuses by itself stands in
``yunjian/materials/tests/test_confined.py``.
"""

import io
import time
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yunjian.kernel.actor import SYSTEM
from yunjian.materials import jobs, queries
from yunjian.materials.logic import confined, opening
from yunjian.materials.logic.envelopes import new_key
from yunjian.materials.logic.pieces import Unreadable
from yunjian.materials.models import Material
from yunjian.materials.tests import files
from yunjian.materials.tests.stage import LEASE, Stage, set_stage

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
SCRIPT = b"<html><script>alert(1)</script><svg onload=alert(1)></html>"
GIF = b"GIF89a/*\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x00;*/=1;alert(1)//"
ARCHIVE = files.archive({"META-INF/MANIFEST.MF": b"Main-Class: X", "x.js": b"alert(1)"})


@pytest.fixture
def stage(settings, tmp_path) -> Stage:
    settings.MATERIALS_FOLDER, settings.MATERIALS_KEYS = tmp_path / "materials", new_key()
    settings.DATA_FOLDER, settings.CLAMD, settings.MATERIALS_STORE = tmp_path / "data", "", "disk"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return set_stage()


@pytest.fixture
def li(stage) -> Client:
    client = Client()
    client.force_login(stage.accounts["li"])
    return client


def handed_in(client: Client, name: str, data: bytes):
    return client.post("/materials/hand-in/", {"type": LEASE, "file": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("photo.jpg", GIF),
        ("photo.png", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("paper.pdf", SCRIPT + files.pdf()),
        ("paper.pdf", b"MZ\x90\x00" + files.pdf()),
        ("paper.pdf", b"#!/bin/sh\n" + files.pdf()),
        ("photo.jpg", b"<script>alert(1)</script>"),
        ("letter.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ],
    ids=["gif+js", "svg", "html+pdf", "exe+pdf", "sh+pdf", "html", "ole"],
)
def test_what_begins_as_something_else_is_not_taken_whatever_its_name(li, name, data):
    answer = handed_in(li, name, data)

    assert answer.status_code == 422
    assert "不能接收" in answer.text or "不是可以接收的格式" in answer.text
    assert "<script>alert" not in answer.text
    assert not Material.objects.exists()


@pytest.mark.parametrize("behind", [SCRIPT, ARCHIVE], ids=["html", "zip"])
def test_what_hangs_behind_a_paper_is_handed_back_inert_and_is_in_no_copy(li, behind):
    data = files.pdf() + behind
    assert handed_in(li, "paper.pdf", data).status_code == 302
    row = Material.objects.get()
    jobs.check_material(row.pk)
    jobs.copy_material(row.pk)

    answer = li.post(f"/materials/{row.pk}/original/")
    assert b"".join(answer) == data
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer["Content-Security-Policy"]
    for name, media in (("copy", "application/octet-stream"), ("page-1", "image/jpeg")):
        shown = li.get(f"/materials/{row.pk}/{name}/")
        assert shown["Content-Type"] == media
        assert behind not in b"".join(shown)


def test_where_a_photo_was_taken_is_in_the_original_and_in_no_copy(li):
    photo = files.jpeg(told=True)
    assert handed_in(li, "photo.jpg", photo).status_code == 302
    row = Material.objects.get()
    jobs.check_material(row.pk)
    jobs.copy_material(row.pk)

    assert files.PLACE_TAKEN in b"".join(queries.to_check(row.pk, reader=SYSTEM).open())
    shown = b"".join(li.get(f"/materials/{row.pk}/page-1/"))
    assert shown.startswith(b"\xff\xd8\xff")
    assert [each for each in (files.PLACE_TAKEN, b"Exif", b"GPS", b"xmpmeta") if each in shown] == []


# Bombs


def zeros(megabytes: int, *, times: int = 1) -> bytes:
    """A zlib stream of so many megabytes of nothing, deflated ``times`` times."""
    made = zlib.compressobj(9, wbits=-15)
    block = made.compress(bytes(1 << 20)) + made.flush(zlib.Z_FULL_FLUSH)
    end, length = zlib.compressobj(9, wbits=-15), megabytes << 20
    data = b"\x78\x9c" + block * megabytes + end.flush() + ((length % 65521) << 16 | 1).to_bytes(4)
    return data if times == 1 else zlib.compress(data, 9)


def bombed(objects: bytes, filters: bytes, payload: bytes, kind: bytes) -> bytes:
    """A PDF by hand whose page, or whose object stream, is the payload."""
    parts = [b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj", objects]
    head = b"4 0 obj<<%s/Filter%s/Length %d>>stream\n" % (kind, filters, len(payload))
    body = b"%PDF-1.7\n" + b"\n".join(parts) + b"\n" + head + payload + b"\nendstream endobj\n"
    return body + b"trailer<</Root 1 0 R/Size 9>>\n%%EOF"


PAGES = (
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>endobj"
)


@pytest.mark.heavy
@pytest.mark.parametrize("task", ["look", "copy"])
@pytest.mark.parametrize(
    "bomb",
    [
        bombed(PAGES, b"[/FlateDecode/FlateDecode]", zeros(3000, times=2), b""),
        bombed(b"", b"/FlateDecode", zeros(3000), b"/Type/ObjStm/N 2/First 10"),
    ],
    ids=["a page of 3 GB in a few kB", "an object stream of 3 GB"],
)
def test_a_paper_that_swells_ends_within_its_bounds(bomb, task):
    assert len(bomb) < 4 << 20
    start = time.monotonic()
    try:
        answer = confined.ask(task, "pdf", [bomb], seconds=4, megabytes=512)
    except Unreadable as refusal:
        said = str(refusal)
    else:
        said = "。" if sum(len(piece.data) for piece in answer.pieces) < 1 << 20 else ""
    assert said.endswith("。")
    assert time.monotonic() - start < 60


def test_a_picture_of_fifty_thousand_by_fifty_thousand_is_refused_with_its_reason(li):
    assert handed_in(li, "x.png", files.huge_png(50_000, 50_000)).status_code == 302
    row = Material.objects.get()
    jobs.check_material(row.pk)
    row.refresh_from_db()

    assert (row.state, row.envelope) == ("REFUSED", None)
    assert "像素太多" in li.get(f"/materials/{row.pk}/").text


def test_an_office_file_that_swells_inside_another_is_refused():
    """A bomb within an archive within an archive: only what is looked at is unpacked, and that is measured."""
    inner = files.bomb("docx")
    told = opening.look("archive", io.BytesIO(files.office("docx", **{"word/embeddings/x.docx": inner})))
    assert told == ({"kind": "docx", "pages": 0}, [])
    with pytest.raises(Unreadable, match="大得不合常理"):
        opening.look("archive", io.BytesIO(inner))


# Names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("租约\u202efdp.exe", "租约fdp.exe"),
        ("NUL\x00.pdf", "文件-NUL.pdf"),
        ('"><img src=x onerror=alert(1)>.pdf', '"><img src=x onerror=alert(1)>.pdf'),
    ],
    ids=ascii,
)
def test_a_name_leads_nowhere_and_is_told_as_text(stage, li, name, shown):
    """As a program says it: the form of a browser never sends most of these."""
    paper = files.pdf()
    location = li.post("/materials/uploads/", {"type": LEASE, "name": name, "size": len(paper)})["Location"]
    sent = li.patch(location, paper, content_type="application/offset+octet-stream", headers={"Upload-Offset": "0"})
    assert sent.status_code == 204
    from yunjian.materials.models import Upload

    jobs.put_together(Upload.objects.get().pk)
    row = Material.objects.get()
    jobs.check_material(row.pk)

    assert row.file_name == shown
    told = li.post(f"/materials/{row.pk}/original/")["Content-Disposition"]
    assert told.isascii()
    assert not set(told) & set("\r\n\x00")
    page = li.get("/materials/").text
    assert "<img src=x" not in page
    assert "\u202e" not in page
