"""The guides in public: found, filtered, read; one theme, one trade."""

import pytest
from django.test import Client

from tests.cast import ZHOU
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.catalogue import NotInForce
from yunjian.services import queries
from yunjian.ui.listing import Ask


def found(now, **asked):
    return [row.key for row in queries.guides(Ask(asked, size=200), at=now, reader=ANONYMOUS).rows]


def test_a_wish_finds_the_theme_first_and_filters_narrow_it(songjiang):
    assert found(songjiang, q="开一家奶茶店")[0] == "open-food-shop"
    assert found(songjiang, q="开一家奶茶店", kind="items")[0] == "food-business"
    assert "food-business" not in found(songjiang, q="开一家奶茶店", unit="water")


def test_filters_alone_list_by_department_theme_and_target(songjiang):
    assert {"drainage", "water-intake"} < set(found(songjiang, unit="water"))
    assert "newborn-insurance" in found(songjiang, topic="birth")
    assert "drainage" not in found(songjiang, target="person")
    assert len(found(songjiang)) == 82 + 8 + 6


@pytest.mark.parametrize("asked", ["topic=birth", "target=person&kind=items&size=100", "unit=medical-insurance"])
def test_the_page_narrows_as_it_is_asked(songjiang, client, asked):
    page = client.get(f"/services/?{asked}").content.decode()

    assert "新生儿医疗保险参保登记" in page
    assert "污水排入排水管网许可" not in page


def test_pages_show_part_of_the_list_and_say_how_many(songjiang):
    second = queries.guides(Ask({}, page=2, size=20), at=songjiang, reader=ANONYMOUS)

    assert (len(second.rows), second.total, second.page, second.pages) == (20, 96, 2, 5)


def test_the_guide_of_an_item_says_conditions_papers_clock_and_basis(songjiang, client):
    page = client.get("/services/items/food-business/").content.decode()

    for words in ("食品经营许可", "面积在 5 平方米以上", "从电子证照库取《营业执照》", "承诺 10 个工作日", "现场核查"):
        assert words in page
    assert "凭记忆，待核对" in page
    assert "开一家餐饮店" in page  # the theme it is part of


def test_in_english_every_word_of_the_frame_is_english(songjiang):
    page = Client(headers={"accept-language": "en"}).get("/services/items/food-business/").content.decode()

    assert "Food business licence" in page
    assert "What papers it takes" in page


def test_a_theme_asks_for_nothing_twice_and_feeds_the_next_item(songjiang):
    answers = {"has_licence": False, "sign": False, "big": False}
    view = queries.theme("open-food-shop", answers, at=songjiang, reader=ANONYMOUS)
    identities = [each.paper.identity for each in view.papers]
    [licence] = [each for each in view.papers if each.paper.identity == "business-licence"]

    assert len(identities) == len(set(identities))
    assert (licence.made_by_title, licence.is_own) == ("个体工商户设立登记", False)
    assert [each.key for each in view.parts if each.wave == 1] == ["individual-business"]
    assert "advertising" not in [each.key for each in view.parts]


def test_questions_of_the_items_are_asked_once(songjiang):
    view = queries.theme("open-food-shop", at=songjiang, reader=ANONYMOUS)
    names = [each.name for each in view.questions]

    assert len(names) == len(set(names))
    assert {"has_licence", "area"} < set(names)


def test_theme_and_trade_have_pages(songjiang, client):
    assert "合起来要什么材料" in client.get("/services/themes/newborn/").content.decode()
    assert "最早到期的那一天" in client.get("/services/trades/ktv/").content.decode()


@pytest.mark.parametrize("address", ["items/nothing", "themes/nothing", "trades/nothing"])
def test_what_is_not_there_is_said(songjiang, client, address):
    assert client.get(f"/services/{address}/").status_code == 404
    with pytest.raises(NotInForce):
        queries.guide("nothing", at=songjiang, reader=ZHOU)


@pytest.mark.parametrize("asked", ["?q=", "?q=%00", "?q=" + "长" * 500, "?unit=nothing&page=zzz", "?topic=x&kind=y"])
def test_whatever_is_asked_the_list_answers(songjiang, client, asked):
    assert client.get(f"/services/{asked}").status_code == 200


def test_without_a_catalogue_the_list_says_so(db, client):
    assert "还没有公布" in client.get("/services/").content.decode()


def test_programs_read_the_same_guides(songjiang, client):
    first = client.get("/api/v1/guides?q=开一家奶茶店&limit=1").json()
    second = client.get(f"/api/v1/guides?q=开一家奶茶店&limit=1&cursor={first['next']}").json()

    assert [each["key"] for each in first["items"] + second["items"]] == ["open-food-shop", "food-business"]
    assert client.get("/api/v1/items/food-business").json()["procedure"]["promised_days"] == 10
    assert client.get("/api/v1/themes/newborn").json()["parts"][0]["key"] == "birth-certificate-issue"
    assert client.get("/api/v1/trades/ktv").json()["definition"]["validity"] == "shortest"
    assert client.get("/api/v1/items/nothing").status_code == 404
