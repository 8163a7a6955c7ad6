"""Sign the paper of a certificate by PAdES (ETSI EN 319 142-1, level B-B) with a visible seal.

pyHanko writes the signature into the file; the key of ours signs, wherever it lies. What is the same for every paper
of a unit is made once: the chain, the drawn seal, the names. So a batch costs little more than its signatures.
"""

import io
import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock
from uuid import uuid4

import typst
from asn1crypto import x509
from asn1crypto.algos import SignedDigestAlgorithm
from pyhanko.pdf_utils.content import PdfContent, ResourceType
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.stamp.static import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from yunjian.kernel.typesetting import chinese_font

from .cms import Envelope
from .paper import SEAL_HEIGHT, SEAL_WIDTH
from .sd_jwt import Signer as KeySigner

FIELD = "Seal"
_TEMPLATE = Path(__file__).with_name("seal.typ")
_ROOM = 1200  # bytes of a signature beside its certificates, several times what one takes
_MECHANISM = SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})
Box = tuple[float, float, float, float]


class Sealer:
    """Signs papers of one unit with one key, one after another: the drawn seal is read as it is needed."""

    def __init__(self, key: KeySigner, chain: Sequence[bytes], unit: str, district: str, called: str = "电子证照签名"):
        self.unit, self.district = unit, district
        self._turn = Lock()
        certificates = [x509.Certificate.load(each) for each in chain]
        registry = SimpleCertificateStore.from_certs(certificates)
        self._signer = signers.ExternalSigner(certificates[0], registry, signature_mechanism=_MECHANISM)
        self._envelope = Envelope(key, chain)
        self._reserved = 2 * (_ROOM + sum(map(len, chain)))
        seal = drawn(unit, f"{district}{called}", sha256(chain[0]).hexdigest()[:16])
        self._seal = PdfFileReader(io.BytesIO(seal))

    def seal(self, paper: bytes, box: Box, reason: str, *, at: datetime) -> bytes:
        """The paper with its seal in the box of its last page: certified, so that any later change shows."""
        with self._turn:
            return self._sealed(paper, box, reason, at)

    def _sealed(self, paper: bytes, box: Box, reason: str, at: datetime) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(paper))
        last = int(writer.prev.root["/Pages"]["/Count"]) - 1
        meta = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            location=self.district,
            reason=reason,
            name=self.unit,
            certify=True,
            subfilter=SigSeedSubFilter.PADES,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        field = SigFieldSpec(FIELD, on_page=last, box=_whole(box), readable_field_name=f"{self.unit}电子签章")
        style = StaticStampStyle(border_width=0, background=_Seal(self._seal), background_opacity=1.0)
        signer = signers.PdfSigner(meta, self._signer, stamp_style=style, new_field_spec=field)
        session = signer.init_signing_session(writer)
        session.system_time = at
        document = session.prepare_tbs_document(validation_info=None, bytes_reserved=self._reserved)
        prepared, output = document.digest_tbs_document()
        document.cms_writer.send(self._envelope.sign(prepared.document_digest))
        return output.getvalue()  # type: ignore[attr-defined]


class _Seal(PdfContent):
    """The drawn seal, read once, put into one file after another."""

    def __init__(self, drawn: PdfFileReader):
        super().__init__(box=BoxConstraints(width=SEAL_WIDTH, height=SEAL_HEIGHT))
        self._drawn = drawn

    def render(self) -> bytes:
        name = f"/Seal{uuid4().hex[:8]}"
        self.set_resource(ResourceType.XOBJECT, pdf_name(name), self._ensure_writer.import_page_as_xobject(self._drawn))
        return name.encode() + b" Do"


def drawn(unit: str, signature: str, number: str) -> bytes:
    """The seal as a PDF of its own size."""
    told = {"unit": unit, "signature": signature, "number": number, "font": chinese_font(),
            "width": SEAL_WIDTH, "height": SEAL_HEIGHT}  # fmt: skip
    made = typst.compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        pdf_tags=False,
    )
    if not isinstance(made, bytes):
        raise TypeError("typst answers with one document")
    return made


def _whole(box: Box) -> tuple[int, int, int, int]:
    return round(box[0]), round(box[1]), round(box[2]), round(box[3])
