"""From bytes to text: which encoding a file is in, whatever it says of itself."""

import codecs
import re
from dataclasses import dataclass

from ..disclosure import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_MOJIBAKE = re.compile(r"[\u00c0-\u00ff][\u0080-\u00bf\u2013-\u203a\u20ac]|锟斤拷|�")
_SAVE_AS = "请用记事本打开确认文字正常，另存为 UTF-8 编码后重新上传。"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, the encoding it was in, and what had to be left out of it."""

    text: str
    encoding: str
    dropped: int = 0  # control characters


def decode(data: bytes) -> Decoded:
    """The text, or Unreadable with the place where it stops being text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _plausible(_strict(data[len(mark) :], encoding), encoding)
    if wide := _wide(data):
        return _plausible(_strict(data, wide), wide)
    candidates = ["utf-8", *_declared(data), "gb18030"]
    for encoding in candidates:
        try:
            return _plausible(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    # Which of the two it was meant to be: the one that holds further into the file.
    _strict(data, max(("utf-8", "gb18030"), key=lambda encoding: _holds_until(data, encoding)))
    raise AssertionError("one of the two has raised")


def _declared(data: bytes) -> list[str]:
    """The encoding a page says it is in, where Python knows it; it is asked only after UTF-8."""
    found = _DECLARED.search(data[:4096])
    if not found:
        return []
    try:
        name = codecs.lookup(found.group(1).decode("ascii")).name
    except LookupError:
        return []
    return [] if name in ("gb2312", "gbk", "gb18030", "utf-8", "utf-16", "iso8859-1", "ascii", "cp1252") else [name]


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every second byte of ASCII text, digits above all, is zero."""
    sample = data[:4000]
    if len(sample) < 8:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < len(sample) // 40 + 1 or min(even, odd) * 4 > max(even, odd):
        return ""
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return ""
    return encoding if len(_CONTROL.findall(text[:4000])) < len(text[:4000]) // 50 + 1 else ""


def _holds_until(data: bytes, encoding: str) -> int:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return len(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"第{line}行（第{error.start + 1}个字节）起不是{encoding.upper()}文字，无法解码。{_SAVE_AS}"
        ) from None


def _plausible(text: str, encoding: str) -> Decoded:
    """Refuse what decodes but is no text: binary data, and text that went through a wrong encoding before."""
    garbled = len(_MOJIBAKE.findall(text))
    if garbled > 20 and garbled > len(_CHINESE.findall(text)) // 20:
        line = _line_of(_MOJIBAKE, text)
        raise Unreadable(f"第{line}行起文字是乱码，保存时用错了编码。请从原文件重新导出，存为 UTF-8 编码后上传。")
    controls = len(_CONTROL.findall(text))
    if controls > max(20, len(text) // 200):
        line = _line_of(_CONTROL, text)
        raise Unreadable(
            f"文件不是文字：第{line}行起共有{controls}个控制字符。请上传 PDF、Word、Excel、网页或文本格式的公开文件。"
        )
    return Decoded(_CONTROL.sub("", text) if controls else text, encoding, controls)


def _line_of(pattern: re.Pattern[str], text: str) -> int:
    """The line of the first match."""
    found = pattern.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 1
