"""Fixtures: a ledger with entries, its keys in a folder of the test, and a witness that listens."""

import threading
from datetime import timedelta

import pytest

from tests.cast import NOON, ZHOU
from yunjian.kernel import keys, sealer
from yunjian.kernel.models import SignedCheckpoint
from yunjian.kernel.proofs import checkpoints
from yunjian.kernel.tests.sample import ring
from yunjian_verify.note import read_vkey
from yunjian_verify.witness import Witness, serve


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    """Keys of this test's own."""
    settings.DATA_FOLDER = tmp_path / "data"
    settings.LEDGER_ORIGIN = "yunjian.example/tlog"
    settings.WITNESSES = ""
    keys.holding._signer.cache_clear()
    return tmp_path


@pytest.fixture
def grow():
    """Ring so many bells, seal, and sign the tree as it then is."""

    def grow(bells: int, *, at=NOON) -> SignedCheckpoint:
        for bell in range(bells):
            ring(bell, by=ZHOU, at=at)
        sealer.seal()
        made = checkpoints.sign(at=at)
        assert made is not None
        return made

    return grow


@pytest.fixture
def many(grow):
    """A ledger of a thousand entries, written in one statement."""
    from django.db import connection

    def many(count: int, *, at=NOON + timedelta(minutes=1)) -> SignedCheckpoint:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('yunjian.action', 'elsewhere', false)")
            cursor.execute(
                "insert into kernel_entry (kind, subject, payload, actor, action, at) select 'kernel.bell.rung',"
                " 'kernel.bell:' || n, '{}', 'account:101', 'elsewhere', %s from generate_series(1, %s) n",
                [at, count],
            )
            cursor.execute("select set_config('yunjian.action', '', false)")
        return grow(0, at=at)

    return many


@pytest.fixture
def witness(grow, place, settings):
    """A second party's witness on a port of its own, which knows the ledger's key."""
    grow(1)
    keys_of_ours = [read_vkey(str(key)) for key in checkpoints.log_keys()]
    made = Witness(place / "witness", "witness.example/w1", keys_of_ours)
    server = serve(made, "127.0.0.1", 0)
    running = threading.Thread(target=server.serve_forever, args=(0.02,))
    running.start()
    from yunjian.kernel.addresses import networks

    settings.OUTSIDE_NETWORKS = networks(["127.0.0.0/8"])
    settings.WITNESSES = f"{made.key}@http://127.0.0.1:{server.server_address[1]}"
    yield made
    server.shutdown()
    running.join()
    server.server_close()
    made.close()
