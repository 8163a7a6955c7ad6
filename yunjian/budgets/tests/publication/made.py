"""Drafts made by hand: a small one that is whole and consistent, and any number of random ones that add up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from yunjian.budgets.logic.disclosure import Disclosure
from yunjian.budgets.logic.publication.adding import add_up
from yunjian.budgets.logic.publication.content import (
    Assets,
    Content,
    Earlier,
    OwnProject,
    Procurement,
    Purpose,
    Sheet,
    SheetLine,
    SheetSide,
)
from yunjian.budgets.logic.publication.forms import columns, empty_sheet, empty_sheets

BODY = "上海市松江区数据局"
FUNCTIONS = {
    "201": "一般公共服务支出",
    "201-41": "数据事务",
    "201-41-01": "行政运行",
    "201-41-02": "一般行政管理事务",
    "208": "社会保障和就业支出",
    "208-05": "行政事业单位养老支出",
    "208-05-05": "机关事业单位基本养老保险缴费支出",
    "210": "卫生健康支出",
    "210-11": "行政事业单位医疗",
    "210-11-01": "行政单位医疗",
    "215": "资源勘探工业信息等支出",
    "215-05": "工业和信息产业监管",
    "215-05-17": "产业发展",
    "221": "住房保障支出",
    "221-02": "住房改革支出",
    "221-02-01": "住房公积金",
}
ECONOMY = {"301": "工资福利支出", "301-01": "基本工资", "302": "商品和服务支出", "302-01": "办公费"}
NAMES = {**FUNCTIONS, **ECONOMY}
LEAVES = tuple(code for code in FUNCTIONS if code.count("-") == 2)
Rows = tuple[tuple[str, tuple[str, ...]], ...]


def coded(number: int, rows: Rows) -> Sheet:
    """A table of these codes and amounts, the sums left to be worked out; an empty text is a blank cell."""
    width = len(columns(number))
    lines = [SheetLine(code, NAMES[code], (None, *map(amount, amounts))) for code, amounts in rows]
    assert all(len(line.amounts) == width for line in lines)
    return Sheet(number, (SheetSide("", (*lines, empty_sheet(number).side().lines[-1])),))


def amount(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def project(title: str, yuan: str, **more) -> OwnProject:
    return OwnProject(
        title=title,
        amount=Decimal(yuan),
        overview="主要实施内容为机房日常运行。",
        basis="1、文件依据：《松江区信息化项目管理办法》。\n2、工作职能：负责信息化项目管理。",
        implementer=BODY,
        plan="按工作内容实施项目采购，合同签订后支付50%，验收通过后支付50%。",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        used_for="主要用于支付机房运行的费用",
        **more,
    )


def content(**changed) -> Content:
    """A small budget in which no rule finds an error."""
    by_function: Rows = (("201-41-01", ("400000.00", "")), ("201-41-02", ("", "1000000.00")),
                         ("221-02-01", ("100000.00", "")))  # fmt: skip
    by_economy: Rows = (("301-01", ("440000.00", "")), ("302-01", ("", "60000.00")))
    sheets = {5: coded(5, by_function), 8: coded(8, by_economy)}
    three = Sheet(
        9, (SheetSide("", (SheetLine("", "", tuple(map(amount, ("", "0.00", "6000.00", "", "0.00", "0.00", "")))),)),)
    )
    made = Content(
        year=2026,
        body=BODY,
        district="上海市松江区",
        duties="负责全区数据工作。\n协调推进数字化转型。",
        sheets=tuple({**sheets, 9: three}.get(sheet.number, sheet) for sheet in empty_sheets()),
        earlier=(
            Earlier("income.total", Decimal("1400000.00"), "项目支出增加"),
            Earlier("expenditure.total", Decimal("1400000.00"), "项目支出增加"),
            Earlier("three_public.total", Decimal("6000.00")),
        ),
        purposes=(Purpose("201-41-01", "部门在职职工的工资和日常办公经费"),),
        procurement=Procurement(goods=Decimal("21000.00"), services=Decimal("600000.00"), sme=Decimal("300000.00")),
        assets=Assets(vehicles=1),
        projects=(project("政务云租用项目", "600000.00"), project("机房运行维护项目", "400000.00")),
    )
    return replace(add_up(made, NAMES), **changed)


def figures(read: Disclosure) -> dict:
    """Every amount of the nine tables by where it stands."""
    return {
        (table.number, section.side, row.code, row.label, column.key): figure.yuan
        for table in read.tables
        for section in table.sections
        for row in section.rows
        for column, figure in zip(section.columns, row.figures, strict=False)
        if figure is not None
    }


def entered(draft: Content) -> dict:
    """The same of a draft."""
    return {
        (sheet.number, side.side, line.code, line.label, column.key): found
        for sheet in draft.sheets
        for side in sheet.sides
        for line in side.lines
        for column, found in zip(columns(sheet.number, side.side), line.amounts, strict=True)
        if found is not None
    }


def projects(read: Disclosure) -> list:
    return [(note.title, note.amount.yuan if note.amount else None) for note in read.projects]


_AMOUNTS = st.decimals(min_value=0, max_value=99_999_999, places=2, allow_nan=False, allow_infinity=False)
_TITLES = st.text(alphabet="数据政务云平台网络运维建设采购服务安全评测", min_size=4, max_size=16).map(
    lambda name: f"{name}项目"
)
_WORDS = st.text(alphabet="负责协调推进全区数据工作和数字化转型", min_size=2, max_size=40).map(
    lambda words: f"{words}。"
)


@st.composite
def drafts(draw) -> Content:
    """A draft whose figures are random and consistent."""
    codes = draw(st.lists(st.sampled_from(LEAVES), min_size=1, max_size=len(LEAVES), unique=True))
    by_function = tuple((code, (str(draw(_AMOUNTS)), str(draw(_AMOUNTS)))) for code in sorted(codes))
    funds = tuple((code, ("", str(draw(_AMOUNTS)))) for code in sorted(codes)[: draw(st.integers(0, 1))])
    by_economy = (("301-01", (str(draw(_AMOUNTS)), "")), ("302-01", ("", str(draw(_AMOUNTS)))))
    spent = [draw(_AMOUNTS) for _ in range(4)]
    three = (None, spent[0], spent[1], None, spent[2], spent[3], None)
    sheets = {
        5: coded(5, by_function),
        6: coded(6, funds),
        8: coded(8, by_economy),
        9: Sheet(9, (SheetSide("", (SheetLine("", "", three),)),)),
    }
    titles = draw(st.lists(_TITLES, max_size=4, unique=True))
    made = Content(
        year=draw(st.integers(2016, 2099)),
        body=BODY,
        district="上海市松江区",
        administrative=draw(st.integers(1, 5)),
        duties=draw(_WORDS),
        sheets=tuple(sheets.get(sheet.number, sheet) for sheet in empty_sheets()),
        projects=tuple(project(title, str(draw(_AMOUNTS))) for title in titles),
        is_new=draw(st.booleans()),
    )
    return add_up(made, NAMES)
