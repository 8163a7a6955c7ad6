"""The sentences of a disclosure, made from its figures and the department's explanations."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from .content import Content, OwnProject
from .figures import amount_of, functions, large_projects, project_total, wan

PLANNED = "暂无安排购置车辆/通用设备/专用设备计划。"
GLOSSARY = """\
（一）财政拨款收入：是部门及所属预算单位本年度从本级财政部门取得的财政拨款，包括一般公共预算财政拨款、\
政府性基金预算财政拨款和国有资本经营预算财政拨款。
（二）事业收入：指事业单位开展专业业务活动及其辅助活动取得的收入。
（三）事业单位经营收入：指事业单位在专业业务活动及其辅助活动之外开展非独立核算经营活动取得的收入。
（四）其他收入：指上述各项收入以外的收入。
（五）基本支出预算：是部门及所属预算单位为保障机构正常运转、完成日常工作任务而编制的年度支出计划，包括人员经费和公用经费。
（六）项目支出预算：是部门及所属预算单位为完成特定工作任务或事业发展目标，在基本支出之外编制的年度支出计划。
（七）“三公”经费：是部门及所属预算单位使用财政拨款安排的因公出国（境）费、公务用车购置及运行费、公务接待费。
（八）机关运行经费：指行政单位和参照公务员法管理的事业单位使用一般公共预算财政拨款安排的基本支出中的日常公用经费支出。"""


def change(content: Content, subject: str, base: str) -> str:
    """``，比2025年预算增加858.94万元，增长10.11%``; nothing where no year before is known. ``base`` names that year."""
    before = content.before(subject).amount
    if content.is_new or before is None:
        return ""
    difference = amount_of(content, subject) - before
    if not difference:
        return f"，与{base}持平"
    more, grew = ("增加", "增长") if difference > 0 else ("减少", "下降")
    words = f"，比{base}{more}{wan(abs(difference))}万元"
    if not before:
        return words
    share = (abs(difference) / before * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{words}，{grew}{share}%"


def _last_budget(content: Content) -> str:
    return f"{content.year - 1}年预算"


def organisation(content: Content) -> str:
    """Where the department wrote nothing itself."""
    kinds = [("行政单位", content.administrative), ("事业单位", content.institutions)]
    told = "，".join(f"{kind}{count}家" for kind, count in kinds if count)
    return (
        f"{content.body}部门预算是包括{content.body}本部及下属单位的综合收支计划。\n本部门中，{told or '无下属单位'}。"
    )


def narrative(content: Content) -> Iterator[str]:
    """部门预算编制说明, paragraph by paragraph."""
    base = _last_budget(content)
    said = {key: wan(amount_of(content, key)) for key in (
        "income.total", "income.appropriation", "income.business", "income.operation", "income.other",
        "expenditure.total", "expenditure.appropriation", "expenditure.general", "expenditure.fund",
        "expenditure.capital",
    )}  # fmt: skip
    yield (
        f"{content.year}年，{content.body}收入预算{said['income.total']}万元{change(content, 'income.total', base)}，"
        f"其中：财政拨款收入{said['income.appropriation']}万元{change(content, 'income.appropriation', base)}；"
        f"事业收入{said['income.business']}万元；事业单位经营收入{said['income.operation']}万元；"
        f"其他收入{said['income.other']}万元。"
    )
    yield (
        f"支出预算{said['expenditure.total']}万元{change(content, 'expenditure.total', base)}，"
        f"其中：财政拨款支出预算{said['expenditure.appropriation']}万元"
        f"{change(content, 'expenditure.appropriation', base)}。"
        f"财政拨款支出预算中，一般公共预算拨款支出预算{said['expenditure.general']}万元；"
        f"政府性基金拨款支出预算{said['expenditure.fund']}万元；"
        f"国有资本经营预算拨款支出预算{said['expenditure.capital']}万元。"
    )
    yield from _reasons(content)
    items = list(functions(content))
    if items:
        yield "财政拨款支出主要内容如下："
    for number, (line, amount) in enumerate(items, 1):
        words = content.purpose(line.code).rstrip("。")
        yield f"{number}. “{line.label}”科目{wan(amount)}万元{f'，主要用于{words}' if words else ''}。"


def _reasons(content: Content) -> Iterator[str]:
    if content.is_new:
        yield f"{content.body}为新成立部门，故无上年财政拨款收入支出数据。"
        return
    for subject, what in (
        ("income.total", "收入"),
        ("expenditure.total", "支出"),
        ("income.appropriation", "财政拨款收入"),
        ("expenditure.appropriation", "财政拨款支出"),
    ):
        if told := _reason(content, subject):
            more = "增加" if amount_of(content, subject) > (content.before(subject).amount or 0) else "减少"
            yield f"{what}{more}的主要原因是{told}。"


def _reason(content: Content, subject: str) -> str:
    """Why it changed, where it did and somebody said so."""
    before = content.before(subject)
    changed = before.amount is not None and before.amount != amount_of(content, subject)
    return before.reason.strip().rstrip("。") if changed else ""


def note_of_first_table(content: Content) -> str:
    """The note below table 1."""
    parts = []
    for subject, what in (("income.total", "收入预算"), ("expenditure.total", "支出预算")):
        told = f"，主要原因是{reason}" if (reason := _reason(content, subject)) else ""
        parts.append(f"{what}{wan(amount_of(content, subject))}万元{change(content, subject, '上年')}{told}")
    missing = f"；因{content.body}为新成立部门，故无上年收入支出预算数据" if content.is_new else ""
    return f"注：{content.year}年本部门{parts[0]}；{parts[1]}{missing}。"


def three_public(content: Content) -> Iterator[str]:
    """一、“三公”经费."""
    base = _last_budget(content)

    def said(key: str) -> str:
        reason = _reason(content, f"three_public.{key}")
        why = f"，主要原因是{reason}" if reason else ""
        subject = f"three_public.{key}"
        return f"{wan(amount_of(content, subject))}万元{change(content, subject, base)}{why}"

    new = f"，因{content.body}为新成立部门，故无上年预算数据" if content.is_new else ""
    yield f"{content.year}年“三公”经费预算数为{said('total')}{new}。其中："
    yield f"（一）因公出国（境）费{said('abroad')}。"
    yield (
        f"（二）公务用车购置及运行费{said('vehicles')}。其中：公务用车购置费{said('vehicle_purchase')}；"
        f"公务用车运行费{said('vehicle_running')}。"
    )
    yield f"（三）公务接待费{said('reception')}。"


def operating(content: Content) -> str:
    """二、机关运行经费."""
    if not content.administrative:
        return "本部门无机关运行经费。"
    return (
        f"{content.year}年{content.body}{content.administrative}家机关单位财政拨款的机关运行经费预算为"
        f"{wan(amount_of(content, 'operating'))}万元，主要为部门日常公用经费支出。"
    )


def procurement(content: Content) -> Iterator[str]:
    """三、政府采购."""
    p = content.procurement
    yield (
        f"{content.year}年本部门政府采购预算{wan(p.total)}万元，其中：政府采购货物预算{wan(p.goods)}万元、"
        f"政府采购工程预算{wan(p.works)}万元、政府采购服务预算{wan(p.services)}万元。"
    )
    yield (
        f"{content.year}年本部门面向中小企业预留政府采购项目预算金额{wan(p.sme)}万元，其中，"
        f"预留给小型和微型企业的政府采购项目预算为{wan(p.micro)}万元。"
    )


def performance(content: Content) -> str:
    """四、绩效目标."""
    bodies = content.administrative + content.institutions
    return (
        f"按照预算绩效管理工作的总体要求，本部门{bodies}个预算单位开展了{content.year}年项目预算绩效目标编报工作，"
        f"编报绩效目标的项目{len(content.projects)}个，涉及项目预算资金{wan(project_total(content))}万元，"
        f"其中预算金额1000万元（含）以上的项目有{large_projects(content)}个。"
    )


def assets(content: Content) -> Iterator[str]:
    """五、国有资产."""
    a = content.assets
    held = "；".join(
        (
            f"车辆{a.vehicles}辆" if a.vehicles else "无车辆保有情况",
            f"单价50万元以上通用设备{a.general}台（套）" if a.general else "无单价50万元以上通用设备保有情况",
            f"单价100万元以上专用设备{a.special}台（套）" if a.special else "无单价100万元以上专用设备保有情况",
        )
    )
    yield f"截至{content.year - 1}年12月31日，{content.body}{held}。"
    yield a.plan.strip() or f"{content.year}年{PLANNED}"


def sections(content: Content, project: OwnProject) -> Iterator[tuple[str, str]]:
    """The seven sections of a project note: title and text."""
    title = project.title
    overview = project.overview.strip()
    yield (
        "一、项目概述",
        overview if overview.startswith(title) else f"{title}，{overview or '主要实施内容见实施方案。'}",
    )
    yield "二、立项依据", project.basis.strip() or f"工作职能：{content.body}负责本项目有关工作。"
    yield "三、实施主体", f"项目的实施主体为{project.implementer.strip() or content.body}。"
    yield "四、实施方案", project.plan.strip() or "按工作内容实施项目采购。"
    yield "五、实施周期", f"{_day(project.starts_on or date(content.year, 1, 1))}至{_day(_end(content, project))}。"
    amount = f"金额为{wan(project.amount)}万元" if project.amount is not None else "金额待定"
    used = f"，{project.used_for.strip().rstrip('。')}" if project.used_for.strip() else ""
    yield "六、年度预算安排", f"{content.year}年，{title}财政资金预算安排{amount}{used}。"
    yield "七、绩效目标", project.goals.strip() or f"详见《{content.body}{content.year}年度项目绩效目标汇总表》。"


def _end(content: Content, project: OwnProject) -> date:
    return project.ends_on or date(content.year, 12, 31)


def _day(day: date) -> str:
    return f"{day.year}年{day.month:02}月{day.day:02}日"
