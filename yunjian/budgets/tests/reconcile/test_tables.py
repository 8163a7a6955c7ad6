"""A disclosure's tables are reconciled: each identity that breaks is found where it breaks, and only there."""

from dataclasses import replace
from decimal import Decimal

import pytest

from yunjian.budgets.logic.codes import CodeBook
from yunjian.budgets.logic.reconcile import reconcile, review, rules, templates
from yunjian.kernel.money import MoneyUnit

from . import made

NO_CODES = CodeBook()


def codes(disclosure):
    return [finding.code for finding in reconcile(disclosure, NO_CODES) if finding.severity == "error"]


def test_finds_nothing_where_everything_adds_up():
    assert reconcile(made.disclosure(), NO_CODES) == ()


@pytest.mark.parametrize(
    ("table", "label", "column", "side", "expected"),
    [
        (1, "收入总计", "amount", "income", {"BUD-C001", "BUD-C002"}),
        (1, "一、一般公共服务支出", "amount", "expenditure", {"BUD-C003", "BUD-X002"}),
        (2, "行政运行", "total", "", {"BUD-H001", "BUD-C006"}),
        (3, "行政运行", "basic", "", {"BUD-H001", "BUD-C004", "BUD-X006"}),
        (4, "支出总计", "general", "expenditure", {"BUD-C003", "BUD-X004", "BUD-X005"}),
        (8, "办公费", "running", "", {"BUD-H001", "BUD-C005"}),
        (9, "", "vehicles", "", {"BUD-X010"}),
    ],
)
def test_names_the_identities_a_changed_cell_breaks(table, label, column, side, expected):
    changed = made.with_figure(made.disclosure(), table, label, column, "777.00", side)
    assert set(codes(changed)) == expected


def test_says_both_figures_and_their_difference():
    changed = made.with_figure(made.disclosure(), 8, "办公费", "running", "160.00")
    [finding] = [f for f in reconcile(changed, NO_CODES) if f.code == "BUD-H001"]
    assert (finding.stated, finding.expected, finding.difference) == (Decimal(200), Decimal(210), Decimal(-10))
    assert finding.sentence.startswith("表8“商品和服务支出”running为200.00元")
    assert (finding.place.table, finding.place.row) == (8, 5)


def test_puts_a_cent_down_to_rounding():
    changed = made.with_figure(made.disclosure(), 8, "办公费", "running", "150.01")
    found = [f for f in reconcile(changed, NO_CODES) if f.severity != "note"]
    assert found == []


def test_finds_the_two_amounts_printed_in_yuan_by_the_sum_that_closes_only_with_them():
    plain = made.disclosure()
    first, second, third = plain.projects
    yuan = [made.note(n.title, str(n.amount.printed.value), at, MoneyUnit.YUAN) for at, n in ((1, first), (2, second))]
    found = reconcile(replace(plain, projects=(*yuan, third)), NO_CODES)
    assert [(f.code, f.project, f.expected) for f in found if f.code.startswith(("DOC-E01", "BUD-N005"))] == [
        ("DOC-E01", "平台运维项目", Decimal("1563600")),
        ("DOC-E01", "旗舰店项目", Decimal("986000")),
    ]


def test_reports_a_sum_that_no_other_unit_can_close():
    plain = made.disclosure()
    changed = replace(plain, projects=(*plain.projects[:2], made.note("网络租用项目", "245.05", 3)))
    [finding] = [f for f in reconcile(changed, NO_CODES) if f.code == "BUD-N005"]
    assert finding.difference == Decimal(100)


def test_reads_a_table_with_a_wrong_unit_line_in_the_right_one_and_says_so_once():
    plain = made.disclosure()
    third = plain.tables[2]
    wrong = replace(
        third,
        unit=MoneyUnit.WAN,
        sections=tuple(
            replace(s, rows=tuple(
                replace(r, figures=tuple(f and f._replace(printed=f.printed.as_unit(MoneyUnit.WAN)) for f in r.figures))
                for r in s.rows))
            for s in third.sections
        ),
    )  # fmt: skip
    assert codes(replace(plain, tables=(*plain.tables[:2], wrong, *plain.tables[3:]))) == ["DOC-E01"]


def test_says_of_every_rule_whether_it_applied():
    outcomes = review(replace(made.disclosure(), tables=()), NO_CODES)
    assert {o.rule.code for o in outcomes} == {rule.code for rule in rules()}
    assert all(o.findings == () for o in outcomes if not o.applied)
    assert next(o for o in outcomes if o.rule.code == "BUD-X007").not_applicable == "没有读到表8"


def test_every_rule_says_what_it_is_and_what_it_rests_on():
    for rule in rules():
        assert rule.title, rule.code
        assert rule.basis, rule.code
        assert rule.explain.endswith("。"), rule.code
        assert rule.sentences, rule.code
    assert len(templates()) == len(set(templates()))
