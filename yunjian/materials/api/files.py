"""How files leave by the interfaces: as a download, never kept on the way."""

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from .. import queries

FILE = {
    "200": {
        "description": "文件",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
BODY = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


def download(file: queries.FileView) -> StreamingHttpResponse:
    """A file no browser opens on our behalf."""
    answer = StreamingHttpResponse(file.open(), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, file.name)
    answer["Content-Length"] = str(file.size)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
