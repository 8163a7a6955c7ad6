"""Formula injection: what somebody wrote never calculates in the spreadsheet of whoever takes it away."""

import csv
import io
import itertools
import logging
import zipfile

import pytest
from openpyxl import load_workbook

from .driver import forms_among, seen_by
from .ground import Ground, ids, laid_out, ready

pytestmark = [pytest.mark.django_db, pytest.mark.heavy, pytest.mark.timeout(900)]
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
MARK = "cmd|' /C calc'!A0"
WHO = ("officer", "audit administrator", "visitor", "case window", "case head", "item officer")
SHEETS = "spreadsheetml"
# Every address that answers with a sheet; another one found is attacked and has to be named here.
KNOWN = {
    "budgets:table_file", "budgets:notes_file", "budgets:findings_file", "budgets:data_file", "budgets:data_zip",
    "budgets:draft_file", "budgets:reading_file", "projects:export", "parties:export_looks",
    "certificates:export_exemptions", "cases:todo_export", "cases:figures_export", "cases:regions_export",
}  # fmt: skip
NOBODYS_WORDS = {
    "cases:figures_export",
    "certificates:export_exemptions",
}  # figures, and the district's own definitions


@pytest.fixture
def poisoned(settings, tmp_path) -> Ground:
    """The ground where every text somebody writes begins as a formula does."""
    ready(settings, tmp_path)
    signs = itertools.cycle(SIGNS)
    chosen: dict[str, str] = {}
    made = laid_out(lambda text: chosen.setdefault(text, f"{next(signs)}{MARK}{text[:8]}"))
    person = made.accounts["victim"].person_id
    words = {"purpose": "VERIFY", "words": f"={MARK}核对"}
    made.client("clerk").post(f"/account/people/{person}/data/", words)
    return made


def cells(name: str, kind: str, data: bytes) -> list[str]:
    """Every cell as the spreadsheet would take it; a formula of a workbook begins with its sign here."""
    if kind.startswith("application/zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = [archive.read(each) for each in archive.namelist() if each.endswith(".csv")]
        return [cell for each in inside for cell in cells(name, "text/csv", each)]
    if SHEETS in kind:
        book = load_workbook(io.BytesIO(data))
        found = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert [cell.value for cell in found if cell.data_type == "f"] == [], name
        return [f"'{cell.value}" for cell in found if cell.value is not None]
    return [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]


def is_sheet(answer) -> bool:
    kind = answer.get("Content-Type", "")
    return answer.status_code == 200 and (kind.startswith(("text/csv", "application/zip")) or SHEETS in kind)


def calculates(cell: str) -> bool:
    return cell.startswith((*SIGNS, "\t", "\r")) and not cell.lstrip("+-").replace(",", "").replace(".", "").isdecimal()


def test_a_cell_that_would_calculate_is_caught():
    assert calculates("=1+1")
    assert calculates("＝cmd")
    assert not calculates("'=1+1")
    assert not calculates("-12.50")


def test_no_export_of_the_platform_carries_a_formula(poisoned: Ground):
    """Every address anybody may open, in every form it has, and every form that answers with a file."""
    logging.disable(logging.WARNING)
    names = ids() | {"form": ["csv", "xlsx"], "name": ["expenditure", "projects", "figures"], "period": ["2026"]}
    found: dict[str, int] = {}
    wrong = []
    for who in WHO:
        client = poisoned.client(who)
        answers = [(name, address, answer) for name, address, answer in seen_by(client, names)]
        answers += [("budgets:draft_file", f"/budgets/drafts/{draft}/file.{form}", client.get(address))
                    for draft in names["draft_id"] for form in ("xlsx", "template.xlsx")
                    for address in [draft_address(draft, form)]]  # fmt: skip
        for form in forms_among([(address, answer) for _name, address, answer in answers]).values():
            if "export" in form.path:
                answers.append(("parties:export_looks", form.path, form.sent(client)))
        for name, address, answer in answers:
            if not is_sheet(answer):
                continue
            given = cells(address, answer["Content-Type"], answer.getvalue())
            found[name] = found.get(name, 0) + sum(MARK in cell for cell in given)
            wrong += [f"{who} {address}: {cell[:60]}" for cell in given if calculates(cell)]
    logging.disable(logging.NOTSET)

    assert wrong == []
    assert set(found) == KNOWN
    assert {name for name, marks in found.items() if not marks} == NOBODYS_WORDS, "a payload reached none of its cells"


def draft_address(draft: int, form: str) -> str:
    from django.urls import reverse

    return reverse("budgets:draft_file", args=(draft, form))
