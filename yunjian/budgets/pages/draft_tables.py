"""The nine tables of a draft as forms: each amount in its cell, what was found about it beside it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from yunjian.kernel.errors import Declined, NotFound
from yunjian.kernel.money import parse_number
from yunjian.ui.templatetags.ui import sentence

from .. import actions, queries
from ..logic.publication.adding import add_up
from ..logic.publication.content import Content, Sheet, SheetLine, SheetSide
from ..logic.publication.figures import yuan
from ..logic.publication.forms import CODED, Column, columns
from .draft_parts import revision_in

SPARE = 5  # blank lines to write in
MOST = 1_000
HEADS = {1: 2, 2: 3, 3: 3, 4: 2, 5: 3, 6: 3, 7: 3, 8: 3, 9: 3}  # rows of the head of each table
_CODE = re.compile(r"^(\d{3})[\s-]?(?:(\d{2})[\s-]?(?:(\d{2}))?)?$")


@dataclass
class CellField:
    """An amount to be filled in."""

    name: str
    value: str
    label: str
    error: str = ""
    findings: list[queries.FoundThere] = field(default_factory=list)


@dataclass
class LineFields:
    """A line: its code and label where they may be changed, its amounts."""

    prefix: str
    code: str
    label: str
    is_total: bool
    depth: int
    cells: list[CellField]
    error: str = ""
    findings: list[queries.FoundThere] = field(default_factory=list)


@dataclass
class SideFields:
    side: str
    columns: Sequence[Column]
    lines: list[LineFields]
    has_codes: bool
    has_labels: bool


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, draft_id: int, number: int) -> HttpResponse:
    """One table: filled in, kept, checked."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.own_draft(draft_id, reader=actor)
    if not 1 <= number <= 9:
        raise NotFound()
    sides, refusal = None, None
    if request.method == "POST":
        sheet, sides = _filled(found.content.sheet(number), request.POST)
        if not _has_errors(sides):
            refusal = _saved(request, found, found.content.with_sheet(sheet))
            if refusal is None:
                messages.success(request, gettext("已保存。"))
                if not getattr(request, "htmx", False):
                    return redirect("budgets:draft_table", draft_id, number)
                found, sides = queries.own_draft(draft_id, reader=actor), None
    return _show(request, found, number, sides, refusal)


def _saved(request: HttpRequest, found: queries.OpenDraft, content: Content) -> Declined | None:
    try:
        actions.save_draft(found.id, content, revision_in(request), by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    except (actions.ChangedMeanwhile, actions.TooMuch, actions.NotNow) as refusal:
        return refusal
    return None


def _show(
    request: HttpRequest,
    found: queries.OpenDraft,
    number: int,
    sides: list[SideFields] | None,
    refusal: Declined | None,
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    failed = refusal is not None or (sides is not None and _has_errors(sides))
    sides = sides or _fields(found.content.sheet(number), found.is_editable)
    there = queries.found_in(queries.judged_draft(found, reader=actor), reader=actor)
    own = [each for each in there if each.where == f"sheet:{number}"]
    parts = {
        "draft": found,
        "number": number,
        "title": queries.table_title(number, found.content.year, reader=actor),
        "numbers": range(1, 10),
        "sides": sides,
        "unplaced": _placed(sides, own, number),
        "refusal": sentence(refusal) if refusal else "",
        "has_errors": _has_errors(sides),
    }
    fragment = getattr(request, "htmx", False) and request.method == "POST"
    template = "budgets/_draft_table.html" if fragment else "budgets/draft_table.html"
    return render(request, template, parts, status=422 if failed else 200)


@require_POST
def sums(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Work every sum out."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.own_draft(draft_id, reader=actor)
    book = queries.code_book(found.content.year, reader=actor)
    names = {code: entry.name for code, entry in {**book.functional, **book.economic}.items()}
    actions.save_draft(draft_id, add_up(found.content, names), found.revision, by=actor, at=timezone.now())
    messages.success(request, gettext("已重新求和：各级小计、合计和表 1、表 4 都按明细算出。"))
    number = request.POST.get("number", "")
    if number.isdecimal() and 1 <= int(number) <= 9:
        return redirect("budgets:draft_table", draft_id, int(number))
    return redirect("budgets:draft", draft_id)


def _fields(sheet: Sheet, spare: bool) -> list[SideFields]:
    """The form of a table as it is kept, with blank lines at its end where lines may be added."""
    sides = []
    for side in sheet.sides:
        lines = list(side.lines)
        if sheet.number in CODED and spare:
            blank = SheetLine("", "", (None,) * len(columns(sheet.number, side.side)))
            at = len(lines) - 1 if lines and lines[-1].is_total else len(lines)
            lines[at:at] = [blank] * SPARE
        cells = [
            _line(sheet.number, side.side, at, line.code, line.label, line.is_total, [yuan(a) for a in line.amounts])
            for at, line in enumerate(lines)
        ]
        sides.append(_side(sheet.number, side.side, cells))
    return sides


def _side(number: int, side: str, lines: list[LineFields]) -> SideFields:
    return SideFields(side, columns(number, side), lines, number in CODED, number != 9)


def _line(number: int, side: str, at: int, code: str, label: str, is_total: bool, values: Sequence[str]) -> LineFields:
    prefix = f"{side or 'only'}-{at}"
    cells = [
        CellField(f"{prefix}-{place}", value, f"{label or code or gettext('新的一行')} {column.title}".strip())
        for place, (column, value) in enumerate(zip(columns(number, side), values, strict=True))
    ]
    return LineFields(prefix, code, label, is_total, code.count("-") + 1 if code else 0, cells)


def _filled(sheet: Sheet, told: Mapping[str, Any]) -> tuple[Sheet, list[SideFields]]:
    """The table as the form says, and the form again with what is wrong in it."""
    fields, sides = [], []
    for side in sheet.sides:
        known = side.lines if sheet.number not in CODED else None
        lines = [
            _told_line(sheet.number, side.side, at, told, known[at] if known else None)
            for at in range(_count(told, side, known))
        ]
        fields.append(_side(sheet.number, side.side, lines))
        kept = [_kept(line) for line in lines if known or line.is_total or not _is_blank(line)]
        sides.append(SheetSide(side.side, tuple(_in_order(kept) if known is None else kept)))
    return Sheet(sheet.number, tuple(sides)), fields


def _count(told: Mapping[str, Any], side: SheetSide, known: tuple[SheetLine, ...] | None) -> int:
    if known is not None:
        return len(known)
    count = str(told.get(f"count-{side.side or 'only'}", "0"))
    return min(int(count), MOST) if count.isdecimal() and len(count) < 6 else 0


def _told_line(number: int, side: str, at: int, told: Mapping[str, Any], known: SheetLine | None) -> LineFields:
    prefix = f"{side or 'only'}-{at}"
    if known is not None:
        code, label, is_total = known.code, known.label, known.is_total
    else:
        code, label = (str(told.get(f"{prefix}-{name}", "")).strip() for name in ("code", "label"))
        is_total = told.get(f"{prefix}-total") == "1"
    values = [str(told.get(f"{prefix}-{place}", "")).strip() for place in range(len(columns(number, side)))]
    line = _line(number, side, at, code, label[:200], is_total, values)
    for cell in line.cells:
        if cell.value and cell.value != "/" and _amount(cell.value) is None:
            cell.error = gettext("“%(text)s”不是金额。请填数字，最多两位小数，单位是元。") % {"text": cell.value[:30]}
    if known is None and not is_total and not _is_blank(line):
        line.error = _wrong_code(line)
    return line


def _wrong_code(line: LineFields) -> str:
    found = _CODE.match(line.code)
    if not found:
        return gettext("“%(code)s”不是科目编码。请填类、款、项，例如 201-41-01。") % {"code": line.code[:30]}
    line.code = "-".join(part for part in found.groups() if part)
    return "" if line.label else gettext("科目 %(code)s 还没有名称，请填写。") % {"code": line.code}


def _amount(text: str) -> Decimal | None:
    number = parse_number(text)
    if number is None or -int(number.as_tuple().exponent) > 2:
        return None
    return number.quantize(Decimal("0.01"))


def _is_blank(line: LineFields) -> bool:
    return not (line.code or line.label or any(cell.value for cell in line.cells))


def _has_errors(sides: list[SideFields]) -> bool:
    return any(line.error or any(c.error for c in line.cells) for side in sides for line in side.lines)


def _kept(line: LineFields) -> SheetLine:
    amounts = tuple(_amount(cell.value) if cell.value and not cell.error else None for cell in line.cells)
    return SheetLine(line.code, line.label, amounts, line.is_total)


def _in_order(lines: list[SheetLine]) -> list[SheetLine]:
    """By code, the totals last."""
    coded = sorted((line for line in lines if not line.is_total), key=lambda line: line.code)
    return [*coded, *(replace(line, code="", label=line.label or "合计") for line in lines if line.is_total)]


def _placed(sides: list[SideFields], found: list[queries.FoundThere], number: int) -> list[queries.FoundThere]:
    """Put each finding beside the cell or the line it is about; those about the whole table are answered."""
    left = []
    for each in found:
        line, cell = _spot(sides, each, number)
        if cell is not None:
            cell.findings.append(each)
        elif line is not None:
            line.findings.append(each)
        else:
            left.append(each)
    return left


def _spot(
    sides: list[SideFields], found: queries.FoundThere, number: int
) -> tuple[LineFields | None, CellField | None]:
    """Where a row and column of the printed table are in the form."""
    row, column = found.row - HEADS[number] - 1, found.column - 1
    if row < 0:
        return None, None
    for side in sides:
        labels = {8: 3, 9: 0}.get(number, 4 if side.has_codes else 1)
        lines = [line for line in side.lines if not (side.has_codes and not line.is_total and _is_blank(line))]
        if column >= labels + len(side.columns):
            column -= labels + len(side.columns)
            continue
        line = _at(lines, row, max(len(each.lines) for each in sides) if not side.has_codes else len(lines))
        if line is None or column < labels:
            return line, None
        return line, line.cells[column - labels]
    return None, None


def _at(lines: list[LineFields], row: int, height: int) -> LineFields | None:
    closes = bool(lines) and lines[-1].is_total
    if row == height - 1 and closes:
        return lines[-1]
    return lines[row] if row < len(lines) - closes else None
