"""Signed PDFs in sentences: what the signature proves, and what it leaves open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509

from .credentials import Found, Rejected
from .folder import read_bounded
from .jose import Refused
from .pades import MOST_BYTES, SignedPaper, verify
from .x509_path import name_of, require_within

_OPEN = "没有查证书是否已被吊销，也不判断签名以前就写在文件里、看起来会变的内容"
_OPEN_EN = "whether a certificate was revoked is not checked, nor contents made before signing so as to look otherwise"


@dataclass(frozen=True, slots=True)
class Roots:
    """Whom is trusted to say who signs: root certificates, and the moment it is about."""

    certificates: Sequence[x509.Certificate]
    now: datetime


def verify_paper(path: Path, trust: Roots | None) -> Found:
    """Whether the whole file is what its signer signed, and whether the signer leads to a root that is trusted."""
    if trust is None:
        return Found(
            False,
            "是 PDF，但没有给出可信的根证书（--root），没有验证签名。本区的根证书由 yunjian certificates root 打印。",
            "A PDF; no root certificate was given (--root): its signature was not checked. That of a district is"
            " printed by yunjian certificates root.",
        )
    try:
        found = verify(read_bounded(path, MOST_BYTES), trust.certificates)
        _require_time(found)
    except Refused as refusal:
        raise Rejected(refusal) from None
    who, by = name_of(found.path[0]), name_of(found.path[-1])
    said = found.claimed_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC") if found.claimed_at else ""
    zh = [f"除签名本身外，整个文件都由“{who}”签名，没有改过，签名后没有添过内容；证书由“{by}”签发"]
    en = [f"All of the file but the signature itself is signed by “{who}”, unchanged, nothing added; issued by “{by}”"]
    zh.append(f"文件自称签于 {said}，没有时间戳证实" if said else "文件没有写签名的时间")
    en.append(f"signed, by its own word, at {said}" if said else "the file does not say when")
    if found.earlier:
        zh.append(f"里面另有 {found.earlier} 个更早的签名，没有核对")
        en.append(f"{found.earlier} earlier signatures in it were not looked at")
    if found.has_unsigned:
        zh.append("签名旁附有时间戳之类的内容，没有核对")
        en.append("what is attached to the signature, such as a time-stamp, was not looked at")
    return _held(found, trust.now, [*zh, _OPEN], [*en, _OPEN_EN])


def _require_time(found: SignedPaper) -> None:
    """When the file says to have been signed, its certificates held."""
    if found.claimed_at is None:
        return
    try:
        require_within(found.path, found.claimed_at)
    except Refused:
        raise Refused("claimed time", "When the file says it was signed, its certificate did not hold.") from None


def _held(found: SignedPaper, now: datetime, zh: list[str], en: list[str]) -> Found:
    try:
        require_within(found.path, now)
    except Refused as refusal:
        if refusal.code != "expired":
            raise Rejected(refusal) from None
        zh.append("证书现在已经过期：文件证明不了签名是在过期以前，可以请区里用账本里的摘要核对")
        en.append("its certificate has expired since: that it was signed before, the file cannot prove; the ledger can")
        return Found(False, f"{'；'.join(zh)}。", f"{'; '.join(en)}.")
    return Found(True, f"{'；'.join(zh)}。", f"{'; '.join(en)}.")
