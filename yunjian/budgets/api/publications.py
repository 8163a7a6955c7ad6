"""What was published: each edition, the ones before it, and the forms programs read it in."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop
from ninja import Path, Query, Schema
from pydantic import Field

from yunjian.kernel.api.kinds import Id, Name, Year
from yunjian.kernel.api.paging import Asked, Page, page
from yunjian.kernel.api.root import router

from .. import queries
from ..logic.publication.files import MEDIA_TYPES
from ..logic.publication.package import RESOURCES, About, as_records, descriptor
from ..queries import Published
from .listing import FILE
from .shapes import Kind

routes = router("publications")
Table = Literal["expenditure", "income", "basic-expenditure", "projects", "figures"]
Form = Literal["pdf", "docx", "xlsx"]
DATA_TYPES = {"csv": "text/csv", "json": "application/json"}


class PublicationRowOut(Schema):
    """One published edition."""

    id: int = Field(description=gettext_noop("这一版公开文件的编号，也用于 /disclosures/{disclosure_id}"))
    unit: str
    unit_title: str
    year: int | None
    kind: str = Field(description=gettext_noop("budget 部门预算，final 部门决算"))
    edition: int | None = Field(description=gettext_noop("第几版；更正一次加一"))
    title: str
    published_at: datetime
    is_current: bool = Field(description=gettext_noop("是不是现行的一版"))
    is_correction: bool
    is_own: bool = Field(description=gettext_noop("是不是在本平台编制的；不是的只有原件"))
    reason: str = Field(description=gettext_noop("更正的原因"))
    address: str = Field(description=gettext_noop("这一版的网页，地址不变"))


class PublishedFileOut(Schema):
    """One form of an edition."""

    name: str
    title: str
    media_type: str
    address: str = Field(description=gettext_noop("下载地址，地址不变"))
    size: int | None = Field(description=gettext_noop("字节数；按请求生成的为 null"))
    digest: str = Field(description=gettext_noop("SHA-256；按请求生成的为空"))


class SignatureOut(Schema):
    """Who answers for errors that stood when it was published, and why."""

    name: str
    words: str
    at: datetime
    sentences: list[str] = Field(description=gettext_noop("签字时仍在的错误"))


class PublicationOut(PublicationRowOut):
    """One published edition with its forms."""

    files: list[PublishedFileOut]
    signature: SignatureOut | None


class PublicationsAsked(Asked):
    """Which publications."""

    unit: Name | None = Field(None, description=gettext_noop("单位的键"))
    year: Year | None = Field(None, description=gettext_noop("年度"))
    kind: Kind | None = Field(None, description=gettext_noop("budget 预算，final 决算"))
    superseded: bool = Field(False, description=gettext_noop("已被更正的也列出"))
    own: bool = Field(False, description=gettext_noop("只列在本平台编制的"))
    sort: Literal["-published_at", "published_at", "id", "-id"] = Field(
        "-published_at", description=gettext_noop("排序；前面加 - 为倒序")
    )


@routes.get("/publications", response=Page[PublicationRowOut], summary=gettext_noop("公开和更正"))
def list_publications(request: HttpRequest, response: HttpResponse, asked: Query[PublicationsAsked]) -> Any:
    """What was published, the newest first; corrected editions where asked for."""
    found = queries.publication_slice(
        unit=asked.unit or "",
        year=asked.year,
        kind=asked.kind or "",
        current=not asked.superseded,
        own=asked.own,
        sort=asked.sort,
        after=asked.after(),
        limit=asked.limit,
        reader=request.actor,  # type: ignore[attr-defined]
    )
    made = page(request, response, asked, found)
    return {**made, "items": [_row(request, each) for each in found.rows]}


@routes.get("/publications/{publication_id}", response=PublicationOut, summary=gettext_noop("一次公开"))
def read_publication(request: HttpRequest, publication_id: Path[Id]) -> Any:
    """One edition: its forms with addresses that stay, and who signed for errors that stood."""
    reader = request.actor  # type: ignore[attr-defined]
    found = queries.publication_of(publication_id, reader=reader)
    prepared = queries.publication(publication_id, reader=reader)
    signature = prepared.signature if prepared else None
    return {**_row(request, found), "files": list(_files(request, found, prepared)), "signature": signature}


@routes.get(
    "/publications/{publication_id}/versions", response=list[PublicationRowOut], summary=gettext_noop("一次公开的各版")
)
def list_versions(request: HttpRequest, publication_id: Path[Id]) -> Any:
    """Every edition of the same unit, year and kind, the newest first."""
    found = queries.versions_of(publication_id, reader=request.actor)  # type: ignore[attr-defined]
    return [_row(request, each) for each in found]


@routes.get("/publications/{publication_id}/package", response=dict[str, Any], summary=gettext_noop("财政数据包的说明"))
def read_package(request: HttpRequest, publication_id: Path[Id]) -> Any:
    """``datapackage.json`` (Frictionless, fiscal), with the whole addresses of its tables."""
    about, structure = _asked(request, publication_id)
    made = descriptor(structure, about)
    for resource in made["resources"]:
        where = (about.unit, about.period, resource["name"], "csv")
        resource["path"] = request.build_absolute_uri(reverse("budgets:data_file", args=where))
    return made


@routes.get(
    "/publications/{publication_id}/tables/{name}",
    response=list[dict[str, int | str | None]],
    summary=gettext_noop("数据包中的一张表"),
)
def list_records(request: HttpRequest, publication_id: Path[Id], name: Path[Table]) -> Any:
    """The rows of one table of the package; amounts are text, so that no digit is lost."""
    about, structure = _asked(request, publication_id)
    return as_records(next(each for each in RESOURCES if each.name == name), structure, about)


@routes.get(
    "/publications/{publication_id}/forms/{form}",
    summary=gettext_noop("公开文件的 PDF、Word、Excel"),
    openapi_extra={"responses": FILE},
)
def read_form(request: HttpRequest, publication_id: Path[Id], form: Path[Form]) -> HttpResponse:
    """One form of an edition prepared here: the same bytes for as long as the edition is there."""
    file = queries.published_form(publication_id, form, reader=request.actor)  # type: ignore[attr-defined]
    response = HttpResponse(file.data, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{publication_id}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = f'"{file.digest}"'
    return response


def _asked(request: HttpRequest, publication_id: int) -> tuple[About, Any]:
    reader = request.actor  # type: ignore[attr-defined]
    found = queries.publication_of(publication_id, reader=reader).disclosure
    about = queries.about(found, _address(request, "disclosure", found), reader=reader)
    return about, queries.structure(found.id, reader=reader)


def _row(request: HttpRequest, each: Published) -> dict[str, Any]:
    found = each.disclosure
    return {
        "id": found.id,
        "unit": found.unit,
        "unit_title": found.unit_title,
        "year": found.year,
        "kind": found.kind,
        "edition": found.edition,
        "title": found.title,
        "published_at": each.published_at,
        "is_current": found.is_current,
        "is_correction": each.is_correction,
        "is_own": each.is_own,
        "reason": each.reason,
        "address": _address(request, "disclosure", found),
    }


def _files(request: HttpRequest, each: Published, prepared: queries.Publication | None) -> Iterator[dict[str, Any]]:
    found = each.disclosure
    for form in prepared.forms if prepared else ():
        if form.size:
            address = _address(request, "document_file", found, form.form)
            yield _file(f"document.{form.form}", form.title, MEDIA_TYPES[form.form], address, form.size, form.digest)
    yield _file("original", found.file_name, "application/octet-stream", _address(request, "original_file", found),
                found.size, found.digest)  # fmt: skip
    yield _file("datapackage.json", "Frictionless", DATA_TYPES["json"], _address(request, "package", found))
    yield _file("data.zip", "Frictionless", "application/zip", _address(request, "data_zip", found))
    for resource in RESOURCES:
        for form_name, media in DATA_TYPES.items():
            address = _address(request, "data_file", found, resource.name, form_name)
            yield _file(f"{resource.name}.{form_name}", resource.title, media, address)


def _file(name: str, title: str, media_type: str, address: str, size: int | None = None, digest: str = "") -> Any:
    parts = {"name": name, "title": title, "media_type": media_type, "address": address}
    return {**parts, "size": size, "digest": digest}


def _address(request: HttpRequest, name: str, found: queries.DisclosureView, *more: str) -> str:
    return request.build_absolute_uri(reverse(f"budgets:{name}", args=(found.unit, found.lasting_period, *more)))
