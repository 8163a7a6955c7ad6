"""A file is opened in a process of its own: hostile ones end in a sentence, what is shown holds nothing that acts."""

import io
import time

import pikepdf
import pytest
from PIL import Image

from yunjian.materials.logic import confined, containers, papers, pictures
from yunjian.materials.logic.kinds import Unacceptable, sniff
from yunjian.materials.logic.names import LONGEST, clean
from yunjian.materials.logic.pieces import Unreadable

from . import files

EVIL = (b"EVIL", b"JavaScript", b"/JS", b"/Launch", b"/URI", b"EmbeddedFile", b"AcroForm", b"OpenAction")


def stream(data: bytes) -> io.BytesIO:
    return io.BytesIO(data)


# In the process


def test_the_process_finds_out_what_a_file_is_and_makes_its_copies():
    assert confined.ask("look", "pdf", [files.pdf(3)]).told == {"kind": "pdf", "pages": 3}
    made = confined.ask("copy", "jpeg", [files.jpeg(80, 40, orientation=6, told=True)])
    [page] = made.pieces

    assert (page.name, page.media) == ("page-1", "image/jpeg")
    with Image.open(stream(page.data)) as image:
        assert image.size == (40, 80)  # turned upright
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert files.PLACE_TAKEN not in page.data


def test_the_process_ends_within_its_time_and_memory_with_a_sentence():
    start = time.monotonic()
    with pytest.raises(Unreadable, match="。"):
        confined.ask("look", "png", [files.huge_png(8_000, 9_999)], seconds=20, megabytes=200)
    assert time.monotonic() - start < 60
    with pytest.raises(Unreadable, match="打不开"):
        confined.ask("look", "pdf", [b"%PDF-1.7\n" + bytes(2000)])


def test_the_process_knows_no_secret_and_no_database(monkeypatch):
    monkeypatch.setenv("YUNJIAN_SECRET_KEY", "secret")
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    told = confined._environment()

    assert not {key for key in told if key.startswith(("YUNJIAN", "DATABASE", "AWS"))}


# What the process does, without the process


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("jpeg", files.jpeg()),
        ("png", files.picture("PNG")),
        ("webp", files.picture("WEBP")),
        ("tiff", files.picture("TIFF", frames=3)),
    ],
)
def test_pictures_of_every_kind_are_looked_at_and_made_anew(kind, data):
    assert pictures.look(kind, stream(data)) == (3 if kind == "tiff" else 1)
    pieces = pictures.copies(kind, stream(data))
    assert len(pieces) == (3 if kind == "tiff" else 1)
    assert all(piece.data.startswith(b"\xff\xd8\xff") for piece in pieces)


def test_a_picture_that_says_it_is_billions_of_points_is_refused_before_it_is_decoded():
    start = time.monotonic()
    with pytest.raises(Unreadable, match="像素太多"):
        pictures.look("png", stream(files.huge_png()))
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    ("kind", "data"), [("jpeg", b"\xff\xd8\xff" + b"x" * 99), ("png", files.jpeg()), ("tiff", b"II*\0")]
)
def test_a_picture_that_is_broken_or_another_is_refused(kind, data):
    with pytest.raises(Unreadable):
        pictures.look(kind, stream(data))


def test_what_is_behind_a_picture_does_not_reach_its_copy():
    polyglot = files.jpeg() + files.office("docx") + b"<script>alert(1)</script>"
    [page] = pictures.copies("jpeg", stream(polyglot))

    assert b"<script" not in page.data
    assert b"PK\x03\x04" not in page.data


def test_a_paper_that_acts_is_shown_without_anything_that_acts():
    copy, *pages = papers.copies(stream(files.acting_pdf()))

    assert (copy.name, copy.media, [page.name for page in pages]) == ("copy", "application/pdf", ["page-1"])
    with pikepdf.open(stream(copy.data)) as made:
        everything = b"".join(
            each.unparse() + (each.read_bytes() if isinstance(each, pikepdf.Stream) else b"") for each in made.objects
        )
        assert len(made.pages) == 1
        assert made.attachments == {} or not list(made.attachments)
    assert [word for word in EVIL if word in everything or word in copy.data] == []


def test_a_paper_that_cannot_be_made_harmless_is_shown_as_pictures_alone(monkeypatch):
    monkeypatch.setattr(papers, "_acts", lambda found, depth=0: True)
    pieces = papers.copies(stream(files.acting_pdf()))

    assert {piece.media for piece in pieces} == {"image/jpeg"}


@pytest.mark.parametrize(
    ("data", "words"),
    [(files.locked_pdf(), "密码"), (b"%PDF-1.7\nnothing", "打不开"), (b"%PDF-1.7\n" + bytes(5000), "打不开")],
)
def test_a_paper_that_is_locked_or_broken_is_refused(data, words):
    with pytest.raises(Unreadable, match=words):
        papers.look(stream(data))


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ofd"])
def test_a_container_is_told_by_its_parts(kind):
    assert containers.look(stream(files.office(kind))) == kind


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ofd"])
def test_a_bomb_is_refused_before_it_goes_off(kind):
    bomb = files.bomb(kind)
    start = time.monotonic()
    with pytest.raises(Unreadable, match="大得不合常理"):
        containers.look(stream(bomb))
    assert time.monotonic() - start < 2
    assert len(bomb) < 1 << 20


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (files.archive({"a.txt": b"x"}), "不是 OFD"),
        (files.office("docx", **{"../../etc/cron.d/x": b"x"}), "指向别处"),
        (files.office("xlsx", **{"/etc/passwd": b"x"}), "指向别处"),
        (files.office("docx", **{"word/vbaProject.bin": b"x"}), "宏"),
        (files.office("docx")[:-30], "损坏"),
        (files.archive({**{f"{n}": b"" for n in range(5001)}, "OFD.xml": b""}), "大得不合常理"),
    ],
)
def test_a_container_with_what_it_should_not_hold_is_refused(data, words):
    with pytest.raises(Unreadable, match=words):
        containers.look(stream(data))


def test_a_size_that_is_a_lie_is_found_while_unpacking():
    data = bytearray(files.office("ofd", **{"Doc_0/Res/x": bytes(100_000)}))
    at = data.rindex(b"Doc_0/Res/x") - 46
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(Unreadable):
        containers.look(stream(bytes(data)))


# Told by their beginning


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (files.jpeg(), "jpeg"), (files.picture("PNG"), "png"), (files.picture("WEBP"), "webp"),
        (files.picture("TIFF"), "tiff"), (files.pdf(), "pdf"), (files.office("ofd"), "archive"),
    ],
)  # fmt: skip
def test_the_closed_list_is_told_by_content(data, kind):
    assert sniff(data[:4096]) == kind


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"\xef\xbb\xbf <SVG onload=alert(1)>", "SVG"),
        (b"<?xml version='1.0'?><svg/>", "SVG"),
        (b"<html>", "网页"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"GIF89a", "不是可以接收的格式"),
        (b"MZ\x90", "不是可以接收的格式"),
        (b" %PDF-1.7", "不是可以接收的格式"),
        (b"<script>%PDF-1.7", "SVG"),
    ],
)
def test_everything_else_is_refused_by_what_to_do(data, words):
    with pytest.raises(Unacceptable, match=words):
        sniff(data)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\win.ini", "win.ini"),
        ("照片\u202egpj.exe", "照片gpj.exe"),
        ("证\u200b书\u2066.pdf", "证书.pdf"),
        ("x\r\nSet-Cookie: a=b.pdf", "xSet-Cookie: a=b.pdf"),
        ("\x00\u202e", "文件"),
        ("...", "文件"),
        ("CON.pdf", "文件-CON.pdf"),
        ("lpt1", "文件-lpt1"),
        ("Console.pdf", "Console.pdf"),
        (".htaccess", "htaccess"),
        ("长" * 300 + ".pdf", "长" * (LONGEST - 4) + ".pdf"),
    ],
)
def test_a_name_is_a_name_and_nothing_else(name, shown):
    assert clean(name) == shown
    assert len(clean(name)) <= LONGEST
