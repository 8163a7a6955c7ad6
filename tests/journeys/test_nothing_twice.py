"""An enterprise hands nothing in twice: one paper, two matters, one consent each, and a receipt that needs nobody."""

import hashlib
import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import PHONE, sign_in, sound
from yunjian.kernel.proofs import checkpoints
from yunjian.kernel.testing import recorded, run_jobs, seal_and_deliver
from yunjian.materials.logic.envelopes import new_key
from yunjian.materials.models import Material
from yunjian.materials.tests import files
from yunjian.materials.tests.stage import Stage, set_stage
from yunjian_verify.command import main as verify

pytestmark = [pytest.mark.browser, pytest.mark.heavy, pytest.mark.django_db(transaction=True)]
PAPER = files.pdf(2, "Lease of Renmin North Road 1")
KIND, BUREAU, CENTRE = "房屋租赁合同", "上海市松江区数据局", "上海市松江区政务服务中心"


@pytest.fixture
def stage(settings, tmp_path) -> Stage:
    settings.MATERIALS_FOLDER, settings.MATERIALS_KEYS = tmp_path / "materials", new_key()
    settings.DATA_FOLDER, settings.CLAMD = tmp_path / "data", ""
    return set_stage()


def act_for_the_firm(page: Page) -> None:
    page.goto("/account/mandates/")
    page.get_by_role("button", name=re.compile("云间软件有限公司")).click()
    expect(page.locator("body")).to_contain_text("云间软件有限公司")


def lend(page: Page, unit: str, matter: str, purpose: str, folder: Path) -> None:
    """What the drawer holds is offered; one form is one consent."""
    page.goto("/materials/lend/")
    page.get_by_label(re.compile(KIND)).check()
    page.get_by_label("借给哪个单位").select_option(label=unit)
    page.get_by_label("办的是什么事").fill(matter)
    page.get_by_label("用途").fill(purpose)
    sound(page, f"lend-{matter}", folder)
    page.get_by_role("button", name="同意借用").click()
    page.get_by_role("cell", name=purpose).wait_for()


def open_for(page: Page, matter: str) -> None:
    page.goto("/materials/office/")
    page.get_by_role("row").filter(has_text=matter).get_by_role("link", name=KIND).click()
    page.get_by_role("button", name="为这件事打开").click()
    page.get_by_role("img", name="第 1 页").wait_for()


def still_open_for(page: Page, matter: str) -> None:
    """What was opened a moment ago needs no second word: its pages are there at once."""
    page.goto("/materials/office/")
    page.get_by_role("row").filter(has_text=matter).get_by_role("link", name=KIND).click()
    page.get_by_role("img", name="第 1 页").wait_for()


def test_its_agent_hands_a_paper_in_once_and_two_offices_use_it(stage, browse, live_server, tmp_path, capsys):
    agent = browse(PHONE, has_touch=True, is_mobile=True)
    sign_in(agent, stage.accounts["wang"], live_server.url)
    act_for_the_firm(agent)

    # For its first matter the firm's agent hands the lease in, once.
    agent.goto("/materials/hand-in/")
    agent.get_by_label("这是什么材料").select_option(label=KIND)
    agent.get_by_label("文件", exact=True).set_input_files(
        {"name": "租约.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    )
    agent.get_by_role("button", name="交存").click()
    agent.get_by_text("正在核对，通常不到一分钟").wait_for()
    seal_and_deliver()
    run_jobs()
    seal_and_deliver()
    run_jobs()
    [row] = Material.objects.all()
    assert (row.state, row.holder) == ("CHECKED", stage.holders["firm"])
    lend(agent, BUREAU, "开办企业", "核对住所", tmp_path)
    desk = browse()
    sign_in(desk, stage.accounts["clerk"], live_server.url)
    open_for(desk, "开办企业")
    sound(desk, "office", tmp_path)

    # A second matter, of another kind, at another office: the drawer offers the same paper, nothing is uploaded.
    lend(agent, CENTRE, "食品经营许可", "核对经营场所", tmp_path)
    other = browse()
    sign_in(other, stage.accounts["other clerk"], live_server.url)
    other.goto("/materials/office/")
    expect(other.locator("main")).not_to_contain_text("开办企业")
    open_for(other, "食品经营许可")
    assert Material.objects.count() == 1
    assert len(recorded("materials.material.kept")) == 1

    # The firm sees who used it and for what, and takes one consent back.
    agent.goto(f"/materials/{row.pk}/")
    for words in ("窗口clerk", "开办企业", "窗口other clerk", "食品经营许可"):
        expect(agent.locator("main")).to_contain_text(words)
    sound(agent, "material", tmp_path)
    agent.goto("/materials/consents/")
    agent.get_by_role("button", name="撤回对“食品经营许可”的同意").click()
    agent.get_by_text("已撤回").wait_for()
    sound(agent, "consents", tmp_path)
    other.goto("/materials/office/")
    other.get_by_text("现在没有借给本单位的材料").wait_for()
    still_open_for(desk, "开办企业")

    # The receipt is taken home and verified there, without us.
    seal_and_deliver()
    checkpoints.sign(at=timezone.now())
    agent.goto(f"/materials/{row.pk}/")
    agent.get_by_role("link", name="收据").click()
    expect(agent.locator("main")).to_contain_text(hashlib.sha256(PAPER).hexdigest())
    sound(agent, "receipt", tmp_path)
    with agent.expect_download() as taken:
        agent.get_by_role("button", name="下载收据").click()
    home = tmp_path / "home"
    home.mkdir()
    taken.value.save_as(home / "receipt.json")
    (home / "租约.pdf").write_bytes(PAPER)
    (home / "keys.txt").write_text("\n".join(map(str, checkpoints.log_keys())), encoding="utf-8")
    words = [str(home / "receipt.json"), "--key", str(home / "keys.txt")]
    capsys.readouterr()
    assert verify([*words, str(home / "租约.pdf")]) == 0
    assert "租约.pdf 就是区里" in capsys.readouterr().out
    (home / "forged.pdf").write_bytes(PAPER.replace(b"Renmin", b"Remnin") + b"!")
    assert verify([*words, str(home / "forged.pdf")]) == 1
