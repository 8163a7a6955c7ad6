"""What a narrative states is read in the wordings of several districts."""

from decimal import Decimal

import pytest

from yunjian.budgets.logic.disclosure import Place
from yunjian.budgets.logic.reading.narrative import statements
from yunjian.budgets.logic.reading.quantities import mentions, quantities
from yunjian.budgets.logic.reading.text import paragraphs
from yunjian.budgets.logic.source import Line
from yunjian.kernel.money import MoneyUnit


def read_statements(*texts: str, final: bool = False) -> list:
    lines = [Line(text, Place(line=number * 2)) for number, text in enumerate(texts, 1)]
    return statements(list(paragraphs(lines)), "narrative", 2026, final)


@pytest.mark.parametrize(
    ("words", "direction", "base", "amount", "percent"),
    [
        ("比2025年预算增加12.50万元，增长5.00%", "increase", 2025, "12.50", "5.00"),
        ("比上年预算减少12.50万元，下降5.00%", "decrease", 2025, "12.50", "5.00"),
        ("较上年增加12.50万元", "increase", 2025, "12.50", None),
        ("较2024年增长5.00%", "increase", 2024, None, "5.00"),
        ("同比下降5.00%，减少12.50万元", "decrease", 2025, "12.50", "5.00"),
        ("与去年相比降低12.50万元", "decrease", 2025, "12.50", None),
        ("与上年持平", "same", 2025, None, None),
        ("与2025年预算持平", "same", 2025, None, None),
        ("同上年度预算数一致", "same", 2025, None, None),
        ("上年无此项", "none", None, None, None),
        ("无上年可比数据", "none", None, None, None),
    ],
)
def test_a_change_is_read_however_it_is_worded(words, direction, base, amount, percent):
    [statement] = read_statements(f"一般公共预算拨款支出预算262.50万元，{words}。")
    assert statement.subject == "expenditure.general"
    change = statement.change
    assert (change.direction, change.base_year) == (direction, base)
    assert (change.amount and str(change.amount.printed.value)) == amount
    assert change.percent == (percent and Decimal(percent))


@pytest.mark.parametrize(
    "words",
    [
        "，主要原因是新增一个项目。",
        "，主要是新增一个项目。",
        "，主要由于新增一个项目。",
        "，原因是新增一个项目。",
        "。主要原因是新增一个项目。",
        "，增加的主要原因为新增一个项目；",
    ],
)
def test_the_reason_is_read_however_it_is_worded(words):
    statement = read_statements(f"支出预算262.50万元，比上年增加12.50万元{words}")[0]
    assert statement.reason == "新增一个项目"


def test_what_money_is_mainly_for_is_no_reason_of_a_change():
    [statement] = read_statements("机关运行经费预算为29.98万元，主要为日常公用支出。")
    assert (statement.subject, statement.reason) == ("operating", "")


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("收入总计300万元，支出总计300万元。", ["income.total", "expenditure.total"]),
        ("2026年收入预算总额为300万元。", ["income.total"]),
        ("政府性基金预算拨款支出预算5万元；国有资本经营预算支出0元。", ["expenditure.fund", "expenditure.capital"]),
        ("“三公”经费预算总额为0.60万元，其中：公务用车购置及运行维护费0.10万元。",
         ["three_public.total", "three_public.vehicles"]),
        ("因公出国（境）费用0.20万元，公务接待费0.30万元。", ["three_public.abroad", "three_public.reception"]),
        ("公务用车购置费1万元，公务用车运行维护费2万元。",
         ["three_public.vehicle_purchase", "three_public.vehicle_running"]),
        ("1.“行政运行”科目300万元，主要用于工资。", ["function"]),
        ("一般公共服务支出（类）数据事务（款）行政运行（项）300万元。", ["function"]),
        ("政府采购预算总额30万元，其中：货物预算10万元、工程预算5万元、服务预算15万元。",
         ["procurement.total", "procurement.goods", "procurement.works", "procurement.services"]),
        ("面向中小企业预留政府采购项目预算金额20万元，其中预留给小微企业的政府采购项目预算为5万元。",
         ["procurement.sme", "procurement.micro"]),
        ("2026年绩效目标的项目3个，涉及项目预算资金60万元。", ["performance.count", "performance.amount"]),
        ("完成了5项工作，投资300万元。", []),
    ],
)  # fmt: skip
def test_known_things_are_told_by_their_names(text, subjects):
    assert [s.subject for s in read_statements(text)] == subjects


def test_an_unknown_amount_stays_a_mention():
    [paragraph] = paragraphs([Line("当年投资300万元，占比12.5%，覆盖86家单位。", Place(line=3))])
    found = list(mentions(paragraph))
    assert [(m.kind, m.text) for m in found] == [("amount", "300万元"), ("percent", "12.5%"), ("count", "86家")]
    assert found[0].figure.yuan == 3_000_000
    assert (found[2].number, found[2].measure) == (86, "家")
    assert {m.place.line for m in found} == {3}


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0.00元", "0.00", MoneyUnit.YUAN),
        ("1,294.78万元", "1294.78", MoneyUnit.WAN),
        ("1900.00万元", "1900.00", MoneyUnit.WAN),
        ("98.92152 万元", "98.92152", MoneyUnit.WAN),
        ("1.25亿元", "12500", MoneyUnit.WAN),
        ("-3.5万元", "-3.5", MoneyUnit.WAN),
    ],
)
def test_amounts_keep_digits_and_unit(text, value, unit):
    [quantity] = quantities(text)
    assert quantity.printed.unit is unit
    assert quantity.printed.value == Decimal(value)


@pytest.mark.parametrize("text", ["元宇宙", "2025年度", "GB/T 22239-2019", "〔2023〕257号", "7+3场景"])
def test_what_is_no_amount_is_not_taken_for_one(text):
    assert all(q.kind not in ("amount", "percent", "count") for q in quantities(text))


def test_sentences_broken_over_lines_are_put_together():
    lines = [
        Line("    收入预算3,686.485448万元，其中：财政拨款收入3,686.48", Place(line=1), wraps=True),
        Line("5448万元；事业收入0.00万元。", Place(line=2), wraps=True),
        Line("    支出预算10万元。", Place(line=3), wraps=True),
    ]
    found = list(paragraphs(lines))
    assert len(found) == 2
    stated = statements(found, "narrative", 2026, False)
    assert [str(s.figure.printed.value) for s in stated] == ["3686.485448", "3686.485448", "0.00", "10"]
    assert [s.place.line for s in stated] == [1, 1, 2, 3]
