"""Forms in a browser: its script finds what the server finds, value by value; without it the page works as well."""

import json

import pytest

from tests.browser import DESKTOP, PHONE, axe_violations, sideways
from yunjian.services.definitions import Form, plain
from yunjian.services.pages.filling import drawn

from .conftest import put_in_force

pytestmark = [pytest.mark.browser, pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
ODD = (
    "", None, " ", "x", "二百", 0, 1, -1, 2.5, 10**12, True, False, [], {}, [{}], [{"name": "甲"}], ["x"],
    [{}, {"name": "甲"}], "2026-02-29", "2024-02-29", "11010519491231002X", "91350100M000100Y43", "13900001111",
    "12.34", "😀" * 60, "😀" * 61, "true", "a\nb", "T310000001", "own", "rent",
)  # fmt: skip


def documents(form: Form):
    """The worked examples; and the right one with each of its fields replaced by every odd value."""
    right = plain(form.example.right)
    yield right
    yield {}
    yield from (plain(each.values) for each in form.example.wrong)
    for row in form.fields:
        yield {name: value for name, value in right.items() if name != row.name}
        yield from ({**right, row.name: value} for value in ODD)
        for inner in row.fields:
            yield from ({**right, row.name: [{inner.name: value}]} for value in ODD)


def test_the_script_finds_what_the_server_finds(browse, live_server, pack):
    put_in_force(pack)
    page = browse(DESKTOP)
    page.goto("/services/forms/food-business/")
    counted = 0
    for form in (each for each in pack if isinstance(each, Form)):
        given = list(documents(form))
        told = json.loads(drawn(form, {}, ())["script"])
        said = page.evaluate("([form, all]) => all.map((each) => yunjianForms.breaches(form, each))", [told, given])
        for document, theirs in zip(given, said, strict=True):
            ours = [[each.place, each.rule, each.asked] for each in form.breaches(document)]
            assert sorted(theirs) == ours, (form.key, document)
        counted += len(given)
    assert counted > 3000


def test_by_axe_at_both_widths_in_both_languages_and_without_a_script(browse, live_server, pack):
    put_in_force(pack)
    troubles = []
    for size, language, javascript in ((DESKTOP, "zh-CN", True), (PHONE, "en-GB", True), (PHONE, "zh-CN", False)):
        page = browse(size, language=language, javascript=javascript, allow=("422",))
        page.goto("/services/forms/individual-business/")
        if javascript:
            page.locator('button[value="check"]').click()
            assert page.locator("[data-summary] li").count() > 5
            assert page.locator('[data-place="family"]').is_hidden()
            page.locator("#composition_family").check()
            assert page.locator('[data-place="family"]').is_visible()
            troubles += axe_violations(page)
        else:
            page.locator('button[value="add:family"]').click()
            assert page.locator('[name="family.1.name"]').count() == 1
        if wide := sideways(page):
            troubles.append(f"{size[0]} scrolls sideways: {wide}")
    assert not troubles, "\n".join(troubles)
