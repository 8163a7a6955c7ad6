"""The nine tables as they are printed: titles, heads, columns, and the lines that are always there."""

from dataclasses import dataclass

from .content import Sheet, SheetLine, SheetSide

NUMBERS = range(1, 10)
CODED = (2, 3, 5, 6, 7, 8)
TITLES = {
    1: "{year}年部门财务收支预算总表",
    2: "{year}年部门收入预算总表",
    3: "{year}年部门支出预算总表",
    4: "{year}年部门财政拨款收支预算总表",
    5: "{year}年部门一般公共预算支出功能分类预算表",
    6: "{year}年部门政府性基金预算支出功能分类预算表",
    7: "{year}年部门国有资本经营预算支出功能分类预算表",
    8: "{year}年部门一般公共预算基本支出部门预算经济分类预算表",
    9: "部门“三公”经费和机关运行经费预算表",
}
EMPTY_NOTES = {
    6: "注：{body}{year}年度无政府性基金收入，也没有使用政府性基金安排的支出，故本表无数据。",
    7: "注：{body}{year}年度无国有资本经营预算拨款收入，也没有国有资本经营预算安排的支出，故本表无数据。",
}
NO_DATA = "注：{body}{year}年度没有这类收入和支出，故本表无数据。"
# The functional class each line of tables 1 and 4 sums up.
CLASSES = (
    ("201", "一、一般公共服务支出"),
    ("203", "二、国防支出"),
    ("204", "三、公共安全支出"),
    ("205", "四、教育支出"),
    ("206", "五、科学技术支出"),
    ("207", "六、文化旅游体育与传媒支出"),
    ("208", "七、社会保障和就业支出"),
    ("210", "八、卫生健康支出"),
    ("211", "九、节能环保支出"),
    ("212", "十、城乡社区支出"),
    ("213", "十一、农林水支出"),
    ("214", "十二、交通运输支出"),
    ("215", "十三、资源勘探工业信息等支出"),
    ("216", "十四、商业服务业等支出"),
    ("219", "十五、援助其他地区支出"),
    ("220", "十六、自然资源海洋气象等支出"),
    ("221", "十七、住房保障支出"),
    ("222", "十八、粮油物资储备支出"),
    ("224", "十九、灾害防治及应急管理支出"),
    ("227", "二十、预备费"),
    ("232", "二十一、债务付息支出"),
    ("229", "二十二、其他支出"),
)
INCOME_OF_1 = (
    "一、财政拨款收入",
    "1. 一般公共预算资金",
    "2. 政府性基金",
    "3. 国有资本经营预算",
    "二、事业收入",
    "三、事业单位经营收入",
    "四、其他收入",
)
INCOME_OF_4 = ("一、一般公共预算资金", "二、政府性基金", "三、国有资本经营预算")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of amounts: its key, as the reader names it, and its head."""

    key: str
    title: str


def _columns(**titles: str) -> tuple[Column, ...]:
    return tuple(Column(key, title) for key, title in titles.items())


_BUDGET = _columns(budget="预算数")
_BY_FUNCTION = _columns(total="合计", basic="基本支出", project="项目支出")
COLUMNS: dict[int, dict[str, tuple[Column, ...]]] = {
    1: {"income": _BUDGET, "expenditure": _BUDGET},
    2: {
        "": _columns(
            total="合计",
            appropriation="财政拨款收入",
            business="事业收入",
            operation="事业单位经营收入",
            other="其他收入",
        )
    },
    3: {"": _BY_FUNCTION},
    4: {
        "income": _BUDGET,
        "expenditure": _columns(
            total="合计", general="一般公共预算", fund="政府性基金预算", capital="国有资本经营预算"
        ),
    },
    5: {"": _BY_FUNCTION},
    6: {"": _BY_FUNCTION},
    7: {"": _BY_FUNCTION},
    8: {"": _columns(total="合计", staff="人员经费", running="公用经费")},
    9: {
        "": _columns(
            total="合计",
            abroad="因公出国（境）费",
            reception="公务接待费",
            vehicles="公务用车购置及运行费小计",
            vehicle_purchase="购置费",
            vehicle_running="运行费",
            operating="机关运行经费",
        )
    },
}


def columns(number: int, side: str = "") -> tuple[Column, ...]:
    """The columns of amounts of one side of a table."""
    return COLUMNS[number][side]


def column_at(number: int, side: str, key: str) -> int:
    """Where the column with this key stands."""
    return next(at for at, column in enumerate(columns(number, side)) if column.key == key)


def empty_sheet(number: int) -> Sheet:
    """The table with the lines every department prints, and no amount."""
    if number == 9:
        return Sheet(9, (SheetSide("", (SheetLine("", "", (None,) * 7),)),))
    return Sheet(number, tuple(_empty_side(number, side) for side in COLUMNS[number]))


def _empty_side(number: int, side: str) -> SheetSide:
    blank = (None,) * len(columns(number, side))
    labels: tuple[str, ...] = ()
    if side == "income":
        labels = INCOME_OF_1 if number == 1 else INCOME_OF_4
    elif side == "expenditure":
        labels = tuple(label for _, label in CLASSES)
    closing = {"income": "收入总计", "expenditure": "支出总计"}.get(side, "合计")
    lines = tuple(SheetLine("", label, blank) for label in labels)
    return SheetSide(side, (*lines, SheetLine("", closing, blank, is_total=True)))


def empty_sheets() -> tuple[Sheet, ...]:
    """All nine, with no amount."""
    return tuple(empty_sheet(number) for number in NUMBERS)


def title_of(number: int, year: int) -> str:
    return TITLES[number].format(year=year)
