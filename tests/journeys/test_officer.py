"""A budget officer hands in a disclosure, sees it read and checked, and confirms what goes into the register."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import songjiang
from tests.browser import axe_violations
from yunjian.kernel.testing import recorded, run_jobs, seal_and_deliver

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]


def next_year(folder: Path) -> Path:
    """Last year's document with this year's dates, and one project's amount grown by ten thousand yuan by mistake."""
    text = (songjiang.FOLDER / "documents" / "2025-data-bureau.txt").read_text("utf-8")
    text = text.replace("2024", "〇").replace("2025", "2026").replace("〇", "2025")
    changed = re.sub(r"(手机信号检测项目财政资金预算安排金额为)8\.00万元", r"\g<1>9.00万元", text.replace("\n", "\n"))
    path = folder / "松江区数据局2026年部门预算.txt"
    path.write_text(changed, encoding="utf-8")
    return path


def sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    if page.get_by_label("再输一遍新密码").count():
        # The first time: the password on the paper is exchanged for one only she knows.
        page.get_by_label("现在的密码").fill(password)
        page.get_by_label("新密码", exact=True).fill(f"{password}-mine")
        page.get_by_label("再输一遍新密码").fill(f"{password}-mine")
        page.get_by_role("button", name="更换密码").click()


@pytest.mark.heavy
def test_uploads_sees_findings_and_confirms_the_import(browse, tmp_path):
    passwords = songjiang.load().passwords
    page = browse()
    sign_in(page, "officer-data-bureau", passwords["officer-data-bureau"])

    # The file is dropped on the page and kept at once; reading goes on behind.
    page.goto("/budgets/uploads/new/")
    page.set_input_files("input[type=file]", next_year(tmp_path))
    page.get_by_role("button", name="上传并读取").click()
    expect(page.locator("#reading")).to_contain_text("正在读取")
    seal_and_deliver()
    run_jobs()

    # The page notices by itself: read, checked, compared with the year before.
    expect(page.locator("#reading")).to_contain_text("已读取并公开", timeout=20_000)
    expect(page.locator("#reading")).to_contain_text("与上一年对比")
    expect(page.locator("#reading")).to_contain_text("31,316,310.00")
    assert not axe_violations(page)
    seal_and_deliver()
    run_jobs()

    # The finding stands beside the figure it concerns.
    page.goto("/budgets/data-bureau/2026/tables/3/")
    total = page.get_by_role("row").filter(has_text="合计").last
    expect(total).to_contain_text("31,306,310.00")
    expect(total).to_contain_text("错误")

    # Fifteen projects wait to be confirmed; the officer takes the nine without doubt, six still wait.
    page.goto("/budgets/uploads/")
    page.get_by_role("link", name="松江区数据局2026年部门预算.txt").first.click()
    page.goto("/projects/proposals/")
    page.get_by_role("link", name=re.compile("2026")).first.click()
    expect(page.locator("main")).to_contain_text("待确认 15 项")
    assert not axe_violations(page)
    page.locator("button[value=confirm-new]").click()
    expect(page.get_by_role("status").filter(has_text="办理结果")).to_contain_text("已确认")

    page.goto("/projects/?unit=data-bureau&year=2026")
    expect(page.locator("main")).to_contain_text(re.compile(r"共\s*9\s*个项目"))
    expect(page.locator("main")).to_contain_text(re.compile(r"待确认的导入\s*6\s*项"))
    kinds = {entry.kind for entry in recorded()}
    assert {"budgets.disclosure.received", "budgets.disclosure.read"} <= kinds
    assert any(kind.startswith("projects.") for kind in kinds)


@pytest.mark.heavy
def test_of_another_unit_cannot_hand_in_for_this_one(browse):
    passwords = songjiang.load().passwords
    page = browse(allow=("403", "404"))
    sign_in(page, "audit-administrator", passwords["audit-administrator"])

    page.goto("/budgets/uploads/new/")

    expect(page.locator("main")).to_contain_text("没有权限")
