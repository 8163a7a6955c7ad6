"""What a project note says of money, time, payment and documents is read in several wordings."""

from datetime import date
from decimal import Decimal

import pytest

from yunjian.budgets.logic.disclosure import Place, ProjectNote
from yunjian.budgets.logic.reading.citations import citations
from yunjian.budgets.logic.reading.outline import outline
from yunjian.budgets.logic.reading.payments import schedule
from yunjian.budgets.logic.reading.projects import note_sections, read_note
from yunjian.budgets.logic.reading.text import Paragraph, paragraphs
from yunjian.budgets.logic.source import Line


def paragraph(text: str) -> Paragraph:
    [found] = paragraphs([Line(text, Place(line=1))])
    return found


def note(title: str = "示范平台项目经费情况说明", **sections: str) -> ProjectNote:
    """A note with the seven usual sections, some of them in other words."""
    usual = {
        "一、项目概述": "示范平台项目，主要实施内容为示范平台的建设。",
        "二、立项依据": "《示范平台管理办法》（云府办〔2025〕3号）。",
        "三、实施主体": "项目的实施主体为云溪区示范局。",
        "四、实施方案": "项目合同签订后，支付合同总价的30%，验收通过后支付剩余70%。",
        "五、实施周期": "2026年01月01日至2026年12月31日。",
        "六、年度预算安排": "2026年，示范平台项目财政资金预算安排金额为30.00万元，主要用于平台建设。",
        "七、绩效目标": "详见绩效目标汇总表。",
    }
    lines = [title]
    for head, text in usual.items():
        lines += [head, sections.get(f"s{list(usual).index(head) + 1}", text)]
    regions = outline([Line(text, Place(line=number)) for number, text in enumerate(lines, 1)])
    [region] = [r for r in regions if r.kind == "note"]
    return read_note(region, note_sections(region))


def test_the_seven_sections_are_found_by_their_titles():
    found = note()
    assert found.title == "示范平台项目"
    assert [section.number for section in found.sections] == [1, 2, 3, 4, 5, 6, 7]
    assert found.overview_name == found.allocation_name == "示范平台项目"
    assert found.implementer == "云溪区示范局"
    assert (found.period_start, found.period_end) == (date(2026, 1, 1), date(2026, 12, 31))
    assert str(found.amount.printed) == "30.00万元"
    assert found.amount.place.line == 13


@pytest.mark.parametrize(
    "title",
    [
        "示范平台项目经费情况说明",
        "1、示范平台项目经费情况说明",
        "示范平台（一期）项目（运维）经费情况说明",
        "示范平台项目",
    ],
)
def test_a_note_is_known_by_its_first_section_whatever_its_title(title):
    assert note(title).amount


def test_a_missing_section_is_missing_and_nothing_else():
    lines = [
        "示范平台项目经费情况说明",
        "一、项目概述",
        "示范平台项目，主要实施内容为建设。",
        "七、绩效目标",
        "详见汇总表。",
    ]
    [*_, region] = outline([Line(text, Place(line=number)) for number, text in enumerate(lines, 1)])
    found = read_note(region, note_sections(region))
    assert [section.number for section in found.sections] == [1, 7]
    assert found.amount is None
    assert found.payment_kind == "unspecified"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026年1月1日至2026年12月31日。", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026年03月—2027年2月", date(2026, 3, 1), date(2027, 2, 28)),
        ("2026年1月-11月", date(2026, 1, 1), date(2026, 11, 30)),
        ("2026.01.15-2026.06.30", date(2026, 1, 15), date(2026, 6, 30)),
        ("2026年度", date(2026, 1, 1), date(2026, 12, 31)),
        ("长期", None, None),
        ("2026年13月01日至2026年12月31日", None, date(2026, 12, 31)),
    ],
)
def test_the_period_is_read_however_it_is_written(text, start, end):
    found = note(s5=text)
    assert (found.period_start, found.period_end) == (start, end)


@pytest.mark.parametrize(
    ("text", "kind", "steps"),
    [
        ("合同签订后支付30%，中期验收后支付40%，终验后支付30%。", "milestones",
         [("合同签订后", "0.3", ""), ("中期验收后", "0.4", ""), ("终验后", "0.3", "")]),
        ("项目合同签订后，先支付50%，期满验收通过后支付剩余50%。", "milestones",
         [("项目合同签订后", "0.5", ""), ("期满验收通过后", "0.5", "")]),
        ("合同签订后支付合同金额的30%，11月上旬（财政关账前）支付40%，验收后支付剩余款项。", "milestones",
         [("合同签订后", "0.3", ""), ("财政关账前", "0.4", "11月上旬"), ("验收后", "0.3", "")]),
        ("2026年5月支付15万元，2026年10月支付35万元。", "fixed_dates",
         [("", None, "2026年5月"), ("", None, "2026年10月")]),
        ("验收通过后一次性支付。", "lump_sum", [("验收通过后", "1", "")]),
        ("取得报告后支付全部款项。", "lump_sum", [("取得报告后", "1", "")]),
        ("合同签订后，按照合同约定支付款项。", "per_contract", [("合同签订后", None, "")]),
        ("每月按照实际寄送量结算款项。", "metered", [("", None, "每月")]),
        ("餐费每月按实报销。体检费每半年按实报销。", "metered", [("餐费", None, "每月"), ("体检费", None, "每半年")]),
        ("以计件形式在年末集中支付款项。", "per_piece", [("", None, "年末")]),
        ("由本局组织实施。", "unspecified", []),
    ],
)  # fmt: skip
def test_the_payment_schedule_is_read(text, kind, steps):
    found, payments = schedule([paragraph(text)], [])
    assert found == kind
    assert [(p.condition, p.share, p.due) for p in payments] == [
        (condition, share and Decimal(share), due) for condition, share, due in steps
    ]


def test_one_payment_divided_says_what_each_part_is_for():
    kind, payments = schedule([paragraph("评审通过后，一次性支付专家费10万元，宣传费20万元。")], [])
    assert kind == "lump_sum"
    assert [(p.condition, p.amount.printed.value) for p in payments] == [
        ("评审通过后（专家费）", 10),
        ("评审通过后（宣传费）", 20),
    ]


def test_components_keep_their_labels():
    found = note(
        s6="2026年，示范平台项目财政资金预算安排金额为30.00万元，其中：建设费20万元，其他费用（咨询、监理）10万元。"
    )
    assert [(part.label, str(part.figure.printed)) for part in found.parts] == [
        ("建设费", "20万元"),
        ("其他费用（咨询、监理）", "10万元"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《管理办法》（云府办发〔2022〕11号）", [("管理办法", "云府办发〔2022〕11号")]),
        ("《管理办法》云府办发〔2022〕11号文中要求", [("管理办法", "云府办发〔2022〕11号")]),
        ("国务院《规划》（国发〔2021〕29号文中", [("规划", "国发〔2021〕29号")]),
        ("《通知》（公通字[2007] 43号）", [("通知", "公通字[2007] 43号")]),
        ("《通知》（云人社【2021】14号）", [("通知", "云人社【2021】14号")]),
        ("根据工信部联协（2012）187号文", [("", "工信部联协（2012）187号")]),
        ("于2016年10月13日发布云府办发〔2016〕47号文", [("", "云府办发〔2016〕47号")]),
        ("《关于印发〈网点意见〉的通知》（云发〔2020〕5号）", [("关于印发〈网点意见〉的通知", "云发〔2020〕5号")]),
        ("《转发《实施方案》的通知》。", [("转发《实施方案》的通知", "")]),
        ("《转发《实施方案》的通知以及《意见》", [("实施方案", ""), ("意见", "")]),
        ("《方案的通知（国办发〔2016〕23号）》", [("方案的通知", "国办发〔2016〕23号")]),
        ("《规范》（DB31/T 862--2021）", [("规范", "DB31/T 862--2021")]),
        ("《要求》（GB/T 22239-2019）", [("要求", "GB/T 22239-2019")]),
        ("《规范》（DB 31117/Z 016-2022）", [("规范", "DB 31117/Z 016-2022")]),
        ("《指南》（DB31DSJZ 004-2022）", [("指南", "DB31DSJZ 004-2022")]),
        ("《甲法》《乙法》", [("甲法", ""), ("乙法", "")]),
    ],
)  # fmt: skip
def test_cited_documents_are_read_with_their_numbers(text, expected):
    assert [(c.title, c.number) for c in citations(paragraph(text))] == expected
