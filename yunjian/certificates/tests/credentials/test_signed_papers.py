"""The signed PDF: other people's software accepts it and refuses every changed byte."""

import io
import os
import re
import shutil
import subprocess
from datetime import date
from types import SimpleNamespace

import pdfplumber
import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.cast import NOON
from yunjian.certificates.logic.chain import ChainUnfit, read_chain, root_certificate, signing_certificate
from yunjian.certificates.logic.paper import paper, seal_box
from yunjian.certificates.logic.sealing import Sealer

from .cast import DISTRICT, STRANGER

UNIT = "上海市松江区市场监督管理局"
ROOT = root_certificate(STRANGER, STRANGER.public.public_key, "松江区", at=NOON)
CHAIN = (signing_certificate(ROOT, STRANGER, DISTRICT.public.public_key, "松江区", at=NOON), ROOT)
FIELDS = (SimpleNamespace(title="许可证编号", worded="JY1"), SimpleNamespace(title="负责人", worded="王建国"))


def view(**more: object) -> SimpleNamespace:
    """A licence as it is printed."""
    return SimpleNamespace(**{
        "title": "食品经营许可证", "identifier": "1.2.156.3005.2.11310117000000000X001.310117.000000001.001.9",
        "code": "abcdef0123456789", "unit_title": UNIT, "holder_kind": "enterprise", "holder_name": "松江数据有限公司",
        "holder_number": "91350100M000100Y43", "fields": FIELDS, "valid_from": date(2026, 3, 2),
        "valid_before": date(2028, 3, 2), "issued_on": date(2026, 3, 2), "issued_at": NOON, "heading": "",
        "seal": "right", "paper": "portrait", "note": "", **more,
    })  # fmt: skip


def sealed(**more: object) -> bytes:
    shown = view(**more)
    bare = paper(shown, "https://songjiang.example/certificates/check/")
    return Sealer(DISTRICT, CHAIN, UNIT, "松江区").seal(bare, seal_box(shown), "颁发电子证照", at=NOON)


@pytest.fixture(scope="module")
def signed() -> bytes:
    return sealed()


def validated(data: bytes, root: bytes = ROOT):
    """By pyHanko, trusting this root and nobody else."""
    [embedded] = PdfFileReader(io.BytesIO(data)).embedded_signatures
    trust = ValidationContext(trust_roots=[asn1.Certificate.load(root)], moment=NOON, allow_fetching=False)
    return validate_pdf_signature(embedded, trust)


def holds(data: bytes) -> bool:
    try:
        status = validated(data)
    except Exception:  # what is no PDF any more is refused in many ways
        return False
    return status.bottom_line and status.coverage.name == "ENTIRE_FILE"


def byte_range(data: bytes) -> list[int]:
    return [int(number) for number in re.search(rb"/ByteRange\s*\[([^\]]+)\]", data)[1].split()]


def test_pyhanko_accepts_it_as_pades_certified_against_every_change(signed):
    status = validated(signed)

    assert (status.bottom_line, status.intact, status.trusted) == (True, True, True)
    assert status.coverage.name == "ENTIRE_FILE"
    [embedded] = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    assert embedded.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    attributes = {each["type"].native for each in embedded.signer_info["signed_attrs"]}
    assert attributes == {"content_type", "message_digest", "signing_certificate_v2"}  # the time stands in the file
    assert embedded.docmdp_level.name == "NO_CHANGES"
    assert embedded.self_reported_timestamp == NOON


def test_another_districts_root_does_not_make_it_trusted(signed):
    other = root_certificate(DISTRICT, DISTRICT.public.public_key, "别的区", at=NOON)

    assert validated(signed, other).trusted is False


def test_popplers_pdfsig_accepts_it_and_refuses_a_changed_byte(signed, tmp_path):
    if not shutil.which("pdfsig"):
        assert not os.environ.get("CI"), "poppler-utils is needed"
        pytest.skip("pdfsig is not installed (Debian: poppler-utils)")
    said = pdfsig(tmp_path, signed)

    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "松江区电子证照签名" in said
    for place in (60, byte_range(signed)[2] + 400):
        changed = bytearray(signed)
        changed[place] ^= 1
        assert "Signature is Valid" not in pdfsig(tmp_path, bytes(changed))


def pdfsig(folder, data: bytes) -> str:
    """What it says, with no certificate store of anybody's but an empty one of its own."""
    path = folder / "signed.pdf"
    path.write_bytes(data)
    run = subprocess.run(
        ["pdfsig", str(path)], capture_output=True, check=False, env={"HOME": str(folder), "PATH": os.environ["PATH"]}
    )
    return run.stdout.decode("utf-8", "replace")


@pytest.mark.filterwarnings("ignore")
def test_every_changed_byte_of_what_is_signed_is_refused(signed):
    first, length, second, rest = byte_range(signed)
    assert (first, second + rest) == (0, len(signed))
    places = [*range(9, length, length // 25), *range(second, len(signed), max(rest // 15, 1)), len(signed) - 2]
    survivors = []
    for place in places:
        changed = bytearray(signed)
        changed[place] ^= 0x01
        if holds(bytes(changed)):
            survivors.append(place)
    assert survivors == []
    assert not holds(signed[:-8])
    assert not holds(signed + b"\n%more")


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=15, deadline=None)
@given(st.data())
def test_any_byte_changed_to_any_other_is_refused(signed, data):
    _first, length, second, rest = byte_range(signed)
    place = data.draw(st.integers(0, length + rest - 2))
    place = place if place < length else second + place - length
    changed = bytearray(signed)
    changed[place] = (changed[place] + data.draw(st.integers(1, 255))) % 256

    assert not holds(bytes(changed))


def test_a_changed_or_exchanged_signature_is_refused(signed):
    """Of the signature, what it says and its value; certificates lie beside it for convenience and are signed apart."""
    [embedded] = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    value = embedded.signer_info["signature"].native.hex().encode()
    place = signed.lower().index(value)
    for at in (place + 20, place - 20, place + len(value) - 2):
        changed = bytearray(signed)
        changed[at] = ord("0") if changed[at] != ord("0") else ord("1")
        assert not holds(bytes(changed))
    other = sealed(holder_name="别的公司")
    start, end = byte_range(signed)[1], byte_range(signed)[2]
    theirs = other[byte_range(other)[1] : byte_range(other)[2]]
    assert len(theirs) == end - start
    assert not holds(signed[:start] + theirs + signed[end:])


@pytest.mark.parametrize(
    ("seal", "form"), [("right", "portrait"), ("left", "portrait"), ("centre", "portrait"), ("right", "landscape")]
)
def test_its_seal_stands_beside_the_issuer_and_covers_no_word(seal, form):
    data = sealed(seal=seal, paper=form, note="本证照与纸质证照具有同等效力。" * 8)
    with pdfplumber.open(io.BytesIO(data)) as document:
        [page] = document.pages
        [widget] = [each for each in page.annots if each["data"].get("FT").name == "Sig"]
        box = (widget["x0"], widget["top"], widget["x1"], widget["bottom"])
        assert page.within_bbox(box).extract_text() == ""
        assert "许可证编号" in page.extract_text()
    assert (widget["width"], widget["height"]) == (150, 58)
    assert UNIT in widget["data"]["TU"].decode("utf-16")
    field = PdfFileReader(io.BytesIO(data)).root["/AcroForm"]["/Fields"][0]
    assert field["/AP"]["/N"]["/Resources"]["/XObject"]


def pem(*certificates: bytes) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return b"".join(x509.load_der_x509_certificate(each).public_bytes(Encoding.PEM) for each in certificates)


def test_a_chain_of_yours_is_read_when_each_certificate_is_issued_by_the_next():
    assert read_chain(pem(*CHAIN), DISTRICT.public.public_key, at=NOON) == CHAIN
    other = root_certificate(DISTRICT, DISTRICT.public.public_key, "别的区", at=NOON)
    for text, key, at in (
        (pem(*CHAIN), STRANGER.public.public_key, NOON),
        (pem(CHAIN[0], other), DISTRICT.public.public_key, NOON),
        (b"nothing", DISTRICT.public.public_key, NOON),
        (pem(*CHAIN), DISTRICT.public.public_key, NOON.replace(year=2046)),
    ):
        with pytest.raises(ChainUnfit):
            read_chain(text, key, at=at)
