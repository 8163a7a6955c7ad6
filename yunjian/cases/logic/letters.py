"""The words of the documents of a case, and the PDF they are set in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from yunjian.kernel.typesetting import tagged_pdf

_TEMPLATE = Path(__file__).with_name("letter.typ")
_CENTIMETRE = 72 / 2.54
# Where the seal stands: left of the unit's name at the foot of the last page, in points from its lower left corner.
SEAL = (5.2 * _CENTIMETRE, 2.5 * _CENTIMETRE, 5.2 * _CENTIMETRE + 150.0, 2.5 * _CENTIMETRE + 58.0)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a document says."""

    title: str
    unit: str
    number: str
    to: str
    lines: tuple[str, ...]
    on: date
    rows: tuple[tuple[str, ...], ...] = ()  # a table, its head first


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a case when a document of it is written."""

    matter: str
    subject: str
    received_on: date | None
    accepted_on: date | None
    due_on: date | None
    missing: tuple[str, ...]
    answer_by: date | None
    reasons: str
    remedies: str
    decided_on: date | None
    applicant: str = ""
    region: str = ""  # where it is decided, when not here


def day(of: date | None) -> str:
    return f"{of.year}年{of.month}月{of.day}日" if of else "————"


def lines_of(kind: str, case: Told) -> tuple[str, ...]:
    """The text of a kind of document; the provisions are those of 行政许可法."""
    applied = f"您（单位）申请的“{case.matter}”（{case.subject}）"
    if case.received_on:
        applied += f"，本机关于{day(case.received_on)}收到"
    why = [case.reasons] if case.reasons else []
    if case.remedies:
        why.append(case.remedies)
    match kind:
        case "ACCEPTANCE":
            until = f"本机关将在{day(case.due_on)}以前作出决定，依法延长或者停止计算的期限除外。" if case.due_on else ""
            said = [
                f"{applied}。经审查，依照《中华人民共和国行政许可法》第三十二条，决定自{day(case.accepted_on)}起受理。",
                until,
            ]
        case "CORRECTION":
            asked = [f"{number}．{what}" for number, what in enumerate(case.missing, 1)]
            said = [
                f"{applied}。经审查，申请材料不齐全或者不符合法定形式，依照《中华人民共和国行政许可法》第三十二条第四项，"
                f"一次告知您（单位）在{day(case.answer_by)}以前补正下列内容：",
                *asked,
                "补正后重新计算答复是否受理的期限。",
            ]
        case "NOT_ACCEPTED":
            said = [f"{applied}。依照《中华人民共和国行政许可法》第三十二条，决定不予受理。理由如下：", *why]
        case "GRANTED":
            said = [f"{applied}。经审查，符合规定的条件，本机关于{day(case.decided_on)}决定准予。", *why]
        case "REFUSED":
            said = [f"{applied}。经审查，本机关于{day(case.decided_on)}决定不予许可。理由如下：", *why]
        case "TRANSFER":
            said = [
                f"{applied.replace('您（单位）', case.applicant, 1)}。这类事项由{case.region}办理，本单位代收。",
                "现将材料随本单转送，请依法办理，并把补正告知、是否受理和决定告知本单位，由本单位转告申请人。材料目录：",
            ]
        case _:
            said = [f"{applied}。下列文书已经送达："]
    return tuple(line for line in said if line)


def pdf(letter: Letter, *, at: datetime) -> bytes:
    """The same letter at the same second gives the same bytes."""
    told = {
        "title": letter.title,
        "unit": letter.unit,
        "number": letter.number,
        "to": letter.to,
        "lines": letter.lines,
        "rows": letter.rows,
        "day": day(letter.on),
    }
    return tagged_pdf(_TEMPLATE.read_bytes(), told, at=int(at.timestamp()))


def materials(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Each material, its type and the beginning of what the ledger holds of it; no table where there is none."""
    numbered = [(str(number), of, kind, said[:16]) for number, (of, kind, said) in enumerate(rows, 1)]
    return (("序号", "材料", "类型", "账本承诺（前16位）"), *numbered) if numbered else ()


def table(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return (("文书", "文号", "签收日期", "签收方式"), *rows)
