"""The template district, broken in one way, is told so in the words of the kind concerned."""

import shutil
from pathlib import Path

import pytest

from yunjian.kernel.pack.reading import examine
from yunjian.site.definitions import ALL

TEMPLATE = Path(__file__).parent.parent / "districts" / "template"

UNIT, BUREAU = "units/yunshan.yaml", "units/finance-bureau.yaml"
ADMINISTRATOR = "roles/system-administrator.yaml"
ROLE, CALENDAR, CODES = "roles/budget-officer.yaml", "calendars/2026.yaml", "code-tables/functional.yaml"
PROJECT, FILE = "projects/2026-budget-system.yaml", "disclosures/finance-bureau-2026-budget.yaml"

# The file, what is written there, what is written instead; the line it is told at, the path and the words.
SABOTAGES = {
    "a unit without one above it": (BUREAU, "parent: yunshan ", "", "key:", "", "上级单位 parent"),
    "a unit with a false credit code": (
        UNIT, 'division: "990101"', "uscc: 11310117MB0000000X", "key:", "", "校验位不对"),
    "a unit's example that names somebody else": (
        UNIT, "called: [云山区]", "called: [云海区]", "example:", "example", "“云海区”没有被认作本单位"),
    "a role's example that it does not allow": (
        ROLE, "may: [budgets.disclosure.receive]", "may: [parties.account.close]", "example:", "example", "没有列入"),
    "a permission of a wrong shape": (
        ROLE, "  - budgets.disclosure.read-again", "  - 公开预算", "  - 公开预算", "may[1]", "写法不对"),
    "an act that nobody knows": (
        ROLE, "  - budgets.disclosure.read-again", "  - budgets.disclosure.read-agin",
        "  - budgets.disclosure.read-agin", "may[1]", "是不是 budgets.disclosure.read-again？"),
    "an act that no role may list": (
        ROLE, "  - budgets.disclosure.read-again", "  - identity.factor.keep", "  - identity.factor.keep", "may[1]",
        "不能由角色授予"),
    "an administrator by post": (
        ADMINISTRATOR, "duty: system", "duty: system\nposts: [主任]", "key:", "", "管理员角色要逐个授予"),
    "a holiday in another year": (
        CALENDAR, "off: [2026-01-01,", "off: [2027-01-01,", "key:", "", "2027-01-01 不在 2026 年"),
    "a weekday worked in exchange": (
        CALENDAR, "worked: [2026-01-04]", "worked: [2026-01-05]", "key:", "", "本来就是工作日"),
    "a count of working days that is wrong": (
        CALENDAR, "due: 2026-02-25", "due: 2026-02-26", "example:", "example", "到 2026-02-25"),
    "a code before the one above it": (
        CODES, "  - {code: 201-06, name: 财政事务}\n", "", "key:", "", "上级科目没有写在它前面"),
    "a code without quotes": (
        CODES, 'code: "201"', "code: 201", "  - {code: 201,", "codes[0].code", "请加引号"),
    "a code twice": (CODES, "{code: 201-06-02", "{code: 201-06-01", "key:", "", "写了两次"),
    "payments that do not add up": (PROJECT, "amount: 14.60 万元", "amount: 14.60 元", "key:", "", "不等于项目金额"),
    "parts that do not add up": (PROJECT, "65000.00 元", "65000.00 万元", "key:", "", "各构成项合计"),
    "a payment that says how much twice": (
        PROJECT, "    amount: 14.60 万元", "    share: 40\n    amount: 14.60 万元",
        "  - condition: 初验", "milestones[1]", "只写一个"),
    "a project that ends before it starts": (
        PROJECT, "ends_before: 2027-01-01", "ends_before: 2025-01-01", "period:", "period", "要晚于"),
    "a project under a code that is not in the table": (
        PROJECT, "function: 201-06-07", "function: 201-06-08", "function:", "function", "里没有 201-06-08"),
    "a project's amount in another unit than its example": (
        PROJECT, "total: 365000.00 元", "total: 36.50 元", "example:", "example", "365,000.00 元"),
    "a published file that is not there": (FILE, "budget.txt", "budget.pdf", "file:", "file", "没有文件"),
    "a published file under another year's heading": (
        FILE, "云山区2026年区级", "云山区2025年区级", "example:", "example", "没有写明本年度"),
}  # fmt: skip


@pytest.mark.parametrize("sabotage", SABOTAGES.values(), ids=SABOTAGES)
def test_is_told_in_the_words_of_its_kind(sabotage, tmp_path):
    file, before, after, at, path, words = sabotage
    folder = shutil.copytree(TEMPLATE, tmp_path / "template")
    text = (folder / file).read_text("utf-8")
    assert before in text
    broken = text.replace(before, after, 1)
    (folder / file).write_text(broken, "utf-8")
    line = next(number for number, each in enumerate(broken.splitlines(), 1) if each.startswith(at))

    found = examine(folder, ALL).mistakes

    assert [(each.file, each.line, each.path) for each in found] == [(file, line, path)], [str(each) for each in found]
    assert words in found[0].sentence
