"""The record of a closed case: frozen by the archivist, taken away, and judged where there is no network."""

import zipfile
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import sign_in, sound
from yunjian.cases import actions
from yunjian.cases.tests.world import BAI, ENQUIRY, LIN, received, the, world
from yunjian.kernel.proofs import checkpoints
from yunjian.kernel.testing import seal_and_deliver
from yunjian.parties.models import Account

from .test_ledger import verified_at_home

pytestmark = [pytest.mark.browser, pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


def taken_away(page: Page, case: int, path: Path) -> None:
    page.goto(f"/cases/{case}/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载", exact=True).first.click()
    taken.value.save_as(path)


def with_one_byte_otherwise(path: Path) -> Path:
    """The same package, one letter of one file of the record changed."""
    copy = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for each in old.namelist():
            data = old.read(each)
            if each.endswith("case.json"):
                assert b'"granted": true' in data
                data = data.replace(b'"granted": true', b'"granted": trUe')
            new.writestr(each, data)
    return copy


def test_the_archivists_package_is_whole_at_home_and_one_changed_letter_is_named(browse, live_server, tmp_path):
    world()
    now = timezone.now()
    case = received(ENQUIRY, at=now)
    actions.settle_at_once(case, True, "", by=LIN, at=now)

    # The archivist freezes what is closed.
    desk = browse()
    sign_in(desk, Account.objects.get(username=BAI.id), live_server.url)
    desk.goto("/cases/archives/")
    sound(desk, "to-freeze", tmp_path)
    desk.goto(f"/cases/{case}/")
    desk.get_by_role("link", name="归档这件办件", exact=True).click()
    desk.get_by_role("button", name="归档这件办件", exact=True).click()
    expect(desk.locator("main")).to_contain_text("已归档")
    sound(desk, "frozen", tmp_path)
    assert the(case).archived_at is not None

    # Once the ledger is signed, the package proves at home what it is.
    seal_and_deliver()
    checkpoints.sign(at=timezone.now())
    home = tmp_path / "home"
    home.mkdir()
    taken_away(desk, case, home / "record.zip")
    keys = home / "keys.txt"
    keys.write_text("\n".join(map(str, checkpoints.log_keys())), encoding="utf-8")
    status, said = verified_at_home(keys, home / "record.zip")
    assert status == 0, said
    assert "档案包完整" in said

    # One letter of the record changed: refused, and the file is named.
    status, said = verified_at_home(keys, with_one_byte_otherwise(home / "record.zip"))
    assert status == 1
    assert "case.json" in said

    # It is found again by who keeps the records, and by nobody else.
    desk.goto("/cases/archives/")
    expect(desk.locator("main")).to_contain_text(str(case))
    sound(desk, "archives", tmp_path)
    window = browse(allow=("403", "404"))
    sign_in(window, Account.objects.get(username=LIN.id), live_server.url)
    assert window.goto(f"/cases/{case}/package/").status in (403, 404)
