"""What one source says of a project, beside what another says."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjian.projects.logic import facts as logic
from yunjian.projects.logic.facts import Cited, Facts, Step, differences, from_json, merged, plain_title, to_json
from yunjian.projects.logic.notes import in_yuan

CLOUD = Facts(
    title="政务云租用项目",
    amount=Decimal("1563600.00"),
    printed="156.36万元",
    starts_on=date(2026, 1, 1),
    ends_before=date(2027, 1, 1),
    payment="MILESTONES",
    steps=(Step("合同签订后", Decimal(30)), Step("服务期满6个月后", Decimal(40)), Step("期满后", Decimal(30))),
    cited=(Cited("", "工信部联通信〔2023〕257号"),),
).spread()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("松江区政务云（运维）项目", "松江区政务云(运维) 项目"),
        ("“一网通办”平台项目", "一网通办平台"),
        ("企业住所平台项目（一期）（运维）", "企业住所平台（一期）（运维）项目"),
        ("OTN网租用费", "ＯＴＮ网租用费项目"),
        ("升级优化—OTN网", "升级优化OTN网"),
    ],
)
def test_is_matched_by_titles_that_differ_in_marks_only(one, other):
    assert plain_title(one) == plain_title(other)


@pytest.mark.parametrize(("one", "other"), [("平台（二期）项目", "平台（一期）项目"), ("平台项目", "平台（运维）项目")])
def test_is_not_matched_by_titles_that_name_other_things(one, other):
    assert plain_title(one) != plain_title(other)


def test_is_matched_even_when_the_title_is_nothing_but_marks():
    assert plain_title("项目") == "项目"


def test_is_the_same_when_the_other_source_is_silent():
    silent = Facts(title="政务云租用", amount=None, printed="")

    assert [each.field for each in differences(CLOUD, silent)] == ["title"]
    assert differences(CLOUD, CLOUD) == ()


def test_differs_by_the_amount_alone_when_a_unit_was_misprinted():
    from dataclasses import replace

    printed = replace(
        CLOUD,
        amount=Decimal("156.36"),
        printed="156.36元",
        steps=tuple(replace(step, amount=None) for step in CLOUD.steps),
    )
    [difference] = differences(CLOUD, printed)

    assert (difference.kept, difference.proposed) == ("1,563,600.00（156.36万元）", "156.36（156.36元）")
    taken = merged(CLOUD, printed)
    assert taken.amount == Decimal("156.36")
    assert sum(step.amount for step in taken.steps) == Decimal("156.36")


def test_differs_in_period_payment_schedule_and_citations():
    other = Facts(
        title=CLOUD.title,
        amount=CLOUD.amount,
        printed=CLOUD.printed,
        starts_on=date(2026, 3, 1),
        payment="LUMP_SUM",
        steps=(Step("一次性", Decimal(100)),),
        cited=(Cited("", "〔2023〕257号"), Cited("办法", "沪府办〔2024〕1号")),
    )

    assert [each.field for each in differences(CLOUD, other)] == ["period", "payment", "steps", "cited"]
    taken = merged(CLOUD, other)
    assert (taken.starts_on, taken.ends_before) == (date(2026, 3, 1), date(2027, 1, 1))
    assert [cited.number for cited in taken.cited] == ["工信部联通信〔2023〕257号", "沪府办〔2024〕1号"]
    assert differences(taken, other) == ()


def test_takes_a_grant_for_a_lump_sum():
    from dataclasses import replace

    assert differences(replace(CLOUD, payment="GRANT"), replace(CLOUD, payment="LUMP_SUM")) == ()


money = st.decimals(min_value=0, max_value=10**12, places=2)
shares = st.lists(st.integers(1, 99), min_size=1, max_size=6)


@given(money, shares)
def test_pays_exactly_the_whole_however_the_shares_fall(amount, parts):
    total = sum(parts)
    steps = [Step("x", Decimal(part * 100 // total)) for part in parts[:-1]]
    steps.append(Step("x", 100 - sum((step.share for step in steps), Decimal(0))))
    spread = Facts("x", amount, "", steps=tuple(steps)).spread()

    assert sum(step.amount for step in spread.steps) == amount
    assert from_json(to_json(spread)) == spread


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025年5月", date(2025, 5, 31)),
        ("11月上旬（财政关账前）", date(2026, 11, 10)),
        ("10月底前", date(2026, 10, 31)),
        ("6月15日", date(2026, 6, 15)),
        ("2月31日", date(2026, 2, 28)),
        ("12月中旬", date(2026, 12, 20)),
        ("一季度", date(2026, 3, 31)),
        ("年末", date(2026, 12, 31)),
        ("13月", None),
        ("验收后", None),
    ],
)
def test_reads_the_latest_day_a_time_leaves_open(text, day):
    assert logic.last_day_named(text, 2026) == day


@pytest.mark.parametrize(
    ("condition", "day"),
    [
        ("服务期满6个月后", date(2026, 7, 1)),
        ("服务期满一个月", date(2026, 2, 1)),
        ("结束服务期并通过验收后", date(2026, 12, 31)),
        ("合同签订后", None),
        ("满99个月", None),
    ],
)
def test_works_a_day_out_only_where_condition_and_period_give_one(condition, day):
    assert logic.worked_out_day(Step(condition), date(2026, 1, 1), date(2027, 1, 1)) == day
    assert logic.worked_out_day(Step(condition), None, None) is None


@pytest.mark.parametrize(
    ("printed", "yuan"),
    [("1,232.385731万元", "12323857.31"), ("156.36元", "156.36"), ("0.00005万元", "0.50"), ("若干", None)],
)
def test_takes_an_amount_as_printed(printed, yuan):
    assert in_yuan(printed) == (None if yuan is None else Decimal(yuan))
