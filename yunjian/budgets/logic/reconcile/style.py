"""How amounts are printed: thousands separators and decimals, alike throughout."""

import re
from collections.abc import Iterator

from yunjian.kernel.money import MoneyUnit

from ..finding import Finding
from .desk import Desk
from .rule import BOTH, NotApplicable, Rule, rule

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\s*(?:万元|元)")
_PLAIN = re.compile(r"(?<![\d,.])\d{4,}\.\d+\s*(?:万元|元)")
_PLAIN_SIGN = re.compile(r"\d\.\d")
MOST = 2


@rule(
    "DOC-E22-COMMA",
    "千分位不一致",
    severity="note",
    basis="error_kinds E22",
    explain="同一文件里有的金额用千分位逗号，有的不用。",
    says="“{text}”没有用千分位，同一文件其他金额用（如“{other_text}”）。宜统一写法。",
    kinds=BOTH,
)
def COMMAS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    if not desk.paragraphs:
        raise NotApplicable("没有读到文字")
    grouped = next((m.group() for p in desk.paragraphs if (m := _GROUPED.search(p.text))), "")
    if not grouped:
        return
    for paragraph, found in desk.paragraphs.matches(_PLAIN, _PLAIN_SIGN):
        place = paragraph.place(found.start(), found.end())
        yield rule.finds(place, project=paragraph.project, text=found.group(), other_text=grouped)


@rule(
    "DOC-E22-DECIMALS",
    "小数位不一致",
    severity="note",
    basis="error_kinds E22",
    explain="年度预算安排的金额一般至少保留两位小数；个别少于两位的提示统一。",
    says="“{project}”的金额印为{printed}，其他项目保留两位或更多小数。宜统一小数位。",
)
def DECIMALS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    amounts = [(n, n.amount) for n in desk.disclosure.projects if n.amount]
    if len(amounts) < 3:
        raise NotApplicable("有金额的项目不足三个")
    few = [(n, f) for n, f in amounts if f.printed.decimals < MOST and f.printed.unit is MoneyUnit.WAN]
    if len(few) * 3 <= len(amounts):
        for note, figure in few:
            yield rule.finds(figure.place, project=note.title, printed=figure.printed)
