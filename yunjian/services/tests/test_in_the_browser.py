"""The pages of guides in a browser: by axe, at both widths, in both languages, without scrolling sideways."""

import pytest

from tests.browser import DESKTOP, PHONE, axe_violations, sideways

from .conftest import put_in_force

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
