"""The two published disclosures, and the samples that stand for them, show what does not add up in them."""

from collections import Counter
from functools import cache

import pytest

from yunjian.budgets.commands import PACK, code_book
from yunjian.budgets.logic.disclosure import Disclosure
from yunjian.budgets.logic.reading import read
from yunjian.budgets.logic.reconcile import reconcile
from yunjian.budgets.logic.source import open_source
from yunjian.budgets.tests.formats import office, paper, web
from yunjian.budgets.tests.reading.described import document_described
from yunjian.budgets.tests.seeds import DATA_BUREAU, SERVICE_CENTRE, are_published, seed_files

SAMPLES = {DATA_BUREAU: "2025-data-bureau.txt", SERVICE_CENTRE: "2026-government-service-centre.md"}
BOTH = pytest.mark.parametrize("which", [DATA_BUREAU, SERVICE_CENTRE])
published = pytest.mark.skipif(not are_published(), reason="the published disclosures are not beside the repository")

ERRORS = {
    DATA_BUREAU: [("DOC-E02", "制造业数字化转型专项资金项目")],
    SERVICE_CENTRE: [
        ("DOC-E01", "松江区大数据资源平台（运维）项目"),
        ("DOC-E02", "松江区电子政务外网升级优化—OTN网租用费项目"),
        ("DOC-E15-TITLE", "政务服务中心效能调查评估项目"),
        ("DOC-E01", "打造区级移动政务服务“旗舰店”项目"),
    ],
}
# Judged one by one in docs/seed-findings.md.
OTHERS = {
    DATA_BUREAU: {
        "DOC-E01-MISSING": 1, "DOC-E02-TERM": 1, "DOC-E03-SCOPE": 1, "DOC-E12": 2, "DOC-E13-MARKS": 2,
        "DOC-E13-REPEATED": 2, "DOC-E13-WIDTH": 4, "DOC-E15-STYLE": 1, "DOC-E19": 1, "DOC-E21-LATE": 1,
        "DOC-E22-COMMA": 2,
    },
    SERVICE_CENTRE: {
        "BUD-P001": 1, "DOC-E01-ZERO": 1, "DOC-E03-PERIOD": 2, "DOC-E07-PERCENT": 1, "DOC-E09": 2, "DOC-E12": 2,
        "DOC-E12-STRAY": 1, "DOC-E13-MARKS": 1, "DOC-E13-NESTED": 3, "DOC-E13-REPEATED": 1, "DOC-E13-STOP": 2,
        "DOC-E13-WIDTH": 2, "DOC-E14": 2, "DOC-E15-INSIDE": 2, "DOC-E15-STYLE": 5, "DOC-E15-TITLE": 1, "DOC-E17": 2,
        "DOC-E19": 1, "DOC-E21-LATE": 1, "DOC-E21-NONE": 1,
    },
}  # fmt: skip


@cache
def seed(which: str) -> Disclosure:
    path = seed_files()[which]
    return read(path.read_bytes(), path.name)


@cache
def sample(which: str) -> Disclosure:
    path = PACK / "documents" / SAMPLES[which]
    return read(path.read_bytes(), path.name)


def found(disclosure):
    return reconcile(disclosure, code_book(PACK, disclosure.year))


@published
@BOTH
def test_finds_exactly_what_was_judged_in_the_published_ones(which):
    findings = found(seed(which))
    errors = [(f.code, f.project) for f in findings if f.severity == "error"]
    assert errors == ERRORS[which]
    assert Counter(f.code for f in findings if f.severity != "error") == OTHERS[which]


@BOTH
def test_finds_the_same_errors_in_the_samples(which):
    assert [(f.code, f.project) for f in found(sample(which)) if f.severity == "error"] == ERRORS[which]


def test_tells_both_amounts_whose_unit_is_wrong():
    wrong = [f for f in found(sample(SERVICE_CENTRE)) if f.code == "DOC-E01"]
    assert [(str(f.stated), str(f.expected)) for f in wrong] == [("156.36", "1563600.00"), ("98.60", "986000.00")]


@pytest.mark.parametrize(
    ("name", "write"), [("x.docx", office.docx), ("x.xlsx", office.xlsx), ("x.html", web.html), ("x.pdf", paper.pdf)]
)
@BOTH
def test_finds_the_same_in_every_format(which, name, write):
    """Also where a file was broken into a paragraph for each printed line, as the text of 2025 is when it is copied."""
    path = PACK / "documents" / SAMPLES[which]
    description = document_described(open_source(path.read_bytes(), path.name))
    alike = Counter((f.code, f.project) for f in found(read(write(description), name)) if f.code != "DOC-UNREAD")
    assert alike == Counter((f.code, f.project) for f in found(sample(which)))


def rows(disclosure):
    return {
        (table.number, section.side): [
            (row.code, row.label.replace(" ", ""), [f and f.yuan for f in row.figures], row.dash, row.is_total)
            for row in section.rows
        ]
        for table in disclosure.tables
        for section in table.sections
    }


def said(disclosure):
    def change(of):
        return of and (of.direction, of.base_year, of.amount and of.amount.printed, of.percent)

    return [
        (s.subject, s.name, s.figure and s.figure.printed, s.count, change(s.change)) for s in disclosure.statements
    ]


def projects(disclosure):
    return [
        (
            note.title,
            note.overview_name,
            note.allocation_name,
            note.amount.printed,
            note.payment_kind,
            (note.period_start, note.period_end),
            [(p.share, p.amount and p.amount.printed, p.due) for p in note.payments],
            [(part.label, part.figure.printed) for part in note.parts],
            {c.number for c in note.citations},
            {c.title.replace(" ", "") for c in note.citations},
            {m.text.replace(" ", "") for m in note.mentions if m.kind in ("amount", "percent", "count")},
        )
        for note in disclosure.projects
    ]


@published
@BOTH
def test_the_samples_carry_every_figure_of_the_published_ones(which):
    assert rows(sample(which)) == rows(seed(which))
    assert said(sample(which)) == said(seed(which))
    for made, real in zip(projects(sample(which)), projects(seed(which)), strict=True):
        assert made == real


@published
@BOTH
def test_the_samples_share_no_prose_with_the_published_ones(which):
    """Formulas with figures, names, citations and table rows may be alike; sentences of prose may not."""
    real = {line.text for line in seed(which).lines}
    alike = [
        line.text
        for line in sample(which).lines
        if line.text in real and len(line.text) > 40 and not any(letter.isdigit() for letter in line.text)
    ]
    assert [text for text in alike if "《" not in text and "预算" not in text] == []
