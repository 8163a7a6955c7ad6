"""The home page's picture: from the units through the functions to basic and project expenditure."""

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from yunjian.ui.charts import Chart, Link, Node, flow

from ..queries import FunctionSum, Money

MOST_UNITS = 7
MOST_FUNCTIONS = 8
REST = "rest"


def money_flow(money: Money) -> Chart | None:
    """Who spends, on what, and whether it is running cost or projects."""
    functions = _joined(money.functions)
    if not functions:
        return None
    units = {row.disclosure.unit: row.disclosure.unit_title for row in money.latest[:MOST_UNITS]}
    nodes = [Node(key, title, 0, reverse("budgets:department", args=[key]), 8) for key, title in units.items()]
    if len(money.latest) > MOST_UNITS:
        nodes.append(Node(REST, _("其余 %(count)s 个单位") % {"count": len(money.latest) - MOST_UNITS}, 0, series=8))
    nodes += [_function_node(each, number) for number, each in enumerate(functions, 1)]
    nodes += [Node("basic", _("基本支出"), 2, series=8), Node("project", _("项目支出"), 2, series=8)]
    links = [link for each in functions for link in _links(each, units)]
    return flow(
        nodes,
        links,
        columns=(_("谁来花"), _("用在哪里"), _("怎么花")),
        title=_("钱用到哪里去"),
        description=_("线条越粗，金额越大；点开可以看到每一笔。"),
    )


def _joined(functions: Sequence[FunctionSum]) -> list[FunctionSum]:
    """The largest functions, the others taken together."""
    if len(functions) <= MOST_FUNCTIONS:
        return list(functions)
    kept, rest = functions[: MOST_FUNCTIONS - 1], functions[MOST_FUNCTIONS - 1 :]
    by_unit: dict[str, Decimal] = {}
    for each in rest:
        for unit, amount in each.by_unit:
            by_unit[unit] = by_unit.get(unit, Decimal(0)) + amount
    others = FunctionSum(
        REST + "-functions",
        _("其余 %(count)s 类") % {"count": len(rest)},
        sum((each.amount for each in rest), Decimal(0)),
        tuple(by_unit.items()),
        sum((each.basic for each in rest), Decimal(0)),
        sum((each.project for each in rest), Decimal(0)),
    )
    return [*kept, others]


def _function_node(each: FunctionSum, number: int) -> Node:
    return Node(each.code, each.label, 1, _address(each), number)


def _address(each: FunctionSum) -> str:
    return (
        reverse("budgets:functions") if each.code.startswith(REST) else reverse("budgets:functions", args=[each.code])
    )


def _links(each: FunctionSum, units: dict[str, str]) -> list[Link]:
    url = _address(each)
    shown: dict[str, Decimal] = {}
    for unit, amount in each.by_unit:
        key = unit if unit in units else REST
        shown[key] = shown.get(key, Decimal(0)) + amount
    incoming = [Link(key, each.code, amount, url) for key, amount in shown.items()]
    return [*incoming, Link(each.code, "basic", each.basic, url), Link(each.code, "project", each.project, url)]
