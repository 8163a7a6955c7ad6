"""A request sent twice is done once: the same Idempotency-Key gets the same answer for a day.

The answer is kept after the act is committed. Should the process die in between, the request stays under way for a
minute, and is then carried out again: the act itself must decline what was done, as all of ours do.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from ..errors import Declined, Invalid
from ..models import KeptAnswer

KEPT = timedelta(hours=24)
LEASE = timedelta(minutes=1)
HEADER = "Idempotency-Key"
BYTES = "application/octet-stream"  # a part of a file says by its offset whether it was there before; it is not kept
_SOUND = re.compile(r"[\x21-\x7e]{1,255}")
_CARRIED = ("Content-Type", "Location", "ETag")
_TABLE = KeptAnswer._meta.db_table
_BEGIN = f"""
    insert into {_TABLE} as kept (owner, key, fingerprint, started_at, headers, body)
    values (%(owner)s, %(key)s, %(fingerprint)s, %(at)s, '{{}}', '')
    on conflict (owner, key) do update
        set fingerprint = excluded.fingerprint, started_at = excluded.started_at,
            status = null, headers = '{{}}', body = ''
        where kept.started_at < %(outlived)s or (kept.status is null and kept.started_at < %(given_up)s)
    returning id
"""


class KeyUnsound(Invalid):
    """Idempotency-Key 请求头要写 1 到 255 个可见的 ASCII 字符。"""

    status = 400


class UsedForAnother(Declined):
    """这个 Idempotency-Key 已经用于另一个请求，请换一个。"""

    status = 422


class GivenOnce(Invalid):
    """这里的内容只给一次，不留底也不重给：请去掉 Idempotency-Key 请求头再发。"""

    status = 400


class UnderWay(Declined):
    """同一个 Idempotency-Key 的请求正在办理，请稍后再取结果。"""

    headers = {"Retry-After": "1"}


def given_once(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark an operation whose answer must not lie about to be given again: it takes no Idempotency-Key."""
    view.given_once = True  # type: ignore[attr-defined]
    return view


def require_repeatable(request: HttpRequest, view: Callable[..., Any]) -> None:
    """Refuse the header where an answer may not be kept."""
    if HEADER in request.headers and getattr(view, "given_once", False):
        raise GivenOnce()


def once(
    request: HttpRequest, owner: str, perform: Callable[[], HttpResponseBase], *, at: datetime
) -> HttpResponseBase:
    """Do what is asked, or give the answer it got before."""
    key = request.headers.get(HEADER)
    if key is None or request.method in ("GET", "HEAD", "OPTIONS") or request.content_type == BYTES:
        return perform()
    if not _SOUND.fullmatch(key):
        raise KeyUnsound()
    fingerprint = _fingerprint(request)
    kept = _begin(owner, key, fingerprint, at)
    if kept is None:
        return _earlier(owner, key, fingerprint)
    response = None
    try:
        response = perform()
    finally:
        _keep(kept, response)
    return response


def _begin(owner: str, key: str, fingerprint: str, at: datetime) -> int | None:
    """Put the request down as under way; None when it was asked before."""
    values: dict[str, Any] = {"owner": owner, "key": key, "fingerprint": fingerprint, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, {**values, "outlived": at - KEPT, "given_up": at - LEASE})
        row = cursor.fetchone()
    return row[0] if row else None


def _earlier(owner: str, key: str, fingerprint: str) -> HttpResponse:
    kept = KeptAnswer.objects.filter(owner=owner, key=key).first()
    if kept is None:
        raise UnderWay()
    if kept.fingerprint != fingerprint:
        raise UsedForAnother()
    if kept.status is None:
        raise UnderWay()
    response = HttpResponse(bytes(kept.body), status=kept.status)
    for name, value in kept.headers.items():
        response[name] = value
    response["Idempotent-Replayed"] = "true"
    return response


def _keep(kept: int, response: HttpResponseBase | None) -> None:
    """An answer that depends on the moment or on our trouble is no answer to keep: the next one tries again.

    Nor is one that says itself it must not be stored: personal data does not lie here for a day.
    """
    final = isinstance(response, HttpResponse) and response.status_code < 500 and response.status_code not in (401, 429)
    if final and response is not None and response.status_code < 400:
        final = "no-store" not in response.headers.get("Cache-Control", "")
    row = KeptAnswer.objects.filter(pk=kept)
    if not final or not isinstance(response, HttpResponse):
        row.delete()
        return
    headers = {name: response[name] for name in _CARRIED if name in response}
    row.update(status=response.status_code, headers=headers, body=response.content)


def _fingerprint(request: HttpRequest) -> str:
    """What was asked. Of a form its fields and files: how they were wrapped differs from try to try."""
    found = hashlib.sha256(f"{request.method} {request.get_full_path()}\0".encode())
    if request.content_type == "multipart/form-data":
        for name, values in sorted(request.POST.lists()):
            found.update(f"{name}={values!r}\0".encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                found.update(f"{name}:{file.name}:{file.size}\0".encode())
                for chunk in file.chunks():
                    found.update(chunk)
                file.seek(0)
    else:
        found.update(request.body)
    return found.hexdigest()


def forget(*, at: datetime) -> int:
    """Throw away the answers that are a day old."""
    return KeptAnswer.objects.filter(started_at__lt=at - KEPT).delete()[0]
