"""The living style guide: every component of the design system on one page, with made-up figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from .charts import Chart, Item, Link, Milestone, Node, Pair, bars, comparison, flow, shares, timeline
from .listing import Column, Filter, Found, Listing, Table


class SampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(label=gettext_lazy("名称"), help_text=gettext_lazy("和文件上写的一样。"))
    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2000, max_value=2100)
    kind = forms.ChoiceField(
        label=gettext_lazy("类型"),
        choices=(("budget", gettext_lazy("预算")), ("final", gettext_lazy("决算"))),
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(label=gettext_lazy("说明"), widget=forms.Textarea({"rows": 4}), required=False)
    public = forms.BooleanField(label=gettext_lazy("同意公开"))
    file = forms.FileField(label=gettext_lazy("文件"), help_text=gettext_lazy("PDF、Word、Excel 或网页都可以。"))


@dataclass(frozen=True)
class SampleRow:
    """A row of the sample list."""

    title: str
    unit: str
    amount: Decimal
    change: Decimal


LIST = Table(
    columns=(
        Column("title", gettext_lazy("名称"), sortable=True),
        Column("unit", gettext_lazy("单位")),
        Column("amount", gettext_lazy("金额"), "money", sortable=True),
    ),
    filters=(
        Filter("q", gettext_lazy("名称")),
        Filter("unit", gettext_lazy("单位"), "choice"),
        Filter("amount", gettext_lazy("金额"), "amount"),
    ),
    sort="-amount",
)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component, and the words that make it."""
    filled = SampleForm({"title": "", "year": "1999", "remark": _("示例")})
    filled.is_valid()
    return render(
        request,
        "ui/styleguide.html",
        {
            "form": SampleForm(),
            "wrong": filled,
            "facts": {_("单位"): _("第一单位"), _("年度"): 2026, _("说明"): ""},
            "listing": _listing(request),
            "charts": _charts(),
        },
    )


def _listing(request: HttpRequest) -> Listing:
    units = {"first": _("第一单位"), "second": _("第二单位")}
    ask = LIST.ask(request.GET, choices={"unit": units})
    amounts = ("19000000", "3000000.50", "870000", "61600")
    rows = tuple(
        SampleRow(_("示例项目 %(number)s") % {"number": n}, units["first"], Decimal(a), Decimal(a) / 9 - 100_000)
        for n, a in enumerate(amounts, 1)
    )
    return LIST.listing(ask, Found(rows, 1234, min(ask.page, 25), ask.size), totals={"amount": Decimal("617000000")})


def _charts() -> list[Chart]:
    topics = (_("产业扶持"), _("平台建设"), _("网络"), _("咨询评估"), _("运行维护"))
    amounts = (26_000_000, 3_500_000, 924_710, 820_000, 61_600)
    items = [Item(topic, Decimal(amount), "#charts") for topic, amount in zip(topics, amounts, strict=True)]
    pairs = [
        Pair(topic, Decimal(amount) * 9 / 10, Decimal(amount)) for topic, amount in zip(topics, amounts, strict=True)
    ]
    milestones = [
        Milestone(_("签订合同后支付首款"), date(2026, 3, 1), amount=Decimal(300_000), done=True),
        Milestone(_("通过中期检查"), date(2026, 7, 1), amount=Decimal(300_000)),
        Milestone(_("通过验收后付清"), date(2026, 11, 5), due=_("11月上旬"), amount=Decimal(270_000), url="#charts"),
        Milestone(_("按实际用量结算")),
    ]
    return [
        _flow(items),
        bars(items, title=_("各类项目的金额"), total=True),
        comparison(pairs, series=("2025", "2026"), title=_("两年对比")),
        shares(items, title=_("各类项目的占比")),
        timeline(
            milestones,
            start=date(2026, 1, 1),
            end=date(2026, 12, 31),
            title=_("付款节点"),
            today=date(2026, 5, 20),
        ),
    ]


def _flow(items: list[Item]) -> Chart:
    nodes = [Node("income", _("财政拨款"), 0)]
    nodes += [Node(f"topic-{n}", item.title, 1, item.url, n + 1) for n, item in enumerate(items)]
    nodes += [Node("basic", _("基本支出"), 2, series=6), Node("project", _("项目支出"), 2, series=7)]
    links = [Link("income", f"topic-{n}", item.value) for n, item in enumerate(items)]
    links += [Link(f"topic-{n}", "project" if n else "basic", item.value) for n, item in enumerate(items)]
    return flow(nodes, links, columns=(_("收入"), _("按功能"), _("支出")), title=_("钱从哪里来，用到哪里去"))
