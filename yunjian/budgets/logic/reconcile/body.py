"""What kind of body publishes, and whether the wording and the operating expenses fit it."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ..disclosure import Row
from ..finding import Finding
from .across import agree
from .desk import Desk, total_of
from .rule import NotApplicable, Rule, rule

_ADMINISTRATIVE = re.compile(r"行政单位\s*(\d+)\s*家|(\d+)\s*(?:家|个)行政单位")
_CIVIL = re.compile(r"参(?:照)?公(?:务员法)?(?:管理)?(?:的)?事业单位\s*(\d+)\s*家|(\d+)\s*(?:家|个)参(?:照)?公")
_INSTITUTION = re.compile(r"(?<!参公)(?<!管理)(?<!管理的)事业单位\s*(\d+)\s*家|(\d+)\s*(?:家|个)事业单位")
_NUMBER_OF_BODIES = re.compile(r"本部门\s*(\d+)\s*(?:个|家)预算单位")
_NO_OPERATING = re.compile(r"无机关运行经费|没有机关运行经费|不涉及机关运行经费")


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(int(next(g for g in found.groups() if g)) for found in pattern.finditer(text))


def bodies(desk: Desk) -> tuple[int, int, int]:
    """How many administrative, civil-service-managed and other public institutions there are."""
    text = "".join(chapter.text for chapter in desk.disclosure.chapters if chapter.kind == "organisation")
    counts = (_count(_ADMINISTRATIVE, text), _count(_CIVIL, text), _count(_INSTITUTION, text))
    if not any(counts):
        raise NotApplicable("没有读到单位性质和家数")
    return counts


def _last_row(desk: Desk) -> Row:
    section = desk.section(9)
    if not section.rows or section.index("operating") is None:
        raise NotApplicable("表9没有机关运行经费一列")
    return section.rows[-1]


@rule(
    "BUD-X011",
    "机关运行经费等于公用经费",
    severity="error",
    basis="budget_identities BUD-X011",
    explain="行政单位和参公单位：表9机关运行经费=表8公用经费合计；还有其他事业单位的，机关运行经费不超过公用经费合计。",
    says="表{left}{left_label}{stated}与表{right}{right_label}{expected}应当相等，相差{difference}。请核对两表。",
)
def OPERATING(desk: Desk, rule: Rule) -> Iterator[Finding]:
    administrative, civil, institutions = bodies(desk)
    section, row = desk.section(9), _last_row(desk)
    if not administrative + civil:
        raise NotApplicable("没有行政单位或参公单位")
    stated = section.figure(row, "operating")
    running = total_of(desk.section(8), "running")
    if stated is None or running is None:
        raise NotApplicable("没有读到机关运行经费或公用经费合计")
    if institutions and stated.yuan <= running.yuan:
        return
    yield from agree(rule, 9, "机关运行经费", stated, 8, "公用经费合计", running)


@rule(
    "DOC-E18",
    "机关运行经费与单位性质",
    severity="error",
    basis="error_kinds E18、budget_identities BUD-X011",
    explain="只有事业单位（不参公）的部门没有机关运行经费，表9填“/”，文字写“无机关运行经费”；有行政单位的应当有。",
    says={
        "": "本部门只有事业单位，表9机关运行经费却印为{printed}。事业单位没有机关运行经费，应填“/”。请核对单位性质。",
        "blank": "本部门有行政单位，表9机关运行经费却没有金额。请补填。",
        "text": "本部门只有事业单位，说明却写机关运行经费{printed}。应写“本部门无机关运行经费”。请核对。",
        "none": "本部门有行政单位，说明却写没有机关运行经费。请核对。",
    },
)
def KIND(desk: Desk, rule: Rule) -> Iterator[Finding]:
    administrative, civil, _ = bodies(desk)
    section, row = desk.section(9), _last_row(desk)
    figure = section.figure(row, "operating")
    said = next((s for s in desk.disclosure.stated("operating") if s.figure), None)
    if not administrative + civil:
        if figure and figure.yuan:
            yield rule.finds(figure.place, printed=figure.printed)
        if said and said.figure and said.figure.yuan:
            yield rule.finds(said.place, sentence="text", printed=said.figure.printed)
        return
    if figure is None:
        yield rule.finds(row.place, sentence="blank")
    for chapter in desk.disclosure.chapters:
        if chapter.kind in ("other", "narrative") and _NO_OPERATING.search(chapter.text):
            yield rule.finds(chapter.place, sentence="none")


@rule(
    "DOC-E18-COUNT",
    "单位家数",
    severity="warning",
    basis="error_kinds E18",
    explain="“本部门N个预算单位”与机构设置里各类单位家数之和一致。",
    says="绩效目标说明写本部门{stated}个预算单位，机构设置里有{expected}家。请核对家数。",
)
def BODY_COUNT(desk: Desk, rule: Rule) -> Iterator[Finding]:
    expected = sum(bodies(desk))
    for line in desk.disclosure.lines:
        found = _NUMBER_OF_BODIES.search(line.text)
        if found and int(found.group(1)) != expected:
            yield rule.finds(
                line.place._replace(quote=found.group()),
                stated=Decimal(found.group(1)),
                expected=Decimal(expected),
                measure="count",
            )
