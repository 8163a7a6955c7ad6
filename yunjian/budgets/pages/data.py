"""A disclosure as open data: a Frictionless fiscal data package with stable addresses, and the feed of publications."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yunjian.kernel.errors import NotFound
from yunjian.kernel.kept import kept
from yunjian.parties import queries as parties

from .. import queries
from ..logic.disclosure import Disclosure
from ..logic.publication.feed import Item, atom
from ..logic.publication.package import RESOURCES, About, as_csv, as_records, as_zip, descriptor, resource_named
from ..queries import DisclosureView
from .addresses import Period, asked


def _asked(request: HttpRequest, unit: str, period: Period) -> tuple[DisclosureView, Disclosure, About]:
    reader = request.actor  # type: ignore[attr-defined]
    found = asked(request, unit, period)
    address = _address(request, "budgets:disclosure", found.unit, found.lasting_period)
    return found, queries.structure(found.id, reader=reader), queries.about(found, address, reader=reader)


def _address(request: HttpRequest, name: str, *args: object) -> str:
    return request.build_absolute_uri(reverse(name, args=args))


@require_safe
@kept
def data(request: HttpRequest, unit: str, period: Period) -> HttpResponse:
    """What there is to be had as data."""
    found, structure, about = _asked(request, unit, period)
    tables = [
        (resource, sum(1 for _record in resource.records(structure, about)), [field.title for field in resource.fields])
        for resource in RESOURCES
    ]
    parts = {"disclosure": found, "tab": "data", "tables": tables, "stays": about.period}
    return render(request, "budgets/data.html", parts)


@require_safe
def package(request: HttpRequest, unit: str, period: Period) -> HttpResponse:
    """``datapackage.json``; its tables lie beside it."""
    _found, structure, about = _asked(request, unit, period)
    return _json(descriptor(structure, about))


@require_safe
def table(request: HttpRequest, unit: str, period: Period, name: str, form: str) -> HttpResponse:
    """One table of the package as CSV or JSON."""
    resource = resource_named(name)
    if resource is None or form not in ("csv", "json"):
        raise NotFound()
    _found, structure, about = _asked(request, unit, period)
    if form == "json":
        return _json(as_records(resource, structure, about))
    return HttpResponse(as_csv(resource, structure, about), content_type="text/csv; charset=utf-8")


@require_safe
def whole(request: HttpRequest, unit: str, period: Period) -> HttpResponse:
    """The package in one file."""
    _found, structure, about = _asked(request, unit, period)
    answer = HttpResponse(as_zip(structure, about), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{about.unit}-{about.period}.zip"'
    return answer


def _json(value: Any) -> HttpResponse:
    return HttpResponse(json.dumps(value, ensure_ascii=False, indent=2), content_type="application/json; charset=utf-8")


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The latest publications and corrections as an Atom feed."""
    reader = request.actor  # type: ignore[attr-defined]
    items = [_item(request, each) for each in queries.latest_publications(reader=reader)]
    title = _("%(district)s预算公开") % {"district": parties.district_title(reader=reader)}
    home = _address(request, "budgets:overview")
    return HttpResponse(
        atom(title, _address(request, "budgets:feed"), home, items), content_type="application/atom+xml; charset=utf-8"
    )


def _item(request: HttpRequest, each: queries.Published) -> Item:
    found = each.disclosure
    where = (found.unit, found.lasting_period)
    title = _("%(unit)s %(year)s年%(kind)s") % {
        "unit": found.unit_title,
        "year": found.year,
        "kind": found.kind_title,
    }
    if each.is_correction:
        title = _("更正：%(title)s（第 %(edition)s 版）") % {"title": title, "edition": found.edition}
    related = [("related", _address(request, "budgets:package", *where), "application/json")]
    if each.is_own:
        related.append(("enclosure", _address(request, "budgets:document_file", *where, "pdf"), "application/pdf"))
    amount = f"{found.expenditure:,.2f}" if found.expenditure is not None else "—"
    summary = each.reason or _("支出总计 %(amount)s 元，%(count)s 个项目。") % {
        "amount": amount,
        "count": found.note_count,
    }
    return Item(
        title=title,
        address=_address(request, "budgets:disclosure", *where),
        author=found.unit_title,
        published_at=each.published_at,
        updated_at=each.published_at,
        summary=summary,
        category="correction" if each.is_correction else "publication",
        related=tuple(related),
    )
