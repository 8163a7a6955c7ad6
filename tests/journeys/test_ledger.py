"""A visitor checks a proof without trusting anybody; the auditor takes last month home and verifies it offline."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone
from playwright.sync_api import expect

from tests import songjiang
from tests.browser import DESKTOP, PHONE, axe_violations, sideways, sign_in
from tests.cast import ZHOU
from yunjian.kernel import sealer
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.proofs import checkpoints, proving
from yunjian.kernel.tests.sample import ring
from yunjian.parties.models import Account
from yunjian.site.environment import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

# At home there is neither platform nor database nor network: any of them is an error there.
HOME = """
import socket, sys
sys.modules.update(dict.fromkeys(("django", "yunjian", "psycopg", "pydantic", "requests")))
def refuse(event, _words):
    if event.startswith("socket."):
        raise OSError(f"no network at home: {event}")
sys.addaudithook(refuse)
try:
    socket.socket()
except OSError:
    from yunjian_verify.command import main
    sys.exit(main(sys.argv[1:]))
sys.exit("a socket opened")
"""


def verified_at_home(keys: Path, *files: Path) -> tuple[int, str]:
    """The exit status, and what is said of each file."""
    outcome = subprocess.run(
        [sys.executable, "-c", HOME, *map(str, files), "--key", str(keys)],
        capture_output=True, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    return outcome.returncode, outcome.stdout + outcome.stderr


def a_month_ago() -> None:
    """What was sealed so far was sealed last month."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute("update kernel_checkpoint set at = at - interval '1 month'")


def mutated(file: Path, old: str, new: str) -> Path:
    """A copy in which one thing is otherwise."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    copy = file.with_name(f"mutated-{file.name}")
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


@pytest.mark.heavy
def test_checked_by_a_visitor_and_taken_home_by_the_auditor(browse, live_server, tmp_path):
    songjiang.load()
    sealer.seal()
    last_month = checkpoints.sign(at=timezone.now())
    a_month_ago()
    ring(1, by=ZHOU, at=timezone.now())
    sealer.seal()
    checkpoints.sign(at=timezone.now())

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

    # The audit administrator takes last month home, a proof of one entry, and the keys from the page.
    page = browse(DESKTOP)
    sign_in(page, Account.objects.get(username="audit-administrator"), live_server.url)
    page.goto(f"{live_server.url}/ledger/")
    page.get_by_role("link", name="导出一个月的账本").click()
    assert not axe_violations(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="导出").click()  # the month is filled in: the one before this
    month, keys, proof = tmp_path / "ledger.txt", tmp_path / "keys.txt", tmp_path / "entry-3.tlog-proof"
    taken.value.save_as(month)
    proof.write_bytes(page.request.get(f"{live_server.url}/ledger/entries/3.tlog-proof").body())
    keys.write_text("".join(f"{key}\n" for key in checkpoints.log_keys()))

    # Both are proven, each in a sentence.
    status, said = verified_at_home(keys, month, proof)
    assert (status, f"共 {last_month.size} 条记录齐全" in said) == (0, True), said

    # Whoever changed an entry, left one out, moved the proof or signed with another key is found out.
    text = month.read_text(encoding="utf-8")
    entry = next(line for line in text.splitlines() if line.startswith("{"))
    [key] = [each for each in proof.read_text("utf-8").splitlines() if each.startswith("index ")]
    for copy in (
        mutated(month, '"actor":"system:worker"', '"actor":"nobody"'),
        mutated(month, f"{entry}\n", ""),
        mutated(month, f"end {last_month.size}", f"end {last_month.size - 1}"),
        mutated(proof, key, "index 4"),
    ):
        status, said = verified_at_home(keys, month, copy)
        assert (status, f"共 {last_month.size} 条记录齐全" in said) == (1, True), said
