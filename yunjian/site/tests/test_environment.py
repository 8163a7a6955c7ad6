"""The environment."""

import os
import subprocess
import sys

import pytest

from yunjian.site.cli import main
from yunjian.site.environment import Environment, make_no_signing_key


def test_has_a_default_for_everything():
    environment = Environment.read({})

    assert (environment.host, environment.port, environment.debug) == ("127.0.0.1", 8000, False)
    assert environment.district_folder.name == "songjiang"


def test_reads_typed_values():
    environment = Environment.read({"YUNJIAN_PORT": "9000", "YUNJIAN_DEBUG": "yes", "YUNJIAN_HTTPS": "0"})

    assert (environment.port, environment.debug, environment.https) == (9000, True, False)


@pytest.mark.parametrize("wrong", [{"YUNJIAN_PORT": "many"}, {"YUNJIAN_DEBUG": "perhaps"}])
def test_refuses_a_value_of_the_wrong_type_by_name(wrong):
    with pytest.raises(SystemExit, match=next(iter(wrong))):
        Environment.read(wrong)


def test_makes_a_signing_key_once_and_keeps_it_to_itself(tmp_path):
    environment = Environment.read({"YUNJIAN_DATA": str(tmp_path / "data")})

    assert environment.signing_key() == environment.signing_key()
    assert len(environment.signing_key()) >= 50
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o077 == 0


def test_lends_a_key_to_a_command_that_must_not_make_one(tmp_path, monkeypatch):
    monkeypatch.setenv("YUNJIAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("YUNJIAN_SECRET_KEY", "")
    make_no_signing_key()

    assert len(os.environ["YUNJIAN_SECRET_KEY"]) >= 50
    assert not (tmp_path / "data").exists()


def test_a_command_that_needs_no_key_makes_none(tmp_path):
    environment = os.environ | {"YUNJIAN_DATA": str(tmp_path / "data"), "YUNJIAN_SECRET_KEY": ""}
    subprocess.run([sys.executable, "-m", "yunjian", "help"], env=environment, check=True, capture_output=True)

    assert not (tmp_path / "data").exists()


def test_a_list_of_breached_passwords_that_is_not_there_stops_the_start(tmp_path):
    with pytest.raises(SystemExit, match="YUNJIAN_BREACHED_PASSWORDS"):
        Environment.read({"YUNJIAN_BREACHED_PASSWORDS": str(tmp_path / "none")}).breached_list()


def test_exchanges_the_key_and_keeps_the_former_beside_it(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("YUNJIAN_DATA", str(tmp_path))
    monkeypatch.delenv("YUNJIAN_SECRET_KEY", raising=False)
    first = Environment.read().signing_key()

    assert main(["secret", "rotate"]) == 0
    second = Environment.read().signing_key()
    assert main(["secret", "rotate"]) == 0

    read = Environment.read()
    assert len({first, second, read.signing_key()}) == 3
    assert read.former_signing_keys() == [second, first]
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())
    assert "yunjian secret reseal" in capsys.readouterr().out


def test_a_key_set_from_outside_is_exchanged_there(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("YUNJIAN_DATA", str(tmp_path))
    monkeypatch.setenv("YUNJIAN_SECRET_KEY", "given")
    monkeypatch.setenv("YUNJIAN_FORMER_SECRET_KEYS", "one, two")

    assert main(["secret", "rotate"]) == 0
    assert main(["secret", "forget"]) == 0
    assert Environment.read().former_signing_keys() == ["one", "two"]
    assert list(tmp_path.iterdir()) == []
    said = capsys.readouterr().out
    assert "YUNJIAN_FORMER_SECRET_KEYS=新密钥" in said
    assert "从每台主机的设置里去掉它" in said
    assert main(["secret", "what"]) != 0
