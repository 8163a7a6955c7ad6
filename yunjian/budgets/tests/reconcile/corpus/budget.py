"""Fictional departmental budgets in which everything adds up, as text."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from .money import wan, yuan

PROJECTS = (
    ("机房运行维护项目", "区级机房的日常巡检和设备维保"),
    ("政务云租用项目", "租用政务云的计算和存储资源"),
    ("“一网通办”平台升级项目", "升级网上办事平台的申报和查询功能"),
    ("数据质量治理项目", "清洗入库数据并建立质量规则"),
    ("村居网络租用项目", "租用连接村居的专线"),
    ("网络安全等级测评项目", "完成三级系统的年度测评"),
    ("企业服务热线项目", "受理企业来电并跟踪办理"),
    ("档案数字化加工项目", "扫描和著录历年业务档案"),
    ("自助终端运行维护项目", "维护各街镇的自助终端"),
    ("业务培训项目", "组织窗口人员年度培训"),
    ("区级数据共享交换平台运行维护项目", "区级数据共享交换平台运行维护和接口调整"),
)
CONTENTS = (
    "部门财务收支预算总表", "部门收入预算总表", "部门支出预算总表", "部门财政拨款收支预算总表",
    "部门一般公共预算支出功能分类预算表", "部门政府性基金预算支出功能分类预算表",
    "部门国有资本经营预算支出功能分类预算表", "部门一般公共预算基本支出部门预算经济分类预算表",
)  # fmt: skip
THREE_PUBLIC = "部门“三公”经费和机关运行经费预算表"
CLASSES = (
    ("一、一般公共服务支出", "201"), ("二、国防支出", ""), ("三、公共安全支出", ""), ("四、教育支出", ""),
    ("五、科学技术支出", ""), ("六、文化旅游体育与传媒支出", ""), ("七、社会保障和就业支出", "208"),
    ("八、卫生健康支出", "210"), ("九、节能环保支出", ""), ("十、城乡社区支出", "212"), ("十一、农林水支出", ""),
    ("十七、住房保障支出", "221"), ("二十二、其他支出", ""),
)  # fmt: skip
SECTIONS = (
    "一、项目概述", "二、立项依据", "三、实施主体", "四、实施方案", "五、实施周期", "六、年度预算安排", "七、绩效目标",
)  # fmt: skip
PAYMENTS = (
    "项目合同签订后支付30%，6月底前支付40%，验收通过后支付剩余的30%。",
    "项目合同签订后支付50%，验收通过后支付剩余50%。",
    "采购后签订合同，按照合同约定支付。",
    "验收通过后一次性支付。",
)


@dataclass
class Budget:
    """A department's year: every amount in yuan, everything else follows from it."""

    random: Random
    administrative: bool = True
    fund: bool = False
    year: int = 2026
    body: str = "云溪区数字事务局"
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._economy()
        count = self.random.randint(3, 7)
        chosen = self.random.sample(PROJECTS, count)
        amounts = [self._amount(10, 900) for _ in chosen]
        amounts[0] = self._amount(1000, 1500)
        self.projects = list(zip([t for t, _ in chosen], [c for _, c in chosen], amounts, strict=True))
        self.project = sum(amounts, Decimal(0))
        self.of_fund = amounts[-1] if self.fund else Decimal(0)
        general = self.project - self.of_fund
        main = ("201-41", "数据事务") if self.administrative else ("201-99", "其他一般公共服务支出")
        leaf = ("201-41-01", "行政运行") if self.administrative else ("201-99-99", "其他一般公共服务支出")
        medical = ("210-11-01", "行政单位医疗") if self.administrative else ("210-11-02", "事业单位医疗")
        leaves = [
            (*leaf, self.basic - self.pension - self.annuity - self.medical - self.housing, Decimal(0)),
            ("208-05-05", "机关事业单位基本养老保险缴费支出", self.pension, Decimal(0)),
            ("208-05-06", "机关事业单位职业年金缴费支出", self.annuity, Decimal(0)),
            (*medical, self.medical, Decimal(0)),
            ("221-02-01", "住房公积金", self.housing, Decimal(0)),
        ]
        if self.administrative:
            leaves.insert(1, ("201-41-02", "一般行政管理事务", Decimal(0), general))
        else:
            leaves[0] = (*leaves[0][:3], general)
        self.leaves = leaves
        self.names = {
            "201": "一般公共服务支出", main[0]: main[1], "208": "社会保障和就业支出", "208-05": "行政事业单位养老支出",
            "210": "卫生健康支出", "210-11": "行政事业单位医疗", "221": "住房保障支出", "221-02": "住房改革支出",
            "212": "城乡社区支出", "212-03": "城乡社区公共设施",
        }  # fmt: skip
        self.fund_leaves = [("212-03-99", "其他城乡社区公共设施支出", Decimal(0), self.of_fund)] if self.fund else []
        self.total = self.basic + self.project

    def _amount(self, low: int, high: int) -> Decimal:
        """So many 万元, in yuan, sometimes down to the yuan."""
        return Decimal(self.random.randint(low, high)) * 10_000 + Decimal(self.random.choice((0, 0, 5000, 1234)))

    def _economy(self) -> None:
        pay = Decimal(self.random.randint(20, 80)) * 100_000
        self.pension, self.annuity = pay * 16 / 100, pay * 8 / 100
        self.medical, self.housing = pay * 10 / 100, pay * 7 / 100
        office = Decimal(self.random.randint(100_000, 900_000)) / 10
        reception, goods = Decimal(self.random.randint(1, 9)) * 1000, Decimal(self.random.randint(1, 30)) * 1000
        self.reception, self.goods = reception, goods
        first = (pay * 3 / 10).quantize(Decimal("0.01"))
        second = "津贴补贴" if self.administrative else "绩效工资"
        code = "301-02" if self.administrative else "301-07"
        self.economy = [
            ("301-01", "基本工资", first, Decimal(0)),
            (code, second, pay - first, Decimal(0)),
            ("301-08", "机关事业单位基本养老保险缴费", self.pension, Decimal(0)),
            ("301-09", "职业年金缴费", self.annuity, Decimal(0)),
            ("301-10", "职工基本医疗保险缴费", self.medical, Decimal(0)),
            ("301-13", "住房公积金", self.housing, Decimal(0)),
            ("302-01", "办公费", Decimal(0), office),
            ("302-17", "公务接待费", Decimal(0), reception),
            ("302-28", "工会经费", Decimal(0), pay * 2 / 100),
            ("310-02", "办公设备购置", Decimal(0), goods),
        ]
        self.economy_names = {"301": "工资福利支出", "302": "商品和服务支出", "310": "资本性支出"}
        self.basic = sum((staff + running for _, _, staff, running in self.economy), Decimal(0))
        self.running = sum((running for *_, running in self.economy), Decimal(0))

    def text(self) -> str:
        self.lines = []
        self._opening()
        self._narrative()
        self._tables()
        self._other()
        self._notes()
        return "\n".join(self.lines).strip() + "\n"

    def say(self, *lines: str) -> None:
        for line in lines:
            self.lines += [line, ""]

    def _opening(self) -> None:
        year = self.year
        self.say(f"# 云溪区{year}年区级部门预算", f"预算主管部门：{self.body}", "# 目 录")
        self.lines += ["- 一、部门主要职能", "- 二、部门机构设置", "- 三、部门预算编制说明", "- 四、部门预算表"]
        self.lines += [f"  - {at}. {year}年{title}" for at, title in enumerate(CONTENTS, 1)]
        self.lines += [f"  - 9. {THREE_PUBLIC}", "- 五、其他相关情况说明", "- 六、项目经费情况说明", ""]
        self.say(f"## {self.body}主要职能", "负责本区数据资源的整合和应用，建设和运行政务信息系统。")
        kind = "行政单位" if self.administrative else "事业单位"
        self.say(f"## {self.body}机构设置", f"本部门中，{kind}1家，为{self.body}。")

    def _change(self, amount: Decimal) -> str:
        """A comparison with a made-up year before."""
        by = (amount * self.random.randint(3, 20) / 100).quantize(Decimal("0.01"))
        up = self.random.random() < 0.6
        base = amount - by if up else amount + by
        percent = (by / base * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        words = ("增加", "增长") if up else ("减少", "下降")
        return f"比{self.year - 1}年预算{words[0]}{wan(by)}万元，{words[1]}{percent}%"

    def _narrative(self) -> None:
        total, change = wan(self.total), self._change(self.total)
        general = wan(self.total - self.of_fund)
        fund = f"{wan(self.of_fund)}万元" if self.fund else f"0.00万元，与{self.year - 1}年预算持平"
        self.say(
            f"## {self.year}年部门预算编制说明",
            f"{self.year}年，{self.body}收入预算{total}万元，其中：财政拨款收入{total}万元，{change}；"
            "事业收入0.00万元；事业单位经营收入0.00万元；其他收入0.00万元。",
            f"支出预算{total}万元，其中：财政拨款支出预算{total}万元，{change}，主要原因是项目有调整。"
            f"财政拨款支出预算中，一般公共预算拨款支出预算{general}万元；政府性基金拨款支出预算{fund}；"
            f"国有资本经营预算拨款支出预算0.00万元，与{self.year - 1}年预算持平。",
            "财政拨款支出主要内容如下：",
        )
        for at, (_, name, basic, project) in enumerate(self.leaves, 1):
            self.say(f"{at}. “{name}”科目{wan(basic + project)}万元，用于在职人员和日常工作。")

    def _table(self, title: str, head: list[str], rows: list[list[str]], *after: str) -> None:
        self.say(f"## {title}", f"编制部门：{self.body}", "单位：元")
        self.lines += ["\t".join(cells) for cells in [head, *rows]]
        self.lines.append("")
        self.say(*after)

    def _tree(self, leaves: list, names: dict[str, str], width: int, show) -> list[list[str]]:  # type: ignore[type-arg]
        """Rows for the leaves and everything above them, then the totals."""
        sums: dict[str, list[Decimal]] = {}
        labels = dict(names)
        for code, name, one, other in leaves:
            labels[code] = name
            while code:
                row = sums.setdefault(code, [Decimal(0), Decimal(0)])
                row[0] += one
                row[1] += other
                code = code.rpartition("-")[0]
        rows = []
        for code in sorted(sums):
            parts = code.split("-")
            rows.append([*parts, *[""] * (width - len(parts)), labels[code], *show(*sums[code])])
        total = [sum((r[k] for c, r in sums.items() if "-" not in c), Decimal(0)) for k in (0, 1)]
        rows.append(["合计", *[""] * width, *show(*total)])
        return rows

    def _tables(self) -> None:
        every = [*self.leaves, *self.fund_leaves]
        by_class: dict[str, Decimal] = {}
        for code, _, basic, project in every:
            by_class[code[:3]] = by_class.get(code[:3], Decimal(0)) + basic + project
        general = self.total - self.of_fund
        titles = [f"{self.year}年{title}" for title in CONTENTS]
        incomes = [["一、财政拨款收入", yuan(self.total)], ["1. 一般公共预算资金", yuan(general)],
                   ["2. 政府性基金", yuan(self.of_fund)], ["3. 国有资本经营预算", ""], ["二、事业收入", ""],
                   ["三、事业单位经营收入", ""], ["四、其他收入", ""]]  # fmt: skip
        spent = [[label, yuan(by_class.get(code, Decimal(0)))] for label, code in CLASSES]
        rows = self._beside(incomes, spent, [yuan(self.total)])
        note = f"注：{self.year}年本部门收入预算{wan(self.total)}万元，支出预算{wan(self.total)}万元。"
        self._table(titles[0], ["本年收入项目", "预算数", "本年支出项目", "预算数"], rows, note)
        codes = ["类", "款", "项", "功能分类科目名称"]
        kinds = ["合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入"]
        split = ["合计", "基本支出", "项目支出"]
        self._table(titles[1], codes + kinds,
                    self._tree(every, self.names, 3, lambda a, b: [yuan(a + b), yuan(a + b), "", "", ""]))  # fmt: skip
        three = lambda a, b: [yuan(a + b), yuan(a), yuan(b)]  # noqa: E731
        self._table(titles[2], codes + split, self._tree(every, self.names, 3, three))
        self._fourth(titles[3], by_class, general)
        self._table(titles[4], codes + split, self._tree(self.leaves, self.names, 3, three))
        if self.fund:
            self._table(titles[5], codes + split, self._tree(self.fund_leaves, self.names, 3, three))
        else:
            none = f"注：{self.body}{self.year}年度无政府性基金收入，也没有使用政府性基金安排的支出，故本表无数据。"
            self._table(titles[5], codes + split, [["合计", *[""] * 6]], none)
        none = f"注：{self.body}{self.year}年度无国有资本经营预算拨款收入，也没有这类支出，故本表无数据。"
        self._table(titles[6], codes + split, [["合计", *[""] * 6]], none)
        self._table(titles[7], ["类", "款", "经济分类科目名称", "合计", "人员经费", "公用经费"],
                    self._tree(self.economy, self.economy_names, 2, three))  # fmt: skip
        self._ninth()

    def _beside(self, incomes: list, spent: list, totals: list[str]) -> list[list[str]]:  # type: ignore[type-arg]
        width = len(spent[0])
        rows = []
        for at in range(max(len(incomes), len(spent))):
            left = incomes[at] if at < len(incomes) else ["", ""]
            rows.append([*left, *(spent[at] if at < len(spent) else [""] * width)])
        return [*rows, ["收入总计", yuan(self.total), "支出总计", *totals]]

    def _fourth(self, title: str, by_class: dict[str, Decimal], general: Decimal) -> None:
        incomes = [["一、一般公共预算资金", yuan(general)], ["二、政府性基金", yuan(self.of_fund)],
                   ["三、国有资本经营预算", ""]]  # fmt: skip
        spent = []
        for label, code in CLASSES:
            amount = by_class.get(code, Decimal(0))
            funded = amount if code == "212" else Decimal(0)
            spent.append([label, yuan(amount), yuan(amount - funded), yuan(funded), ""])
        totals = [yuan(self.total), yuan(general), yuan(self.of_fund), ""]
        budgets = ["一般公共预算", "政府性基金预算", "国有资本经营预算"]
        head = ["财政拨款收入项目", "预算数", "财政拨款支出项目", "合计", *budgets]
        self._table(title, head, self._beside(incomes, spent, totals))

    def _ninth(self) -> None:
        vehicles = ["公务用车购置及运行费", "公务用车购置费", "公务用车运行费"]
        head = ["合计", "因公出国(境)费", "公务接待费", *vehicles, "机关运行经费预算数"]
        reception = f"{self.reception:,.2f}"
        operating = yuan(self.running) if self.administrative else "/"
        self._table(THREE_PUBLIC, head, [[reception, "0.00", reception, "0.00", "0.00", "0.00", operating]])

    def _other(self) -> None:
        year, reception, last = self.year, wan(self.reception), self.year - 1
        services = (self.project / 2).quantize(Decimal("1"))
        self.say(
            "## 其他相关情况说明",
            f"### 一、{year}年“三公”经费预算情况说明",
            f"{year}年“三公”经费预算数为{reception}万元，与{last}年预算持平。其中：",
            f"（一）因公出国（境）费0.00万元，与{last}年预算持平。",
            f"（二）公务用车购置及运行费0.00万元，与{last}年预算持平。其中：公务用车购置费0.00万元；公务用车运行费0.00万元。",
            f"（三）公务接待费{reception}万元，与{last}年预算持平。",
            "### 二、机关运行经费预算",
        )
        if self.administrative:
            self.say(f"{year}年{self.body}1家机关单位财政拨款的机关运行经费预算为{wan(self.running)}万元。")
        else:
            self.say("本部门无机关运行经费。")
        small = services / 2
        self.say(
            "### 三、政府采购预算情况",
            f"{year}年本部门政府采购预算{wan(self.goods + services)}万元，其中：政府采购货物预算{wan(self.goods)}万元、"
            f"政府采购工程预算0.00万元、政府采购服务预算{wan(services)}万元。",
            f"{year}年本部门面向中小企业预留政府采购项目预算金额{wan(small)}万元，"
            f"其中，预留给小型和微型企业的政府采购项目预算为{wan(small)}万元。",
            "### 四、绩效目标设置情况",
            f"本部门1个预算单位开展了{year}年项目预算绩效目标编报工作，编报绩效目标的项目{len(self.projects)}个，"
            f"涉及项目预算资金{wan(self.project)}万元，其中预算金额1000万元（含）以上的项目有"
            f"{sum(a >= 10_000_000 for _, _, a in self.projects)}个。",
            "### 五、国有资产占有使用情况",
            f"截至{last}年12月31日，{self.body}无车辆保有情况。",
        )

    def _notes(self) -> None:
        year = self.year
        for at, (title, content, amount) in enumerate(self.projects):
            own = f"《云溪区{title.removesuffix('项目')}管理办法》（云府办〔{year - 2}〕{at + 11}号）"
            basis = f"{own}和《云溪区信息化项目管理办法》（云府办〔2023〕5号）。"
            bodies = (
                f"{title}，主要实施内容为{content}。", basis, f"项目的实施主体为{self.body}。",
                f"按工作内容分批实施，服务方由采购选定，{year}年10月底前完成。\n\n{PAYMENTS[at % len(PAYMENTS)]}",
                f"{year}年01月01日至{year}年12月31日。",
                f"{year}年，{title}财政资金预算安排金额为{wan(amount)}万元，{self._use(at, content, amount)}。",
                f"详见《{self.body}{year}年度项目绩效目标汇总表》。",
            )  # fmt: skip
            self.say(f"# {title}经费情况说明")
            for section, words in zip(SECTIONS, bodies, strict=True):
                self.say(f"## {section}", words)

    def _use(self, at: int, content: str, amount: Decimal) -> str:
        if at % 3 != 1:
            return f"主要用于{content}"
        first = (amount / 3).quantize(Decimal("1"))
        return f"其中设备费{wan(first)}万元，服务费{wan(amount - first)}万元"
