"""A signed PDF by ``yunjian verify``: ours and other people's, and no changed byte, addition or hostile DER passes."""

import io
from datetime import timedelta

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.cast import NOON
from yunjian.certificates.logic.chain import root_certificate
from yunjian.certificates.logic.paper import paper
from yunjian_verify import cms, der, kinds, pades
from yunjian_verify.command import main
from yunjian_verify.jose import Refused
from yunjian_verify.papers import Roots
from yunjian_verify.x509_path import path

from .cast import DISTRICT
from .test_signed_papers import ROOT, byte_range, pem, sealed, view

ROOTS = (x509.load_der_x509_certificate(ROOT),)
OTHER = x509.load_der_x509_certificate(root_certificate(DISTRICT, DISTRICT.public.public_key, "别的区", at=NOON))


@pytest.fixture(scope="module")
def signed() -> bytes:
    return sealed()


@pytest.fixture(scope="module")
def bare() -> bytes:
    return paper(view(), "https://songjiang.example/certificates/check/")


def outcome(folder, data: bytes, roots=ROOTS, at=NOON) -> kinds.Outcome:
    file = folder / "paper.pdf"
    file.write_bytes(data)
    return kinds.verify(file, kinds.Trust(roots=Roots(roots, at)))


def code(data: bytes, roots=ROOTS) -> str:
    """Why it is refused; empty when it is not."""
    try:
        pades.verify(data, roots)
    except Refused as refusal:
        return refusal.code
    return ""


def test_our_paper_is_proven_with_what_is_left_open(signed, tmp_path, capsys):
    found = outcome(tmp_path, signed)

    assert found.status == kinds.PROVEN
    for words in (
        "松江区电子证照签名",
        "松江区电子证照根证书",
        "没有改过",
        "2026-03-02 04:00 UTC",
        "没有时间戳",
        "吊销",
    ):
        assert words in found.zh
    assert "was revoked is not checked" in found.en
    (tmp_path / "root.pem").write_bytes(b"# SHA-256 AB\n" + pem(ROOT))
    words = [str(tmp_path / "paper.pdf"), "--root", str(tmp_path / "root.pem"), "--at", NOON.isoformat()]
    assert main(words) == kinds.PROVEN
    assert main(words[:1]) == kinds.OPEN
    assert "没有给出可信的根证书" in capsys.readouterr().out


def test_when_its_certificate_has_expired_it_says_what_the_file_cannot_prove(signed, tmp_path):
    late = outcome(tmp_path, signed, at=NOON + timedelta(days=366 * 6))
    assert (late.status, "证书现在已经过期" in late.zh) == (kinds.OPEN, True)
    early = outcome(tmp_path, signed, at=NOON - timedelta(days=2))
    assert (early.status, "没有通过验证" in early.zh) == (kinds.WRONG, True)


def test_another_root_does_not_make_it_trusted(signed, tmp_path):
    found = outcome(tmp_path, signed, (OTHER,))
    assert (found.status, "不是由所给的根证书签发" in found.zh) == (kinds.WRONG, True)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_no_changed_byte_passes_wherever_it_lies(signed, data):
    _, start, end, _ = byte_range(signed)
    regions = {
        "before": (0, start), "behind": (end, len(signed)), "signature": (start, start + 400), "gap": (start, end),
        "range": (signed.index(b"/ByteRange"), signed.index(b"/ByteRange") + 60),
    }  # fmt: skip
    first, last = regions[data.draw(st.sampled_from(sorted(regions)))]
    changed = bytearray(signed)
    changed[data.draw(st.integers(first, last - 1))] ^= data.draw(st.integers(1, 255))

    assert code(bytes(changed))


def test_every_byte_of_the_signature_counts(signed):
    """Also of what CMS does not sign: certificates, versions, names, the zeros that fill the gap."""
    _, start, end, _ = byte_range(signed)
    raw = bytes.fromhex(signed[start + 1 : end - 1].decode())
    survivors = []
    for place in [*range(0, len(raw.rstrip(b"\0")), 3), len(raw) - 1]:
        changed = bytearray(raw)
        changed[place] ^= 0x01
        if not code(signed[: start + 1] + bytes(changed).hex().encode() + signed[end - 1 :]):
            survivors.append(place)
    assert survivors == []


def test_what_was_added_after_the_signature_is_named(signed):
    assert code(signed + b"\n%more") == "appended"
    writer, target = IncrementalPdfFileWriter(io.BytesIO(signed)), io.BytesIO()
    writer.update_root()
    writer.write(target)
    assert code(target.getvalue()) == "appended"
    assert code(signed[:-8]) == "range"
    assert code(b"%PDF-1.7\n%%EOF") == "not signed"


def test_a_range_that_leaves_out_more_than_the_signature_is_refused(signed):
    first, start, end, rest = byte_range(signed)
    text = f"/ByteRange [{first} {start} {end} {rest}]".encode()
    assert text in signed
    for wide in ((start - 40, end, rest), (start, end + 40, rest - 40), (end, start, len(signed) - start)):
        other = "/ByteRange [0 {} {} {}]".format(*wide).encode().ljust(len(text))
        assert code(signed.replace(text, other)) in ("range", "appended", "digest")
    assert code(signed + text) in ("appended", "range")


def test_a_signature_of_another_paper_is_refused(signed):
    other = sealed(holder_name="别的公司")
    (_, start, end, _), (_, from_, to, _) = byte_range(signed), byte_range(other)
    assert code(signed[:start] + other[from_:to] + signed[end:]) in ("digest", "range")


def foreign(bare: bytes, key, *, subfilter=SigSeedSubFilter.PADES, **more: object) -> tuple[bytes, x509.Certificate]:
    """A paper signed by pyHanko alone with a key and certificates of somebody else's."""
    root_key = ec.generate_private_key(ec.SECP384R1())
    root, own = issued("Foreign Root", root_key, root_key, ca=True), issued("Foreign Signer", key, root_key, **more)
    encoding = serialization.Encoding.DER
    certificates = [asn1.Certificate.load(each.public_bytes(encoding)) for each in (own, root)]
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    signer = signers.SimpleSigner(
        signing_cert=certificates[0], signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore.from_certs(certificates),
    )  # fmt: skip
    meta = signers.PdfSignatureMetadata(field_name="Theirs", md_algorithm="sha512", subfilter=subfilter)
    made = signers.PdfSigner(meta, signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(bare)))
    return made.getvalue(), root


def issued(name: str, key, by, *, ca: bool = False, extension=None) -> x509.Certificate:
    def named(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    building = (
        x509.CertificateBuilder().subject_name(named(name)).issuer_name(named("Foreign Root"))
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(NOON - timedelta(days=9999)).not_valid_after(NOON + timedelta(days=9999))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )  # fmt: skip
    if extension is not None:
        building = building.add_extension(extension, critical=True)
    return building.sign(by, hashes.SHA256())


@pytest.mark.parametrize("subfilter", [SigSeedSubFilter.PADES, SigSeedSubFilter.ADOBE_PKCS7_DETACHED])
@pytest.mark.parametrize("kind", ["rsa", "p256"])
def test_other_peoples_signed_paper_is_proven_too(bare, tmp_path, kind, subfilter):
    key = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
    data, root = foreign(bare, key, subfilter=subfilter)

    found = outcome(tmp_path, data, (root,))
    assert (found.status, "Foreign Signer" in found.zh) == (kinds.PROVEN, True), found.en
    assert code(data) == "chain"


@pytest.mark.parametrize(
    ("extension", "why"),
    [
        (x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]), "certificate"),
        (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00"), "critical"),
    ],
)
def test_a_certificate_for_something_else_does_not_sign_papers(bare, extension, why):
    data, root = foreign(bare, ec.generate_private_key(ec.SECP256R1()), extension=extension)
    assert code(data, (root,)) == why


def test_a_signers_certificate_issues_none(bare):
    key, below = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    middle, leaf = issued("Foreign Root", key, key), issued("Leaf", below, key)
    with pytest.raises(Refused, match="may not sign others"):
        path(leaf, (leaf, middle), (middle,))
    with pytest.raises(Refused, match="no part of the way"):
        path(leaf, (leaf, OTHER), (leaf,))


HOSTILE = {
    "nothing": b"",
    "one byte": b"\x30",
    "open length": b"\x30\x80\x00\x00",
    "huge length": b"\x30\x84\xff\xff\xff\xff",
    "longer than four bytes": b"\x30\x89" + b"\xff" * 9,
    "not shortest": b"\x30\x81\x02\x05\x00",
    "long tag": b"\x3f\x81\x01\x00",
    "very deep": b"\x30\x84\x00\x10\x00\x00" * 50_000,
    "many": b"\x30\x82\x01\x00" + b"\x05\x00" * 128,
    "no such message": b"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x00",
    "open identifier": b"\x30\x05\x06\x01\x80\xa0\x00",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_der_ends_in_a_refusal(name):
    with pytest.raises(Refused):
        cms.read_envelope(HOSTILE[name])


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    with pytest.raises(Refused):
        cms.read_envelope(data)


@given(st.integers(-(2**70), 2**70))
def test_a_number_is_read_as_it_is_written(number):
    body = number.to_bytes(((number if number >= 0 else ~number).bit_length() // 8) + 1, "big", signed=True)
    assert der.read(bytes([2, len(body)]) + body).number() == number
    with pytest.raises(Refused):
        der.read(bytes([2, len(body) + 1]) + (b"\xff" if number < 0 else b"\0") + body).number()


def test_nested_values_are_opened_one_at_a_time():
    data = b""
    for _level in range(5_000):
        size = len(data).to_bytes(3, "big").lstrip(b"\0") or b"\0"
        data = (b"\x30" + (bytes([len(data)]) if len(data) < 128 else bytes([0x80 | len(size)]) + size)) + data
    assert len(der.read(data).parts()) == 1
    with pytest.raises(Refused):
        cms.read_envelope(data)
