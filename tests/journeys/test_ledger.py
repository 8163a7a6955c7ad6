"""A visitor checks a proof without trusting anybody; the auditor takes a month home and verifies it offline."""

import subprocess
import sys

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import songjiang
from tests.browser import DESKTOP, PHONE, axe_violations, sideways, sign_in
from yunjian.kernel import sealer
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.proofs import checkpoints, proving
from yunjian.parties.models import Account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]


@pytest.mark.heavy
def test_checked_by_a_visitor_and_taken_home_by_the_auditor(browse, live_server, tmp_path):
    songjiang.load()
    sealer.seal()
    signed = checkpoints.sign(at=timezone.now())

    # A visitor brings the proof of an entry, on a computer and on a phone.
    proof = tmp_path / "entry.tlog-proof"
    proof.write_text(proving.proof_file(3, reader=ANONYMOUS), encoding="utf-8")
    for size in (DESKTOP, PHONE):
        page = browse(size)
        page.goto(f"{live_server.url}/ledger/")
        expect(page.locator("main")).to_contain_text(checkpoints.origin())
        page.get_by_label("证明文件").set_input_files(proof)
        page.get_by_role("button", name="核对", exact=True).click()
        expect(page.locator("main")).to_contain_text("第 3 号位置上确有一条记录")
        assert not axe_violations(page)
        assert not sideways(page)

    # The audit administrator takes the month home, with the keys from the page.
    page = browse(DESKTOP)
    sign_in(page, Account.objects.get(username="audit-administrator"), live_server.url)
    page.goto(f"{live_server.url}/ledger/")
    page.get_by_role("link", name="导出一个月的账本").click()
    assert not axe_violations(page)
    page.get_by_label("月份").fill(f"{timezone.localdate():%Y-%m}")
    with page.expect_download() as taken:
        page.get_by_role("button", name="导出").click()
    home, keys = tmp_path / "ledger.txt", tmp_path / "keys.txt"
    taken.value.save_as(home)
    keys.write_text("".join(f"{key}\n" for key in checkpoints.log_keys()))

    # At home there is no platform, no database and no network: only the package.
    outcome = subprocess.run(
        [sys.executable, "-m", "yunjian_verify", str(home), "--key", str(keys)],
        capture_output=True, text=True, env={"PYTHONPATH": ".", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert (outcome.returncode, f"共 {signed.size} 条记录齐全" in outcome.stdout) == (0, True), outcome.stdout
