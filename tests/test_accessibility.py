"""Every page meets WCAG 2.2 AA in a real browser, at both widths, in both languages, and by keyboard alone."""

from itertools import pairwise

import pytest
from django.urls import reverse

from tests import songjiang
from tests.browser import DESKTOP, PHONE, axe_violations, sideways, sign_in
from tests.district import open_account
from tests.pages import OF_OFFICERS, PUBLIC, addresses

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

PLAIN = [("portal:home", ()), ("portal:search", ()), ("ui:styleguide", ()), ("identity:login", ())]


# Each width and each language in every run; all four together in the long one.
COMBINATIONS = [
    pytest.param([(DESKTOP, "zh-CN"), (PHONE, "en-GB")], id="desktop in Chinese, phone in English"),
    pytest.param([(DESKTOP, "en-GB"), (PHONE, "zh-CN")], id="the other way round", marks=pytest.mark.heavy),
]


@pytest.mark.heavy
@pytest.mark.parametrize("combinations", COMBINATIONS)
def test_by_axe_and_without_scrolling_sideways(browse, combinations):
    songjiang.load()
    troubles = []
    for size, language in combinations:
        page = browse(size, language=language)
        for address in addresses(PUBLIC):
            page.goto(address)
            troubles += axe_violations(page)
            if wide := sideways(page):
                troubles.append(f"{address} at {size[0]} scrolls sideways: {wide}")
    assert not troubles, "\n".join(troubles)


@pytest.mark.heavy
def test_by_axe_the_pages_of_those_who_work_here(browse, live_server):
    songjiang.load()
    officer = open_account("zhou", ("budget-officer", "data-bureau"), ("system-administrator", ""), name="周晓云")
    troubles = []
    for size in (DESKTOP, PHONE):
        page = browse(size)
        sign_in(page, officer, live_server.url)
        for address in addresses(OF_OFFICERS):
            page.goto(address)
            assert "/login/" not in page.url
            troubles += axe_violations(page)
            if wide := sideways(page):
                troubles.append(f"{address} at {size[0]} scrolls sideways: {wide}")
    assert not troubles, "\n".join(troubles)


def test_by_axe_a_refusal_and_a_missing_page(browse):
    page = browse(PHONE, allow=("404",))
    for address in ("/nowhere/", "/budgets/nobody/", "/projects/999999/"):
        answer = page.goto(address)
        assert answer.status == 404
        assert not axe_violations(page)
        assert page.locator("h1").inner_text()


def test_on_the_narrowest_phone_and_the_widest_desk(browse):
    troubles = []
    for size in ((320, 640), (1920, 1080)):
        page = browse(size)
        for name, arguments in PLAIN:
            page.goto(reverse(name, args=arguments))
            if wide := sideways(page):
                troubles.append(f"{name} at {size[0]}: {wide}")
    assert not troubles, "\n".join(troubles)


def test_in_the_dark(browse):
    page = browse(color_scheme="dark")
    page.goto(reverse("ui:styleguide"))
    assert not axe_violations(page)


def test_by_keyboard_the_first_stop_leads_past_the_navigation(desktop):
    desktop.goto("/")
    desktop.keyboard.press("Tab")
    assert desktop.evaluate("document.activeElement.className") == "skip"
    assert desktop.locator(".skip").bounding_box()["y"] >= 0
    desktop.keyboard.press("Enter")
    assert desktop.evaluate("document.activeElement.id") == "main"


def test_by_keyboard_every_stop_is_seen_and_comes_in_reading_order(desktop):
    desktop.goto(reverse("ui:styleguide"))
    tops, seen = [], 0
    for _step in range(70):
        desktop.keyboard.press("Tab")
        stop = desktop.evaluate(
            """() => {
              const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
              return {tag: e.tagName, outline: parseFloat(s.outlineWidth), style: s.outlineStyle,
                      top: b.top + scrollY, beside: !!e.closest("header, .skip, .halves, .filters")};
            }"""
        )
        if stop["tag"] == "BODY":
            break
        seen += 1
        assert stop["outline"] >= 2, stop
        assert stop["style"] != "none", stop
        if not stop["beside"]:
            tops.append(stop["top"])
    assert seen > 40
    assert all(later >= earlier - 60 for earlier, later in pairwise(tops)), tops


def test_with_targets_large_enough_for_a_finger(phone):
    phone.goto(reverse("ui:styleguide"))
    small = phone.evaluate(
        """() => [...document.querySelectorAll(
              "button, .button, .site-nav a, .pager a, .tabs a, .choice, summary, select, "
              + "input:not([type=hidden], [type=checkbox], [type=radio])")]
          .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
          .filter(([, b]) => b.height > 0 && b.height < 44)
          .map(([html, b]) => `${Math.round(b.width)}×${Math.round(b.height)} ${html}`)"""
    )
    assert not small, "\n".join(small)


def test_without_javascript_the_language_can_be_changed(plain):
    plain.goto("/")
    assert plain.locator("html").get_attribute("lang") == "zh-hans"
    plain.get_by_role("button", name="English").click()
    assert plain.locator("html").get_attribute("lang") == "en"
    plain.get_by_role("button", name="简体中文").click()
    assert plain.locator("html").get_attribute("lang") == "zh-hans"


def test_on_paper_the_furniture_is_gone_and_the_figures_stay(desktop):
    desktop.goto(reverse("ui:styleguide"))
    desktop.emulate_media(media="print")
    assert not desktop.locator(".site-nav").is_visible()
    assert not desktop.locator(".filters").is_visible()
    assert desktop.locator("table").first.is_visible()
    assert desktop.locator(".chart details table").first.is_visible()
