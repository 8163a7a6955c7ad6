"""Amounts printed in the wrong unit: they show themselves because a sum closes only with the other one."""

import re
from collections.abc import Iterator

from yunjian.kernel.money import MoneyUnit, Printed

from ..disclosure import Figure
from ..finding import Finding
from .desk import Desk, total_of
from .repair import IMPLAUSIBLE, other_unit
from .rule import BOTH, NotApplicable, Rule, rule
from .subjects import subject_name


@rule(
    "DOC-E01",
    "金额单位错误",
    severity="error",
    basis="error_kinds E01",
    explain="把“万元”印成“元”或反过来：表的合计与其他表正好差一万倍；项目金额之和只有换单位后才等于项目支出；"
    "说明中的金额只有换单位后才与表一致。",
    says={
        "": "“{project}”年度预算安排印为{printed}；各项目之和只有按{meant}计才等于项目支出{target}。"
        "请把单位改为“{unit}”。",
        "several": "“{project}”年度预算安排印为{printed}；各项目之和按{meant}计等于项目支出{target}，"
        "但改别处也能凑成同样的和。"
        "请核对原始数据，并把单位写准。",
        "implausible": "“{project}”年度预算安排印为{printed}，而其他项目都以“{unit}”计。请核对单位是否应为“{unit}”。",
        "table": "表{table}的“单位”一行写“{printed}”，但它的合计{stated}只有按“{unit}”计"
        "才与其他表一致（{expected}）。请改单位。",
        "statement": "说明中{what}印为{printed}，表中为{table_amount}；按{meant}计才一致。请把单位改为“{unit}”。",
    },
    kinds=BOTH,
)
def WRONG_UNIT(desk: Desk, rule: Rule) -> Iterator[Finding]:
    yield from _tables(desk, rule)
    yield from _projects(desk, rule)


def _tables(desk: Desk, rule: Rule) -> Iterator[Finding]:
    for table in desk.disclosure.tables:
        if table.number not in desk.wrong_units:
            continue
        printed = _any_total(table.sections)
        meant = _any_total(desk.table(table.number).sections)
        if printed is None or meant is None:
            continue
        yield rule.finds(
            table.unit_place or table.place,
            sentence="table",
            stated=printed.yuan,
            expected=meant.yuan,
            measure="yuan",
            other=printed.place,
            table=table.number,
            printed=table.unit.value,
            unit=other_unit(table.unit).value,
        )


def _any_total(sections: tuple) -> Figure | None:
    for section in reversed(sections):
        row = section.total or (section.rows[-1] if section.rows else None)
        if row and (found := total_of(section) or next((f for f in row.figures if f), None)):
            return found
    return None


def _projects(desk: Desk, rule: Rule) -> Iterator[Finding]:
    notes = desk.disclosure.projects
    target = desk.project_expenditure
    repair = desk.amounts
    for at in repair.flipped:
        note, meant = notes[at], repair.meant[at]
        if note.amount is None or meant is None or target is None:
            continue
        yield rule.finds(
            note.amount.place,
            sentence="" if repair.certain else "several",
            stated=note.amount.yuan,
            expected=meant.yuan,
            measure="yuan",
            other=target.place,
            project=note.title,
            also=_words(note.amount.printed, meant),
            target=target.printed,
        )
    if not repair.closes:
        yield from _implausible(desk, rule)


def _implausible(desk: Desk, rule: Rule) -> Iterator[Finding]:
    amounts = [(note, note.amount) for note in desk.disclosure.projects if note.amount]
    wan = [figure for _, figure in amounts if figure.printed.unit is MoneyUnit.WAN]
    if len(wan) * 2 <= len(amounts):
        return
    for note, figure in amounts:
        if figure.printed.unit is MoneyUnit.YUAN and 0 < figure.yuan < IMPLAUSIBLE:
            meant = figure.printed.as_unit(MoneyUnit.WAN)
            yield rule.finds(
                figure.place,
                sentence="implausible",
                severity="warning",
                stated=figure.yuan,
                expected=meant.yuan,
                measure="yuan",
                project=note.title,
                also=_words(figure.printed, meant),
            )


def _words(printed: Printed, meant: Printed) -> dict[str, object]:
    return {"printed": printed, "meant": meant, "unit": meant.unit.value}


@rule(
    "DOC-E01-ZERO",
    "零金额的单位",
    severity="warning",
    basis="error_kinds E01",
    explain="同一段说明都以“万元”计，唯独零金额写成“0.00元”（或反过来）。",
    says="{what}写作“{printed}”，同一说明里其他金额以“{unit}”计。请统一单位。",
    kinds=BOTH,
)
def ZERO_UNIT(desk: Desk, rule: Rule) -> Iterator[Finding]:
    stated = [s for s in desk.disclosure.statements if s.figure]
    if not stated:
        raise NotApplicable("说明中没有读到金额")
    by_chapter: dict[str, list[MoneyUnit]] = {}
    for statement in stated:
        by_chapter.setdefault(statement.chapter, []).append(statement.figure.printed.unit)  # type: ignore[union-attr]
    for statement in stated:
        figure = statement.figure
        assert figure is not None  # noqa: S101
        units = by_chapter[statement.chapter]
        usual = max(set(units), key=units.count)
        if figure.yuan == 0 and figure.printed.unit is not usual and units.count(usual) >= 3:
            yield rule.finds(figure.place, what=subject_name(statement), printed=figure.printed, unit=usual.value)


_BARE = re.compile(r"(?:价值|单价|金额为?|预算为?|总额为?)\s*\d[\d,.]*万(?=以上|以下|（含）|[，。；、）])")
_BARE_SIGN = re.compile(r"万[以（，。；、）]")


@rule(
    "DOC-E01-MISSING",
    "金额后缺“元”",
    severity="warning",
    basis="error_kinds E01",
    explain="“价值100万以上”一类的金额，“万”后面漏写“元”。",
    says="「{quote}」中的“{text}”后面缺“元”。请补上。",
    kinds=BOTH,
)
def WITHOUT_YUAN(desk: Desk, rule: Rule) -> Iterator[Finding]:
    for paragraph, found in desk.paragraphs.matches(_BARE, _BARE_SIGN):
        place = paragraph.place(found.start(), found.end())
        yield rule.finds(place, project=paragraph.project, quote=place.quote, text=found.group())
