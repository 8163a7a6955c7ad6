"""Years: the budget's own year wherever the text names it, and no year cut short."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ..finding import Finding
from .desk import Desk
from .paragraphs import Paragraph
from .rule import BOTH, NotApplicable, Rule, rule

_TWENTY = re.compile("2[0O]")
_BROKEN = re.compile(r"(?<![\d.,〔\[（(\-第])(?:20\d\s*年度?|202\s+年|20\d{3}年|2O\d\d年|20\d[oO]年)(?!\d)")
# Phrases whose year is the disclosure's own.
_OWN = re.compile(
    r"(?P<allocation>^\s*(?P<a>20\d\d)年，[^。]{2,60}?(?:预算安排|安排金额))"
    r"|(?P<b>20\d\d)年度项目绩效目标"
    r"|开展了?(?P<c>20\d\d)年(?:度)?项目(?:预算)?绩效目标"
    r"|(?P<d>20\d\d)年(?:度)?(?:本部门|本单位)?政府采购预算"
    r"|(?P<e>20\d\d)年(?:度)?本部门面向中小企业预留"
    r"|(?P<f>20\d\d)年(?:度)?“三公”经费预算数为"
    r"|^\s*(?P<g>20\d\d)年(?:度)?，[^。，]{4,30}?收入预算"
)
_ASSETS = re.compile(r"截[至止]\s*(20\d\d)年(?:12月31日|底|末)")


@rule(
    "DOC-E10",
    "年度错误",
    severity="error",
    basis="error_kinds E10",
    explain="表名、预算安排、绩效目标、政府采购、“三公”经费等语句中的年度=本文件年度；资产截至日为上年末；没有残缺的年份。"
    "立项依据、书名号中的年份不查。",
    says={
        "": "「{quote}」中的年度是{stated}，本文件是{expected}年度。请改正年份。",
        "broken": "「{quote}」中的年份“{mark}”残缺或多字。请改正。",
        "table": "表{table}《{title}》的年度是{stated}，本文件是{expected}年度。请改正表名。",
        "assets": "国有资产截至{stated}年末，{expected}年末才是预算年度的上年末。请核对。",
    },
    kinds=BOTH,
)
def YEARS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    if not desk.year:
        raise NotApplicable("没有读到本文件的年度")
    for table in desk.disclosure.tables:
        if table.year and table.year != desk.year:
            yield rule.finds(
                table.place,
                sentence="table",
                table=table.number,
                title=table.title,
                stated=Decimal(table.year),
                expected=Decimal(desk.year),
                measure="count",
            )
    for entry in desk.disclosure.contents:
        if found := _BROKEN.search(entry.text):
            yield rule.finds(entry.place, sentence="broken", quote=entry.text.strip(), mark=found.group())
    for number in desk.paragraphs.where(_TWENTY):
        paragraph = desk.paragraphs[number]
        for found in _BROKEN.finditer(paragraph.text):
            place = paragraph.place(found.start(), found.end())
            yield rule.finds(place, sentence="broken", project=paragraph.project, quote=place.quote, mark=found.group())
        yield from _own(desk, rule, paragraph)


def _own(desk: Desk, rule: Rule, paragraph: Paragraph) -> Iterator[Finding]:
    if desk.disclosure.kind != "budget":
        return
    for found in _OWN.finditer(paragraph.text):
        year = int(next(found.group(name) for name in "abcdefg" if found.group(name)))
        if year != desk.year:
            place = paragraph.at._replace(quote=found.group()[:60])
            yield rule.finds(
                place,
                project=paragraph.project,
                quote=found.group()[:40],
                stated=Decimal(year),
                expected=Decimal(desk.year),
                measure="count",
            )
    assets = _ASSETS.search(paragraph.text)
    if assets and "保有" in paragraph.text and int(assets.group(1)) != desk.year - 1:
        place = paragraph.at._replace(quote=assets.group())
        yield rule.finds(
            place,
            sentence="assets",
            severity="warning",
            stated=Decimal(assets.group(1)),
            expected=Decimal(desk.year - 1),
            measure="count",
        )
