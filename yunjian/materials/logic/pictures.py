"""Pictures: looked at before they are decoded, and made anew, upright and without what the camera wrote into them."""

import io
import warnings
from collections.abc import Iterator
from typing import BinaryIO

from PIL import Image, ImageOps, ImageSequence

from . import gettext_noop
from .pieces import Piece, Unreadable

MOST_POINTS = 80_000_000
MOST_FRAMES = 200
MOST_SHOWN = 20
LONGEST_EDGE = 2000
_FORMATS = {"jpeg": "JPEG", "png": "PNG", "tiff": "TIFF", "webp": "WEBP"}
_TOO_LARGE = gettext_noop("图片的像素太多，不能接收（最多 8000 万像素）。请缩小后再交。")
_TOO_MANY = gettext_noop("图片里的页数太多，不能接收（最多 200 页）。请分开后再交。")
_BROKEN = gettext_noop("图片打不开，可能已经损坏，或者不是它开头所写的格式。请重新拍照或另存后再交。")


def look(kind: str, file: BinaryIO) -> int:
    """How many pages it has, after one of them was decoded."""
    image = _opened(kind, file)
    frames = getattr(image, "n_frames", 1) if kind == "tiff" else 1
    if frames > MOST_FRAMES:
        raise Unreadable(_TOO_MANY)
    if kind == "jpeg":
        image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
    try:
        image.load()
    except (OSError, ValueError, SyntaxError):
        raise Unreadable(_BROKEN) from None
    return frames


def copies(kind: str, file: BinaryIO) -> list[Piece]:
    """Each page as a picture of its own."""
    image = _opened(kind, file)
    pages = ImageSequence.Iterator(image) if kind == "tiff" else iter((image,))
    return [_piece(number, page, kind) for number, page in enumerate(_some(pages), 1)]


def _some(pages: Iterator[Image.Image]) -> Iterator[Image.Image]:
    for _, page in zip(range(MOST_SHOWN), pages, strict=False):
        _require_bounded(page)
        yield page


def _opened(kind: str, file: BinaryIO) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # our own bound comes before anything is decoded
    warnings.simplefilter("ignore")
    try:
        image = Image.open(file, formats=[_FORMATS[kind]])
    except (OSError, ValueError, SyntaxError):
        raise Unreadable(_BROKEN) from None
    _require_bounded(image)
    return image


def _require_bounded(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MOST_POINTS:
        raise Unreadable(_TOO_LARGE)


def _piece(number: int, page: Image.Image, kind: str) -> Piece:
    """New points on a new sheet: nothing of the old file but what is seen goes into it."""
    if kind == "jpeg":
        page.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
    turned = ImageOps.exif_transpose(page)
    turned.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    seen = turned.convert("RGBA") if turned.mode in ("RGBA", "LA", "PA", "P") else turned.convert("RGB")
    sheet = Image.new("RGB", seen.size, "white")
    sheet.paste(seen, mask=seen.getchannel("A") if seen.mode == "RGBA" else None)
    return as_jpeg(number, sheet)


def as_jpeg(number: int, sheet: Image.Image) -> Piece:
    """A page to be shown."""
    stream = io.BytesIO()
    sheet.save(stream, "JPEG", quality=85)
    return Piece(f"page-{number}", "image/jpeg", stream.getvalue())
