"""The words of a material: a PDF's own text, or what a picture shows, read offline by the extra ``yunjian[ocr]``."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

import pypdfium2

from .pieces import Piece

MOST_PAGES = 3
MOST_TEXT = 20_000
_ENOUGH = 12  # characters: a PDF with fewer is a scan
# One thread: the process is bounded in processor time, and others wait for the same cores.
_PARAMETERS = {
    "Global.log_level": "critical",
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


def can_read_pictures() -> bool:
    """Whether the reader of pictures is installed here, with what it knows: nothing is ever fetched."""
    found = find_spec("rapidocr")
    if found is None or found.origin is None or find_spec("onnxruntime") is None:
        return False
    return any((Path(found.origin).parent / "models").glob("*_rec_*.onnx"))


def read(kind: str, file: BinaryIO) -> dict[str, Any]:
    """``text``, how sure we are of each line (0 to 1), and how it was read: TEXT, OCR or NOT_INSTALLED."""
    if kind == "pdf":
        text = _text_of(file.read())
        if len("".join(text.split())) >= _ENOUGH:
            return _told(text, "TEXT", [])
        file.seek(0)
    if not can_read_pictures():
        return _told("", "NOT_INSTALLED", [])
    lines = _seen(_pictures(kind, file))
    return _told("\n".join(words for words, _ in lines), "OCR", lines)


def _told(text: str, how: str, lines: list[tuple[str, float]]) -> dict[str, Any]:
    return {"text": text[:MOST_TEXT], "how": how, "lines": lines}


def _text_of(data: bytes) -> str:
    paper = pypdfium2.PdfDocument(data)
    pages = (paper[number].get_textpage().get_text_bounded() for number in range(min(len(paper), MOST_PAGES)))
    return "\n".join(pages).replace("\r\n", "\n")


def _pictures(kind: str, file: BinaryIO) -> list[Piece]:
    """The first pages, upright and no larger than they are shown."""
    from . import papers, pictures

    made = papers.copies(file) if kind == "pdf" else pictures.copies(kind, file)
    return [piece for piece in made if piece.media == "image/jpeg"][:MOST_PAGES]


def _seen(pages: list[Piece]) -> list[tuple[str, float]]:
    """The lines of the pages from top to bottom, each with the reader's own confidence."""
    from rapidocr import RapidOCR

    reader: Any = RapidOCR(params=_PARAMETERS)
    lines: list[tuple[str, float]] = []
    for page in pages:
        found = reader(page.data)
        if found.txts is not None and found.scores is not None:
            lines += [(str(words), float(sure)) for words, sure in zip(found.txts, found.scores, strict=True)]
    return lines
