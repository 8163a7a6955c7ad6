"""Questions about the budgets."""

from decimal import Decimal

import pytest

from tests.cast import DATA_BUREAU, SERVICE_CENTRE, WU
from yunjian.budgets import queries
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
CENTRE = "上海市松江区政务服务中心"


@pytest.fixture
def three(handed_in):
    """Two years of the Data Bureau and one of the Service Centre."""
    return (
        handed_in(year=2025, projects=[("政务云租用", "50"), ("窗口服装", "2")]),
        handed_in(year=2026),
        handed_in(SERVICE_CENTRE, by=WU, year=2026, body=CENTRE, basic="100000.00"),
    )


def test_sum_the_district_by_year_and_unit(three):
    newest, before = queries.overview(reader=ANONYMOUS).years

    assert (newest.year, before.year) == (2026, 2025)
    assert [row.disclosure.unit for row in newest.rows] == [DATA_BUREAU, SERVICE_CENTRE]
    assert newest.expenditure == Decimal(1_500_000) + Decimal(1_100_000)
    assert newest.basic + newest.project == newest.expenditure
    assert newest.errors == 2


def test_follow_a_code_down_across_units_and_years(three):
    classes = queries.by_function(reader=ANONYMOUS)
    items = queries.by_function(reader=ANONYMOUS, parent="201-41", unit=DATA_BUREAU, year=2026)

    assert {(line.unit, line.year): line.amount for line in classes} == {
        (DATA_BUREAU, 2025): Decimal(1_020_000),
        (DATA_BUREAU, 2026): Decimal(1_500_000),
        (SERVICE_CENTRE, 2026): Decimal(1_100_000),
    }
    assert [(line.code, line.amount) for line in items] == [
        ("201-41-01", Decimal(500_000)),
        ("201-41-02", Decimal(1_000_000)),
    ]
    assert sum(line.amount for line in items) == classes[1].amount


def test_follow_an_economic_code_down(three):
    [line] = queries.by_economy(reader=ANONYMOUS, unit=DATA_BUREAU, year=2026)

    assert (line.code, line.label, line.amount) == ("301", "工资福利支出", Decimal(500_000))


def test_walk_from_the_total_to_the_line_that_pays_for_projects(three):
    _, disclosure, _ = three

    total = queries.line(disclosure, 3, reader=ANONYMOUS)
    item = queries.line(disclosure, 3, "201-41-02", reader=ANONYMOUS)

    assert (total.here.is_total, [step.code for step in total.below]) == (True, ["201"])
    assert [step.code for step in item.above] == ["", "201", "201-41"]
    assert not item.below
    assert [step.code for step in queries.project_lines(disclosure, 3, reader=ANONYMOUS)] == ["201-41-02"]


def test_show_a_table_as_printed_with_the_finding_beside_its_figure(three):
    _, disclosure, _ = three

    table = queries.table(disclosure, 3, reader=ANONYMOUS)

    [section] = table.sections
    item = section.rows[2]
    assert item.parts == ("201", "41", "01")
    assert [cell.printed for cell in item.cells] == ["500,000.00", "500,000.00", ""]
    assert [finding.code for finding in item.cells[0].findings] == ["BUD-H001"]
    assert "应为400,000.00元" in item.cells[0].findings[0].sentence
    assert not table.unplaced


def test_put_the_narrative_beside_the_tables(three):
    _, disclosure, _ = three

    [stated] = queries.statements(disclosure, reader=ANONYMOUS)

    assert (stated.table, stated.agrees) == (1, True)
    assert str(stated.figure.printed) == "1,500,000.00元"


def test_list_projects_by_number_and_by_amount(three):
    _, disclosure, _ = three

    in_order = queries.project_notes(disclosure, reader=ANONYMOUS)
    largest = queries.project_notes(disclosure, reader=ANONYMOUS, order="amount", limit=1)

    assert [note.title for note in in_order] == ["政务云租用", "机房运行维护"]
    assert [note.amount for note in largest] == [Decimal(600_000)]
    assert [payment.share for payment in in_order[0].payments] == [Decimal("0.5")] * 2
    assert len(in_order[0].sections) == 7


def test_compare_two_years_code_by_code_and_project_by_project(three):
    before, after, _ = three

    found = queries.compare(before, after, reader=ANONYMOUS)

    totals = {pair.column: pair.difference for pair in found.totals}
    assert totals == {"income": 480_000, "expenditure": 480_000, "basic": 0, "project": 480_000}
    assert {pair.key: pair.difference for pair in found.functions}["201-41-02"] == 480_000
    projects = {pair.label: (pair.first, pair.second) for pair in found.projects}
    assert projects == {
        "政务云租用": (Decimal(500_000), Decimal(600_000)),
        "机房运行维护": (None, Decimal(400_000)),
        "窗口服装": (Decimal(20_000), None),
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("大数据平台（运维）项目", "大数据平台(运维)"),
        ("“一网通办”2025年运维项目", "“一网通办”2026年度运维项目"),
        ("政务云 租用", "政务云租用项目"),
    ],
)
def test_take_titles_for_the_same_that_differ_in_marks_and_years_only(first, second):
    from yunjian.budgets.queries.comparisons import alike

    assert alike(first) == alike(second)


def test_find_projects_lines_and_disclosures(three):
    kinds = {hit.kind for hit in queries.search("行政", reader=ANONYMOUS)}
    projects = queries.search("机房", reader=ANONYMOUS)
    said_inside = queries.search("主要实施内容", reader=ANONYMOUS)

    assert kinds == {"line"}
    assert any(hit.title == "机房运行维护" for hit in projects)
    assert {hit.kind for hit in said_inside} == {"project"}
    assert {hit.kind for hit in queries.search(CENTRE, reader=ANONYMOUS)} == {"disclosure"}
    assert any(hit.kind == "disclosure" for hit in queries.search("2026年区级", reader=ANONYMOUS))


@pytest.mark.parametrize("text", ["", "  ", "\x00", "'", "a & b | !c", ":*", "(", "\\", "云" * 500])
def test_find_with_any_text_without_falling_over(text, three):
    assert isinstance(queries.search(text, reader=ANONYMOUS), list)


def test_know_a_unit_without_a_disclosure_and_none_that_does_not_exist(songjiang):
    assert queries.department(DATA_BUREAU, reader=ANONYMOUS).rows == ()
    with pytest.raises(NotFound):
        queries.department("nowhere", reader=ANONYMOUS)
