"""The signed PDF of a certificate (PAdES), and the X.509 certificates of the keys that sign it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography import x509
from django.db import connection
from django.utils import timezone

from yunjian.kernel import keys, ledger
from yunjian.kernel.action import action, attempt, hold
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Declined, NotFound
from yunjian.kernel.typesetting import NoFont
from yunjian.parties import queries as parties

from .. import events, policy
from ..logic.chain import ChainUnfit, root_certificate, signing_certificate
from ..logic.paper import paper, seal_box
from ..models import Certificate, KeyCertificate, Look
from ..queries.chain import certificate_of, signing_chain
from ..queries.credentials import credential
from .looks import keep, require_contents
from .signing import PDF, ROOT

if TYPE_CHECKING:
    from ..logic.sealing import Sealer

_LOCK = 0x59554E05


class PaperImpossible(Declined):
    """服务器上没有中文字体，排不出打印件。请告诉系统管理员安装一种中文字体。"""

    status = 503


class CertificatesUnfit(Declined):
    """签名 PDF 的证书用不了，请系统管理员核对 YUNJIAN_PDF_CERTIFICATES 的文件。"""

    status = 503


class Certified(Declined):
    """签名 PDF 的证书都还有效，不用再签发。"""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A signed paper: the file, its digest as the ledger has it, the version it is of."""

    data: bytes
    digest: str
    version: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A signed letter: the file, its digest, the key that signed it."""

    data: bytes
    digest: str
    key: str


def seal_paper(certificate_id: int, address: str, *, by: Actor, at: datetime) -> Sealed:
    """Give the holder, or the office that issued it, the paper signed by the district; its digest stays on record."""
    asked = Certificate.objects.filter(pk=certificate_id).first()
    if asked is None:
        raise NotFound()
    _require_may_seal(asked, by)  # before a key is certified at its request
    _certify_where_needed(at)
    return _seal_paper(certificate_id, address, by=by, at=at)


@action
def _seal_paper(certificate_id: int, address: str, *, by: Actor, at: datetime) -> Sealed:
    certificate = hold(Certificate.objects, certificate_id)
    _require_may_seal(certificate, by)
    require_contents(certificate)
    view = credential(certificate, on=timezone.localdate(at))
    signer = keys.signer(PDF.name)
    try:
        sealer = _sealer(signer, _chain(at), view.unit_title, parties.district_title(reader=SYSTEM))
        reason = f"颁发电子证照 {view.identifier}"
        data = sealer.seal(paper(view, address), seal_box(view), reason, at=timezone.localtime(at))
    except NoFont:
        raise PaperImpossible() from None
    digest = sha256(data).hexdigest()
    look = keep(certificate, Look.How.SEALED, "", "", [field.name for field in view.fields], by=by, at=at)
    named = (certificate.pk, certificate.version, certificate.type, certificate.unit)
    ledger.record(events.CertificateSealed(*named, look, signer.key_id, digest), by=by, at=at)
    return Sealed(data, digest, view.version)


def _require_may_seal(certificate: Certificate, by: Actor) -> None:
    if policy.is_holder(by, certificate.holder):
        policy.require_holder(by, certificate.holder)
    else:
        policy.require_issuer(by, certificate.unit)


@action
def certify_keys(*, by: Actor, at: datetime) -> None:
    """Make what is missing: the root's own certificate, and by it that of the key that signs PDFs."""
    policy.require_platform(by)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
    if _chain(at):
        raise Certified()
    district = parties.district_title(reader=SYSTEM) or "云间"
    root_key, key = keys.signer(ROOT.name), keys.signer(PDF.name)
    root = certificate_of(root_key.key_id, is_root=True, at=at)
    if root is None:
        root = root_certificate(root_key, root_key.public_key, district, at=at)
        _keep_certificate(root_key.key_id, root, is_root=True, by=by, at=at)
    made = signing_certificate(root, root_key, key.public_key, district, at=at)
    _keep_certificate(key.key_id, made, is_root=False, by=by, at=at)


def _certify_where_needed(at: datetime) -> None:
    """The certificates of the keys are made at first need; by another process this moment is as well."""
    if not _chain(at):
        with suppress(Certified), attempt():
            certify_keys(by=SYSTEM, at=at)


def _chain(at: datetime) -> tuple[bytes, ...]:
    try:
        return signing_chain(reader=SYSTEM, at=at) or ()
    except (OSError, ChainUnfit) as trouble:
        raise CertificatesUnfit(str(trouble)) from None


def _keep_certificate(key: str, made: bytes, *, is_root: bool, by: Actor, at: datetime) -> None:
    until = x509.load_der_x509_certificate(made).not_valid_after_utc
    KeyCertificate.objects.create(key=key, is_root=is_root, certificate=made, made_at=at, expires_at=until)
    ledger.record(events.KeyCertified(key, is_root, sha256(made).hexdigest()), by=by, at=at)


def seal_letter(data: bytes, box: tuple[float, float, float, float], unit: str, reason: str, *, at: datetime) -> Letter:
    """Sign another floor's PDF in a unit's name: that floor decides who may, and records the digest."""
    _certify_where_needed(at)
    signer = keys.signer(PDF.name)
    sealer = _sealer(signer, _chain(at), unit, parties.district_title(reader=SYSTEM), "电子文书签名")
    sealed = sealer.seal(data, box, reason, at=timezone.localtime(at))
    return Letter(sealed, sha256(sealed).hexdigest(), signer.key_id)


@lru_cache(maxsize=64)
def _sealer(
    signer: keys.Signer, chain: tuple[bytes, ...], unit: str, district: str, called: str = "电子证照签名"
) -> "Sealer":
    from ..logic.sealing import Sealer  # pyHanko takes a while to load: only who signs waits for it

    return Sealer(signer, chain, unit, district, called)
