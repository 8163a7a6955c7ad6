"""Whatever is killed, what was acknowledged is there."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from .hosts import Host, cluster, wait_for
from .kills import rampage
from .observer import send

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(3600)]


def test_nothing_acknowledged_is_lost_and_nothing_takes_effect_twice():
    """``YUNJIAN_CHAOS_KILLS=500`` for the long run; docs/measures.md names the last one."""
    found = rampage(int(os.environ.get("YUNJIAN_CHAOS_KILLS", "30")), seed=20261122)

    assert found["acknowledged"] > 0
    print(found)


def test_asked_to_stop_a_host_finishes_what_is_under_way(tmp_path):
    """The request that is being answered is answered; worker and web server leave with 0."""
    with cluster() as database, ThreadPoolExecutor(1) as client:
        host = Host("127.0.0.1", 8473, database.url, tmp_path)
        host.start()
        try:
            wait_for(host.answers, 120, host.said())
            wait_for(lambda: "已启动" in host.said(), 60, host.said())
            slow = client.submit(send, (host.address, host.port), "slow", "?after=3", 30)
            time.sleep(1)
            for process in host.processes.values():
                process.terminate()
            assert slow.result(), host.said()
            codes = [process.wait(60) for process in host.processes.values()]
        finally:
            host.kill()

    assert codes == [0, 0], host.said()
