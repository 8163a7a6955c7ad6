"""Repeated, stray and mistaken words: only where the document itself or a short list says so."""

import re
from collections import Counter
from collections.abc import Iterator

from ..disclosure import Place
from ..finding import Finding
from .desk import Desk
from .notes import doubled_tail
from .paragraphs import Paragraph, Text
from .rule import BOTH, NotApplicable, Rule, rule

# What is written, what is meant. Each is wrong wherever it stands.
MISTAKEN = (
    ("小时工响应", "小时响应"),
    ("化专转型", "化转型"),
    ("完全阶段性", "完成阶段性"),
    ("完全设备", "安全设备"),
    ("财政拔款", "财政拨款"),
    ("拔付", "拨付"),
    ("按排", "安排"),
    ("预算按装", "预算安装"),
    ("公务接侍", "公务接待"),
    ("公务招待费", "公务接待费"),
    ("机关运行经废", "机关运行经费"),
    ("亊业", "事业"),
    ("亊项", "事项"),
    ("政府釆购", "政府采购"),
    ("釆购", "采购"),
    ("绩校", "绩效"),
    ("续效目标", "绩效目标"),
    ("其它收入", "其他收入"),
    ("项目支岀", "项目支出"),
    ("支岀", "支出"),
    ("万圆", "万元"),
    ("截止到目前为止", "截至目前"),
)
# 按排名, 按排放量 and the like are words of their own.
_MISTAKEN = re.compile(
    "|".join(re.escape(wrong) + ("(?![名序放列期水污查行练课班])" if wrong == "按排" else "") for wrong, _ in MISTAKEN)
)
# 项目目标 and the like are words of their own.
_DOUBLED_ENDS = re.compile(
    r"项目目(?![标的录前下光次])|平台台(?![账词数])|系统统(?![一计筹管领战配建招购])|建设设(?![备施计置定立想有在法])"
    r"|服务务(?![必实工虚求])|运维维(?![护修保持])|经费费(?!用)|预算算(?![力法账])|资金金(?![额融])|万元元(?![旦月件器])"
    r"|单位位(?![于置列次居])|政务务(?![必实求])|部门门(?![户禁类诊头口槛])|支出出(?![现台国具行差于境租资让版售])"
)
_REPEATED = re.compile(r"([\u4e00-\u9fff]{2,6})\1")
_REPEATED_LONG = 3


def _paragraphs(desk: Desk) -> Text:
    if not desk.paragraphs:
        raise NotApplicable("没有读到文字")
    return desk.paragraphs


@rule(
    "DOC-E12",
    "错字",
    severity="warning",
    basis="error_kinds E12",
    explain="按一份短表查找确定写错的词。表里只收在任何语境都是错的写法。",
    says="「{quote}」中的“{wrong}”疑为“{right}”。请改正。",
    kinds=BOTH,
)
def MISTAKES(desk: Desk, rule: Rule) -> Iterator[Finding]:
    meant = dict(MISTAKEN)
    for paragraph, found in _paragraphs(desk).matches(_MISTAKEN):
        place = paragraph.place(found.start(), found.end())
        wrong = found.group()
        yield rule.finds(place, project=paragraph.project, wrong=wrong, right=meant[wrong], quote=place.quote)


@rule(
    "DOC-E13-REPEATED",
    "重复的字词",
    severity="warning",
    basis="error_kinds E13",
    explain="词语连写两遍，而去掉一遍后的写法在同一文件别处出现过；或“项目目”一类重复的词尾。",
    says="「{quote}」中“{word}”重复。请删去多余的字。",
    kinds=BOTH,
)
def REPEATED(desk: Desk, rule: Rule) -> Iterator[Finding]:
    text = _paragraphs(desk)
    for paragraph, found in text.matches(_DOUBLED_ENDS):
        place = paragraph.place(found.start(), found.end())
        yield rule.finds(place, project=paragraph.project, word=found.group()[-1], quote=place.quote)
    for paragraph, found in text.matches(_REPEATED):
        if not _is_meant(paragraph.text, found, text.whole):
            place = paragraph.place(found.start(), found.end())
            yield rule.finds(place, project=paragraph.project, word=found.group(1), quote=place.quote)
    for note in desk.disclosure.projects:
        if note.allocation_name and doubled_tail(note.title, note.allocation_name):
            section = note.section(6)
            if section and "项目目财" not in section.text:
                yield rule.finds(
                    section.place, project=note.title, word=note.title[-1], quote=note.allocation_name[-12:]
                )


def _is_meant(text: str, found: re.Match[str], everything: str) -> bool:
    """Whether a repeated word may be two words side by side: nothing elsewhere says it should stand once."""
    word = found.group(1)
    if len(set(word)) == 1:
        return True
    if len(word) >= _REPEATED_LONG:
        return False
    around = text[max(0, found.start() - 2) : found.start()] + word + text[found.end() : found.end() + 2]
    return len(around) < len(word) + 3 or around not in everything


_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LEFT, _RIGHT = 7, 2


@rule(
    "DOC-E12-STRAY",
    "名称里多出的字",
    severity="warning",
    basis="error_kinds E12",
    explain="项目说明正文里出现项目名称，却在中间多出一个字。",
    says="「{quote}」比项目名称多出“{extra}”字。请核对。",
    kinds=BOTH,
)
def STRAY(desk: Desk, rule: Rule) -> Iterator[Finding]:
    for note in desk.disclosure.projects:
        title = "".join(_HAN.findall(note.title.removesuffix("项目")))
        windows = {title[at : at + _LEFT + _RIGHT] for at in range(len(title) - _LEFT - _RIGHT + 1)}
        for section in note.sections:
            if any(window[:_LEFT] in section.text for window in windows):
                for run in _HAN.finditer(section.text):
                    yield from _strays(rule, note.title, section.place, run.group(), windows)


def _strays(rule: Rule, title: str, at_place: Place, run: str, windows: set[str]) -> Iterator[Finding]:
    size = _LEFT + _RIGHT + 1
    for at in range(len(run) - size + 1):
        piece = run[at : at + size]
        extra = piece[_LEFT]
        if piece[:_LEFT] + piece[_LEFT + 1 :] in windows and extra not in "的和与及区市级各":
            yield rule.finds(at_place._replace(quote=piece), project=title, quote=piece, extra=extra)


_CONFUSED = {"完": "安", "末": "未", "未": "末", "已": "己", "己": "已", "拔": "拨", "侍": "待", "按": "安", "帐": "账",
             "廷": "延", "辨": "办", "做": "作", "坐": "座", "既": "即", "即": "既", "份": "分"}  # fmt: skip
_CONFUSABLE = re.compile(f"[{''.join(_CONFUSED)}]")
_LETTER = re.compile(f"[{''.join({*_CONFUSED, *_CONFUSED.values()})}]")
_TOLD = re.compile("|".join(wrong for wrong, _ in MISTAKEN))  # by the rule on mistaken words
_ATTESTED = 3
LONGEST = max(len(wrong) for wrong, _ in MISTAKEN)


@rule(
    "DOC-E12-SIMILAR",
    "形近、音近的错字",
    severity="note",
    basis="error_kinds E12",
    explain="一个四字词只出现一次，换上容易混淆的字后在同一文件里出现三次以上。",
    says="「{quote}」只出现一次，全文多处写作“{right}”。请核对是否有错字。",
    kinds=BOTH,
)
def SIMILAR(desk: Desk, rule: Rule) -> Iterator[Finding]:
    text = _paragraphs(desk)
    letters = (found.start() for found in _LETTER.finditer(text.whole))
    starts = {start for at in letters for start in range(max(0, at - 3), at + 1)}
    grams = Counter([text.whole[start : start + 4] for start in starts])  # only what a letter of the list stands in
    for paragraph, run in text.matches(_HAN, _CONFUSABLE):
        yield from _similar(rule, paragraph, run, grams)


def _similar(rule: Rule, paragraph: Paragraph, run: re.Match[str], grams: Counter[str]) -> Iterator[Finding]:
    text = run.group()
    for found in _CONFUSABLE.finditer(text):
        at, other = found.start(), _CONFUSED[found.group()]
        if _TOLD.search(text, max(0, at - LONGEST), at + LONGEST):
            continue
        for start in range(max(0, at - 3), min(at, len(text) - 4) + 1):
            piece = text[start : start + 4]
            right = piece[: at - start] + other + piece[at - start + 1 :]
            if grams[piece] == 1 and grams[right] >= _ATTESTED:
                place = paragraph.place(run.start() + start, run.start() + start + 4)
                yield rule.finds(place, project=paragraph.project, quote=piece, right=right)
                break
