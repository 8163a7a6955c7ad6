"""Fictional final accounts in which everything adds up, as text: amounts in 万元, two digits, joined codes."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random

INCOMES = (
    "一、一般公共预算财政拨款收入", "二、政府性基金预算财政拨款收入", "三、国有资本经营预算财政拨款收入",
    "四、上级补助收入", "五、事业收入", "六、经营收入", "七、附属单位上缴收入", "八、其他收入",
)  # fmt: skip
CLASSES = (
    ("一、一般公共服务支出", "201"), ("二、外交支出", ""), ("三、国防支出", ""), ("四、公共安全支出", ""),
    ("五、教育支出", ""), ("六、科学技术支出", ""), ("七、文化旅游体育与传媒支出", ""),
    ("八、社会保障和就业支出", "208"), ("九、卫生健康支出", "210"), ("十、节能环保支出", ""),
    ("十一、城乡社区支出", ""), ("十二、农林水支出", ""), ("十九、住房保障支出", "221"), ("二十三、其他支出", ""),
)  # fmt: skip
NAMES = {
    "201": "一般公共服务支出", "20141": "数据事务", "208": "社会保障和就业支出", "20805": "行政事业单位养老支出",
    "210": "卫生健康支出", "21011": "行政事业单位医疗", "221": "住房保障支出", "22102": "住房改革支出",
}  # fmt: skip
CODED = ("功能分类科目编码", "科目名称")
ECONOMY_NAMES = {"301": "工资福利支出", "302": "商品和服务支出", "303": "对个人和家庭的补助"}


def plain(amount: Decimal) -> str:
    """Two digits; nothing where there is nothing."""
    return f"{amount:,.2f}" if amount else ""


@dataclass
class Account:
    """A department's year as it was spent."""

    random: Random
    year: int = 2024
    body: str = "云溪区数字事务局"
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        pay = self._amount(200, 800)
        pension, annuity, medical, housing = ((pay * share / 100).quantize(Decimal("0.01")) for share in (16, 8, 10, 7))
        self.economy = [
            ("30101", "基本工资", pay), ("30108", "机关事业单位基本养老保险缴费", pension),
            ("30109", "职业年金缴费", annuity), ("30110", "职工基本医疗保险缴费", medical),
            ("30113", "住房公积金", housing), ("30201", "办公费", self._amount(5, 40)),
            ("30217", "公务接待费", self._amount(1, 3)), ("30305", "生活补助", self._amount(1, 20)),
        ]  # fmt: skip
        self.basic = sum((amount for *_, amount in self.economy), Decimal(0))
        self.running = sum((amount for code, _, amount in self.economy if code.startswith("302")), Decimal(0))
        self.project = self._amount(300, 4000)
        zero = Decimal(0)
        self.leaves = [
            ("2014101", "行政运行", self.basic - pension - annuity - medical - housing, zero),
            ("2014102", "一般行政管理事务", zero, self.project),
            ("2080505", "机关事业单位基本养老保险缴费支出", pension, zero),
            ("2080506", "机关事业单位职业年金缴费支出", annuity, zero),
            ("2101101", "行政单位医疗", medical, zero),
            ("2210201", "住房公积金", housing, zero),
        ]
        self.total = self.basic + self.project
        self.carried = self._amount(5, 30)
        self.other = self._amount(1, 20)  # income besides the appropriation, spent on projects
        self.income = self.total
        self.granted = self.total - self.other
        abroad, reception, running = Decimal(0), self._amount(1, 3), self._amount(1, 6)
        self.spent = (abroad, reception, Decimal(0), running)
        self.planned = tuple(amount + self._amount(0, 2) if amount else Decimal(0) for amount in self.spent)

    def _amount(self, low: int, high: int) -> Decimal:
        return Decimal(self.random.randint(low * 100 + 1, high * 100 + 99)) / 100

    def say(self, *lines: str) -> None:
        for line in lines:
            self.lines += [line, ""]

    def text(self) -> str:
        self.lines = []
        self.say(
            f"# {self.body}{self.year}年度部门决算", f"决算主管部门：{self.body}",
            "## 一、部门主要职能", "负责本区数据资源的整合和应用。",
            "## 二、部门机构设置", f"本部门中，行政单位1家，为{self.body}。",
        )  # fmt: skip
        self._tables()
        self._narrative()
        return "\n".join(self.lines).strip() + "\n"

    def _table(self, title: str, rows: list[list[str]], *after: str) -> None:
        self.say(f"## {title}", f"编制部门：{self.body}", "单位：万元")
        self.lines += ["\t".join(cells) for cells in rows]
        self.lines.append("")
        self.say(*after)

    def _tree(self, leaves, names, show) -> list[list[str]]:  # type: ignore[no-untyped-def]
        labels = names | {leaf[0]: leaf[1] for leaf in leaves}
        sums: dict[str, list[Decimal]] = {}
        for code, _, *amounts in leaves:
            for end in (3, 5, 7):
                if end <= len(code) and (end == len(code) or code[:end] in names):
                    row = sums.setdefault(code[:end], [Decimal(0)] * len(amounts))
                    for at, amount in enumerate(amounts):
                        row[at] += amount
        total = [sum((r[k] for c, r in sums.items() if len(c) == 3), Decimal(0)) for k in range(len(leaves[0]) - 2)]
        return [[code, labels[code], *show(*sums[code])] for code in sorted(sums)] + [["合计", "", *show(*total)]]

    def _classes(self, leaves) -> list[list[str]]:  # type: ignore[no-untyped-def]
        by_class: dict[str, Decimal] = {}
        for code, _, basic, project in leaves:
            by_class[code[:3]] = by_class.get(code[:3], Decimal(0)) + basic + project
        return [[label, plain(by_class.get(code, Decimal(0)))] for label, code in CLASSES]

    def _tables(self) -> None:
        incomes = [[label, ""] for label in INCOMES]
        incomes[0][1], incomes[7][1] = plain(self.granted), plain(self.other)
        everything = plain(self.income + self.carried)
        rows = [["收入项目", "决算数", "支出项目", "决算数"]]
        rows += self._beside(incomes, self._classes(self.leaves))
        rows += [["本年收入合计", plain(self.income), "本年支出合计", plain(self.total)],
                 ["使用非财政拨款结余", "", "结余分配", ""],
                 ["年初结转和结余", plain(self.carried), "年末结转和结余", plain(self.carried)],
                 ["总计", everything, "总计", everything]]  # fmt: skip
        self._table("收入支出决算总表", rows)
        others = self.other
        head = [*CODED, "本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入",
                "附属单位上缴收入", "其他收入"]  # fmt: skip
        leaves = [(*leaf, others if leaf[0] == "2014102" else Decimal(0)) for leaf in self.leaves]
        rows = self._tree(leaves, NAMES, lambda a, b, o: [plain(a + b), plain(a + b - o), "", "", "", "", plain(o)])
        self._table("收入决算表", [head, *rows])
        head = [*CODED, "本年支出合计", "基本支出", "项目支出",
                "上缴上级支出", "经营支出", "对附属单位补助支出"]  # fmt: skip
        rows = self._tree(self.leaves, NAMES, lambda a, b: [plain(a + b), plain(a), plain(b), "", "", ""])
        self._table("支出决算表", [head, *rows])
        self._granted()

    def _beside(self, left: list[list[str]], right: list[list[str]]) -> list[list[str]]:
        width = len(right[0])
        return [
            [*(left[at] if at < len(left) else ["", ""]), *(right[at] if at < len(right) else [""] * width)]
            for at in range(max(len(left), len(right)))
        ]

    def _granted(self) -> None:
        leaves = [(c, n, a, b - self.other if c == "2014102" else b) for c, n, a, b in self.leaves]
        general = plain(self.granted)
        incomes = [["一、一般公共预算财政拨款", general], ["二、政府性基金预算财政拨款", ""],
                   ["三、国有资本经营预算财政拨款", ""]]  # fmt: skip
        spent = [[label, amount, amount, "", ""] for label, amount in self._classes(leaves)]
        budgets = [f"{name}财政拨款" for name in ("一般公共预算", "政府性基金预算", "国有资本经营预算")]
        head = ["收入项目", "决算数", "支出项目", "合计", *budgets]
        rows = [head, *self._beside(incomes, spent), ["总计", general, "总计", general, general, "", ""]]
        self._table("财政拨款收入支出决算总表", rows)
        split = [*CODED, "合计", "基本支出", "项目支出"]
        three = self._tree(leaves, NAMES, lambda a, b: [plain(a + b), plain(a), plain(b)])
        self._table("一般公共预算财政拨款支出决算表", [split, *three])
        rows = self._tree(self.economy, ECONOMY_NAMES, lambda a: [plain(a)])
        tail = [["", "人员经费合计", plain(self.basic - self.running)], ["", "公用经费合计", plain(self.running)]]
        self._table(
            "一般公共预算财政拨款基本支出决算表",
            [["经济分类科目编码", "科目名称", "决算数"], *rows[:-1], *tail, rows[-1]],
        )
        self._three_public()
        none = f"注：{self.body}{self.year}年度没有这类收入和支出，故本表无数据。"
        eighth = [*CODED, "年初结转和结余", "本年收入", "本年支出合计", "基本支出", "项目支出",
                  "年末结转和结余"]  # fmt: skip
        self._table("政府性基金预算财政拨款收入支出决算表", [eighth, ["合计", *[""] * 7]], none)
        self._table("国有资本经营预算财政拨款支出决算表", [split, ["合计", *[""] * 4]], none)

    def _three_public(self) -> None:
        def six(amounts) -> list[str]:  # type: ignore[no-untyped-def]
            abroad, reception, purchase, running = amounts
            values = (sum(amounts, Decimal(0)), abroad, reception, purchase + running, purchase, running)
            return [f"{value:,.2f}" for value in values]

        names = ["合计", "因公出国（境）费", "公务接待费", "公务用车购置及运行费", "公务用车购置费", "公务用车运行费"]
        head = [f"预算数{name}" for name in names] + [f"决算数{name}" for name in names]
        self._table("财政拨款“三公”经费支出决算表", [head, six(self.planned) + six(self.spent)])

    def _narrative(self) -> None:
        year, last = self.year, self.year - 1
        by = self._amount(10, 90)
        base = self.income + self.carried - by
        percent = (by / base * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        everything, planned, spent = self.income + self.carried, sum(self.planned), sum(self.spent)
        self.say(
            f"## {year}年度部门决算情况说明",
            f"{year}年度收入总计{plain(everything)}万元、支出总计{plain(everything)}万元，与{last}年度相比，收、支总计各增加"
            f"{plain(by)}万元，增长{percent}%，主要原因是项目增加。",
            f"本年支出合计{plain(self.total)}万元，其中：基本支出{plain(self.basic)}万元，项目支出{plain(self.project)}万元。",
            f"“三公”经费财政拨款支出预算为{plain(Decimal(planned))}万元，支出决算为{plain(Decimal(spent))}万元，"
            "决算数小于预算数的主要原因是厉行节约。",
        )
