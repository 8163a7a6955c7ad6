"""The documentation of the API, rendered by us from its own document: it needs no script and no other host."""

from functools import cache
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yunjian.kernel import announcements
from yunjian.kernel.api import problems as kinds_of_problems
from yunjian.kernel.api.callers import scopes
from yunjian.kernel.api.root import document
from yunjian.kernel.errors import Declined, NotFound
from yunjian.kernel.kept import kept

from .description import Description, pretty

TAGS = {
    "units": _("单位"),
    "disclosures": _("公开文件"),
    "figures": _("文件中的数字"),
    "findings": _("核对发现"),
    "totals": _("全区合计"),
    "projects": _("数字化项目"),
    "services": _("政务服务"),
    "cases": _("办件"),
    "search": _("搜索"),
    "catalogue": _("定义目录"),
    "ledger": _("账本"),
    "publications": _("公开和更正"),
    "uploads": _("上传公开文件"),
    "proposals": _("项目导入建议"),
    "materials": _("电子材料"),
    "certificates": _("电子证照"),
    "social-use": _("证照社会化应用"),
    "webhooks": _("回调通知"),
    "key": _("密钥"),
}


@cache
def described() -> Description:
    return Description(document())


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """How the API is used, and every operation by subject."""
    order = list(TAGS)
    found = sorted(described().operations(), key=lambda each: (order.index(each.tag), each.path, each.method))
    groups = [(TAGS[tag], tag, list(each)) for tag, each in groupby(found, key=lambda each: each.tag)]
    parts = {
        "groups": groups,
        "scopes": list(scopes().values()),
        "kinds": list(announcements.kinds().values()),
        "base": _base(request),
        "version": described().document["info"]["version"],
    }
    return render(request, "gateway/developers.html", parts)


@require_safe
@kept
def operation(request: HttpRequest, operation: str) -> HttpResponse:
    """One operation: parameters, body, answers, an example and a curl line."""
    for each in described().operations(_base(request)):
        if each.name == operation:
            parts = {"operation": each, "subject": TAGS[each.tag]}
            return render(request, "gateway/operation.html", parts)
    raise NotFound()


@require_safe
@kept
def schema(request: HttpRequest, schema: str) -> HttpResponse:
    """One shape: its fields."""
    found = described().document["components"]["schemas"].get(schema)
    if found is None:
        raise NotFound()
    parts = {
        "name": schema,
        "text": found.get("description", ""),
        "fields": described().fields(found),
        "example": _example(schema),
    }
    return render(request, "gateway/schema.html", parts)


def _example(name: str) -> str:
    return pretty(described().example({"$ref": f"#/components/schemas/{name}"}))


@require_safe
@kept
def problems(request: HttpRequest) -> HttpResponse:
    """Every kind of refusal there is."""
    found = sorted(kinds_of_problems.kinds().items(), key=lambda each: (each[1].status, each[0]))
    rows = [(code, kind.status, _sentence(kind)) for code, kind in found]
    return render(request, "gateway/problems.html", {"rows": rows})


@require_safe
@kept
def problem(request: HttpRequest, code: str) -> HttpResponse:
    """One kind of refusal: where the ``type`` of a problem leads."""
    kind = kinds_of_problems.kinds().get(code)
    if kind is None:
        raise NotFound()
    parts = {"code": code, "status": kind.status, "sentence": _sentence(kind)}
    return render(request, "gateway/problem.html", parts)


def _sentence(kind: type[Declined]) -> str:
    return str(kind.__new__(kind).sentence)


def _base(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
