"""The pages of guides in a browser: by axe, at both widths, in both languages, without scrolling sideways."""

import pytest

from tests.browser import DESKTOP, PHONE, axe_violations, sideways, sign_in
from tests.cast import DATA_BUREAU
from tests.district import open_account, small_district
from yunjian.services.models import ItemDraft

from .conftest import put_in_force
from .test_drafts import drafted, published
from .test_import import ROW

pytestmark = [pytest.mark.browser, pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
ADDRESSES = (
    "/services/",
    "/services/?q=开一家奶茶店",
    "/services/items/food-business/",
    "/services/items/marriage-registration/",
    "/services/themes/open-food-shop/",
    "/services/trades/ktv/",
)


def test_by_axe_the_list_a_guide_a_theme_and_a_trade(browse, live_server, pack):
    put_in_force(pack)
    troubles = []
    for size, language in ((DESKTOP, "zh-CN"), (PHONE, "en-GB")):
        page = browse(size, language=language)
        for address in ADDRESSES:
            page.goto(address)
            troubles += axe_violations(page)
            if wide := sideways(page):
                troubles.append(f"{address} at {size[0]} scrolls sideways: {wide}")
    assert not troubles, "\n".join(troubles)


def test_by_axe_the_pages_of_drafts(browse, live_server):
    small_district()
    officer = open_account("ning", *((role, DATA_BUREAU) for role in ("item-officer", "item-reviewer")), name="宁")
    [draft] = drafted({**ROW, "catalog_code": "12"})
    published({**ROW, "task_name": "办着的事项", "task_code": ""})
    troubles = []
    for size, language in ((DESKTOP, "zh-CN"), (PHONE, "en-GB")):
        page = browse(size, language=language)
        sign_in(page, officer, live_server.url)
        file, key = ItemDraft.objects.get(pk=draft).file_id, ItemDraft.objects.get(state="PUBLISHED").key
        for address in ("", "hand-in/", f"{draft}/", f"files/{file}/", f"retire/{key}/"):
            page.goto(f"/services/catalogue/{address}")
            troubles += axe_violations(page)
            if wide := sideways(page):
                troubles.append(f"{address} at {size[0]} scrolls sideways: {wide}")
    assert not troubles, "\n".join(troubles)
