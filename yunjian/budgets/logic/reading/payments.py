"""How and when a project is paid: shares, amounts, conditions and times, and which kind of schedule they make."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..disclosure import Figure, Payment, PaymentKind
from .quantities import printed
from .text import Paragraph

_TIME = (
    r"(?:(?:20\d\d年(?:度)?(?:底前?|末|初|[上下]半年|[一二三四1-4]季度)?)?(?:\d{1,2}月份?(?:[上中下]旬|底前?|末|初|\d{1,2}日前?)?)"
    r"|20\d\d年(?:底前?|末|初|[上下]半年|[一二三四]季度)|年[末底]|每(?:月|季度|半年|年)|按(?:月|季|季度|年)|半年度)"
)
_SHARE = r"(?P<share>\d{1,3}(?:\.\d+)?)\s*[%％]"
_AMOUNT = r"(?P<number>(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?)\s*(?P<unit>万元|元)"
_STEP = re.compile(
    rf"(?:支付|付至|付款|拨付|结清|(?<![交支拨应])付(?=合同|总|\d))(?P<what>[^，；。,;%％\d]{{0,20}}?)(?:{_SHARE}|{_AMOUNT})(?:的?(?:合同)?(?:金额|总价|款项|费用|尾款))?"
    rf"|(?:支付|付清|结清|拨付)(?:剩余|余下|其余|全部|尾款)[^，；。,;%％\d]{{0,8}}(?=[，；。,;]|$)"
)
_MORE = re.compile(rf"[，、,]\s*(?:以及|和)?(?P<label>[^，；。,;、\d]{{2,20}}?){_AMOUNT}")
_DUE = re.compile(_TIME)
_LEAD = re.compile(
    r"^(?:按照?(?:工作|项目)?(?:内容|要求)?(?:实施|开展)?项目采购|按照?(?:合同|实际)?.{0,6}(?:实施采购)|在|待|于|将|为|以|其中|本项目|该项目|费用|款项|首付款|先|再|并|且|予以|一次性|后)+[，,：:]?"
)
_TAIL = re.compile(r"(?:时|[，,、（(：:；;]|先|再|并|予以|一次性|将|以|为|根据|按|安排在|由.{2,10})+$")
_LUMP = re.compile(r"一次性(?:后?付费|支付|发放|拨付|付清|结清|付款)|支付全部|全额支付|全部款项")
_CONTRACT = re.compile(r"(?:按照?|根据|依据)(?:项目)?合同(?:的)?约定|按照?合同(?:执行|支付)")
_METERED = re.compile(
    r"按实(?:际)?(?:报销|结算|支付)|(?<!根)据实|(?:按|每)(?:月|季度?).{0,70}(?:结算|支付|报销)|账单.{0,4}支付|实际.{0,8}(?:结算|报销)|定期.{0,10}支付"
)
_PIECE = re.compile(r"计件|按件(?:计价|支付|结算)")
_SENTENCE = re.compile(r"[^。]+。?")


def schedule(plan: Sequence[Paragraph], money: Sequence[Paragraph]) -> tuple[PaymentKind, tuple[Payment, ...]]:
    """The kind of schedule the implementation section states, and its steps."""
    text = "".join(paragraph.text for paragraph in plan)
    steps = tuple(step for paragraph in plan for step in _steps(paragraph))
    if not steps:
        text += "".join(paragraph.text for paragraph in money if re.search(r"支付.{0,12}[%％]", paragraph.text))
        steps = tuple(step for paragraph in money for step in _steps(paragraph) if step.share)
    shares = [step for step in steps if step.share is not None]
    if len(shares) > 1:
        return "milestones", steps
    if _PIECE.search(text):
        return "per_piece", steps or tuple(_single(plan, _PIECE, None))
    if _LUMP.search(text):
        return "lump_sum", steps or tuple(_single(plan, _LUMP, Decimal(1)))
    if len([step for step in steps if step.amount and step.due]) > 1:
        return "fixed_dates", steps
    if _CONTRACT.search(text):
        return "per_contract", steps or tuple(_single(plan, _CONTRACT, None))
    if _METERED.search(text):
        return "metered", steps or tuple(_single(plan, _METERED, None, every=True))
    return ("milestones" if steps else "unspecified"), steps


def _steps(paragraph: Paragraph) -> Iterator[Payment]:
    """Every share or amount a paragraph says is paid, with what stands before it as condition."""
    text = paragraph.text
    for sentence in _SENTENCE.finditer(text) if "付" in text or "结清" in text else ():
        since = sentence.start()
        paid = Decimal(0)
        for found in _STEP.finditer(text, sentence.start(), sentence.end()):
            if found.start() < since:
                continue
            condition, due = _condition(text[since : found.start()])
            share = _share(found, paid)
            paid += share or 0
            amount = _figure(paragraph, found)
            if share is None and amount is None:
                continue
            place = paragraph.place(since, found.end())
            yield Payment(_for(condition, found["what"] if amount else ""), share, amount, due, place)
            since = found.end()
            while amount is not None and (more := _MORE.match(text, since, sentence.end())):
                place = paragraph.place(since + 1, since + more.end())
                figure = Figure(printed(more["number"], more["unit"]), place)
                yield Payment(_for(condition, more["label"]), None, figure, due, place)
                since += more.end()


def _for(condition: str, what: str) -> str:
    """The condition, with what is paid for where one payment is divided: 评审通过后（专家费）."""
    what = re.sub(r"^(?:合同|项目)?(?:总价|金额|款项|剩余|尾款)?的?|[为共约]$", "", what.strip())
    return f"{condition}（{what}）" if what and condition else condition or what


def _share(found: re.Match[str], paid: Decimal) -> Decimal | None:
    if found["share"]:
        return Decimal(found["share"]) / 100
    if found["number"] is None and 0 < paid < 1:
        return 1 - paid  # 支付剩余款项
    return None


def _figure(paragraph: Paragraph, found: re.Match[str]) -> Figure | None:
    if not found["number"]:
        return None
    return Figure(printed(found["number"], found["unit"]), paragraph.place(found.start(), found.end()))


def _condition(words: str) -> tuple[str, str]:
    """What has to have happened, and the time printed, from the words before a payment."""
    words = words.strip("，,；;：:、。 \u3000")
    words = _last_clauses(words)
    words = _LEAD.sub("", words)
    due = ""
    found = _DUE.search(words)
    if found and _is_due(words, found):
        due = found.group()
        words = (words[: found.start()] + words[found.end() :]).strip("，,；;、 ")
    words = _LEAD.sub("", words)
    if re.fullmatch(r"[（(].*[）)]", words):
        words = words[1:-1]
    return _TAIL.sub("", words).strip("，,；;：:、 "), due


def _is_due(words: str, found: re.Match[str]) -> bool:
    """A time is one of payment where it stands alone in its clause; 服务期满6个月 or 2025年合同签订 is none."""
    after = words[found.end() :]
    return (
        not after
        or after[0] in "，,（(、前"
        or (found.start() == 0 and bool(re.match(r"(?:先|再|一次性|集中)", after)))
    )


def _last_clauses(words: str) -> str:
    """The words after the last clause that speaks of something else than a condition."""
    clauses = re.split(r"[，,；;]", words)
    keep: list[str] = []
    for clause in reversed(clauses):
        stripped = clause.strip()
        ends = re.search(r"(?:后|前|时|起|内|满|合格|完成|通过|验收|上线|认可|交付|[）)])$", stripped)
        if not keep and not stripped:
            continue
        if keep and not ends and not _DUE.fullmatch(stripped):
            break
        keep.insert(0, stripped)
    return "，".join(keep)


def _single(
    plan: Sequence[Paragraph], pattern: re.Pattern[str], share: Decimal | None, every: bool = False
) -> Iterator[Payment]:
    """The one step of a schedule that names neither share nor amount; of a metered one, every sentence that meters."""
    for paragraph in plan:
        for sentence in _SENTENCE.finditer(paragraph.text):
            found = pattern.search(sentence.group())
            if not found:
                continue
            before = sentence.group()[: found.start()]
            condition, due = _condition(before)
            if not due:
                timed = _DUE.search(sentence.group())
                due = timed.group() if timed and (every or timed.group() in ("年末", "年底")) else ""
            yield Payment(condition, share, None, due, paragraph.place(sentence.start(), sentence.end()))
            if not every:
                return
