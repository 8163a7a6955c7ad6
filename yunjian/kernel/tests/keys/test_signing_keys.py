"""Signing keys: made at first need, changed without a gap, from wherever they lie."""

import io
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta

import pytest
from gmalg.sm2 import SM2

from tests.cast import NOON, ZHOU
from yunjian.kernel import keys
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.keys import commands, openssl, purposes, trouble
from yunjian.kernel.keys.actions import AlreadyEnrolled, NotSigned, enrol_key, rotate_key
from yunjian.kernel.keys.signing import generate, signer_of
from yunjian.kernel.keys.sources import pem_of
from yunjian.kernel.models import SigningKey
from yunjian.kernel.testing import recorded
from yunjian_verify import sm2

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    return tmp_path / "keys"


@pytest.fixture(params=["Ed25519", "ES256", "SM2"])
def algorithm(request):
    return request.param


@pytest.fixture
def bells(algorithm, settings, monkeypatch):
    """A purpose of its own, signed by each algorithm in turn."""
    monkeypatch.setattr(purposes, "_purposes", dict(purposes._purposes))
    keys.purpose("bells", "钟", algorithm=algorithm)
    return "bells"


def test_the_first_is_made_when_it_is_needed_and_recorded(bells, algorithm, folder):
    made = keys.signer(bells)

    signature = made.sign(b"dong")
    [known] = keys.verification_keys(bells)
    assert (made.algorithm, len(signature)) == (algorithm, 64)
    assert (known.key_id, known.public_key) == (made.key_id, made.public_key)
    assert known.verify(b"dong", signature)
    assert not known.verify(b"ding", signature)
    [path] = folder.iterdir()
    assert (path.name, path.stat().st_mode & 0o777) == (f"bells-{made.key_id}.pem", 0o600)
    [entry] = recorded("kernel.key.enrolled")
    assert entry.payload == {"purpose": "bells", "key": made.key_id, "algorithm": algorithm, "former": ""}
    assert keys.signer(bells).key_id == made.key_id


def test_rotate_key_signs_with_another_and_what_the_former_signed_stays_good(bells):
    former = keys.signer(bells)
    signature = former.sign(b"dong")

    rotate_key(bells, overlap=timedelta(days=3), by=SYSTEM, at=NOON)

    current = keys.signer(bells)
    assert current.key_id != former.key_id
    assert [key.key_id for key in keys.verification_keys(bells)] == [current.key_id, former.key_id]
    assert keys.verification_keys(bells)[1].verify(b"dong", signature)
    assert [each.key_id for each in keys.signers(bells, at=NOON)] == [current.key_id, former.key_id]
    assert [each.key_id for each in keys.signers(bells, at=NOON + timedelta(days=3))] == [current.key_id]
    assert recorded("kernel.key.enrolled")[-1].payload["former"] == former.key_id


@pytest.mark.parametrize("algorithm", ["Ed25519"], indirect=True)
def test_enrol_key_declines_a_second_key(bells):
    enrol_key(bells, by=SYSTEM, at=NOON)
    with pytest.raises(AlreadyEnrolled):
        enrol_key(bells, by=SYSTEM, at=NOON)

    assert len(recorded()) == SigningKey.objects.count() == 1


@pytest.mark.parametrize("act", [enrol_key, rotate_key])
def test_a_stranger_changes_no_key(act):
    with pytest.raises(Forbidden):
        act("ledger", by=ZHOU, at=NOON)

    assert recorded() == []


@pytest.mark.parametrize("act", [enrol_key, rotate_key])
def test_what_is_not_signed_here_has_no_key(act):
    with pytest.raises(NotSigned):
        act("ledger-sm2", by=SYSTEM, at=NOON)
    with pytest.raises(NotSigned):
        keys.signer("ledger-sm2")


def test_several_in_a_variable_are_changed_without_a_gap(bells, algorithm, settings, monkeypatch):
    first, second = generate(algorithm), generate(algorithm)
    settings.SIGNING_KEYS = f"bells={algorithm}@env:YUNJIAN_TEST_BELLS"
    monkeypatch.setenv("YUNJIAN_TEST_BELLS", pem_of(first))
    assert keys.signer(bells).key_id == signer_of(first).key_id

    # The new one lies beside the old, which goes on signing until it is taken into use.
    monkeypatch.setenv("YUNJIAN_TEST_BELLS", pem_of(first) + pem_of(second))
    assert keys.signer(bells).key_id == signer_of(first).key_id
    rotate_key(bells, by=SYSTEM, at=NOON)
    assert keys.signer(bells).key_id == signer_of(second).key_id

    with pytest.raises(trouble.KeyMissing):
        rotate_key(bells, by=SYSTEM, at=NOON)


@pytest.mark.parametrize("algorithm", ["SM2"], indirect=True)
def test_sm2_of_the_systems_openssl_is_accepted_by_another_implementation(bells):
    made = keys.signer(bells)
    theirs = SM2(uid=sm2.IDENTITY, pk=made.verification_key.material)
    for message in (b"", b"dong", bytes(1000)):
        signature = made.sign(message)

        assert theirs.verify(message, signature[:32], signature[32:])
    assert made.sign(b"dong") != made.sign(b"dong")  # a nonce of its own each time


@pytest.mark.parametrize("algorithm", ["SM2"], indirect=True)
def test_without_openssl_sm2_is_refused_in_a_sentence_and_still_verifies(bells, monkeypatch):
    made = keys.signer(bells)
    signature = made.sign(b"dong")
    monkeypatch.setattr(openssl.ctypes.util, "find_library", lambda name: None)
    openssl._library.cache_clear()
    try:
        with pytest.raises(trouble.AlgorithmMissing, match="OpenSSL 3"):
            generate("SM2")
        assert keys.verification_keys(bells)[0].verify(b"dong", signature)
    finally:
        openssl._library.cache_clear()


@pytest.mark.parametrize("algorithm", ["Ed25519"], indirect=True)
def test_a_lost_or_damaged_file_is_named(bells, folder):
    made = keys.signer(bells)
    keys.holding._signer.cache_clear()
    path = folder / f"bells-{made.key_id}.pem"
    for content in (
        "nothing",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        pem_of(generate("ES256")),
    ):
        path.write_text(content)
        with pytest.raises(trouble.KeyUnreadable):
            keys.signer(bells)
    path.unlink()
    with pytest.raises(trouble.KeyMissing, match=path.name):
        keys.signer(bells)


@pytest.mark.parametrize(
    "text", ["ledger", "ledger=RSA@file", "ledger=SM2@shelf", "ledger=ES256@file", "a=SM2@file a=SM2@file"]
)
def test_a_setting_that_cannot_be_is_refused(settings, text):
    settings.SIGNING_KEYS = text
    with pytest.raises(trouble.SettingUnknown, match="YUNJIAN_SIGNING_KEYS"):
        keys.signer("ledger")


def told(command, *given) -> tuple[int, str]:
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        return command(*given), said.getvalue()


def test_the_command_lists_and_changes_them():
    first = keys.signer("ledger").key_id
    status, said = told(commands.rotate, "ledger", 30)
    assert (status, keys.signer("ledger").key_id in said) == (0, True)

    status, said = told(commands.show)
    assert status == 0
    assert f"{first}  Ed25519  同时签名" in said
    assert "ledger-sm2" in said
    assert told(commands.rotate, "bells", 30)[0] == 1
    assert told(commands.rotate, "ledger-sm2", 30) == (
        1,
        "这个用途没有设置签名密钥，请先设 YUNJIAN_SIGNING_KEYS：ledger-sm2\n",
    )
