"""Entity tags: a caller is not sent what it has, and changes nothing it has not seen."""

import hashlib
import re

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import parse_etags
from django.utils.translation import get_language

from ..errors import Declined

_OURS = re.compile(r'"([0-9a-f]{32})(?:-[a-z-]+)?"')


class TagMissing(Declined):
    """请先读一次要改的内容，再把读到的 ETag 写进 If-Match 请求头，以免覆盖别人的改动。"""

    status = 428


class ChangedMeanwhile(Declined):
    """在您读过之后内容又有改动，请重新读取，核对后再改。"""

    status = 412


def version_of(*parts: object) -> str:
    """The version of a thing that may be changed: the same in every language."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]


def put(response: HttpResponse, version: str) -> None:
    """Mark an answer with the version of what it shows; the language makes it another representation."""
    response["ETag"] = f'"{version}-{get_language() or "zh-hans"}"'


def require(request: HttpRequest, version: str) -> None:
    """The caller must have seen this version, in whatever language; ``*`` is content with any."""
    given = parse_etags(request.headers.get("If-Match", ""))
    if not given:
        raise TagMissing()
    if given != ["*"] and version not in {found[1] for tag in given if (found := _OURS.fullmatch(tag))}:
        raise ChangedMeanwhile()


def finish(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Give a read answer its tag, or say that the caller has it already."""
    if request.method != "GET" or response.status_code != 200 or not isinstance(response, HttpResponse):
        return response
    if "ETag" not in response:
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    wanted = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
    if response["ETag"] not in wanted and "*" not in wanted:
        return response
    unchanged = HttpResponse(status=304)
    for name in ("ETag", "Link", "Vary", "Content-Language"):
        if name in response:
            unchanged[name] = response[name]
    del unchanged["Content-Type"]
    return unchanged
