"""A real backup restored behind a witness: what was lost is named, and nothing more is signed."""

import os
import subprocess
import sys
import threading

import pytest
from django.utils import timezone

from tests.cast import NOON, ZHOU
from yunjian.kernel import keys, sealer
from yunjian.kernel.addresses import networks
from yunjian.kernel.proofs import checkpoints, witnesses
from yunjian.kernel.tests.sample import ring
from yunjian_verify.note import read_vkey
from yunjian_verify.witness import Witness, serve

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.heavy]
ORIGIN = "yunjian.example/tlog"
# A worker of the restored host: new acts, sealed; then it would sign.
WORK = """
from django.utils import timezone
from tests.cast import NOON, ZHOU
from yunjian.kernel import sealer
from yunjian.kernel.proofs.publishing import Publisher
from yunjian.kernel.tests.sample import ring
for bell in range(2):
    ring(100 + bell, by=ZHOU, at=NOON)
sealer.seal()
Publisher().publish(at=timezone.now())
"""


@pytest.fixture
def witness(place, settings):
    """A second party on a port of its own, which knows the ledger's key and has cosigned its first tree."""
    settings.LEDGER_ORIGIN, settings.WITNESSES = ORIGIN, ""
    keys.holding._signer.cache_clear()
    grown(1)
    made = Witness(place.folder / "witness", "witness.example/w1", [read_vkey(str(k)) for k in checkpoints.log_keys()])
    server = serve(made, "127.0.0.1", 0)
    running = threading.Thread(target=server.serve_forever, args=(0.02,))
    running.start()
    settings.OUTSIDE_NETWORKS = networks(["127.0.0.0/8"])
    settings.WITNESSES = f"{made.key}@http://127.0.0.1:{server.server_address[1]}"
    assert witnesses.submit_all(at=NOON) == 1
    yield made
    server.shutdown()
    running.join()
    server.server_close()
    made.close()


def grown(bells: int) -> int:
    """So many entries more, sealed and signed: the size of the tree."""
    for bell in range(bells):
        ring(bell, by=ZHOU, at=NOON)
    sealer.seal()
    signed = checkpoints.sign(at=timezone.now())
    assert signed is not None
    return signed.size


def test_an_old_backup_is_named_by_the_witness_and_nothing_more_is_signed(
    place, witness, restore, restored, elsewhere_empty, settings
):
    assert place.backup() == 0

    # History goes on, and the witness sees it.
    seen = grown(5)
    assert witnesses.submit_all(at=timezone.now()) == 1

    # The host is lost; another one puts the backup back, which is whole in itself.
    outcome = restore(YUNJIAN_LEDGER_ORIGIN=ORIGIN)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    signed = restored("select max(size) from kernel_signedcheckpoint")
    there = os.environ | {
        "DATABASE_URL": elsewhere_empty,
        "YUNJIAN_DATA": str(place.folder / "restored"),
        "YUNJIAN_LEDGER_ORIGIN": ORIGIN,
        "YUNJIAN_WITNESSES": settings.WITNESSES,
        "YUNJIAN_OUTSIDE_NETWORKS": "127.0.0.0/8",
    }

    def run(*words: str) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, "-m", "yunjian", *words], env=there, capture_output=True, text=True)

    assert run("ledger", "check").returncode == 0  # alone it cannot know

    # Its worker asks the witness first: that one has seen more.
    worked = run("shell", "-v0", "-c", WORK)
    assert worked.returncode == 0, worked.stderr
    assert restored("select max(size) from kernel_signedcheckpoint") == signed
    assert restored("select trouble, said from kernel_witnessstate") == [("AHEAD", str(seen))]
    checked = run("ledger", "check")
    assert checked.returncode == 1
    assert f"witness.example/w1 has seen {seen} entries" in checked.stdout + checked.stderr
