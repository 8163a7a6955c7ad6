"""What every host must hold alike is noted by one host and missed at another, which the doctor names."""

import pytest

from tests.cast import HE, NOON
from yunjian.kernel import keys
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.models import SignedCheckpoint
from yunjian.kernel.operation.actions import NotedAlready, note_secret
from yunjian.kernel.operation.sharing import fingerprint, noted
from yunjian.kernel.proofs import checkpoints
from yunjian.kernel.testing import recorded, seal_and_deliver
from yunjian.kernel.tests.sample import ring
from yunjian.materials.logic.envelopes import new_key
from yunjian.materials.tests.stage import kept, set_stage
from yunjian.site import sharing
from yunjian.site.cli import main
from yunjian.site.doctor import hosts
from yunjian.site.environment import FORMER, Environment

pytestmark = pytest.mark.django_db
KEY, OTHER = "one-key-" * 6, "another-" * 6


def host(folder, name: str, key: str = KEY, identity: str = "identity", **variables: str) -> Environment:
    """A host with a data folder of its own."""
    place = folder / name
    place.mkdir(exist_ok=True)
    (place / "secret-key").write_text(key)
    if identity:
        (place / "identity-key.pem").write_text(identity)
    return Environment.read({"YUNJIAN_DATA": str(place), **variables})


def found(*looks) -> dict[str, str]:
    """What is not all right, by code; every trouble has its remedy."""
    every = [each for look in looks for each in look if each.level != "ok"]
    assert all(each.mend for each in every)
    return {each.code: each.level for each in every}


def test_the_first_host_notes_and_one_with_other_secrets_is_named(tmp_path, capsys):
    first = host(tmp_path, "first")
    assert found(hosts.secrets(first)) == {}
    sharing.note(first, print)
    sharing.note(first, print)

    assert len(recorded("kernel.secret.noted")) == 2
    assert KEY not in str([each.payload for each in recorded()])
    assert found(hosts.secrets(host(tmp_path, "alike"))) == {}
    second = host(tmp_path, "second", OTHER, identity="")
    assert found(hosts.secrets(second)) == {"hosts-secret-key": "error", "hosts-identity-key": "error"}
    sharing.note(second, print)
    assert "与登记的不同" in capsys.readouterr().out
    assert noted("secret-key") == fingerprint("secret-key", KEY)


def test_an_exchange_with_the_former_key_still_good_is_no_other_host(tmp_path):
    first = host(tmp_path, "first")
    sharing.note(first, print)
    assert first.exchange_signing_key()
    assert (tmp_path / "first" / FORMER).exists()

    assert found(hosts.secrets(first)) == {}
    sharing.note(first, print)
    assert found(hosts.secrets(host(tmp_path, "left-behind"))) == {"hosts-secret-key": "error"}


def test_what_was_changed_on_purpose_is_noted_by_its_word(tmp_path, monkeypatch, capsys):
    sharing.note(host(tmp_path, "first"), print)
    second = host(tmp_path, "second", identity="a new identity")
    monkeypatch.setenv("YUNJIAN_DATA", str(tmp_path / "second"))
    monkeypatch.setenv("YUNJIAN_SECRET_KEY", "")
    assert main(["secret", "note"]) == 0

    assert "以本机现在的密钥为准" in capsys.readouterr().out
    assert found(hosts.secrets(second)) == {}


def test_note_secret_is_the_platforms_and_says_a_thing_once():
    note_secret("secret-key", "ab" * 16, by=SYSTEM, at=NOON)
    assert recorded("kernel.secret.noted")[0].payload["fingerprint"] == "ab" * 16
    with pytest.raises(NotedAlready):
        note_secret("secret-key", "ab" * 16, by=SYSTEM, at=NOON)
    with pytest.raises(Forbidden):
        note_secret("secret-key", "cd" * 16, by=HE, at=NOON)
    assert len(recorded()) == 1


def test_a_host_without_the_signing_key_in_use_is_named(tmp_path, settings):
    settings.DATA_FOLDER = tmp_path / "first"
    settings.LEDGER_ORIGIN = "yunjian.example/tlog"
    keys.holding._signer.cache_clear()
    ring(1, by=SYSTEM, at=NOON)
    seal_and_deliver(NOON)
    checkpoints.sign(at=NOON)
    assert found(hosts.signing_keys(), hosts.ledger_name()) == {}

    settings.DATA_FOLDER = tmp_path / "second"
    settings.LEDGER_ORIGIN = "localhost/tlog"
    assert found(hosts.signing_keys(), hosts.ledger_name()) == {
        "hosts-signing-keys": "error",
        "hosts-ledger-name": "warning",
    }
    [key_id] = keys.holding.held()
    assert key_id.key_id in next(iter(hosts.signing_keys())).mend
    assert SignedCheckpoint.objects.count() == 1


def test_a_host_without_the_key_that_closed_a_material_is_named(tmp_path, settings):
    settings.MATERIALS_FOLDER, settings.MATERIALS_KEYS = tmp_path / "materials", new_key()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    stage = set_stage()
    bare = host(tmp_path, "bare")
    assert found(hosts.materials_keys(bare)) == {}
    kept(stage.holders["li"], by=stage.li)

    assert found(hosts.materials_keys(bare)) == {"hosts-materials-keys": "error"}
    alike = host(tmp_path, "alike", YUNJIAN_MATERIALS_KEYS=settings.MATERIALS_KEYS)
    assert found(hosts.materials_keys(alike)) == {}
    settings.MATERIALS_KEYS = new_key()
    other = host(tmp_path, "other", YUNJIAN_MATERIALS_KEYS=settings.MATERIALS_KEYS)
    assert found(hosts.materials_keys(other)) == {"hosts-materials-keys": "error"}
