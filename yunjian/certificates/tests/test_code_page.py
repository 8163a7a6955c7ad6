"""The page of the counter code in a browser: made by a button, made anew by itself, good on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import PHONE, axe_violations, sideways, sign_in
from tests.cast import NOON
from yunjian.certificates import actions
from yunjian.certificates.models import CounterCode
from yunjian.kernel.actor import SYSTEM
from yunjian.parties import actions as parties
from yunjian.parties.models import Account, Person

from . import stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def permit() -> int:
    """A certificate that holds now: pages ask the clock."""
    stage.district()
    now = timezone.now()
    through = timezone.localdate(now) + timedelta(days=100)
    return actions.issue_certificate("permit", stage.of_person(valid_through=through), by=stage.GU, at=now).id


@pytest.fixture
def citizen(permit) -> Account:
    person = Person.objects.get(name="李民")
    return Account.objects.get(pk=parties.open_account("li", "李民", None, person_id=person.pk, by=SYSTEM, at=NOON))


def test_shows_a_code_and_makes_another_by_itself_before_it_runs_out(browse, live_server, permit, citizen):
    page = browse(PHONE)
    page.clock.install()
    sign_in(page, citizen, live_server.url)
    page.goto(f"/certificates/mine/{permit}/code/", wait_until="domcontentloaded")
    assert CounterCode.objects.count() == 0  # opening the page makes none

    page.get_by_role("button", name="出示证照码").click()
    shown = page.get_by_role("img", name="证照码，请对方扫描")
    expect(shown).to_be_visible()
    expect(page.locator("main")).to_contain_text("到时自动换新的")
    first = shown.get_attribute("src")
    assert not axe_violations(page)
    assert not sideways(page)

    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.clock.fast_forward(45_000)
    expect(shown).not_to_have_attribute("src", str(first))
    assert CounterCode.objects.count() == 2


@pytest.mark.heavy
def test_works_by_its_button_without_javascript_in_english(browse, live_server, permit, citizen):
    page = browse(PHONE, language="en-GB", javascript=False)
    sign_in(page, citizen, live_server.url)
    page.goto(f"/certificates/mine/{permit}/code/")
    page.get_by_role("button", name="Show a code").click()
    expect(page.get_by_role("img")).to_be_visible()
    assert CounterCode.objects.count() == 1
