"""What the two scripts add, in a real browser."""

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DROP = """(zone) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File(["预算"], "预算.txt", {type: "text/plain"}));
  for (const kind of ["dragover", "drop"])
    zone.dispatchEvent(new DragEvent(kind, {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""


def test_a_file_may_be_dropped_on_its_field(desktop):
    desktop.goto(reverse("ui:styleguide"))
    zone = desktop.locator(".drop")
    zone.evaluate(DROP)
    assert zone.locator("[data-drop-words]").inner_text() == "已选择：预算.txt"
    assert zone.locator("input").evaluate("(input) => input.files[0].name") == "预算.txt"
    assert zone.locator("[data-drop-hint]").is_visible()
    assert "is-over" not in zone.get_attribute("class")


def test_without_scripts_the_field_promises_nothing(plain):
    plain.goto(reverse("ui:styleguide"))
    assert not plain.locator("[data-drop-hint]").is_visible()
    assert plain.locator(".drop input[type=file]").is_visible()


def test_a_failed_request_in_the_background_is_said(browse):
    page = browse(allow=("Failed to load", "htmx:", "net::ERR"))
    page.goto(reverse("ui:styleguide"))
    page.route("**/nowhere/", lambda route: route.abort())
    page.evaluate("htmx.ajax('GET', '/nowhere/', '#main').catch(() => null)")
    page.locator("#notices .notice-error").wait_for()
    assert page.locator("h1").inner_text() == "样式指南"


def test_a_refusal_in_the_background_stands_among_the_notices(browse):
    page = browse(allow=("404",))
    page.goto(reverse("ui:styleguide"))
    page.evaluate("htmx.ajax('GET', '/projects/999999/', '#tables')")
    page.locator("#notices .notice-error").wait_for()
    assert "没有找到您要的内容" in page.locator("#notices").inner_text()
    assert page.locator("#tables table").is_visible()
