"""Two disclosures side by side, chosen from those in force."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yunjian.kernel.errors import NotFound
from yunjian.kernel.kept import kept

from .. import queries
from .addresses import Period, PeriodConverter
from .pictures import compared, period_title


@require_safe
@kept
def compare(request: HttpRequest) -> HttpResponse:
    """``?a=unit/2025&b=unit/2026``; without them the page offers the choice."""
    reader = request.actor  # type: ignore[attr-defined]
    in_force = [row.disclosure for year in queries.overview(reader=reader).years for row in year.rows]
    options = [(f"{d.unit}/{d.period}", name_of(d)) for d in in_force]
    known = {f"{d.unit}/{d.period}": d.id for d in in_force}
    chosen = tuple(request.GET.get(name, "") for name in ("a", "b"))
    ids = tuple(known.get(text) or _superseded(text, reader) for text in chosen)
    parts: dict = {"options": options, "chosen": chosen, "mistake": ""}
    if all(ids) and ids[0] != ids[1]:
        found = queries.compare(*ids, reader=reader)
        names = (name_of(found.first), name_of(found.second))
        parts |= {"comparison": found, "names": names, "picture": compared(found, names)}
    elif any(chosen):
        parts["mistake"] = _("请选两份不同的公开文件来对比。") if all(ids) else _("其中一份文件没有找到，请重新选择。")
    return render(request, "budgets/compare.html", parts, status=422 if parts["mistake"] else 200)


def name_of(disclosure: queries.DisclosureView) -> str:
    """``数据局 2025年预算``, with the edition where it is not the one in force."""
    edition = "" if disclosure.is_current else _("（第%(edition)s版）") % {"edition": disclosure.edition}
    return f"{disclosure.unit_title} {period_title(disclosure.year or 0, disclosure.kind)}{edition}"


def _superseded(text: str, reader) -> int:
    """The id of an earlier edition, named as ``unit/2025-e1``; 0 where there is none."""
    unit, _slash, period = text.partition("/")
    asked = _period(period)
    if asked is None or not unit:
        return 0
    try:
        return queries.find_disclosure(unit, asked.year, asked.kind, asked.edition, reader=reader).id
    except NotFound:
        return 0


def _period(text: str) -> Period | None:
    return PeriodConverter().to_python(text) if PeriodConverter.pattern.fullmatch(text) else None
