"""Word, Excel and OFD are archives of parts: every part is measured while it is unpacked, and nothing is written."""

import zipfile
from typing import BinaryIO

from . import gettext_noop
from .pieces import Unreadable

MOST_PARTS = 5000
MOST_UNPACKED = 256 * 1024 * 1024
MOST_TIMES = 200  # how much larger a part may be than it lies there
_SMALL = 1024 * 1024
_PIECE = 256 * 1024
_BROKEN = gettext_noop("文件是一个损坏的压缩包，打不开。请另存一次后再交。")
_NONE_OF_THEM = gettext_noop("文件是压缩包，不是 OFD、Word 或 Excel 文件。请解压后交里面的文件。")
_BOMB = gettext_noop("文件解开后大得不合常理，不能接收。请另存一次，或换成 PDF 再交。")
_CLIMBS = gettext_noop("文件里有指向别处的部件，不能接收。请用办公软件另存一次后再交。")
_LOCKED = gettext_noop("文件加了密码，不能接收。请去掉密码后再交。")
_MACROS = gettext_noop("文件里带有宏程序，不能接收。请另存为不带宏的 docx、xlsx，或换成 PDF 再交。")


def look(file: BinaryIO) -> str:
    """Which of the three it is, after every part was unpacked once within bounds."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            kind = _kind({part.filename for part in parts})
            _require_sound(parts)
            _unpack(archive, parts)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError):
        raise Unreadable(_BROKEN) from None
    return kind


def _kind(names: set[str]) -> str:
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names:
        if any(name.startswith("word/document") and name.endswith(".xml") for name in names):
            return "docx"
        if "xl/workbook.xml" in names:
            return "xlsx"
    raise Unreadable(_NONE_OF_THEM)


def _require_sound(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(_BOMB)
    for part in parts:
        name = part.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]:
            raise Unreadable(_CLIMBS)
        if part.flag_bits & 1:
            raise Unreadable(_LOCKED)
        if name.lower().endswith("vbaproject.bin"):
            raise Unreadable(_MACROS)
        if part.file_size > max(_SMALL, part.compress_size * MOST_TIMES):
            raise Unreadable(_BOMB)


def _unpack(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """What a part says of its size is not believed."""
    left = MOST_UNPACKED
    for part in parts:
        with archive.open(part) as stream:
            while piece := stream.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise Unreadable(_BOMB)
