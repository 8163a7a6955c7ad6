"""What the interfaces say of a material: shapes that may grow but not shrink within a version."""

from datetime import date, datetime
from typing import Any, Literal

from django.utils.translation import gettext, gettext_noop
from ninja import Schema
from pydantic import Field

from .. import queries

State = Literal["KEPT", "CHECKED", "REFUSED"]


class MaterialOut(Schema):
    """A material as its holder sees it."""

    id: int
    type: str
    type_title: str
    file_name: str
    kind: str = Field(description=gettext_noop("文件格式；正在核对的 OFD、Word、Excel 为 archive"))
    size: int
    state: State = Field(description=gettext_noop("KEPT 正在核对，CHECKED 可以使用，REFUSED 不能使用"))
    state_title: str
    reason: str = Field(description=gettext_noop("不能使用的原因"))
    scan: str
    scan_title: str
    way_title: str
    unit_title: str = Field(description=gettext_noop("代收单位"))
    kept_at: datetime
    issued_on: date | None
    valid_until: date | None
    ending: str = Field(description=gettext_noop("OVER 已过期，ENDING 一个月内到期；否则为空"))
    superseded_by: int | None
    pages: int
    uses: int = Field(description=gettext_noop("被打开过几次"))
    lent: int = Field(description=gettext_noop("有几项同意正在生效"))
    used_at: datetime | None
    erase_wanted_at: datetime | None

    @staticmethod
    def resolve_reason(view: Any) -> str:
        reason = view["reason"] if isinstance(view, dict) else view.reason
        return gettext(reason) if reason else ""


class MaterialFieldOut(Schema):
    """A value that stands in a material."""

    key: str
    title: str
    value: str
    confidence: float | None = Field(description=gettext_noop("由程序读出时的把握，0 到 1；本人填写的为 null"))
    is_corrected: bool = Field(description=gettext_noop("本人填写或者改正过"))


class MaterialWholeOut(MaterialOut):
    """A material with what was read from it and the pages that can be shown."""

    fields_read: list[MaterialFieldOut] = Field(description=gettext_noop("由程序读出，读错了请改正"))
    how_read: str = Field(description=gettext_noop("TEXT 文字、OCR 识别、NOT_INSTALLED 没有安装识别；还没有读为空"))
    copies: list[str] = Field(description=gettext_noop("显示用副本各页的名称"))


def whole(view: queries.MaterialView, *, reader: Any) -> dict[str, Any]:
    """A material with what was read and its pages."""
    shown = MaterialOut.from_orm(view).dict()
    read = queries.fields_of(view.id, reader=reader)
    names = ("key", "title", "value", "confidence", "is_corrected")
    return {
        **shown,
        "fields_read": [dict(zip(names, each, strict=True)) for each in read],
        "how_read": queries.how_read(view.id, reader=reader),
        "copies": [page.name for page in queries.pages(view.id, reader=reader)],
    }
