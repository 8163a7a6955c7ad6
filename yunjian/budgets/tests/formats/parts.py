"""Office files with one part of them written by hand."""

import io
import zipfile

from . import office
from .test_writers import DOCUMENT

_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'


def zipped(**parts: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def replaced(data: bytes, part: str, content: bytes) -> bytes:
    """An Office file with one part of it replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(**{**parts, part: content})


def sheet(rows: str) -> bytes:
    return replaced(office.xlsx(DOCUMENT, one_sheet=True), "xl/worksheets/sheet1.xml", _SHEET.format(rows).encode())
