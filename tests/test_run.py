"""``yunjian run``: from nothing to a served district, and back again after whatever happens to it."""

import os
import re
import signal
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.platform import Platform

pytestmark = pytest.mark.heavy


@pytest.fixture
def platform() -> Iterator[Platform]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        made = Platform(folder)
        yield made
        made.clear()


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.read().decode()


def test_serves_the_district_stops_cleanly_and_has_lost_nothing_after_a_kill(platform):
    address = platform.start()
    assert "36,864,854.48" in fetch(address + "budgets/data-bureau/")
    assert "请尽快修改密码" in platform.said.read_text("utf-8")
    entries = platform.count("kernel_entry")

    # Ctrl-C: nothing of it is left.
    assert platform.stop() == 0
    with pytest.raises(OSError, match="refused"):
        fetch(address)
    assert leftovers(platform.folder) == []

    # Killed outright: web server, worker and supervisor are gone, the database recovers.
    platform.start()
    os.kill(int((platform.folder / "data/postgres/data/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    os.kill(platform.process.pid, signal.SIGKILL)
    platform.process.wait(10)

    address = platform.start()
    assert "93,555,945.79" in fetch(address + "budgets/government-service-centre/")
    assert platform.count("kernel_entry") >= entries
    assert platform.count("projects_project") == 58
    assert "首批账号" not in platform.said.read_text("utf-8")


def leftovers(folder: Path) -> list[str]:
    """Command lines of processes that still mention the folder."""
    lines = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(entry.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue
    return [line for line in lines if str(folder) in line and "pytest" not in line]


def test_a_second_start_beside_a_running_one_is_told_the_address(platform):
    address = platform.start()
    second = Platform(platform.folder)
    second.said = platform.folder / "second.txt"

    with pytest.raises(AssertionError, match=re.escape(address)):
        second.start()
