"""The composed disclosure as a file in any of its forms, or the sentence that says why not."""

from datetime import datetime

from yunjian.kernel.typesetting import NoFont

from .blocks import Composition
from .typeset import pdf
from .web import write
from .word import docx
from .workbook import xlsx

MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def written(composition: Composition, form: str, at: datetime) -> tuple[bytes, str]:
    """The bytes, or nothing and the reason; ``at`` is when the file says it was made."""
    if form == "html":
        return write(composition).data, ""
    if form == "docx":
        return docx(composition, at=at), ""
    if form == "xlsx":
        return xlsx(composition, at=at), ""
    try:
        return pdf(composition, at=at), ""
    except NoFont as missing:
        return b"", str(missing)
