"""What is drawn: flows of money, and bars by unit and by code, each with links to what it shows."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yunjian.ui.charts import Chart, Item, Link, Node, Pair, bars, comparison, flow

from ..queries import CodeLine, Comparison, DisclosureView, UnitYear

Sums = tuple[str, Sequence[Decimal | None]]  # a name with its amount in each period

EXPENDITURE = 3  # the table of expenditure by function
MOST_BARS = 12


SOURCES = {
    "appropriation": _lazy("财政拨款收入"),
    "business": _lazy("事业收入"),
    "operation": _lazy("经营收入"),
    "superior": _lazy("上级补助收入"),
    "affiliated": _lazy("附属单位上缴收入"),
    "other": _lazy("其他收入"),
}
ENDS = {"basic": _lazy("基本支出"), "project": _lazy("项目支出")}


def money_flow(
    disclosure: DisclosureView, functions: Sequence[CodeLine], incomes: Sequence[CodeLine] = ()
) -> Chart | None:
    """Where the income comes from, the functions it serves, and how each parts into basic and project expenditure."""
    if not functions:
        return None
    address = (disclosure.unit, disclosure.period)
    served = {line.code: reverse("budgets:line", args=(*address, line.table, line.code)) for line in functions}
    links = [
        Link(source, line.code, line.amounts[source], served[line.code])
        for line in incomes
        for source in SOURCES
        if line.code in served and line.amounts.get(source)
    ]
    if not links:
        links = [Link("income", line.code, line.amount, served[line.code]) for line in functions]
    links += [
        Link(line.code, end, line.amounts[end], served[line.code])
        for line in functions
        for end in ENDS
        if line.amounts.get(end)
    ]
    used = {link.source for link in links} | {link.target for link in links}
    sources = {"income": _lazy("收入"), **SOURCES}
    total = reverse("budgets:line", args=(*address, functions[0].table))
    pages = {"basic": total, "project": reverse("budgets:notes", args=address)}
    income = reverse("budgets:table", args=(*address, incomes[0].table)) if incomes else total
    nodes = [Node(key, str(title), 0, income, 1) for key, title in sources.items() if key in used]
    nodes += [Node(line.code, line.label, 1, served[line.code], n) for n, line in enumerate(functions, 2)]
    nodes += [Node(key, str(title), 2, pages[key]) for key, title in ENDS.items() if key in used]
    columns = (_("收入"), _("按功能分类"), _("基本与项目"))
    title = _("%(year)s年的钱从哪里来，用到哪里去") % {"year": disclosure.year}
    return flow(nodes, links, columns=columns, title=title)


def unit_bars(rows: Iterable[UnitYear]) -> Chart | None:
    """Each unit's latest expenditure, the largest first."""
    shown = sorted(rows, key=lambda row: row.disclosure.expenditure or 0, reverse=True)[:MOST_BARS]
    if not shown:
        return None
    items = [
        Item(
            f"{row.disclosure.unit_title} {row.disclosure.year}",
            row.disclosure.expenditure or Decimal(0),
            reverse("budgets:disclosure", args=(row.disclosure.unit, row.disclosure.period)),
        )
        for row in shown
    ]
    return bars(items, title=_("各单位最近一年的支出预算"))


def code_bars(rows: Sequence[Sums], periods: Sequence[tuple[int, str]]) -> Chart | None:
    """The codes' sums: of the two latest periods side by side, or of the only one."""
    if not rows:
        return None
    shown = sorted(rows, key=lambda row: -max(amount or 0 for amount in row[1]))[:MOST_BARS]
    if len(periods) == 1:
        return bars([Item(name, sums[0] or Decimal(0)) for name, sums in shown], title=_("各科目的金额"))
    pairs = [Pair(name, sums[1], sums[0]) for name, sums in shown]
    years = (period_title(*periods[1]), period_title(*periods[0]))
    return comparison(pairs, series=years, title=_("各科目最近两年的金额"))


def compared(found: Comparison, names: tuple[str, str]) -> Chart | None:
    """The classes of two disclosures side by side."""
    pairs = [Pair(pair.label, pair.first, pair.second) for pair in found.functions if pair.level == 1]
    return comparison(pairs, series=names, title=_("按功能分类对比")) if pairs else None


def period_title(year: int, kind: str) -> str:
    """``2025年预算`` or ``2025年决算``."""
    words = _("%(year)s年决算") if kind == "final" else _("%(year)s年预算")
    return words % {"year": year}
