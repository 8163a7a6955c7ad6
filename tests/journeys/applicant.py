"""What an applicant of a journey does more than once: give the papers, hand in."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from yunjian.materials.tests import files
from yunjian.materials.tests.stage import checked
from yunjian.parties.models import Account
from yunjian.parties.queries import actor_of
from yunjian.services import queries


def papers_given(page: Page, number: int, account: Account) -> None:
    """Each paper from the drawer; what the district holds or a matter before gives is not asked for."""
    by, now = actor_of(account), timezone.now()
    owner = f"person:{account.person_id}"
    view = queries.application(number, at=now, reader=by)
    for each in view.papers:
        if each.is_settled:
            continue
        checked(owner, files.pdf(), each.wanted.type or "floor-plan", name=f"{each.wanted.title}.pdf", by=by, at=now)
    page.goto(f"/services/applications/{number}/papers/")
    for each in view.papers:
        if each.is_settled:
            continue
        box = page.locator(f"#paper-{each.wanted.key}")
        box.locator('input[value="MATERIAL"]').check()
        box.get_by_label(f"{each.wanted.title}.pdf").check()
        box.get_by_role("button", name=f"确定“{each.wanted.title}”").click()
        expect(page.locator(f"#paper-{each.wanted.key}")).not_to_contain_text("还没有给")


def handed_in(page: Page, number: int, button: str = "提交申请") -> None:
    """Looked at once more, confirmed, and sent."""
    page.goto(f"/services/applications/{number}/check/")
    page.get_by_label("以上内容属实").check()
    page.get_by_role("button", name=button).click()
    expect(page.locator("h1")).to_contain_text("回执")
