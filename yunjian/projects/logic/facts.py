"""What is calculated about projects: what a project says of itself, and how two sayings differ."""

import re
import unicodedata
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CENT = Decimal("0.01")
WHOLE = Decimal(100)
_INSIGNIFICANT = re.compile(r"[\W_]")
_PROJECT = re.compile(r"项目(?=[(（]|$)")


@dataclass(frozen=True, slots=True)
class Step:
    """One payment; ``share`` in percent, ``amount`` in yuan. Either may be unknown."""

    condition: str
    share: Decimal | None = None
    amount: Decimal | None = None
    due_text: str = ""
    due_date: date | None = None
    repeats: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """Something promised, with a bound where it can be measured."""

    promise: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A document cited by title, number or both."""

    title: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one source says of a project. Nothing said is ``None``, empty or ``UNSPECIFIED``."""

    title: str
    amount: Decimal | None
    printed: str
    line: int = 0
    category: str = ""
    function: str = ""
    starts_on: date | None = None
    ends_before: date | None = None
    payment: str = "UNSPECIFIED"
    purpose: str = ""
    note: str = ""
    parts: tuple[tuple[str, Decimal], ...] = ()
    steps: tuple[Step, ...] = ()
    levels: tuple[Level, ...] = ()
    cited: tuple[Cited, ...] = ()

    def spread(self) -> "Facts":
        """The same with every payment in yuan and cents; when the shares make the whole, so do the amounts."""
        if self.amount is None or not self.steps:
            return self
        steps = [_in_yuan(step, self.amount) for step in self.steps]
        amounts = [step.amount for step in steps if step.amount is not None]
        whole = sum((step.share or Decimal(0) for step in self.steps), Decimal(0)) == WHOLE
        if whole and len(amounts) == len(steps) and steps[-1].amount is not None:
            rest = self.amount - sum(amounts, Decimal(0))
            steps[-1] = replace(steps[-1], amount=steps[-1].amount + rest)
        return replace(self, steps=tuple(steps))


def _in_yuan(step: Step, whole: Decimal) -> Step:
    if step.amount is not None or step.share is None:
        return step
    return replace(step, amount=(whole * step.share / WHOLE).quantize(CENT, ROUND_HALF_UP))


def plain_title(title: str) -> str:
    """A title as it is matched: brackets, spaces, marks and the word 项目 at its end or before a bracket left out."""
    text = unicodedata.normalize("NFKC", title).strip()
    plain = _INSIGNIFICANT.sub("", _PROJECT.sub("", text)).lower()
    return (plain or text)[:300]


def plain_number(number: str) -> str:
    """A document number as it is matched: one kind of bracket, one dash, no spaces."""
    text = unicodedata.normalize("NFKC", number)
    text = re.sub(r"[〔【\[(]", "〔", re.sub(r"[〕】\])]", "〕", text))
    return re.sub(r"-{2,}", "-", re.sub(r"[—–]", "-", re.sub(r"\s", "", text))).upper()


def last_day_named(text: str, year: int) -> date | None:
    """The latest day a time such as ``2025年5月``, ``11月上旬``, ``一季度``, ``年底`` leaves open, or None."""
    found = re.search(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?(上旬|中旬|下旬)?", text)
    if found and 1 <= int(found[2]) <= 12:
        year, month = int(found[1] or year), int(found[2])
        day = {"上旬": 10, "中旬": 20}.get(found[4] or "", 0) or int(found[3] or 0)
        end = month_end(year, month)
        return end if not day or day > end.day else date(year, month, day)
    for number, words in enumerate(("一季度", "二季度|上半年", "三季度", "四季度|年末|年底|年终"), start=1):
        if re.search(words, text):
            return month_end(year, number * 3)
    return None


def month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def worked_out_day(step: Step, starts_on: date | None, ends_before: date | None) -> date | None:
    """When a payment falls due by its condition and the project's period, where it names no day of its own.

    ``服务期满6个月后`` is six months after the start; what follows the end of the service is due on
    its last day, since the year's budget ends with the year.
    """
    months = re.search(r"满\s*([0-9一二三四五六七八九十]+)\s*个?月", step.condition)
    if months and starts_on:
        count = int(months[1]) if months[1].isdecimal() else "零一二三四五六七八九十".find(months[1])
        return _months_after(starts_on, count) if 0 < count <= 60 else None
    if re.search(r"期满|到期|服务期终止|结束服务期|服务期结束", step.condition) and ends_before:
        return _last_day(ends_before)
    return None


def _months_after(day: date, months: int) -> date:
    month = day.month - 1 + months
    end = month_end(day.year + month // 12, month % 12 + 1)
    return end if day.day > end.day else end.replace(day=day.day)


# How the disclosure differs from the register


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs: what the register has, what the disclosure says."""

    field: str
    kept: str
    proposed: str


def differences(kept: Facts, proposed: Facts) -> tuple[Difference, ...]:
    """Every field in which the disclosure says something else. What it does not say is no difference."""
    kept, proposed = kept.spread(), proposed.spread()
    found = [
        Difference(name, _words(kept, name), _words(proposed, name))
        for name, differs in _DIFFERS.items()
        if differs(kept, proposed)
    ]
    return tuple(found)


def merged(kept: Facts, proposed: Facts) -> Facts:
    """The register's facts with what the disclosure says instead."""
    proposed = proposed.spread()
    changes: dict[str, Any] = {}
    for difference in differences(kept, proposed):
        match difference.field:
            case "amount":
                changes |= {"amount": proposed.amount, "printed": proposed.printed}
            case "period":
                changes |= {
                    "starts_on": proposed.starts_on or kept.starts_on,
                    "ends_before": proposed.ends_before or kept.ends_before,
                }
            case "cited":
                changes["cited"] = (*kept.cited, *_uncited(kept, proposed))
            case name:
                changes[name] = getattr(proposed, name)
    if "amount" in changes and "steps" not in changes:
        changes["steps"] = tuple(replace(step, amount=None) if step.share is not None else step for step in kept.steps)
    return replace(kept, **changes).spread()


def _title_differs(kept: Facts, proposed: Facts) -> bool:
    return _narrow(kept.title) != _narrow(proposed.title)


def _narrow(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s“”\"'‘’]", "", text)


def _period_differs(kept: Facts, proposed: Facts) -> bool:
    pairs = ((kept.starts_on, proposed.starts_on), (kept.ends_before, proposed.ends_before))
    return any(said is not None and said != known for known, said in pairs)


def _payment_differs(kept: Facts, proposed: Facts) -> bool:
    # A grant is paid in one sum too; the reader of disclosures cannot tell them apart.
    alike = {kept.payment, proposed.payment} == {"GRANT", "LUMP_SUM"}
    return proposed.payment not in ("UNSPECIFIED", kept.payment) and not alike


def _steps_differ(kept: Facts, proposed: Facts) -> bool:
    """By shares where both give shares, so that another amount alone does not change the schedule."""
    if not proposed.steps or any(step.share is None and step.amount is None for step in proposed.steps):
        return False
    if len(kept.steps) != len(proposed.steps):
        return True
    return any(_step_differs(known, said) for known, said in zip(kept.steps, proposed.steps, strict=True))


def _step_differs(kept: Step, proposed: Step) -> bool:
    if kept.share is not None and proposed.share is not None:
        return kept.share != proposed.share
    return proposed.amount != kept.amount


def _uncited(kept: Facts, proposed: Facts) -> tuple[Cited, ...]:
    known = {plain_number(cited.number) for cited in kept.cited if cited.number}
    new: dict[str, Cited] = {}
    for cited in proposed.cited:
        number = plain_number(cited.number)
        # A number printed without its issuer, 〔2023〕257号, is the known one that ends with it.
        if number and not any(each.endswith(number) for each in known):
            new.setdefault(number, cited)
    return tuple(new.values())


_DIFFERS = {
    "title": _title_differs,
    "amount": lambda kept, proposed: proposed.amount is not None and proposed.amount != kept.amount,
    "period": _period_differs,
    "payment": _payment_differs,
    "steps": _steps_differ,
    "cited": lambda kept, proposed: bool(_uncited(kept, proposed)),
}


def _words(facts: Facts, name: str) -> str:
    """A field as it is set beside the other source's."""
    match name:
        case "amount":
            return "" if facts.amount is None else f"{facts.amount:,.2f}（{facts.printed}）"
        case "period":
            return f"{facts.starts_on or '…'} – {_last_day(facts.ends_before) or '…'}"
        case "steps":
            return "；".join(_step_words(step) for step in facts.steps)
        case "cited":
            return "、".join(cited.number for cited in facts.cited if cited.number)
        case _:
            return str(getattr(facts, name))


def _last_day(ends_before: date | None) -> date | None:
    return ends_before - timedelta(days=1) if ends_before else None


def _step_words(step: Step) -> str:
    share = "" if step.share is None else f" {step.share.normalize():f}%"
    amount = "" if step.amount is None else f" {step.amount:,.2f}"
    return f"{step.condition}{share}{amount}"


# To JSON and back, exactly


def to_json(facts: Facts) -> dict[str, Any]:
    return _plain(asdict(facts))


def from_json(kept: dict[str, Any]) -> Facts:
    values = {field.name: kept[field.name] for field in fields(Facts) if field.name in kept}
    values |= {name: _day(values.get(name)) for name in ("starts_on", "ends_before")}
    values["amount"] = _number(values["amount"])
    values["parts"] = tuple((label, Decimal(amount)) for label, amount in kept.get("parts", ()))
    values["steps"] = tuple(
        Step(
            **{
                **step,
                "share": _number(step["share"]),
                "amount": _number(step["amount"]),
                "due_date": _day(step["due_date"]),
            }
        )
        for step in kept.get("steps", ())
    )
    values["levels"] = tuple(
        Level(**{**level, "at_least": _number(level["at_least"]), "at_most": _number(level["at_most"])})
        for level in kept.get("levels", ())
    )
    values["cited"] = tuple(Cited(**cited) for cited in kept.get("cited", ()))
    return Facts(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
