"""Finding what to do by saying what one wants; the guide of an item, a theme, a trade."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yunjian.kernel.kept import kept
from yunjian.ui.listing import Column, Filter, Table

from .. import policy, queries
from .words import (
    CHANNELS,
    FORMS_OF_RESULTS,
    GROUPS,
    HANDLING,
    KINDS,
    NEEDS,
    REACHES,
    SPECIAL,
    TARGETS,
    TOPICS,
    TYPES,
)

TABLE = Table(
    columns=(Column("title", _("名称")),),
    filters=(
        Filter("q", _("您想办什么")),
        Filter("kind", _("种类"), "choice"),
        Filter("unit", _("单位"), "choice"),
        Filter("target", _("服务对象"), "choice"),
        Filter("topic", _("主题"), "choice"),
    ),
    sizes=(20, 50, 100),
)
ADDRESSES = {"items": "services:guide", "themes": "services:theme", "trades": "services:trade"}


def _plain(words: dict[str, Any]) -> dict[str, str]:
    return {key: str(title) for key, title in words.items()}


def in_language(title: str, title_en: str) -> str:
    """The English title on English pages, where there is one."""
    return title_en if title_en and (get_language() or "").startswith("en") else title


@require_safe
@kept
def guides(request: HttpRequest) -> HttpResponse:
    """Every guide, or those that fit a wish."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    choices = {
        "kind": _plain(KINDS),
        "unit": queries.units_with_guides(at=now, reader=reader),
        "target": _plain(TARGETS),
        "topic": _plain(TOPICS),
    }
    ask = TABLE.ask(request.GET, choices=choices)
    listing = TABLE.listing(ask, queries.guides(ask, at=now, reader=reader))
    rows = [
        (
            row,
            in_language(row.title, row.title_en),
            ADDRESSES[row.kind],
            KINDS[row.kind],
            HANDLING.get(row.handling, ""),
        )
        for row in listing.rows
    ]
    parts = {
        "listing": listing,
        "rows": rows,
        "said": ask.get("q", ""),
        "topics": _plain(TOPICS),
        "is_first": not ask.values,
    }
    return render(request, "services/guides.html", parts)


@require_safe
@kept
def guide(request: HttpRequest, item: str) -> HttpResponse:
    """The guide of one item with everything."""
    view = queries.guide(item, at=timezone.now(), reader=request.actor)  # type: ignore[attr-defined]
    found, way = view.item, view.procedure
    parts = {
        "view": view,
        "item": found,
        "way": way,
        "title": in_language(found.title, found.title_en),
        "matter_type": TYPES[way.matter_type],
        "handling": HANDLING[way.handling],
        "targets": [TARGETS[each] for each in found.targets],
        "channels": [CHANNELS[each] for each in found.channels],
        "reach": REACHES[found.reach],
        "explains": queries.has_model(reader=request.actor),  # type: ignore[attr-defined]
        "conditions": [in_language(each.title, each.title_en) for each in found.conditions],
        "papers": papers(view.papers),
        "may_retire": policy.may_draft(request.actor, way.unit),  # type: ignore[attr-defined]
        "form": queries.form_of_item(item, at=timezone.now(), reader=request.actor),  # type: ignore[attr-defined]
        "results": [(each, FORMS_OF_RESULTS[each.form]) for each in found.results],
        "special": [(SPECIAL[each.kind], each) for each in way.special],
    }
    return render(request, "services/guide.html", parts)


def papers(found: tuple[queries.PaperView, ...]) -> list[tuple[queries.PaperView, Any]]:
    """Each paper with how much it is needed; those to bring first."""
    return [(each, NEEDS[each.paper.need]) for each in sorted(found, key=lambda each: not each.is_own)]


@require_safe
@kept
def theme(request: HttpRequest, theme: str) -> HttpResponse:
    """Several items as one: the order, one list of papers."""
    view = queries.theme(theme, at=timezone.now(), reader=request.actor)  # type: ignore[attr-defined]
    parts = {
        "view": view,
        "theme": view.theme,
        "title": in_language(view.theme.title, view.theme.title_en),
        "target": TARGETS[view.theme.target],
        "parts": [(each, HANDLING[each.handling]) for each in view.parts],
        "papers": papers(view.papers),
    }
    return render(request, "services/theme.html", parts)


@require_safe
@kept
def trade(request: HttpRequest, trade: str) -> HttpResponse:
    """One licence for a trade."""
    view = queries.trade(trade, at=timezone.now(), reader=request.actor)  # type: ignore[attr-defined]
    parts = {
        "view": view,
        "trade": view.trade,
        "may_license": view.trade.certificate and policy.may_license(request.actor, view.trade.unit),  # type: ignore[attr-defined]
        "title": in_language(view.trade.title, view.trade.title_en),
        "parts": [(each, HANDLING[each.handling]) for each in view.parts],
        "papers": papers(view.papers),
        "conditions": [(GROUPS[each.group], each.title) for each in view.trade.conditions],
    }
    return render(request, "services/trade.html", parts)
