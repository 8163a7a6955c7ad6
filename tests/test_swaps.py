"""What HTMX puts into a page is what a fresh page shows."""

from urllib.parse import urlencode, urljoin

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from tests import songjiang
from tests.district import open_account, small_district
from tests.pages import PUBLIC, addresses
from yunjian.budgets import actions as budgets
from yunjian.kernel.actor import SYSTEM
from yunjian.parties.queries import actor_of

pytestmark = pytest.mark.timeout(600)
MOST = 4  # requests tried of each page


def inherited(element, name):
    """The attribute's value on the element or the nearest above it, as HTMX takes it."""
    found = element.xpath(f"ancestor-or-self::*[@{name}][1]/@{name}")
    return found[-1] if found else ""


def requests_of(page, address):
    """What HTMX may ask from this page: the element, the address, whether it is a boosted link or form."""
    for element in page.xpath("//main//*[@hx-get]"):
        yield element, urljoin(address, element.get("hx-get")), False
    for link in page.xpath("//main//a[@href]"):
        if inherited(link, "hx-boost") == "true" and not link.get("href").startswith("#"):
            yield link, urljoin(address, link.get("href")), True
    for form in page.xpath("//main//form[not(@method) or @method='get']"):
        if inherited(form, "hx-boost") == "true":
            action = urljoin(address, form.get("action") or address.partition("?")[0])
            yield form, f"{action}?{urlencode(form.form_values())}", True


def target_of(element):
    """The id of what is replaced."""
    wanted = inherited(element, "hx-target")
    if not wanted:
        return element.get("id")
    assert wanted.startswith("#"), f"this test knows only targets by id, not {wanted}"
    return wanted[1:]


def swap(page, element, fragment):
    """Put the fragment where HTMX would."""
    target = page.get_element_by_id(target_of(element))
    parts = html.fragments_fromstring(fragment)
    style = (inherited(element, "hx-swap") or "innerHTML").split()[0]
    if style == "outerHTML":
        parent, at = target.getparent(), target.getparent().index(target)
        parent.remove(target)
        for part in reversed(parts):
            parent.insert(at, part)
    else:
        assert style == "innerHTML", f"this test knows no {style}"
        for child in list(target):
            target.remove(child)
        target.extend(parts)


def written(page):
    """The main part, without differences of white space and of the tokens that differ every time."""
    [main] = page.xpath("//main")
    for token in main.xpath(".//input[@name='csrfmiddlewaretoken']"):
        token.set("value", "")
    return " ".join(html.tostring(main, encoding="unicode").split()).replace("> <", "><")


def differences(client, address):
    """The requests of a page whose swap differs from a fresh page, and how many were tried."""
    seen, wrong = set(), []
    for number, (_element, url, _boosted) in enumerate(requests_of(fresh(client, address), address)):
        if url in seen or len(seen) == MOST:
            continue
        seen.add(url)
        page = fresh(client, address)
        element, _url, boosted = list(requests_of(page, address))[number]
        headers = {"HX-Request": "true", "HX-Target": target_of(element), "HX-Current-URL": address}
        answer = client.get(url, headers={**headers, **({"HX-Boosted": "true"} if boosted else {})})
        assert answer.status_code == 200, url
        swap(page, element, answer.content.decode())
        if written(page) != written(fresh(client, url if boosted else address)):
            wrong.append(f"{address}: {url}")
    return wrong, len(seen)


def fresh(client, address):
    return html.fromstring(client.get(address).content.decode())


@pytest.mark.heavy
def test_on_every_public_page(db):
    songjiang.load()
    client, tried, wrong = Client(), 0, []
    for address in addresses(PUBLIC):
        found, count = differences(client, address)
        wrong += found
        tried += count
    assert not wrong, "\n".join(wrong)
    assert tried


def test_while_a_file_is_being_read(db):
    small_district()
    officer = open_account("zhou", ("budget-officer", "data-bureau"))
    client = Client()
    client.force_login(officer)
    now = timezone.now()
    received = budgets.receive_disclosure("data-bureau", "预算.txt", "空话".encode(), by=actor_of(officer), at=now)
    address = f"/budgets/uploads/{received}/"
    assert differences(client, address) == ([], 1)

    page = fresh(client, address)
    budgets.mark_unreadable(received, "读不出来。", by=SYSTEM, at=now)
    fragment = client.get(address, headers={"HX-Request": "true", "HX-Target": "reading"}).content.decode()
    swap(page, page.get_element_by_id("reading"), fragment)
    assert written(page) == written(fresh(client, address))


def test_a_fragment_that_differs_is_caught():
    page = html.fromstring('<main><div id="list" hx-get="/x" hx-swap="outerHTML"><p>a</p></div></main>')
    swap(page, page.get_element_by_id("list"), '<div id="list"><p>b</p></div>')
    same = html.fromstring('<main>\n<div id="list"><p>b</p></div></main>')
    other = html.fromstring('<main><div id="list"><p>c</p></div></main>')
    assert written(page) == written(same)
    assert written(page) != written(other)
