"""Which columns of amounts each table has, and by which words their heads are known."""

import re
from dataclasses import dataclass

from ..disclosure import Column

Rule = tuple[str, re.Pattern[str]]


def _rules(*pairs: tuple[str, str]) -> tuple[Rule, ...]:
    return tuple((key, re.compile(pattern)) for key, pattern in pairs)


@dataclass(frozen=True, slots=True)
class Side:
    """The columns of one side of a table in their usual order, and the rules that recognise a head.

    ``labels`` is how many grid columns stand before the amounts in the usual print: it places what lost its layout.
    ``sums`` says which columns make up which.
    """

    side: str
    keys: tuple[str, ...]
    rules: tuple[Rule, ...]
    labels: int = 1
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def key(self, head: str) -> str:
        """The key of the column with this head (plain text), or an empty text."""
        return next((key for key, pattern in self.rules if pattern.search(head)), "")

    def usual(self) -> list[Column]:
        """The columns of the usual print."""
        return [self.column(key) for key in self.keys]

    def column(self, key: str) -> Column:
        """A column whose head is lost or broken, under the head it usually has."""
        if key == "operation" and "basic" in self.keys:
            return Column(key, "经营支出")
        return Column(key, _USUAL.get(key.removeprefix("budget_"), ""))


_USUAL = {
    "budget": "预算数",
    "final": "决算数",
    "total": "合计",
    "basic": "基本支出",
    "project": "项目支出",
    "appropriation": "财政拨款收入",
    "superior": "上级补助收入",
    "business": "事业收入",
    "operation": "事业单位经营收入",
    "affiliated": "附属单位上缴收入",
    "other": "其他收入",
    "to_superior": "上缴上级支出",
    "to_affiliated": "对附属单位补助支出",
    "general": "一般公共预算",
    "fund": "政府性基金预算",
    "capital": "国有资本经营预算",
    "staff": "人员经费",
    "running": "公用经费",
    "abroad": "因公出国（境）费",
    "reception": "公务接待费",
    "vehicles": "公务用车购置及运行费",
    "vehicle_purchase": "购置费",
    "vehicle_running": "运行费",
    "operating": "机关运行经费",
    "opening": "年初结转和结余",
    "income": "本年收入",
    "closing": "年末结转和结余",
}
# the least of a head that tells it, where it is broken over lines
MARKS = _USUAL | {
    "operation": "经营",
    "fund": "政府性基金",
    "capital": "国有资本",
    "abroad": "因公出国",
    "vehicles": "公务用车购置",
    "operating": "机关运行经",
}


_AMOUNT = _rules(("budget", r"预算(?:数|金额)?$|^金额|预算"))
_FINAL_AMOUNT = _rules(("budget", r"预算数$"), ("final", r"决算(?:数|金额)?$|^金额|决算"))
_BASIC = _rules(
    ("project", r"项目支出|^项目$"),
    ("basic", r"基本支出"),
    ("total", r"^(?:合计|总计|小计|支出合计|本年支出合计|本年支出|支出预算|预算数|决算数)$"),
)
_INCOME = _rules(
    ("superior", r"上级补助"),
    ("affiliated", r"附属单位"),
    ("appropriation", r"财政拨款|财政专户"),
    ("operation", r"经营收入|经营"),
    ("business", r"事业收入"),
    ("other", r"其他收入|其他"),
    ("total", r"合计|总计|小计"),
)
_EXPENDITURE = _rules(
    ("to_superior", r"上缴上级"),
    ("to_affiliated", r"附属单位"),
    ("operation", r"经营支出"),
    *((key, pattern.pattern) for key, pattern in _BASIC),
)
_FUNDS = _rules(
    ("general", r"一般公共预算"),
    ("fund", r"政府性基金"),
    ("capital", r"国有资本"),
    ("total", r"^(?:合计|总计|小计|预算数|决算数|金额)$"),
)
_ECONOMY = _rules(
    ("staff", r"人员经费|人员"), ("running", r"公用经费|公用"), ("total", r"合计|总计|小计|预算数|决算数|金额")
)
_PUBLIC = _rules(
    ("operating", r"机关运行"),
    ("vehicles", r"购置(?:及|和|与)运行(?:维护)?费?$|^小计$|用车费$"),
    ("vehicle_purchase", r"购置"),
    ("vehicle_running", r"运行"),
    ("abroad", r"出国|出境"),
    ("reception", r"接待"),
    ("total", r"合计|总计|三公[”\"]?经费(?:预算数|决算数)?$"),
)
_CARRIED = _rules(
    ("opening", r"年初结转|上年结转|年初"),
    ("closing", r"年末结转|年末"),
    ("income", r"本年收入"),
    *((key, pattern.pattern) for key, pattern in _BASIC),
)
_PUBLIC_SUMS = (
    ("total", ("abroad", "reception", "vehicles")),
    ("vehicles", ("vehicle_purchase", "vehicle_running")),
)
_FINAL_PUBLIC = ("total", "abroad", "vehicles", "vehicle_purchase", "vehicle_running", "reception")
_THREE_PUBLIC = ("total", "abroad", "reception", "vehicles", "vehicle_purchase", "vehicle_running")

_TOTAL_OF_BOTH = (("total", ("basic", "project")),)
_BY_FUNCTION = (Side("", ("total", "basic", "project"), _BASIC, 4, _TOTAL_OF_BOTH),)
_FINAL_BY_FUNCTION = (Side("", ("total", "basic", "project"), _BASIC, 2, _TOTAL_OF_BOTH),)
_SOURCES = ("appropriation", "business", "operation", "other")
_FUND_KEYS = ("general", "fund", "capital")

SIDES: dict[str, tuple[Side, ...]] = {
    "income_and_expenditure": (
        Side("income", ("budget",), _AMOUNT, 1),
        Side("expenditure", ("budget",), _AMOUNT, 3),
    ),
    "income": (Side("", ("total", *_SOURCES), _INCOME, 4, (("total", _SOURCES),)),),
    "expenditure": _BY_FUNCTION,
    "appropriation": (
        Side("income", ("budget",), _AMOUNT, 1),
        Side("expenditure", ("total", *_FUND_KEYS), _FUNDS, 3, (("total", _FUND_KEYS),)),
    ),
    "general_by_function": _BY_FUNCTION,
    "fund_by_function": _BY_FUNCTION,
    "capital_by_function": _BY_FUNCTION,
    "basic_by_economy": (Side("", ("total", "staff", "running"), _ECONOMY, 3, (("total", ("staff", "running")),)),),
    "three_public": (Side("", (*_THREE_PUBLIC, "operating"), _PUBLIC, 0, _PUBLIC_SUMS),),
    "final_income_and_expenditure": (
        Side("income", ("final",), _FINAL_AMOUNT, 1),
        Side("expenditure", ("final",), _FINAL_AMOUNT, 3),
    ),
    "final_income": (
        Side(
            "",
            ("total", "appropriation", "superior", "business", "operation", "affiliated", "other"),
            _INCOME,
            2,
            (("total", ("appropriation", "superior", "business", "operation", "affiliated", "other")),),
        ),
    ),
    "final_expenditure": (
        Side(
            "",
            ("total", "basic", "project", "to_superior", "operation", "to_affiliated"),
            _EXPENDITURE,
            2,
            (("total", ("basic", "project", "to_superior", "operation", "to_affiliated")),),
        ),
    ),
    "final_appropriation": (
        Side("income", ("final",), _FINAL_AMOUNT, 1),
        Side("expenditure", ("total", *_FUND_KEYS), _FUNDS, 3, (("total", _FUND_KEYS),)),
    ),
    "final_general_by_function": _FINAL_BY_FUNCTION,
    "final_basic_by_economy": (Side("", ("final",), _FINAL_AMOUNT, 2),),
    "final_three_public": (Side("", (*(f"budget_{key}" for key in _FINAL_PUBLIC), *_FINAL_PUBLIC), _PUBLIC, 0),),
    "final_fund": (
        Side("", ("opening", "income", "total", "basic", "project", "closing"), _CARRIED, 2, _TOTAL_OF_BOTH),
    ),
    "final_capital": (Side("", ("total", "basic", "project"), _CARRIED, 2, _TOTAL_OF_BOTH),),
}
