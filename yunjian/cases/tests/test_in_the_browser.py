"""The pages of cases in a browser: by axe, at both widths, in both languages, without scrolling sideways."""

import pytest
from django.utils import timezone

from tests.browser import DESKTOP, PHONE, axe_violations, sideways, sign_in
from tests.cast import SERVICE_CENTRE
from tests.district import publish
from yunjian.cases import actions
from yunjian.cases.models import Inspection
from yunjian.parties.models import Account

from .test_documents import numbers
from .test_parents import child, handed_in, settled
from .world import BAI, ENQUIRY, JIANG, LIN, LUO, MEI, MISSING, MON, accepted, day, received, submitted, waiting, world

pytestmark = [pytest.mark.browser, pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


def closed_and_drawn() -> tuple[int, int]:
    """A closed record, a draw that names it, and the inspection."""
    case = received(ENQUIRY)
    actions.settle_at_once(case, True, "", by=LIN, at=MON)
    actions.archive(case, by=BAI, at=MON)
    draw = actions.announce_draw(SERVICE_CENTRE, MON.date(), MON.date(), 1, "双色球", by=MEI, at=day(3))
    actions.hold_draw(draw, [[1, 2, 3]], by=MEI, at=day(4))
    return draw, Inspection.objects.get().pk


def test_by_axe_the_pages_in_both_languages_at_both_widths(browse, live_server):
    world()
    now = timezone.now()
    received(), submitted()
    correcting, reviewing = received(at=now), accepted(at=now)
    actions.notify_correction(correcting, ["租赁合同", "身份证"], MISSING, by=LIN, at=now)
    [step] = waiting(reviewing)
    actions.consult(step, "data-bureau", "可以吗", by=JIANG, at=now)
    actions.add_note(step, "电话问过", by=JIANG, at=now)
    publish(numbers(), at=MON)
    parent = handed_in()
    settled(parent, "name")
    item = child(parent, "name").pk
    actions.make_document(item, "GRANTED", by=LIN, at=MON)
    of_window = (
        "/cases/",
        f"/cases/parents/{parent}/",
        f"/cases/{item}/",
        f"/cases/{correcting}/",
        "/cases/new/",
        f"/cases/{correcting}/terminate/",
        f"/cases/{correcting}/notify_correction/",
    )
    of_reviewer = (f"/cases/{reviewing}/", f"/cases/{reviewing}/review_step/?on={step}", "/cases/?text=nothing")
    draw, number = closed_and_drawn()
    of_inspector = ("/cases/inspections/", f"/cases/inspections/{number}/", "/cases/draws/", f"/cases/draws/{draw}/")
    of_head = ("/cases/desks/", "/cases/figures/", "/cases/figures/causes/", "/cases/mine/", "/cases/")
    troubles = []
    for size, language in ((DESKTOP, "zh-CN"), (PHONE, "en-GB")):
        for who, addresses in (
            (LIN, of_window),
            (JIANG, of_reviewer),
            (LUO, of_head),
            (MEI, of_inspector),
            (BAI, ("/cases/archives/",)),
        ):
            page = browse(size, language=language)
            sign_in(page, Account.objects.get(username=who.id), live_server.url)
            for address in addresses:
                page.goto(address)
                troubles += axe_violations(page)
                if wide := sideways(page):
                    troubles.append(f"{address} at {size[0]} scrolls sideways: {wide}")
    assert not troubles, "\n".join(troubles)
