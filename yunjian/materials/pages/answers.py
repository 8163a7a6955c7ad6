"""How files leave: pictures of pages to be seen, everything else as an attachment that no browser opens."""

import json
from typing import Any

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


def as_json(content: dict[str, Any], name: str) -> HttpResponse:
    answer = HttpResponse(json.dumps(content, ensure_ascii=False, indent=2) + "\n", content_type="application/json")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def _told(answer: StreamingHttpResponse, size: int) -> StreamingHttpResponse:
    answer["Content-Length"] = str(size)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
