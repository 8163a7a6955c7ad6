"""In a browser: handed in from a phone, lent, looked at by the office, seen and withdrawn; taken in at the window."""

import pytest
from django.utils import timezone

from tests.browser import PHONE, axe, sideways, sign_in
from yunjian.kernel.actor import SYSTEM
from yunjian.materials import actions, jobs
from yunjian.materials.models import Material

from . import files
from .stage import identity_number, set_stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sound(page) -> None:
    axe(page)
    assert not sideways(page)


@pytest.mark.heavy
def test_a_citizen_hands_in_from_a_phone_lends_sees_who_looked_and_withdraws(browse, live_server, tmp_path):
    stage = set_stage()
    phone = browse(PHONE, has_touch=True, is_mobile=True)
    sign_in(phone, stage.accounts["li"], live_server.url)
    phone.goto("/materials/")
    phone.get_by_role("link", name="交第一份").click()
    phone.get_by_label("这是什么材料").select_option(label="居民身份证")
    phone.get_by_label("文件", exact=True).set_input_files(
        {"name": "身份证.jpg", "mimeType": "image/jpeg", "buffer": files.jpeg(900, 600, orientation=6, told=True)}
    )
    sound(phone)
    phone.get_by_role("button", name="交存").click()
    phone.get_by_text("正在核对，通常不到一分钟").wait_for()
    pk = Material.objects.get().pk
    jobs.check_material(pk)
    jobs.copy_material(pk)

    # In the drawer, upright and without the place it was taken; then lent.
    phone.reload()
    phone.get_by_role("img", name="第 1 页").scroll_into_view_if_needed()
    sound(phone)
    phone.screenshot(path=tmp_path / "material.png", full_page=True)
    phone.goto("/materials/")
    phone.get_by_role("link", name="居民身份证").wait_for()
    sound(phone)
    phone.goto(f"/materials/lend/?material={pk}")
    phone.get_by_label("借给哪个单位").select_option(label="上海市松江区数据局")
    phone.get_by_label("办的是什么事").fill("开店一件事")
    phone.get_by_label("用途").fill("核对身份")
    sound(phone)
    phone.get_by_role("button", name="同意借用").click()
    phone.get_by_role("cell", name="核对身份").wait_for()

    # The office opens it for the matter.
    desk = browse()
    sign_in(desk, stage.accounts["clerk"], live_server.url)
    desk.goto("/materials/office/")
    sound(desk)
    desk.get_by_role("link", name="居民身份证").click()
    desk.get_by_role("button", name="为这件事打开").click()
    desk.get_by_role("img", name="第 1 页").wait_for()
    sound(desk)
    desk.screenshot(path=tmp_path / "office.png", full_page=True)

    # The citizen sees who looked, and takes the consent back.
    phone.goto(f"/materials/{pk}/")
    phone.get_by_text("窗口clerk").wait_for()
    phone.goto("/materials/consents/")
    sound(phone)
    phone.get_by_role("button", name="撤回对“开店一件事”的同意").click()
    phone.get_by_text("已撤回").wait_for()
    desk.goto("/materials/office/")
    desk.get_by_text("现在没有借给本单位的材料").wait_for()


@pytest.mark.heavy
def test_a_large_file_goes_in_parts_and_on_after_an_interruption(browse, live_server):
    stage = set_stage()
    desk = browse(allow=("Failed to load resource", "net::"))
    sign_in(desk, stage.accounts["li"], live_server.url)
    desk.goto("/materials/hand-in/")
    desk.get_by_label("这是什么材料").select_option(label="房屋租赁合同")
    data = files.pdf() + b"\n%" + bytes(9 << 20)
    desk.get_by_label("文件", exact=True).set_input_files(
        {"name": "租约.pdf", "mimeType": "application/pdf", "buffer": data}
    )
    broken = []

    def break_once(route) -> None:
        if not broken:
            broken.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    desk.route("**/materials/uploads/*/", lambda r: break_once(r) if r.request.method == "PATCH" else r.continue_())
    desk.get_by_role("button", name="交存").click()
    desk.get_by_text("文件正在整理").wait_for(timeout=60_000)
    sound(desk)
    assert broken
    from yunjian.materials.models import Upload

    jobs.put_together(Upload.objects.get().pk)
    assert Material.objects.get().size == len(data)


def test_the_window_takes_in_without_a_script(browse, live_server, tmp_path):
    stage = set_stage()
    desk = browse(javascript=False)
    sign_in(desk, stage.accounts["clerk"], live_server.url)
    desk.goto("/materials/window/")
    desk.get_by_label("持有人姓名或企业名称").fill("李小民")
    desk.get_by_label("身份证号或统一社会信用代码").fill(identity_number(1))
    desk.get_by_label("这是什么材料").select_option(label="居民身份证")
    desk.get_by_label("文件", exact=True).set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": files.jpeg()}
    )
    desk.screenshot(path=tmp_path / "window.png", full_page=True)
    desk.get_by_role("button", name="代收").click()
    desk.get_by_text("已经代收").wait_for()
    pk = Material.objects.get().pk
    actions.note_checked(pk, "jpeg", 1, "CLEAN", by=SYSTEM, at=timezone.now())
    desk.goto("/materials/verify/")
    desk.get_by_label("收据编号").wait_for()
    assert Material.objects.get().holder == stage.holders["li"]
