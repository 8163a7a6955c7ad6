"""The known things a narrative speaks of, told from the words before an amount."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .text import plain

_FILLER = re.compile(
    r"(?:(?:的)?(?:预算|决算)?(?:数|额|金额|总额)?(?:合计|共计|总计|安排)?(?:为|是|共|计|约|达|：|:|合计|共计|总计|预计)*)$"
)
_FUNCTION = re.compile(
    r"[“\"「‘]([^”\"」’]{2,30})[”\"」’](?:[（(][类款项][）)])?(?:科目|（项）|\(项\))?(?:支出)?(?:预算|决算)?(?:数)?(?:为|是)?$"
)
_LISTED = re.compile(r"([\u4e00-\u9fff、]{2,30})[（(]类[）)].*[（(]款[）)]\s*([\u4e00-\u9fff、]{2,30})[（(]项[）)]")
_CHANGE = re.compile(r"增加|减少|增长|下降|上升|降低|提高|增幅|降幅|减幅|多|结余|差额")
_RESULT = re.compile(r"^(?:支出|收入)?决算(?:数)?(?:为|是)?$|^(?:全年)?(?:实际)?(?:支出|执行)数?(?:为|是)?$")
_SUBJECTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (subject, re.compile(pattern))
    for subject, pattern in (
        ("procurement.micro", r"(?:小型和微型|小型、微型|小微|小型微型|微型)企业.{0,14}$"),
        ("procurement.sme", r"中小(?:微)?企业.{0,14}(?:采购)?.{0,8}$|预留.{0,12}采购.{0,6}预算金?额?$"),
        ("procurement.goods", r"采购货物|货物(?:类)?(?:采购|预算|支出)|^货物$"),
        ("procurement.works", r"采购工程|工程(?:类)?(?:采购|预算|支出)|^工程$"),
        ("procurement.services", r"采购服务|服务(?:类)?(?:采购|预算|支出)|^服务$"),
        ("procurement.total", r"政府采购(?:预算|支出|项目)?(?:总额|总)?(?:支出)?(?:预算)?$"),
        ("operating", r"机关运行经费(?:支出)?(?:预算)?$"),
        ("three_public.vehicle_purchase", r"(?:公务用车|车辆)购置(?:费)?(?:支出)?(?:预算)?$"),
        ("three_public.vehicle_running", r"(?:公务用车|车辆)运行(?:维护)?(?:费)?(?:支出)?(?:预算)?$"),
        ("three_public.vehicles", r"公务用车购置(?:及|和|与)运行(?:维护)?(?:费)?(?:支出)?(?:预算)?$"),
        ("three_public.abroad", r"因公出国(?:\(境\))?(?:费)?(?:用)?(?:支出)?(?:预算)?$"),
        ("three_public.reception", r"公务接待(?:费)?(?:用)?(?:支出)?(?:预算)?$"),
        ("three_public.total", r"三公[”\"]?经费(?:财政拨款)?(?:支出)?(?:预算)?(?:总)?$"),
        ("performance.amount", r"涉及(?:项目)?(?:支出)?(?:预算)?(?:资金|金额)?(?:预算)?$|项目预算资金$"),
        ("expenditure.capital", r"国有资本经营预算(?:财政)?(?:拨款)?支出(?:预算)?$"),
        ("expenditure.fund", r"政府性基金(?:预算)?(?:财政)?(?:拨款)?支出(?:预算)?$"),
        ("expenditure.general", r"一般公共预算(?:财政)?(?:拨款)?支出(?:预算)?$|一般公共预算当年拨款$"),
        ("income.capital", r"国有资本经营预算(?:财政)?(?:拨款)?收入?(?:预算)?$"),
        ("income.fund", r"政府性基金(?:预算)?(?:财政)?(?:拨款)?收入?(?:预算)?$"),
        ("income.general", r"一般公共预算(?:财政)?(?:拨款)?收入(?:预算)?$"),
        ("expenditure.appropriation", r"财政拨款支出(?:预算)?(?:总)?$"),
        ("expenditure.basic", r"基本支出(?:预算)?$"),
        ("expenditure.project", r"项目支出(?:预算)?$"),
        ("expenditure.operation", r"经营支出(?:预算)?$"),
        ("income.appropriation", r"财政拨款收入(?:预算)?(?:总)?$"),
        ("income.operation", r"(?:事业单位)?经营收入(?:预算)?$"),
        ("income.superior", r"上级补助收入(?:预算)?$"),
        ("income.affiliated", r"附属单位上缴收入(?:预算)?$"),
        ("income.business", r"事业收入(?:预算)?$"),
        ("income.other", r"其[他它]收入(?:预算)?$"),
        ("income.current", r"本年收入(?:合计)?$"),
        ("expenditure.current", r"本年支出(?:合计)?$"),
        ("income.total", r"收入(?:总)?(?:预算)?(?:总)?$"),
        ("expenditure.total", r"支出(?:总)?(?:预算)?(?:总)?$"),
    )
)
_COUNTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (subject, re.compile(pattern))
    for subject, pattern in (
        ("performance.count", r"(?:绩效目标|绩效).{0,12}项目(?:共|为|有|数)?\s*(\d+)\s*个"),
        ("performance.large", r"\d[\d,]*万元(?:（含）|\(含\))?(?:及)?以上的?项目(?:有|共|为)?\s*(\d+)\s*个"),
        ("units.administrative", r"行政单位\s*(\d+)\s*家"),
        ("units.institution", r"(?<!参公)事业单位\s*(\d+)\s*家"),
        ("assets.vehicles", r"(?:公务用车|车辆)(?:保有量?)?(?:共|为|有|共有)?\s*(\d+)\s*辆"),
        ("assets.general", r"通用设备\s*(?:保有量?)?(?:共|为|有)?\s*(\d+)\s*(?:台|套)"),
        ("assets.special", r"专[用业]设备\s*(?:保有量?)?(?:共|为|有)?\s*(\d+)\s*(?:台|套)"),
    )
)
_NONE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (subject, re.compile(pattern))
    for subject, pattern in (
        ("operating", r"(?:无|没有|不涉及)机关运行经费"),
        ("assets.vehicles", r"无(?:公务用)?车辆?保有"),
        ("assets.general", r"无(?:单价|价值)?[\d万元（）含以上]*通用设备"),
        ("assets.special", r"(?:无|、)(?:单价|价值)?[\d万元（）含以上]*专[用业]设备(?:保有情况|。|；|$)"),
    )
)


@dataclass
class Context:
    """What the paragraphs above were about: it tells what 货物预算 or 公务接待费 belong to."""

    final: bool
    topic: str = ""
    last: str = ""

    def enter(self, text: str) -> None:
        """Take note of a paragraph's topic."""
        for word in ("政府采购", "三公", "机关运行", "绩效目标", "国有资产"):
            if word in text[:40]:
                self.topic = word


def subject_of(lead: str, context: Context) -> tuple[str, str] | None:
    """The subject and, for a 科目, its name; None where the words before an amount name nothing known."""
    words = plain(lead)
    if context.final and context.last and _RESULT.match(words):
        return context.last.removesuffix(".budgeted"), ""
    found = _subject(words, context)
    if found:
        context.last = found[0]
    return found


def _subject(words: str, context: Context) -> tuple[str, str] | None:
    if _CHANGE.search(words) and not re.search(r"[”\"」]科目", words):
        return None
    prefix = "final." if context.final else ""
    budgeted = ".budgeted" if context.final and re.search(r"年初预算|预算(?:数)?(?:为|是)?$", words) else ""
    listed = _LISTED.search(words)
    function = _FUNCTION.search(words)
    if listed:
        return f"{prefix}function{budgeted}", listed.group(2)
    if function and "三公" not in function.group(1):
        return f"{prefix}function{budgeted}", function.group(1)
    core = _FILLER.sub("", re.sub(r"(?:的)?(?:年初)?(?:预算|决算)?数?(?:安排)?(?:为|是)?$", "", words))
    for subject, pattern in _SUBJECTS:
        if not (pattern.search(words) or pattern.search(core) or pattern.search(core + "预算")):
            continue
        if subject.startswith("procurement.") and "采购" not in words and context.topic != "政府采购":
            continue
        return prefix + subject + budgeted, ""
    return None


def counted(text: str, final: bool) -> Iterator[tuple[str, int, int, int]]:
    """The counts a paragraph states of known things, none included: subject, count, and where it stands."""
    prefix = "final." if final else ""
    for subject, pattern in _COUNTS:
        for found in pattern.finditer(text):
            yield prefix + subject, int(found.group(1)), found.start(), found.end()
    for subject, pattern in _NONE:
        for found in pattern.finditer(text):
            yield prefix + subject, 0, found.start(), found.end()
