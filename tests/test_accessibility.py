"""Every public page meets WCAG 2.2 AA in a real browser, at both widths, in both languages, and by keyboard alone."""

from itertools import pairwise

import pytest
from django.urls import reverse

from tests.browser import DESKTOP, PHONE, axe_violations, sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# url name and its arguments
PAGES = [("portal:home", ()), ("ui:styleguide", ()), ("parties:login", ())]


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_by_axe_and_without_scrolling_sideways(browse, size, language):
    page = browse(size, language=language)
    troubles = []
    for name, arguments in PAGES:
        page.goto(reverse(name, args=arguments))
        troubles += axe_violations(page)
        if wide := sideways(page):
            troubles.append(f"{name} scrolls sideways: {wide}")
    assert not troubles, "\n".join(troubles)


def test_on_the_narrowest_phone_and_the_widest_desk(browse):
    troubles = []
    for size in ((320, 640), (1920, 1080)):
        page = browse(size)
        for name, arguments in PAGES:
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
    for _step in range(60):
        desktop.keyboard.press("Tab")
        stop = desktop.evaluate(
            """() => {
              const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
              return {tag: e.tagName, outline: parseFloat(s.outlineWidth), style: s.outlineStyle,
                      top: b.top + scrollY, left: b.left, header: !!e.closest("header, .skip, .halves")};
            }"""
        )
        if stop["tag"] == "BODY":
            break
        seen += 1
        assert stop["outline"] >= 2, stop
        assert stop["style"] != "none", stop
        if not stop["header"]:
            tops.append(stop["top"])
    assert seen > 40
    assert all(later >= earlier - 60 for earlier, later in pairwise(tops)), tops


def test_with_targets_large_enough_for_a_finger(phone):
    phone.goto(reverse("ui:styleguide"))
    small = phone.evaluate(
        """() => [...document.querySelectorAll(
              "button, .button, .site-nav a, .pager a, .tabs a, input:not([type=hidden]), select")]
          .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
          .filter(([, b]) => b.height > 0 && b.height < 44 && b.width > 30)
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
