"""One mistake put into a text, as an officer would make it, and the rules that must find it there."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

AMOUNT = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})*\.\d{2,6}")
# What a changed amount may set off besides the rule that must find it.
SUMS = ("BUD-", "FIN-", "DOC-E05", "DOC-E20", "DOC-E07", "DOC-E04", "DOC-E21-AMOUNTS", "DOC-E19")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed text: ``line`` is where, ``expects`` the rules of which each must find it, ``allows`` may as well."""

    kind: str
    text: str
    line: int
    expects: tuple[str, ...]
    allows: tuple[str, ...] = ()


class Text:
    """A disclosure's text while it is looked over for a place to change."""

    def __init__(self, text: str, random: Random):
        self.lines = text.split("\n")
        self.random = random

    def changed(self, at: int, line: str, kind: str, expects: tuple[str, ...], allows: tuple[str, ...] = ()) -> Mutant:
        """The text with one line put in another's place."""
        return Mutant(kind, "\n".join([*self.lines[:at], line, *self.lines[at + 1 :]]), at + 1, expects, allows)

    def without(
        self, start: int, end: int, kind: str, expects: tuple[str, ...], allows: tuple[str, ...] = ()
    ) -> Mutant:
        """The text with lines left out."""
        return Mutant(kind, "\n".join([*self.lines[:start], *self.lines[end:]]), start + 1, expects, allows)

    def find(self, pattern: str, start: int = 0) -> int | None:
        """The first line, or a random one where several match."""
        found = [at for at in range(start, len(self.lines)) if re.search(pattern, self.lines[at])]
        return self.random.choice(found) if found else None

    def table(self, title: str) -> int | None:
        """Where the table whose title ends so begins."""
        wanted = re.compile(rf"^#+ (?:.*[年部门算“”款])?{title}$")
        return next((at for at, line in enumerate(self.lines) if wanted.search(line)), None)

    def replaced(self, pattern: str, new: str | Callable[[re.Match[str]], str], kind: str,
                 expects: tuple[str, ...], allows: tuple[str, ...] = ()) -> Iterator[Mutant]:  # fmt: skip
        """One random match of a pattern in one random line replaced."""
        at = self.find(pattern)
        if at is None:
            return
        line = re.sub(pattern, new, self.lines[at], count=1)
        if line != self.lines[at]:
            yield self.changed(at, line, kind, expects, allows)


def other_amount(text: str, random: Random) -> str:
    """The amount with its first digit changed."""
    digits = [at for at, letter in enumerate(text) if letter.isdigit()]
    at = digits[0] if text[digits[0]] != "0" or len(digits) < 4 else digits[random.randrange(len(digits) - 2)]
    new = random.choice([d for d in "123456789" if d != text[at]])
    return text[:at] + new + text[at + 1 :]


# table, row, which amount of the row, the rules that must find it
CELLS = (
    ("财务收支预算总表", "收入总计", 0, ("BUD-C001", "BUD-C002")),
    ("财务收支预算总表", "一、财政拨款收入", 0, ("BUD-C002", "BUD-X003")),
    ("财务收支预算总表", "七、社会保障和就业支出", -1, ("BUD-C003", "BUD-X002")),
    ("财务收支预算总表", "收入总计", 1, ("BUD-C001", "BUD-C003", "BUD-X001")),
    ("部门收入预算总表", "机关事业单位职业年金缴费支出", 0, ("BUD-H001", "BUD-C006")),
    ("部门收入预算总表", "^合计\\t", 0, ("BUD-H001", "BUD-X001")),
    ("部门支出预算总表", "住房公积金", 1, ("BUD-H001", "BUD-C004")),
    ("部门支出预算总表", "^合计\\t", 2, ("BUD-H001", "BUD-C004")),
    ("财政拨款收支预算总表", "八、卫生健康支出", -1, ("BUD-X004", "BUD-C003")),
    ("财政拨款收支预算总表", "收入总计", 2, ("BUD-X005", "BUD-X004")),
    ("财政拨款收支预算总表", "收入总计", 0, ("BUD-C001", "BUD-X003")),
    ("一般公共预算支出功能分类预算表", "^合计\\t", 1, ("BUD-X007", "BUD-C004")),
    ("一般公共预算支出功能分类预算表", "机关事业单位基本养老保险缴费支出", 1, ("BUD-X008", "BUD-H001")),
    ("经济分类预算表", "办公费", 1, ("BUD-C005", "BUD-H001")),
    ("经济分类预算表", "公务接待费", 0, ("BUD-C005", "BUD-H001")),
    ("经济分类预算表", "住房公积金", 0, ("BUD-X008",)),
    ("收入支出决算总表", "八、其他收入", 0, ("FIN-001",)),
    ("收入支出决算总表", "^总计\\t", 0, ("FIN-001",)),
    ("收入支出决算总表", "本年收入合计", 1, ("FIN-001", "FIN-X001")),
    ("支出决算表", "住房公积金", 1, ("FIN-002", "BUD-H001")),
    ("收入决算表", "行政单位医疗", 0, ("BUD-C006", "BUD-H001")),
    ("基本支出决算表", "人员经费合计", 0, ("FIN-003",)),
    ("基本支出决算表", "^合计\\t", 0, ("FIN-003", "FIN-X002")),
    ("三公”经费支出决算表", "^\\d", 0, ("FIN-004",)),
    ("三公”经费支出决算表", "^\\d", 6, ("FIN-004",)),
    ("三公”经费和机关运行经费预算表", "^\\d", 0, ("BUD-X010",)),
    ("三公”经费和机关运行经费预算表", "^\\d", 2, ("BUD-X010", "BUD-X009")),
    ("经济分类预算表", "职业年金缴费", 0, ("BUD-P001", "BUD-C005")),
)
# the same, where the text has this in it
CELLS_OF = (
    ("行政单位1家", "三公”经费和机关运行经费预算表", "^\\d", -1, ("BUD-X011",)),
    ("政府性基金收入", "部门支出预算总表", "位医疗\\t", 0, ("BUD-X006", "BUD-H001")),
)


def cells(text: Text) -> Iterator[Mutant]:
    """An amount in a table."""
    conditional = [rest for needs, *rest in CELLS_OF if any(needs in line for line in text.lines)]
    for title, label, index, expects in (*CELLS, *conditional):
        start = text.table(title)
        if start is None:
            continue
        for at in range(start, min(start + 60, len(text.lines))):
            line = text.lines[at]
            amounts = list(AMOUNT.finditer(line))
            if "\t" not in line or not re.search(label, line) or len(amounts) <= max(index, 0):
                continue
            found = amounts[index]
            new = other_amount(found.group(), text.random)
            allows = (*SUMS, "DOC-E01")
            changed = line[: found.start()] + new + line[found.end() :]
            yield text.changed(at, changed, f"表内金额 {title}·{label}", expects, allows)
            break


def narrative(text: Text) -> Iterator[Mutant]:
    """An amount, a percentage or a word of the narrative."""

    def wrong(found: re.Match[str]) -> str:
        return found.group(1) + other_amount(found.group(2), text.random) + "万元"

    number = r"([\d,]+\.\d+)万元"
    for kind, lead, code in (
        ("科目说明", r"(”科目)", "BUD-N001"),
        ("收入预算", r"(收入预算)", "BUD-N002"),
        ("支出预算", r"(财政拨款支出预算)", "BUD-N002"),
        ("三公说明", r"(“三公”经费预算数为)", "BUD-N002"),
        ("机关运行经费说明", r"(机关运行经费预算为)", "BUD-N002"),
        ("采购预算", r"(政府采购货物预算)", "BUD-N003"),
        ("绩效金额", r"(涉及项目预算资金)", "DOC-E20-AMOUNT"),
        ("决算收入", r"(年度收入总计)", "BUD-N002"),
        ("决算基本支出", r"(：基本支出)", "BUD-N002"),
        ("决算三公", r"(支出决算为)", "BUD-N002"),
    ):
        yield from text.replaced(lead + number, wrong, kind, (code,), (*SUMS, "DOC-E01"))
    yield from text.replaced(
        r"(增长|下降)(\d+)\.(\d\d)%", lambda m: f"{m[1]}{int(m[2]) + 1}.{m[3]}%", "百分比", ("DOC-E07",)
    )
    percentage = r"(?<=万元)，(?:增长|下降)[\d.]+%"
    if len(re.findall(percentage, "\n".join(text.lines))) > 1:  # missed where others have theirs
        yield from text.replaced(percentage, "", "缺百分比", ("DOC-E07-PERCENT",))
    swap = {"增加": "减少", "减少": "增加"}
    yield from text.replaced(r"(增加|减少)(?=[\d,.]+万元，[增下])", lambda m: swap[m[1]], "方向词", ("DOC-E07",))
    same = r"(?<=0\.00万元，与)(\d{4})年预算持平"
    yield from text.replaced(same, lambda m: f"{m[1]}年预算持平，增加3.00万元", "持平又有增减", ("DOC-E07",))
    yield from text.replaced(r"，主要原因是项目有?[增调][加整]", "", "原因", ("DOC-E07-REASON",))
    yield from text.replaced(r"比(\d{4})年预算", lambda m: f"比{int(m[1]) - 1}年预算", "比较年份", ("DOC-E07-BASE",))
    yield from text.replaced(
        r"的项目(\d+)个", lambda m: f"的项目{int(m[1]) + 2}个", "绩效个数", ("DOC-E20-COUNT",), SUMS
    )
    yield from text.replaced(
        r"的项目有(\d+)个", lambda m: f"的项目有{int(m[1]) + 1}个", "大项目个数", ("DOC-E20-LARGE",)
    )
    yield from text.replaced(r"(?<=支出预算)0\.00万元", "0.00元", "零金额单位", ("DOC-E01-ZERO",))
    yield from text.replaced(r"(?<=科目)([\d,.]+)万元", lambda m: f"{m[1]}元", "说明单位", ("DOC-E01",))
    rounded = r"(?<=科目)([\d,]+\.\d\d)[0-4]\d*万元"
    yield from text.replaced(rounded, lambda m: f"{m[1]}万元", "四舍五入", ("DOC-E05",), SUMS)
    yield from text.replaced(r"(采购货物预算)[\d,.]+万元", r"\g<1>0.01万元", "采购货物", ("BUD-P002", "BUD-N003"))
    yield from text.replaced(
        r"(采购服务预算)[\d,.]+万元", r"\g<1>0.00万元", "采购服务", ("BUD-N003", "DOC-E19"), ("BUD-N003",)
    )
    bare = "无价值100万以上专用设备。"
    yield from text.replaced(r"无车辆保有情况。", f"无车辆保有情况，{bare}", "缺元", ("DOC-E01-MISSING",))
    units = [at for at, line in enumerate(text.lines) if line == "单位：元" and AMOUNT.search(text.lines[at + 3])]
    if units:
        yield text.changed(text.random.choice(units), "单位：万元", "表的单位", ("DOC-E01",), ("DOC-E18",))


def notes(text: Text) -> Iterator[Mutant]:
    """A project note."""
    allocation = r"(预算安排金额为)([\d,.]+)万元"
    yield from text.replaced(
        allocation, lambda m: m[1] + other_amount(m[2], text.random) + "万元", "项目金额", ("BUD-N005",), SUMS
    )
    yield from text.replaced(allocation, lambda m: f"{m[1]}{m[2]}元", "项目单位", ("DOC-E01",), ("DOC-E04",))
    yield from text.replaced(r"(\d{4}年，)(.{4,20}?)项目(?=财政资金)", r"\1\2服务项目", "安排名称", ("DOC-E02",))
    yield from text.replaced(
        r"^(.{3,20})项目，主要实施", r"\1建设项目，主要实施", "概述名称", ("DOC-E02",), ("DOC-E03",)
    )
    yield from text.replaced(r"项目(?=财政资金预算)", "项目目", "词尾重复", ("DOC-E13-REPEATED",))
    yield from text.replaced(
        r"至(\d{4})年12月31日。", lambda m: f"至{int(m[1]) + 1}年12月31日。", "周期", ("DOC-E03-PERIOD",)
    )
    yield from text.replaced(r"6月底前支付40%", "6月底前支付50%", "付款比例", ("DOC-E21-SHARES",))
    yield from text.replaced(
        r"(?<=其中设备费)([\d,.]+)万元",
        lambda m: other_amount(m[1], text.random) + "万元",
        "分列金额",
        ("DOC-E04-PARTS",),
    )
    yield from text.replaced(
        r"^(\d{4})年，(?=.*预算安排金额)", lambda m: f"{int(m[1]) - 1}年，", "安排年度", ("DOC-E10",)
    )
    yield from text.replaced(
        r"(\d{4})(?=年度项目绩效目标汇总)", lambda m: str(int(m[1]) - 1), "绩效表年度", ("DOC-E10",)
    )
    yield from text.replaced(r"采购后签订合同，按照合同约定支付。", "", "没有付款安排", ("DOC-E21-NONE",))
    yield from text.replaced(
        r"(?<=内容为)升级网上办事平台的申报和查询功能。", "网上办事平台的运维。", "标题与内容", ("DOC-E03-SCOPE",)
    )
    yield from text.replaced(r"一次性支付。", "一次性支付12.34万元。", "付款金额", ("DOC-E21-AMOUNTS",))
    yield from text.replaced(r"(?<=50%，)验收通过后", "服务期结束后", "尾款", ("DOC-E21-LATE",))
    yield from text.replaced(r"(?<=金额为)([\d,]+)\.00万元", r"\1万元", "小数位", ("DOC-E22-DECIMALS",))
    yield from text.replaced(r"(主要实施内容为.*)。$", r"\1，", "中断", ("DOC-E16-CUT",))
    yield from text.replaced(r"(主要实施内容为.{12,})。$", r"\1", "段末标点", ("DOC-E13-STOP",))
    yield from text.replaced(r"(内容为区级数据共享交换平台)", r"\1目", "多出的字", ("DOC-E12-STRAY",))
    yield from _same_twice(text)
    at = text.find(r"^## 三、实施主体")
    if at is not None:
        yield text.without(at, at + 4, "缺节", ("DOC-E16-SECTIONS",))
    at = text.find(r"^项目的实施主体为")
    if at is not None:
        yield text.without(at, at + 1, "空节", ("DOC-E16-SECTIONS",))


SAID_TWICE = (
    "对全区各街镇和部门的办事窗口逐一走访，登记设备型号、使用年限和故障次数，汇总成册后提出更新顺序，按季度向主管部门报告，"
    "并在年底前完成全部整改和复核工作，确保窗口服务不中断、群众办事不受影响。"
)


def _same_twice(text: Text) -> Iterator[Mutant]:
    """The same work written into two projects."""
    plans = [at for at, line in enumerate(text.lines) if line.startswith("按工作内容")]
    if len(plans) >= 2:
        one, other = plans[0], plans[1]
        lines = list(text.lines)
        lines[one] += SAID_TWICE
        lines[other] += SAID_TWICE
        yield Mutant("重复列支", "\n".join(lines), other + 1, ("DOC-E17",))


def wording(text: Text) -> Iterator[Mutant]:
    """A mark or a word of the running text."""
    e13 = "DOC-E13-"
    yield from text.replaced(r"管理办法》（", "管理办法（", "书名号", (f"{e13}MARKS",), ("DOC-E15", "DOC-E17"))
    yield from text.replaced(r"号）和《", "号和《", "括号", (f"{e13}MARKS",))
    yield from text.replaced(r"“一网通办”平台", "“一网通办平台", "引号", (f"{e13}MARKS",), ("DOC-E02", "DOC-E16"))
    yield from text.replaced(r"(?<=[\u4e00-\u9fff])。(?=$)", "。。", "重复标点", (f"{e13}DOUBLED",))
    yield from text.replaced(
        r"(?<=[\u4e00-\u9fff])，(?=[\u4e00-\u9fff])", ",", "半角标点", (f"{e13}WIDTH",), ("DOC-E02",)
    )
    yield from text.replaced(r"主要实施内容为(.{2})", r"主要实施内容为\1XX", "占位符", ("DOC-E09",))
    yield from text.replaced(r"分批实施，", "分批实施 etc，", "外文", ("DOC-E14",))
    yield from text.replaced(
        r"财政资金预算安排", "财政资金预算按排", "错字", ("DOC-E12",), ("DOC-E02", "BUD-N005", "DOC-E21")
    )
    yield from text.replaced(r"按工作内容", "按工作内容工作内容", "重复词", (f"{e13}REPEATED",))
    yield from text.replaced(r"〔(\d{4})〕", r"[\1]", "文号括号", ("DOC-E15-STYLE",))
    yield from text.replaced(r"云府办〔", "〔", "文号代字", ("DOC-E15-STYLE",), ("DOC-E15",))
    yield from text.replaced(r"云府办〔2023〕5号", "云府办〔2023〕7号", "文号", ("DOC-E15-NUMBER",))
    yield from text.replaced(r"《云溪区信息化项目管理办法》", "《云溪区档案工作条例》", "文件名称", ("DOC-E15-TITLE",))
    own = "《云溪区信息化项目管理办法》"
    yield from text.replaced(
        own, "《关于印发《云溪区信息化项目管理办法》的通知》", "书名号嵌套", (f"{e13}NESTED",), ("DOC-E15",)
    )
    inside = "《云溪区信息化项目管理办法（云府办〔2023〕5号）》"
    yield from text.replaced(own + "（云府办〔2023〕5号）", inside, "文号位置", ("DOC-E15-INSIDE",), ("DOC-E15",))
    yield from text.replaced(
        r"信息化项目管理办法", "信息化项目管理辨法", "形近字", ("DOC-E12-SIMILAR",), ("DOC-E15-TITLE",)
    )
    yield from text.replaced(r"(?<=金额为)(\d),(\d{3}\.)", r"\1\2", "千分位", ("DOC-E22-COMMA",))


def frame(text: Text) -> Iterator[Mutant]:
    """A table's title, its note, its codes, the contents list."""
    yield from text.replaced(
        r"^## (\d{4})(?=年部门.*表$)", lambda m: f"## {int(m[1]) - 1}", "表名年度", ("DOC-E10",), ("DOC-E16-CONTENTS",)
    )
    yield from text.replaced(r"(?<=^  - [1-8]\. )20\d(\d)", "20 ", "目录年度", ("DOC-E16-CONTENTS",), ("DOC-E10",))
    yield from text.replaced(r"^注：.*故本表无数据。$", "", "空表说明", ("DOC-E08",))
    yield from text.replaced(r"\t职业年金缴费\t", "\t职业年金交费\t", "科目名称", ("DOC-E11-NAME",))
    yield from text.replaced(r"^208\t05\t06\t机关", "208\t05\t16\t机关", "科目编码",
                             ("DOC-E11-CODE",), ("BUD-X006", "BUD-X008", "DOC-E11"))  # fmt: skip
    yield from text.replaced(r"\t/$", "\t25,000.00", "单位性质", ("DOC-E18",))
    yield from text.replaced(r"本部门(\d)个预算单位", "本部门3个预算单位", "单位家数", ("DOC-E18-COUNT",))
    yield from text.replaced(r"^221\t02\t01\t住房公积金", "221\t02\t01\t住房公积", "各表名称",
                             ("DOC-E11-TABLES", "DOC-E11-NAME"), ("BUD-N001",))  # fmt: skip
    yield from text.replaced(r"\t[\d,]+\.\d\d\t$", "\t约三百万\t", "不是金额", ("DOC-UNREAD",), (*SUMS, "DOC-E08"))
    yield from text.replaced(r"^## 云溪区.*主要职能$", "## 概况", "缺章", ("DOC-E16-CONTENTS",))
    start, end = text.table("一般公共预算支出功能分类预算表"), text.table("政府性基金预算支出功能分类预算表")
    if start is not None and end is not None:
        yield text.without(start, end, "缺表", ("DOC-E16-TABLES",), ("DOC-E16",))


FAMILIES = (cells, narrative, notes, wording, frame)


def mutants(base: str, random: Random) -> Iterator[Mutant]:
    """One mutant of every kind the text has a place for."""
    text = Text(base, random)
    for family in FAMILIES:
        yield from family(text)
