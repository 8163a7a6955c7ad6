"""Comparisons with the year before: amounts, percentages, words of direction, reasons."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from ..disclosure import Change, Statement
from ..finding import Finding
from .desk import Desk
from .rule import BOTH, NotApplicable, Rule, amount, rule
from .subjects import subject_name

_UP = re.compile(r"增加|增长|上升|提高|增幅")
_DOWN = re.compile(r"减少|下降|降低|降幅|压减|缩减")
_SAME = re.compile(r"持平|一致|无变化|不变|相同")
_REASON = re.compile(r"原因|由于|主要[是系]|因(?!此|公|而)[^，。；]{2,}")
_OTHER_MATTER = re.compile(r"三公|机关运行|政府采购|国有资产")
_MOVED = r"(?:增加|减少|增长|下降)[\d,.]+(?:万元|元|%)"
_SAME_BUT = re.compile(rf"(?:持平|一致|不变)[，,、]?(?:比上年|较上年|同比)?({_MOVED})")
HUNDRED = Decimal(100)


@rule(
    "DOC-E07",
    "同比数字与方向",
    severity="error",
    basis="error_kinds E07、budget_identities BUD-N002",
    explain="增减额÷上年数=百分比（按所印位数）；增减的方向词前后一致；上年为零不能算百分比；“持平”不能又有增减额。",
    says={
        "percent": "{what}{stated_text}，比上年{word}{change_text}，由此推算上年为{base}，"
        "{word}应为{expected}，印为{stated}。请核对增减额与百分比。",
        "words": "{what}与上年比较，前后用词相反：“{words}”。请统一增减方向。",
        "zero": "{what}{stated_text}、增加{change_text}，上年为零，不能计算百分比（印为{percent}%）。"
        "请改为不写百分比。",
        "same": "{what}写“持平”，又印了增减{change_text}。请核对哪一个正确。",
        "same_percent": "{what}写“持平”，又印了{percent}%。请核对哪一个正确。",
        "same_but": "{what}写“持平”，紧接着又写“{words}”。请核对哪一个正确。",
        "nothing": "{what}增减额印为零，却写“{words}”。没有变化应写“持平”。",
        "impossible": "{what}{stated_text}，比上年增加{change_text}，增加额大于本年数。请核对。",
    },
    kinds=BOTH,
)
def COMPARISONS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    looked = False
    told: set[str] = set()
    for statement in desk.disclosure.statements:
        change = statement.change
        if change is None or change.direction == "none":
            continue
        looked = True
        but = _SAME_BUT.search(statement.sentence)
        if but and statement.sentence not in told:
            told.add(statement.sentence)
            yield rule.finds(change.place, sentence="same_but", what=subject_name(statement), words=but.group(1))
        yield from _judge(rule, statement, change)
    if not looked:
        raise NotApplicable("没有读到与上年的比较")


def _judge(rule: Rule, statement: Statement, change: Change) -> Iterator[Finding]:
    what = subject_name(statement)
    difference = change.amount.yuan if change.amount else None
    if change.direction == "same" or _SAME.search(change.words):
        if difference:
            yield rule.finds(change.place, sentence="same", what=what, change_text=change.amount.printed)  # type: ignore[union-attr]
        elif change.percent:
            yield rule.finds(change.place, sentence="same_percent", what=what, percent=change.percent)
        return
    if _UP.search(change.words) and _DOWN.search(change.words):
        yield rule.finds(change.place, sentence="words", what=what, words=change.words)
        return
    if difference == 0 and not change.percent:
        yield rule.finds(change.place, sentence="nothing", severity="warning", what=what, words=change.words)
        return
    if statement.figure is not None and difference is not None:
        yield from _arithmetic(rule, statement, change, what)


def _arithmetic(rule: Rule, statement: Statement, change: Change, what: str) -> Iterator[Finding]:
    now, by = statement.figure, change.amount
    if now is None or by is None:
        return
    signed = by.yuan if change.direction == "increase" else -by.yuan
    base = now.yuan - signed
    said = {"what": what, "stated_text": now.printed, "change_text": by.printed}
    if base < 0 and abs(base) > now.printed.tolerance + by.printed.tolerance:
        yield rule.finds(change.place, sentence="impossible", also=said)
        return
    if change.percent is None:
        return
    if base <= 0:
        yield rule.finds(change.place, sentence="zero", percent=change.percent, also=said)
        return
    low, high = _percent_range(now.yuan, by.yuan, base, now.printed.tolerance + by.printed.tolerance)
    digits = max(0, -int(change.percent.as_tuple().exponent))
    last = Decimal(1).scaleb(-digits)
    if low - last / 2 <= abs(change.percent) <= high + last / 2:
        return
    yield rule.finds(
        change.place,
        sentence="percent",
        stated=abs(change.percent),
        expected=(by.yuan / base * HUNDRED).quantize(max(last, Decimal("0.01")) if digits else last, ROUND_HALF_UP),
        measure="percent",
        word="增长" if change.direction == "increase" else "下降",
        base=amount(base),
        also=said,
    )


def _percent_range(now: Decimal, by: Decimal, base: Decimal, room: Decimal) -> tuple[Decimal, Decimal]:
    """What the percentage may be, given the digits the amounts were printed with."""
    low = (by - room) / (base + room) * HUNDRED
    high = (by + room) / (base - room) * HUNDRED if base > room else Decimal("Infinity")
    return low, high


@rule(
    "DOC-E07-PERCENT",
    "增减没有写百分比",
    severity="note",
    basis="error_kinds E07（百分比缺失）",
    explain="同一文件里别的增减写了百分比，这一处有本年数和增减额、上年数大于零，却没有写。",
    says="{what}{stated_text}，比上年{word}{change_text}，没有写百分比；由所印数字推算为{percent}%。请补写。",
    kinds=BOTH,
)
def PERCENTAGES(desk: Desk, rule: Rule) -> Iterator[Finding]:
    changes = [(s, s.change) for s in desk.disclosure.statements if s.change and s.change.amount and s.figure]
    if not any(change.percent is not None for _, change in changes):
        raise NotApplicable("没有读到写明百分比的增减")
    for statement, change in changes:
        now, by = statement.figure, change.amount
        if now is None or by is None or change.percent is not None or change.direction not in ("increase", "decrease"):
            continue
        base = now.yuan - by.yuan if change.direction == "increase" else now.yuan + by.yuan
        if by.yuan == 0 or base <= 0:
            continue
        yield rule.finds(
            change.place,
            percent=(by.yuan / base * HUNDRED).quantize(Decimal("0.01"), ROUND_HALF_UP),
            what=subject_name(statement),
            stated_text=now.printed,
            word="增加" if change.direction == "increase" else "减少",
            change_text=by.printed,
        )


@rule(
    "DOC-E07-REASON",
    "变化没有说明原因",
    severity="warning",
    basis="error_kinds E07、budget_identities BUD-N002（有变化必须有原因）",
    explain="收支、“三公”经费或机关运行经费比上年有增减的，说明里应当写明原因。",
    says="{what}比上年有变化，但所在说明中没有写原因。请补写主要原因。",
    kinds=BOTH,
)
def REASONS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    changed = [s for s in desk.disclosure.statements if s.change and s.change.direction in ("increase", "decrease")]
    if not changed:
        raise NotApplicable("没有读到比上年的增减")
    chapters = {chapter.kind: chapter.text for chapter in desk.disclosure.chapters}
    chapters.update({f"table:{table.number}": "".join(table.notes) for table in desk.disclosure.tables})
    seen: set[tuple[str, str]] = set()
    for statement in changed:
        family = statement.subject.removeprefix("final.").partition(".")[0]
        whole = family in ("income", "expenditure")
        around = _on_the_whole(chapters.get(statement.chapter, "")) if whole else statement.sentence
        if statement.reason or _REASON.search(around) or (statement.chapter, family) in seen:
            continue
        seen.add((statement.chapter, family))
        yield rule.finds(statement.place, what=subject_name(statement))


def _on_the_whole(chapter: str) -> str:
    """The paragraphs that speak of income and expenditure, not of something else."""
    return "\n".join(text for text in chapter.split("\n") if not _OTHER_MATTER.search(text))


@rule(
    "DOC-E07-BASE",
    "比较的上年年份",
    severity="error",
    basis="error_kinds E07、E10",
    explain="“比XXXX年预算”中的年份应当是预算年度的上一年。",
    says="{what}与{stated}年比较，{year}年度的预算应当与{expected}年比较。请改正年份。",
    kinds=BOTH,
)
def BASE_YEARS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    compared = [s for s in desk.disclosure.statements if s.change and s.change.base_year]
    if not compared:
        raise NotApplicable("没有读到写明年份的比较")
    for statement in compared:
        year = statement.change.base_year if statement.change else None
        # A final account compares with the year before, and also with its own budget.
        allowed = (desk.year - 1,) if desk.disclosure.kind == "budget" else (desk.year - 1, desk.year)
        if year and year not in allowed and statement.change:
            yield rule.finds(
                statement.change.place,
                stated=Decimal(year),
                expected=Decimal(desk.year - 1),
                measure="count",
                what=subject_name(statement),
                year=desk.year,
            )
