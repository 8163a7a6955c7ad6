"""What the platform is made of: pinned, hashed, listed, under licences it may use."""

import json
import re
from importlib.metadata import distribution

import pytest

from tools import audit

LOCKS = [audit.LOCK, audit.DEV_LOCK]


pytestmark = pytest.mark.xdist_group("audit")  # the bill is made once


@pytest.fixture(scope="module")
def made():
    return audit.bill()[0]


def test_the_bill_of_materials_is_valid_and_names_every_pin(made):
    assert audit.faults(made) == ""
    assert {each["name"] for each in made["components"]} == set(audit.pins(audit.LOCK))
    assert all(each["licenses"] and each["hashes"] for each in made["components"])


def test_a_bill_that_breaks_the_schema_is_caught(made):
    assert audit.faults(made | {"bomFormat": "Shopping list"})
    assert audit.faults(made | {"components": [{"type": "library"}]})


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_pin_has_a_hash_and_no_host(lock):
    text = lock.read_text()

    assert len(audit.pins(lock)) > 20
    assert all(audit._hashes(lock)[name] for name in audit.pins(lock))
    assert not re.search(r"https?://|--(?:extra-)?index-url|@ ", text)


def test_no_licence_binds_whoever_runs_it_to_more_than_ours(made):
    said = {each["name"]: json.dumps(each["licenses"]) for each in made["components"]}

    assert audit.refused_licences({name: [text] for name, text in said.items()}) == []


@pytest.mark.parametrize("text", ["AGPL-3.0-or-later", "GNU Affero General Public License v3", "SSPL-1.0"])
def test_one_that_does_is_caught(text):
    assert audit.refused_licences({"x": [text]}) == [f"x: {text}"]


def test_the_licence_is_read_however_it_is_said():
    for name in ("django", "cryptography", "psycopg"):
        assert audit.licences(distribution(name)) != ["unknown"]


def test_without_a_network_it_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(audit, "BILL", tmp_path / "build" / "bill.json")
    monkeypatch.setattr(audit, "ROOT", tmp_path)
    monkeypatch.setattr(audit, "vulnerabilities", lambda lock: (audit.NOT_ASKED, ["no route"]))
    monkeypatch.setattr(audit, "bill", lambda: ({"components": []}, []))
    monkeypatch.setattr(audit, "faults", lambda made: "")

    assert audit.main() == audit.NOT_ASKED
    assert "没有连上漏洞数据库" in capsys.readouterr().out
