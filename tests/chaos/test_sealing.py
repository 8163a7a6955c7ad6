"""PostgreSQL killed in the middle of sealing, and the sealer with it: no entry is lost, none is sealed twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .hosts import cluster, command, environment

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(600)]
KILLS = 6
# Writes and seals without end, by small batches, so that a kill nearly always falls into one.
SEALING = """
import itertools
from tests.cast import NOON, ZHOU
from yunjian.kernel import sealer
from yunjian.kernel.tests.sample import ring
for bell in itertools.count():
    ring(bell, by=ZHOU, at=NOON)
    print(bell, flush=True)
    if bell % 20 == 19:
        sealer.seal(batch=7)
"""
ASKED = """
import json
from yunjian.kernel import sealer
from yunjian.kernel.invariants import broken_of_the_ledger
from yunjian.kernel.models import Checkpoint, Entry
sealer.seal()
size = Checkpoint.objects.order_by("-size").first().size
print(json.dumps([Entry.objects.count(), size, [each.found for each in broken_of_the_ledger()]]))
"""


def test_killed_in_the_middle_it_goes_on_where_it_was(tmp_path):
    chance, acknowledged = random.Random(20261122), 0
    with cluster() as database:
        for _kill in range(KILLS):
            with subprocess.Popen(
                [sys.executable, "-m", "yunjian", "shell", "-v0", "-c", SEALING],
                env=environment(database.url, tmp_path), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            ) as sealing:  # fmt: skip
                assert sealing.stdout.readline() == "0\n"
                time.sleep(chance.uniform(0.3, 1.5))
                os.kill(int((Path(database.data) / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
                acknowledged += 1 + len(sealing.stdout.read().split())
            database.start()
            there, sealed, wrong = json.loads(
                command(database.url, tmp_path, "-m", "yunjian", "shell", "-v0", "-c", ASKED)
            )

            assert wrong == []
            assert there == sealed
            assert acknowledged <= there <= acknowledged + _kill + 1  # one whose answer got lost each time
    assert acknowledged > 100
