"""Who works on the cases of a journey: people of each unit, seated at its desks; and how they press a button."""

from collections.abc import Iterable

from django.utils import timezone
from playwright.sync_api import Page

from tests.district import open_account
from yunjian.cases.definitions import Procedure
from yunjian.cases.models import Desk, Seat, Stage
from yunjian.kernel.testing import arranging
from yunjian.parties.models import Account

Staff = dict[tuple[str, int], Account]
ROLES = ("case-window", "case-reviewer", "case-approver", "case-head", "certificate-officer")


def staff_of(procedures: Iterable[Procedure]) -> Staff:
    """Three people of each unit, who may do all that is done at its desks, each seated at all of them."""
    places: dict[str, set[tuple[str, str]]] = {}
    for each in procedures:
        for stage in Stage:
            places.setdefault(each.unit, set()).add((each.key, stage))
        for step in each.steps:
            for unit in step.units:
                places.setdefault(unit, set()).add((each.key, Stage.REVIEW))
    found: Staff = {}
    for number, unit in enumerate(sorted(places)):
        for which in (1, 2, 3):
            roles = [(role, unit) for role in ROLES]
            found[unit, which] = open_account(f"staff-{number}-{which}", *roles, name=f"{unit}-{which}")
    with arranging():
        for unit, desks in places.items():
            for procedure, stage in sorted(desks):
                desk, _ = Desk.objects.get_or_create(unit_id=unit, procedure=procedure, stage=stage)
                Seat.objects.bulk_create(
                    Seat(desk=desk, account=f"account:{who.pk}", starts_at=timezone.now())
                    for (of, _which), who in found.items()
                    if of == unit
                )
    return found


def act(page: Page, name: str, *ticked: str, **filled: str) -> None:
    """Press one of the buttons of a case, tick and fill in what it asks for, and send it."""
    page.get_by_role("link", name=name, exact=True).first.click()
    for label in ticked:
        page.get_by_label(label, exact=True).check()
    for label, text in filled.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name=name, exact=True).click()
