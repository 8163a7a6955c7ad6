"""Signing papers by PAdES, against plain use of pyHanko as its documentation shows it.

Run with ``python -m bench.pdf_signing``. Two sizes: a paper of one page, as typst makes it, and one of twelve. Both
sides sign the same bytes with the same P-256 key, certificates and drawn seal, at the same level (B-B, certified,
visible); the paper itself is made beforehand. Plain use is a ``PdfSigner`` for each paper, its seal read from the file.
"""

import io
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import typst
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.stamp.static import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from yunjian.certificates.logic.chain import root_certificate, signing_certificate
from yunjian.certificates.logic.paper import SEAL_HEIGHT, SEAL_WIDTH
from yunjian.certificates.logic.sealing import FIELD, Sealer, drawn
from yunjian.kernel.typesetting import chinese_font

from .credentials import Signer
from .frame import finish, measure_pair, report

AT = datetime(2026, 11, 22, 4, tzinfo=UTC)
BOX = (170, 180, 170 + int(SEAL_WIDTH), 180 + int(SEAL_HEIGHT))
TIMES = 20


def paper(pages: int) -> bytes:
    text = f'#set text(font: "{chinese_font()}")\n' + "#pagebreak()\n".join(
        f"= 食品经营许可证 {number}\n" + "上海市松江区人民北路一号 云间小吃店 热食类食品制售\n\n" * 12
        for number in range(pages)
    )
    made = typst.compile(text.encode(), format="pdf")
    if not isinstance(made, bytes):
        raise TypeError("typst answers with one document")
    return made


def size(pages: int) -> None:
    """Measure with papers of so many pages."""
    signer, top = Signer(), Signer()
    root = root_certificate(top, top.public.public_key, "松江区", at=AT)
    chain = (signing_certificate(root, top, signer.public.public_key, "松江区", at=AT), root)
    data, unit = paper(pages), "上海市松江区数据局"
    sealer = Sealer(signer, chain, unit, "松江区")
    certificates = [asn1_x509.Certificate.load(each) for each in chain]
    private = signer.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    plain = signers.SimpleSigner(
        certificates[0], asn1_keys.PrivateKeyInfo.load(private), SimpleCertificateStore.from_certs(certificates)
    )
    seal = Path(tempfile.mkdtemp()) / "seal.pdf"
    seal.write_bytes(drawn(unit, "松江区电子证照签名", "0" * 16))

    def repeat_ours() -> None:
        for _ in range(TIMES):
            sealer.seal(data, BOX, "颁发电子证照", at=AT)

    def repeat_theirs() -> None:
        for _ in range(TIMES):
            meta = signers.PdfSignatureMetadata(
                field_name=FIELD,
                md_algorithm="sha256",
                location="松江区",
                reason="颁发电子证照",
                name=unit,
                certify=True,
                subfilter=fields.SigSeedSubFilter.PADES,
                docmdp_permissions=fields.MDPPerm.NO_CHANGES,
            )
            field = fields.SigFieldSpec(FIELD, on_page=pages - 1, box=BOX)
            style = StaticStampStyle.from_pdf_file(str(seal), border_width=0)
            one = signers.PdfSigner(meta, plain, stamp_style=style, new_field_spec=field)
            one.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)))

    ours_took, theirs_took = measure_pair(repeat_ours, repeat_theirs)
    report(f"signed PDF, {pages} page(s): rate against plain pyHanko", theirs_took / ours_took, 2, at_least=True)
    report(f"signed PDF, {pages} page(s)", TIMES / ours_took, unit="/s")
    report(f"plain pyHanko, {pages} page(s)", TIMES / theirs_took, unit="/s")


def main() -> None:
    """Measure at two sizes."""
    size(1)
    size(12)
    finish()


if __name__ == "__main__":
    main()
