"""What may be handed in: a closed list of kinds of files, told by their content and never by their name."""

from dataclasses import dataclass

import puremagic

from . import gettext_noop


class Unacceptable(Exception):
    """A file that cannot be taken; the message is the sentence its sender reads."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its key, its name on screen, its media type and ending, whether a copy can be shown."""

    key: str
    title: str
    media: str
    ending: str
    is_shown: bool = True


PDF = Kind("pdf", "PDF", "application/pdf", ".pdf")
JPEG = Kind("jpeg", "JPEG", "image/jpeg", ".jpg")
PNG = Kind("png", "PNG", "image/png", ".png")
TIFF = Kind("tiff", "TIFF", "image/tiff", ".tif")
WEBP = Kind("webp", "WebP", "image/webp", ".webp")
OFD = Kind("ofd", "OFD", "application/ofd", ".ofd", is_shown=False)
DOCX = Kind("docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx", False)
XLSX = Kind("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", False)
ARCHIVE = "archive"  # a zip container before it was opened: OFD, Word or Excel, or none of them

KINDS = {kind.key: kind for kind in (PDF, JPEG, PNG, TIFF, WEBP, OFD, DOCX, XLSX)}
PICTURES = frozenset({"jpeg", "png", "tiff", "webp"})
ACCEPTED = ",".join([*(kind.ending for kind in KINDS.values()), ".jpeg", ".tiff"])
HEAD = 4096  # bytes that tell the kind

_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"PK\x03\x04", ARCHIVE),
)
_EMPTY = gettext_noop("这个文件是空的，请检查后重新选择。")
_DRAWING = gettext_noop("这是 SVG 图形或网页，里面可能带有程序，不能接收。请另存为 PDF 或 PNG 再交。")
_OLD_OFFICE = gettext_noop(
    "旧版 Office 文件，或加了密码的 Office 文件，不能接收。请去掉密码，另存为 docx、xlsx 或 PDF 再交。"
)
_HEIC = gettext_noop("HEIC 照片不能接收。请在手机设置里把相机格式改为“兼容性最佳”，或另存为 JPEG 再交。")
UNKNOWN = gettext_noop(
    "文件不是可以接收的格式。可以交 PDF、图片（JPEG、PNG、TIFF、WebP）、OFD、Word（docx）和 Excel（xlsx）。"
)


def sniff(head: bytes) -> str:
    """The key of the kind these first bytes begin, or ``archive``; Unacceptable with what to do instead."""
    if not head:
        raise Unacceptable(_EMPTY)
    for sign, key in _SIGNS:
        if head.startswith(sign):
            return key
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    raise Unacceptable(_refusal(head))


def _refusal(head: bytes) -> str:
    text = head.lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n").lower()
    if text.startswith((b"<svg", b"<html", b"<!doctype", b"<script", b"<?xml")) or b"<svg" in text[:2048]:
        return _DRAWING
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _OLD_OFFICE
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc"):
        return _HEIC
    return UNKNOWN


def seems(head: bytes) -> str:
    """What a file that is not accepted seems to be, as an ending such as ``.gif``; empty where nobody knows."""
    try:
        found = puremagic.from_string(head).strip()
    except (puremagic.PureError, ValueError):
        return ""
    return found if found.startswith(".") and len(found) <= 8 else ""
