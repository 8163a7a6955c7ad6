"""PDF: looked at with bounds; made anew without anything that acts, calls, carries or asks; drawn page by page."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf
import pypdfium2

from . import gettext_noop
from .pictures import MOST_SHOWN, as_jpeg
from .pieces import Piece, Unreadable

MOST_PAGES = 2000
_WIDTH = 1240  # points across a drawn page: A4 at 150 dots an inch
_TALLEST = 4
_LOCKED = gettext_noop("PDF 加了密码或限制，不能接收。请去掉密码后再交。")
_BROKEN = gettext_noop("PDF 打不开，可能已经损坏。请用阅读器打开后另存一次再交。")
_TOO_MANY = gettext_noop("PDF 的页数太多，不能接收（最多 2000 页）。请分开后再交。")
_NO_PAGE = gettext_noop("PDF 里一页也没有，不能接收。请检查文件。")

# What makes a PDF more than paper. In the catalogue, in a page, in any dictionary that is left.
_OF_ROOT = (
    "/OpenAction", "/AA", "/Names", "/AcroForm", "/Outlines", "/Metadata", "/AF", "/Collection", "/PieceInfo",
    "/URI", "/Dests", "/Threads", "/SpiderInfo", "/Perms", "/Legal", "/Requirements", "/DSS", "/StructTreeRoot",
)  # fmt: skip
_OF_PAGE = ("/AA", "/Annots", "/Metadata", "/PieceInfo", "/AF", "/B", "/Thumb", "/PresSteps")
_ACTIVE = ("/JS", "/JavaScript", "/OpenAction", "/AA", "/EmbeddedFile", "/EmbeddedFiles", "/XFA", "/RichMedia", "/EF")
_ACTIONS = ("/JavaScript", "/Launch", "/URI", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie")


def look(file: BinaryIO) -> int:
    """How many pages it has; refused when it is locked, broken or endless."""
    with _opened(file) as paper:
        if paper.is_encrypted:
            raise Unreadable(_LOCKED)
        try:
            count = len(paper.pages)
        except (pikepdf.PdfError, ValueError, RuntimeError):
            raise Unreadable(_BROKEN) from None
    if count == 0:
        raise Unreadable(_NO_PAGE)
    if count > MOST_PAGES:
        raise Unreadable(_TOO_MANY)
    return count


def copies(file: BinaryIO) -> list[Piece]:
    """The paper made harmless, and pictures of its first pages. Where something would be left, pictures alone."""
    harmless = _harmless(file)
    file.seek(0)
    drawn = list(_drawn(harmless if harmless else file.read()))
    if not harmless and not drawn:
        raise Unreadable(_BROKEN)
    return ([Piece("copy", "application/pdf", harmless)] if harmless else []) + drawn


def _opened(file: BinaryIO) -> pikepdf.Pdf:
    try:
        return pikepdf.open(file)
    except pikepdf.PasswordError:
        raise Unreadable(_LOCKED) from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise Unreadable(_BROKEN) from None


def _harmless(file: BinaryIO) -> bytes:
    """The same pages in a new file: what was filled in is drawn, what acts is gone; empty if that cannot be done."""
    try:
        with _opened(file) as paper:
            paper.generate_appearance_streams()
            paper.flatten_annotations("all")
            _strip(paper.Root, _OF_ROOT)
            for page in paper.pages:
                _strip(page.obj, _OF_PAGE)
            paper.docinfo = paper.make_indirect(pikepdf.Dictionary())
            paper.remove_unreferenced_resources()
            stream = io.BytesIO()
            paper.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.generate, static_id=True)
        with pikepdf.open(io.BytesIO(stream.getvalue())) as made:
            acts = any(_acts(each) for each in made.objects)
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError):
        return b""
    return b"" if acts else stream.getvalue()


def _strip(found: pikepdf.Object, names: tuple[str, ...]) -> None:
    for name in names:
        if name in found:
            del found[name]


def _acts(found: Any, depth: int = 0) -> bool:
    """Whether something in this object would act when the paper is opened."""
    if depth > 20:
        return True
    if isinstance(found, pikepdf.Stream | pikepdf.Dictionary):
        if any(name in found for name in _ACTIVE) or str(found.get("/S", "")) in _ACTIONS:
            return True
        return any(_acts(each, depth + 1) for _, each in _direct(found))
    if isinstance(found, pikepdf.Array):
        return any(_acts(each, depth + 1) for each in found if not getattr(each, "is_indirect", False))
    return False


def _direct(found: Any) -> Iterator[tuple[str, Any]]:
    """What stands inside the object itself; what it points to is an object of its own."""
    for name in found.keys():  # noqa: SIM118 - a pikepdf dictionary is not a mapping
        each = found[name]
        if not getattr(each, "is_indirect", False):
            yield name, each


def _drawn(data: bytes) -> Iterator[Piece]:
    try:
        paper = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return
    for number in range(min(len(paper), MOST_SHOWN)):
        page = paper[number]
        width, height = page.get_size()
        scale = min(_WIDTH / max(width, 1), _WIDTH * _TALLEST / max(height, 1), 10)
        yield as_jpeg(number + 1, page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB"))
        page.close()
