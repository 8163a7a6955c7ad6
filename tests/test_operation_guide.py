"""The steps of docs/operation.md, run as they are printed: install, back up, lose everything, restore."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from yunjian.site.postgres import EmbeddedPostgres

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(900)]
ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "operation.md").read_text("utf-8")


@pytest.fixture
def server() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL of one's own, with an empty database for each of two installations."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        made = EmbeddedPostgres(Path(name) / "postgres")
        with psycopg.connect(made.start(), autocommit=True) as connection:
            for database in ("first", "second"):
                connection.execute(f"create database {database}")
        yield made
        made.stop()


def follow(mark: str, **variables: object) -> subprocess.CompletedProcess:
    """Run the block of the guide that follows this mark, as a person would type it."""
    found = re.search(rf"<!-- {mark} -->\n+```sh\n(.*?)```", GUIDE, re.DOTALL)
    assert found, f"docs/operation.md has no block marked {mark}"
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("YUNJIAN_")}
    return subprocess.run(
        ["bash", "-c", f'yunjian() {{ "{sys.executable}" -m yunjian "$@"; }}\nset -e\n{found[1]}'],
        env=inherited | {"PATH": path, "PYTHONPATH": str(ROOT)} | {k: str(v) for k, v in variables.items()},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def count(server: EmbeddedPostgres, database: str, table: str) -> int:
    with psycopg.connect(server.url.rsplit("/", 1)[0] + f"/{database}") as connection:
        return connection.execute(f"select count(*) from {table}").fetchone()[0]  # type: ignore[index]


def test_from_an_empty_database_to_a_copy_that_is_proven_equal(server, tmp_path):
    def at(database: str) -> dict[str, object]:
        address = server.url.rsplit("/", 1)[0] + f"/{database}"
        return {"DATABASE_URL": address, "YUNJIAN_DATA": tmp_path / database,
                "BACKUPS": tmp_path / "backups", "KEY_FILE": tmp_path / "key"}  # fmt: skip

    prepared = follow("prepare", **at("first"))
    assert prepared.returncode == 0, prepared.stderr
    assert "首批账号" in prepared.stdout

    examined = follow("doctor", **at("first"))
    assert examined.returncode == 1  # no worker has been started
    assert "systemctl start yunjian-worker" in examined.stdout

    backed_up = follow("backup", **at("first"))
    assert backed_up.returncode == 0, backed_up.stderr
    assert "完好" in backed_up.stdout

    restored = follow("restore", **at("second"))
    assert restored.returncode == 0, restored.stderr
    assert "已证实与备份一致" in restored.stdout
    assert count(server, "second", "projects_project") == count(server, "first", "projects_project") == 58
    assert "首批账号" not in restored.stdout  # they came with the backup
