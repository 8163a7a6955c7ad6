"""The kinds of materials the district knows: everybody may read them."""

from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Path, Schema
from pydantic import Field

from yunjian.kernel.api.kinds import Name
from yunjian.kernel.api.root import router
from yunjian.kernel.errors import NotFound

from .. import queries

routes = router("materials")


class MaterialKeyFieldOut(Schema):
    """A value read from the material."""

    key: str
    title: str


class MaterialTypeOut(Schema):
    """A kind of material."""

    key: str
    title: str
    issuer: str = Field(description=gettext_noop("出具单位"))
    holders: list[str] = Field(description=gettext_noop("谁的材料：person 个人、enterprise 企业、unit 单位"))
    formats: list[str] = Field(description=gettext_noop("可以交的文件格式"))
    megabytes: int = Field(description=gettext_noop("文件最大多少 MB"))
    validity_months: int | None = Field(description=gettext_noop("签发后有效几个月；长期有效为 null"))
    exempt: Literal["certificate", "data", "promise", "no"] = Field(
        description=gettext_noop("怎样免于提交：certificate 调用电子证照、data 数据核验、promise 告知承诺、no 须提交")
    )
    replaced_by: list[str] = Field(description=gettext_noop("可以代替它的电子证照"))
    retention_months: int = Field(description=gettext_noop("最后一次使用以后保存几个月"))
    archived: bool = Field(description=gettext_noop("是否随办件归档"))
    key_fields: list[MaterialKeyFieldOut] = Field(description=gettext_noop("要读出的内容"))


@routes.get("/material-types", response=list[MaterialTypeOut], summary=gettext_noop("材料的种类"))
def list_material_types(request: HttpRequest) -> Any:
    """Every kind of material in force today, by title."""
    return list(queries.all_types(reader=request.actor, at=timezone.now()))  # type: ignore[attr-defined]


@routes.get("/material-types/{key}", response=MaterialTypeOut, summary=gettext_noop("一种材料"))
def read_material_type(request: HttpRequest, key: Path[Name]) -> Any:
    """One kind of material as it is in force today."""
    for each in queries.all_types(reader=request.actor, at=timezone.now()):  # type: ignore[attr-defined]
        if each.key == key:
            return each
    raise NotFound()
