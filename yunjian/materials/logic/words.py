"""The words of a material: a PDF's own text, or what a picture shows, read offline by the extra ``yunjian[ocr]``."""

from importlib.util import find_spec
from typing import Any, BinaryIO

import pypdfium2

MOST_PAGES = 3
MOST_TEXT = 20_000
_ENOUGH = 12  # characters: a PDF with fewer is a scan


def can_read_pictures() -> bool:
    """Whether the reader of pictures is installed here."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read(kind: str, file: BinaryIO) -> dict[str, Any]:
    """``text``, how sure we are of it (0 to 1; 1 for text that is there as text), and whether it was read at all."""
    if kind == "pdf":
        text = _text_of(file.read())
        if len("".join(text.split())) >= _ENOUGH:
            return {"text": text[:MOST_TEXT], "confidence": 1.0, "how": "TEXT", "lines": []}
        file.seek(0)
    if not can_read_pictures():
        return {"text": "", "confidence": 0.0, "how": "NOT_INSTALLED", "lines": []}
    lines = [line for picture in _pictures(kind, file) for line in _seen(picture)]
    text = "\n".join(words for words, _ in lines)[:MOST_TEXT]
    sure = min((sureness for _, sureness in lines), default=0.0)
    return {"text": text, "confidence": sure, "how": "OCR", "lines": lines}


def _text_of(data: bytes) -> str:
    paper = pypdfium2.PdfDocument(data)
    pages = (paper[number].get_textpage().get_text_bounded() for number in range(min(len(paper), MOST_PAGES)))
    return "\n".join(pages).replace("\r\n", "\n")


def _pictures(kind: str, file: BinaryIO) -> list[bytes]:
    from . import papers, pictures

    made = papers.copies(file) if kind == "pdf" else pictures.copies(kind, file)
    return [piece.data for piece in made if piece.media == "image/jpeg"][:MOST_PAGES]


def _seen(picture: bytes) -> list[tuple[str, float]]:
    """The lines of one page from top to bottom, each with the reader's own confidence."""
    from rapidocr import RapidOCR

    found: Any = RapidOCR(params={"Global.log_level": "critical"})(picture)
    if found.txts is None or found.scores is None:
        return []
    return [(str(words), float(score)) for words, score in zip(found.txts, found.scores, strict=True)]
