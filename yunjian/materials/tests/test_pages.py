"""The pages: handing in, the drawer, lending, the window, the office; files leave inert."""

import hashlib
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import DATA_BUREAU, NOON
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.proofs import checkpoints
from yunjian.kernel.testing import recorded, seal_and_deliver
from yunjian.materials import actions, queries
from yunjian.materials.models import Consent, Material, Upload, vault

from . import files
from .stage import CARD, LEASE, checked, identity_number

pytestmark = pytest.mark.django_db


def client_of(stage, who: str) -> Client:
    made = Client()
    made.force_login(stage.accounts[who])
    return made


def hand_in(client: Client, data: bytes, name: str = "证.jpg", type: str = CARD, **more):
    return client.post("/materials/hand-in/", {"type": type, "file": SimpleUploadedFile(name, data), **more})


def test_a_citizen_hands_in_and_finds_it_in_the_drawer(stage):
    li = client_of(stage, "li")
    assert "交第一份" in li.get("/materials/").text
    answer = hand_in(li, files.jpeg(), "../\u202e身份证.jpg")

    pk = Material.objects.get().pk
    assert answer.headers["Location"] == f"/materials/{pk}/"
    page = li.get("/materials/").text
    assert "居民身份证" in page
    assert "身份证.jpg" in page
    assert "\u202e" not in page
    assert "正在核对" in li.get(f"/materials/{pk}/").text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
        (b"<!doctype html><script>alert(1)</script>", "SVG 图形或网页"),
        (b"MZ" + bytes(200), "不能接收"),
        (b"", "空的"),
        (files.office("docx"), "PDF"),
    ],
)
def test_what_cannot_be_taken_is_answered_with_a_sentence_and_leaves_nothing(stage, settings, data, words):
    answer = hand_in(client_of(stage, "li"), data)

    assert answer.status_code == 422
    assert words in answer.text
    assert not Material.objects.exists()
    assert [path for path in settings.MATERIALS_FOLDER.rglob("*") if path.is_file()] == []


def test_ones_own_second_copy_is_told_and_anothers_is_not(stage):
    photo = files.jpeg()
    li, wang = client_of(stage, "li"), client_of(stage, "wang")
    hand_in(li, photo)
    first = Material.objects.get().pk

    again = hand_in(li, photo)
    assert again.status_code == 422
    assert f'href="/materials/{first}/"' in again.text
    assert hand_in(wang, photo).status_code == 302
    assert len(list(vault().store.all())) == 2


def test_a_stranger_finds_nothing_at_the_addresses_of_a_material(stage):
    pk = checked(stage.holders["li"], by=stage.li)
    before = len(recorded())
    for client in (Client(), client_of(stage, "wang"), client_of(stage, "clerk")):
        for address in ("", "page-1/", "copy/"):
            assert client.get(f"/materials/{pk}/{address}").status_code in (302, 404)
        for address in ("original/", "receipt/", "delete/", "fields/"):
            assert client.post(f"/materials/{pk}/{address}", {"field-name": "x"}).status_code in (302, 404)
    assert len(recorded()) == before


def test_the_original_leaves_as_an_attachment_and_a_page_as_a_picture(stage):
    data = files.pdf() + b"<script>alert(1)</script>"
    pk = checked(stage.holders["li"], data, LEASE, by=stage.li, name='"><img src=x>.pdf')
    place, size = vault().add([b"\xff\xd8\xff"], queries.envelope_of(pk, reader=SYSTEM))
    actions.keep_copies(pk, [actions.CopyMade("page-1", "image/jpeg", size, place)], by=SYSTEM, at=NOON)
    li = client_of(stage, "li")

    original = li.post(f"/materials/{pk}/original/")
    assert b"".join(original.streaming_content) == data
    assert original["Content-Type"] == "application/octet-stream"
    assert original["Content-Disposition"].startswith("attachment;")
    assert original["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in original["Content-Security-Policy"]
    assert "private, no-store" in original["Cache-Control"]
    page = li.get(f"/materials/{pk}/page-1/")
    assert (page["Content-Type"], b"".join(page.streaming_content)) == ("image/jpeg", b"\xff\xd8\xff")
    assert "<img src=x>" not in li.get(f"/materials/{pk}/").text
    assert recorded("materials.material.opened")


def test_the_receipt_is_a_page_and_once_it_is_signed_a_file(stage):
    photo = files.jpeg()
    pk = checked(stage.holders["li"], photo, by=stage.li, name="证.jpg")
    li, address = client_of(stage, "li"), f"/materials/{pk}/receipt/"
    assert "还没有进入签名的检查点" in li.get(address).text
    assert li.post(address).status_code == 409

    seal_and_deliver()
    checkpoints.sign(at=timezone.now())
    page = li.get(address).text
    assert hashlib.sha256(photo).hexdigest() in page
    assert "下载收据" in page
    answer = li.post(address)
    assert json.loads(answer.content)["sha256"] == hashlib.sha256(photo).hexdigest()
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "receipt.json" in answer["Content-Disposition"]
    assert len(recorded("materials.receipt.taken")) == 1


def test_lends_with_one_form_sees_who_looked_and_withdraws(stage):
    pk = checked(stage.holders["li"], by=stage.li)
    li, clerk = client_of(stage, "li"), client_of(stage, "clerk")
    form = {"materials": [pk], "unit": DATA_BUREAU, "matter": "开店一件事", "purpose": "核对身份", "days": 30}
    assert li.post("/materials/lend/", form).status_code == 302
    consent = Consent.objects.get().pk

    assert "开店一件事" in clerk.get("/materials/office/").text
    shown = clerk.get(f"/materials/office/{consent}/{pk}/").text
    assert "李**" in shown
    assert "为这件事打开" in shown
    assert clerk.post(f"/materials/office/{consent}/{pk}/").status_code == 302
    assert "窗口clerk" in li.get(f"/materials/{pk}/").text
    assert li.post(f"/materials/consents/{consent}/withdraw/").status_code == 302
    assert "已撤回" in li.get("/materials/consents/").text
    assert clerk.get(f"/materials/office/{consent}/{pk}/").status_code == 404
    assert clerk.post(f"/materials/office/{consent}/{pk}/").status_code == 403
    other = client_of(stage, "other clerk")
    assert other.get(f"/materials/office/{consent}/{pk}/").status_code == 404


def test_the_window_takes_in_for_whoever_the_number_names_and_tells_nothing_more(stage):
    photo, clerk = files.jpeg(), client_of(stage, "clerk")
    actions_before = checked(stage.holders["li"], photo, by=stage.li)
    form = {"unit": DATA_BUREAU, "name": "李小民", "number": identity_number(1), "type": CARD}

    known = clerk.post("/materials/window/", {**form, "file": SimpleUploadedFile("a.jpg", photo)}, follow=True)
    new = clerk.post("/materials/window/", {**form, "file": SimpleUploadedFile("a.jpg", files.jpeg())}, follow=True)
    assert [known.status_code, new.status_code] == [200, 200]
    assert "已经代收" in known.text
    assert "已经代收" in new.text
    assert "交存过" not in known.text
    assert Material.objects.exclude(pk=actions_before).get().holder == stage.holders["li"]
    wrong = {**form, "name": "李大民", "file": SimpleUploadedFile("a.jpg", photo)}
    assert clerk.post("/materials/window/", wrong).status_code == 422
    assert client_of(stage, "li").get("/materials/window/").status_code == 403


def test_the_counter_compares_a_file_with_its_receipt(stage):
    photo = files.jpeg()
    pk = checked(stage.holders["li"], photo, by=stage.li)
    code = queries.receipt(pk, reader=stage.li).code
    clerk = client_of(stage, "clerk")
    for data, words in ((photo, "一致：这就是"), (photo + b"!", "不一致")):
        form = {"number": pk, "code": code, "file": SimpleUploadedFile("a.jpg", data)}
        assert words in clerk.post("/materials/verify/", form).text
    unknown = {"number": pk, "code": "f" * 16, "file": SimpleUploadedFile("a.jpg", photo)}
    assert clerk.post("/materials/verify/", unknown).status_code == 422


# Part by part


def part(client: Client, location: str, offset: int, data: bytes, **more):
    return client.patch(
        location, data, content_type="application/offset+octet-stream", headers={"Upload-Offset": str(offset)}, **more
    )


def test_an_upload_goes_on_where_it_was_interrupted(stage):
    paper, li = files.pdf(5), client_of(stage, "li")
    begun = li.post("/materials/uploads/", {"type": LEASE, "name": "租约.pdf", "size": len(paper)})
    assert begun.status_code == 201
    location = begun["Location"]

    assert part(li, location, 0, paper[:700]).headers["Upload-Offset"] == "700"
    assert part(li, location, 0, paper[:700]).status_code == 409
    head = li.head(location)
    assert (head["Upload-Offset"], head["Upload-Length"], head["Tus-Resumable"]) == ("700", str(len(paper)), "1.0.0")
    assert "没有传完" in li.get(location).text
    assert part(li, location, 700, paper[700:]).status_code == 204
    assert Upload.objects.get().state == "COMPLETE"
    assert "正在整理" in li.get(location).text
    assert part(li, location, len(paper), b"more").status_code in (404, 410)
    from yunjian.materials.jobs import put_together

    put_together(Upload.objects.get().pk)
    assert b"".join(queries.to_check(Material.objects.get().pk, reader=SYSTEM).open()) == paper
    assert "看这份材料" in li.get(location).text


def test_an_upload_answers_wrong_parts_and_strangers_with_a_sentence(stage):
    li, wang = client_of(stage, "li"), client_of(stage, "wang")
    location = li.post("/materials/uploads/", {"type": LEASE, "name": "x", "size": 100})["Location"]
    for answer, status in (
        (part(li, location, 50, b"x"), 409),
        (part(li, location, 0, bytes(101)), 409),
        (li.patch(location, b"x", content_type="text/plain"), 415),
        (part(wang, location, 0, b"x"), 404),
        (wang.head(location), 404),
        (li.post("/materials/uploads/", {"type": LEASE, "name": "x", "size": "1e9"}), 413),
        (li.post("/materials/uploads/", {"type": "none", "name": "x", "size": "9"}), 422),
    ):
        assert answer.status_code == status
    assert Upload.objects.get().offset == 0


def test_the_drawer_asks_as_often_for_many_as_for_few(stage):
    li = client_of(stage, "li")

    def counted() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert li.get("/materials/").status_code == 200
        return len(asked)

    checked(stage.holders["li"], by=stage.li)
    counted()
    few = counted()
    for _ in range(9):
        checked(stage.holders["li"], by=stage.li)
    assert counted() == few == 9
