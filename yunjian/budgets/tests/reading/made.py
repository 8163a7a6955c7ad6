"""Budgets that do not exist, made from random amounts that add up, and their tables as they are printed."""

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from yunjian.budgets.tests.formats.description import Board, Description, Heading, Paragraph, Slot

BODY = "云溪区示范局"
YEAR = 2026
_LEAVES = (
    ("201-41-01", "行政运行"),
    ("201-41-02", "一般行政管理事务"),
    ("201-41-99", "其他数据事务支出"),
    ("206-04-04", "科技成果转化与扩散"),
    ("208-05-05", "机关事业单位基本养老保险缴费支出"),
    ("208-05-06", "机关事业单位职业年金缴费支出"),
    ("210-11-01", "行政单位医疗"),
    ("215-05-17", "产业发展"),
    ("221-02-01", "住房公积金"),
    ("221-02-03", "购房补贴"),
)
_NAMES = {
    "201": "一般公共服务支出",
    "201-41": "数据事务",
    "206": "科学技术支出",
    "206-04": "技术研究与开发",
    "208": "社会保障和就业支出",
    "208-05": "行政事业单位养老支出",
    "210": "卫生健康支出",
    "210-11": "行政事业单位医疗",
    "215": "资源勘探工业信息等支出",
    "215-05": "工业和信息产业监管",
    "221": "住房保障支出",
    "221-02": "住房改革支出",
    **dict(_LEAVES),
}
ZERO = Decimal(0)


@dataclass(frozen=True)
class Spending:
    """Basic and project expenditure by functional code, sums included; ``""`` is the total."""

    amounts: dict[str, tuple[Decimal, Decimal]]

    @property
    def codes(self) -> list[str]:
        return sorted(code for code in self.amounts if code)


def name_of(code: str) -> str:
    """The name a code has in these budgets."""
    return _NAMES[code]


@st.composite
def spendings(draw) -> Spending:
    """A tree of functional codes whose sums close in both columns."""
    leaves = draw(st.lists(st.sampled_from(_LEAVES), min_size=1, unique=True))
    amounts: dict[str, tuple[Decimal, Decimal]] = {}
    cents = st.one_of(st.just(0), st.integers(1, 10**11))
    for code, _ in leaves:
        basic, project = draw(cents), draw(cents)
        pair = Decimal(basic).scaleb(-2), Decimal(project).scaleb(-2)
        for key in (code, code[:6], code[:3], ""):
            before = amounts.get(key, (ZERO, ZERO))
            amounts[key] = before[0] + pair[0], before[1] + pair[1]
    return Spending(amounts)


def printed(amount: Decimal) -> str:
    """As budget tables print it: nothing is left blank."""
    return f"{amount:,.2f}" if amount else ""


def table(spending: Spending, title: str = "2026年部门支出预算总表") -> Description:
    """The table of these amounts in the usual print."""
    rows = [
        ["项目", "", "", "", "支出预算", "", ""],
        ["功能分类科目编码", "", "", "功能分类科目名称", "合计", "基本支出", "项目支出"],
        ["类", "款", "项", "", "", "", ""],
    ]
    for code in spending.codes:
        parts = [*code.split("-"), "", ""][:3]
        rows.append([*parts, _NAMES[code], *_cells(spending.amounts[code])])
    rows.append(["合计", "", "", "", *_cells(spending.amounts[""])])
    return (
        Heading(title, 2),
        Paragraph(f"编制部门：{BODY}"),
        Paragraph("单位：元"),
        Board(tuple(tuple(Slot(word) for word in row) for row in rows), 3),
    )


def _cells(pair: tuple[Decimal, Decimal]) -> list[str]:
    return [printed(sum(pair)), printed(pair[0]), printed(pair[1])]
