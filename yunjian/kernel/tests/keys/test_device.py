"""Keys in a device behind PKCS #11, here SoftHSM: they sign without ever leaving it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cast import NOON
from yunjian.kernel import keys
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.keys import hardware, trouble
from yunjian.kernel.keys.actions import rotate_key
from yunjian.kernel.keys.hardware import Device

LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    """A token of our own, for as long as this module."""
    if not LIBRARY.exists() or not shutil.which("softhsm2-util"):
        assert not os.environ.get("CI"), "softhsm2 is missing"
        pytest.skip("no SoftHSM here: apt install softhsm2")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    words = ["softhsm2-util", "--init-token", "--free", "--label", "district", "--pin", "2468", "--so-pin", "13579"]
    subprocess.run(words, check=True, capture_output=True)
    yield "district"
    del os.environ["SOFTHSM2_CONF"]


@pytest.fixture
def device(token, settings):
    settings.PKCS11_LIBRARY, settings.PKCS11_PIN = str(LIBRARY), "2468"
    return token


@pytest.mark.parametrize("algorithm", ["Ed25519", "ES256"])
def test_a_key_is_made_inside_and_signs_there(device, algorithm):
    made = Device(f"token={device};object={algorithm}", "bells").new(algorithm, frozenset())

    found = Device(f"token={device};object={algorithm}", "bells").signer(made.key_id)
    assert (found.algorithm, found.public_key) == (algorithm, made.public_key)
    assert found.verification_key.verify(b"dong", found.sign(b"dong"))
    assert not found.verification_key.verify(b"ding", found.sign(b"dong"))


def test_the_ledgers_key_may_lie_there_and_is_changed_there(device, settings):
    settings.SIGNING_KEYS = f"ledger=Ed25519@pkcs11:token={device}"
    former = keys.signer("ledger")
    rotate_key("ledger", by=SYSTEM, at=NOON)

    current = keys.signer("ledger")
    assert current.key_id != former.key_id
    assert [each.key_id for each in keys.signers("ledger", at=NOON)] == [current.key_id, former.key_id]


def test_sm2_a_wrong_token_and_a_lost_key_are_refused_in_sentences(device):
    with pytest.raises(trouble.AlgorithmMissing):
        Device(f"token={device}", "bells").new("SM2", frozenset())
    with pytest.raises(trouble.KeyMissing, match="object=bells"):
        Device(f"token={device}", "bells").signer("00" * 8)
    with pytest.raises(trouble.TokenTrouble, match="YUNJIAN_PKCS11_LIBRARY"):
        Device("token=elsewhere", "bells").signer("00" * 8)
    assert hardware._session.cache_info().currsize >= 1
