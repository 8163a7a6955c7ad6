"""A certificate on A4 with the code that leads to the check: tagged PDF (PDF/UA-1)."""

import io
import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode

import segno
import typst

from yunjian.kernel.typesetting import chinese_font

_TEMPLATE = Path(__file__).with_name("paper.typ")
# Where the signed form bears its seal: beside the issuer, in points from the lower left corner of the last page.
SEAL_WIDTH, SEAL_HEIGHT = 150.0, 58.0
_CENTIMETRE = 72 / 2.54
_MARGIN, _ISSUER = 2.4 * _CENTIMETRE, 7 * _CENTIMETRE  # of the page, and the width of the issuer's block
_SEAL_AT = 6.3 * _CENTIMETRE
_GAP = 4.0


class Field(Protocol):
    @property
    def title(self) -> str: ...

    @property
    def worded(self) -> str: ...


class Printable(Protocol):
    """What a paper says of a certificate; a credential view has it all."""

    @property
    def title(self) -> str: ...

    @property
    def identifier(self) -> str: ...

    @property
    def code(self) -> str: ...

    @property
    def unit_title(self) -> str: ...

    @property
    def holder_kind(self) -> str: ...

    @property
    def holder_name(self) -> str: ...

    @property
    def holder_number(self) -> str: ...

    @property
    def fields(self) -> tuple[Field, ...]: ...

    @property
    def valid_from(self) -> date: ...

    @property
    def valid_before(self) -> date | None: ...

    @property
    def issued_on(self) -> date: ...

    @property
    def issued_at(self) -> datetime: ...

    @property
    def heading(self) -> str: ...

    @property
    def seal(self) -> str: ...

    @property
    def paper(self) -> str: ...

    @property
    def note(self) -> str: ...


def check_address(address: str, view: Printable) -> str:
    """What the printed code holds: the check page with identifier (the version in it) and short digest."""
    return f"{address}?{urlencode({'id': view.identifier, 'code': view.code})}"


def seal_box(view: Printable) -> tuple[float, float, float, float]:
    """Where the seal stands on the paper: left of the issuer, or right of it where the issuer stands left."""
    wide = (29.7 if view.paper == "landscape" else 21) * _CENTIMETRE
    if view.seal == "left":
        left = _MARGIN + _ISSUER + _GAP
    else:
        issuer = (wide - _ISSUER) / 2 if view.seal == "centre" else wide - _MARGIN - _ISSUER
        left = issuer - _GAP - SEAL_WIDTH
    return left, _SEAL_AT, left + SEAL_WIDTH, _SEAL_AT + SEAL_HEIGHT


def day(of: date) -> str:
    return f"{of.year}年{of.month}月{of.day}日"


def paper(view: Printable, address: str, *, installed: Iterable[str] | None = None) -> bytes:
    """The PDF. The same version gives the same bytes: it says it was made when the version was issued."""
    drawn = io.BytesIO()
    segno.make(check_address(address, view), error="m", micro=False).save(drawn, kind="svg", scale=4, border=2)
    of_person = view.holder_kind == "person"
    through = day(view.valid_before - timedelta(days=1)) if view.valid_before else "长期"
    rows = [
        ("姓名" if of_person else "名称", view.holder_name),
        ("公民身份号码" if of_person else "统一社会信用代码", view.holder_number),
        *((field.title, field.worded) for field in view.fields),
        ("有效期", f"{day(view.valid_from)}至{through}"),
    ]
    told = {
        "title": view.title,
        "heading": view.heading,
        "rows": rows,
        "issuer": view.unit_title,
        "issued": day(view.issued_on),
        "seal": view.seal,
        "wide": view.paper == "landscape",
        "note": view.note,
        "identifier": view.identifier,
        "detail": view.code,
        "address": address,
        "code": drawn.getvalue().decode(),
        "alt": f"查验二维码：{view.identifier}",
        "font": chinese_font(installed),
    }
    made = typst.compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=int(view.issued_at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("typst answers with one document")
    return made
