"""The files in deploy/: checked by the tools of their trade where these are installed, and for what they name."""

import dataclasses
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from yunjian.site.cli import USAGE
from yunjian.site.environment import Environment

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
KNOWN = {field.metadata["name"] for field in dataclasses.fields(Environment)} | {"PROMETHEUS_MULTIPROC_DIR"}


def is_command(text: str) -> bool:
    """Whether ``yunjian …`` is a command that is told of in the usage."""
    return any(line.strip().startswith(" ".join(text.split()[:2])) for line in USAGE.splitlines())


def test_the_units_pass_systemds_own_check(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed: the units were not checked by it")
    for unit in UNITS:
        # The check wants the program to be there; here it is not installed in /opt.
        text = unit.read_text().replace("/opt/yunjian/.venv/bin/yunjian", "/bin/true")
        (tmp_path / unit.name).write_text(text)
    outcome = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)],
        capture_output=True,
        text=True,
    )
    ours = [line for line in outcome.stderr.splitlines() if "yunjian" in line]

    assert ours == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_the_units_start_commands_that_there_are(unit):
    for line in unit.read_text().splitlines():
        if line.startswith("ExecStart="):
            assert is_command(line.replace("ExecStart=/opt/yunjian/.venv/bin/", "")), line


def test_the_example_of_settings_names_settings_that_there_are():
    names = re.findall(r"^([A-Z_]+)=", (DEPLOY / "yunjian.env.example").read_text(), re.MULTILINE)

    assert names
    assert set(names) <= KNOWN


def test_the_compose_file_has_the_form_and_starts_commands_that_there_are():
    made = YAML(typ="safe").load((DEPLOY / "compose.yaml").read_text())
    ours = {name: service for name, service in made["services"].items() if name != "db"}

    assert set(ours) == {"prepare", "web", "worker"}
    for service in ours.values():
        assert is_command(" ".join(service["command"]))
        assert set(service["environment"]) <= KNOWN
        assert set(service["depends_on"]) <= set(made["services"])
    named = {volume.split(":")[0] for service in made["services"].values() for volume in service["volumes"]}
    assert named == set(made["volumes"])


def test_the_container_file_copies_what_there_is():
    text = (DEPLOY / "Containerfile").read_text()
    copied = [line.split()[1:-1] for line in text.splitlines() if line.startswith("COPY ") and "--from" not in line]

    assert all((ROOT / path).exists() for paths in copied for path in paths)
    assert set(re.findall(r"^\s+((?:YUNJIAN|PROMETHEUS)_\w+)=", text, re.MULTILINE)) <= KNOWN


def test_the_proxy_keeps_figures_and_probes_inside():
    text = (DEPLOY / "nginx.conf").read_text()

    for address in ("/metrics", "/healthz", "/readyz"):
        assert re.search(rf"location \S+ {address}\s+{{ return 404; }}", text)
    assert text.count("{") == text.count("}")


def test_the_proxy_speaks_only_what_is_current():
    text = (DEPLOY / "nginx.conf").read_text()

    assert re.findall(r"ssl_protocols\s+(.*);", text) == ["TLSv1.2 TLSv1.3"]
    assert re.search(r"listen 80;\s+server_name \S+;\s+return 301 https://", text)
    assert "proxy_set_header   X-Forwarded-Proto https;" in text


def test_no_example_carries_a_secret():
    example = (DEPLOY / "yunjian.env.example").read_text()
    named = re.findall(r"^(\w*(?:KEY|SECRET|TOKEN))=(.*)$", example, re.MULTILINE)

    assert named
    assert all(value in ("", "CHANGE-ME") for _, value in named)
    assert "${YUNJIAN_SECRET_KEY:?}" in (DEPLOY / "compose.yaml").read_text()
    assert "sslmode=verify-full" in example


def test_the_image_holds_no_history():
    """Only what runs is copied: no .git, no tests of the whole, no tools."""
    text = (DEPLOY / "Containerfile").read_text()
    copied = {word for line in text.splitlines() if line.startswith("COPY ") for word in line.split()[1:-1]}

    assert not copied & {".", "./", ".git", "tests", "tools", "bench"}
    assert "--uid 1731" in text
    assert "USER 1731" in text
