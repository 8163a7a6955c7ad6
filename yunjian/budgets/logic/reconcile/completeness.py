"""Whether everything that must be there is there: tables, notes under empty ones, the contents list."""

import re
from collections.abc import Iterator

from ..disclosure import FINAL_TABLE_KINDS, TABLE_KINDS, Table
from ..finding import Finding, Severity
from .desk import Desk
from .rule import BOTH, NotApplicable, Rule, rule

TABLE_NAMES = {
    "income_and_expenditure": "部门财务收支预算总表",
    "income": "部门收入预算总表",
    "expenditure": "部门支出预算总表",
    "appropriation": "部门财政拨款收支预算总表",
    "general_by_function": "一般公共预算支出功能分类预算表",
    "fund_by_function": "政府性基金预算支出功能分类预算表",
    "capital_by_function": "国有资本经营预算支出功能分类预算表",
    "basic_by_economy": "一般公共预算基本支出部门预算经济分类预算表",
    "three_public": "“三公”经费和机关运行经费预算表",
    "final_income_and_expenditure": "收入支出决算总表",
    "final_income": "收入决算表",
    "final_expenditure": "支出决算表",
    "final_appropriation": "财政拨款收入支出决算总表",
    "final_general_by_function": "一般公共预算财政拨款支出决算表",
    "final_basic_by_economy": "一般公共预算财政拨款基本支出决算表",
    "final_three_public": "财政拨款“三公”经费支出决算表",
    "final_fund": "政府性基金预算财政拨款收入支出决算表",
    "final_capital": "国有资本经营预算财政拨款支出决算表",
}
_NO_DATA = re.compile(
    r"无数据|没有数据|空表|本表为空|故本表无|没有.{0,20}(?:收入|支出|安排)|无.{0,20}(?:收入|支出|拨款)"
)


@rule(
    "DOC-E16-TABLES",
    "缺少预决算表",
    severity="error",
    basis="error_kinds E16；预算公开九表、决算公开九表",
    explain="公开文件应有九张表，没有数据的也要公开空表并说明。",
    says="没有读到表{table}《{name}》。请补上；没有数据也应公开空表并加注说明。",
    kinds=BOTH,
)
def TABLES(desk: Desk, rule: Rule) -> Iterator[Finding]:
    if not desk.tables:
        raise NotApplicable("没有读到任何表")
    kinds = TABLE_KINDS if desk.disclosure.kind == "budget" else FINAL_TABLE_KINDS
    present = {table.kind for table in desk.tables}
    for number, kind in enumerate(kinds, 1):
        if kind not in present:
            yield rule.finds(desk.tables[-1].place, table=number, name=TABLE_NAMES[kind])


@rule(
    "DOC-E08",
    "空表没有说明",
    severity="error",
    basis="error_kinds E08",
    explain="没有数据的表下面应有“注”说明没有这类收支；有数据的表不应写“本表无数据”。",
    says={
        "": "表{table}《{title}》没有数据，也没有说明。请在表下加注，说明没有这类收入和支出。",
        "filled": "表{table}《{title}》有数据，表下却注明“{note}”。请核对。",
    },
    kinds=BOTH,
)
def EMPTY_TABLES(desk: Desk, rule: Rule) -> Iterator[Finding]:
    for table in desk.tables:
        note = next((note for note in table.notes if _NO_DATA.search(note)), "")
        if table.is_empty and not note and not _dashes(table):
            yield rule.finds(table.place, table=table.number, title=table.title)
        elif not table.is_empty and note and "本表无数据" in note and _amounts(table):
            yield rule.finds(table.place, sentence="filled", table=table.number, title=table.title, note=note[:40])


def _dashes(table: Table) -> bool:
    return any(row.dash for section in table.sections for row in section.rows)


def _amounts(table: Table) -> bool:
    return any(f and f.yuan for section in table.sections for row in section.rows for f in row.figures)


_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\d+[.、．]|（[一二三四五六七八九十\d]+）|第[一二三四五六七八九十]+[章节部分]+)\s*"
)
_DOTS = re.compile(r"[.．…·\s]+\d*$")
_TABLE_ENTRY = re.compile(r"表$")


def _plain(text: str) -> str:
    return re.sub(r"[\s“”\"'《》]", "", _DOTS.sub("", _NUMBERING.sub("", text.strip())))


@rule(
    "DOC-E16-CONTENTS",
    "目录与正文不一致",
    severity="warning",
    basis="error_kinds E16、E10",
    explain="目录里列出的表和各部分在正文中都有，表名（含年度）一致；正文中的表在目录里都列出。",
    says={
        "": "目录列有“{entry}”，正文中没有这个名称的表。请核对目录和表名（包括年度）。",
        "chapter": "目录列有“{entry}”，正文中没有读到这一部分。请核对目录，或补上这一部分。",
        "unlisted": "正文有“{entry}”，目录中没有列出或名称不同。请核对目录。",
    },
    kinds=BOTH,
)
def CONTENTS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    entries = [entry for entry in desk.disclosure.contents if _TABLE_ENTRY.search(_plain(entry.text))]
    if not entries:
        raise NotApplicable("没有目录，或目录里没有列表")
    titles = {_plain(table.title): table for table in desk.disclosure.tables if table.title}
    listed = {_plain(entry.text) for entry in entries}
    chapters = {"部门预算表", "预算表", "部门决算表", "决算表", "单位预算表", "单位决算表"}
    for entry in entries:
        name = _plain(entry.text)
        if name not in titles and re.sub(r"^\d{4}年度?", "", name) not in chapters:
            yield rule.finds(entry.place, entry=entry.text.strip())
    yield from _chapters(desk, rule)
    for name, table in titles.items():
        if name not in listed:
            yield rule.finds(table.place, sentence="unlisted", entry=table.title)


_CHAPTERS = (("职能|职责", "duties"), ("机构设置", "organisation"), ("名词解释", "glossary"), ("其他相关情况", "other"))


def _chapters(desk: Desk, rule: Rule) -> Iterator[Finding]:
    present = {chapter.kind for chapter in desk.disclosure.chapters}
    for entry in desk.disclosure.contents:
        name = _plain(entry.text)
        missing = any(re.search(words, name) and kind not in present for words, kind in _CHAPTERS)
        if missing or (name.endswith("项目经费情况说明") and not desk.disclosure.projects):
            yield rule.finds(entry.place, sentence="chapter", entry=entry.text.strip())


@rule(
    "DOC-UNREAD",
    "没有读出的内容",
    severity="warning",
    basis="读取时列出的没有认出的内容",
    explain="文件里有读取程序没有认出的内容；这些内容没有参加核对。不在表里的（如网页脚本）只作提示。",
    says="有内容没有读出：{reason}（「{quote}」）。这一处没有参加核对，请对照原文。",
    kinds=BOTH,
)
def UNREAD(desk: Desk, rule: Rule) -> Iterator[Finding]:
    for unread in desk.disclosure.unread:
        severity: Severity = "warning" if unread.place.table or unread.place.row else "note"
        yield rule.finds(unread.place, severity=severity, reason=unread.reason, quote=unread.place.quote[:40])
