"""How files leave: pictures of pages to be seen, everything else as an attachment that no browser opens."""

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from .. import queries

_INERT = "default-src 'none'; sandbox"


def picture(file: queries.FileView) -> StreamingHttpResponse:
    """The picture of a page."""
    answer = StreamingHttpResponse(file.open(), content_type=file.media)
    return _told(answer, file.size)


def attachment(file: queries.FileView, name: str) -> StreamingHttpResponse:
    """A file to be put away, never shown by the browser under our name."""
    answer = StreamingHttpResponse(file.open(), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Security-Policy"] = _INERT
    return _told(answer, file.size)


def text_file(text: str, name: str) -> HttpResponse:
    """A short file of ours to be put away."""
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def _told(answer: StreamingHttpResponse, size: int) -> StreamingHttpResponse:
    answer["Content-Length"] = str(size)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
