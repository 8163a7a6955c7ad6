"""Going back to a moment with a PostgreSQL of one's own: the steps of docs/operation.md, with the embedded programs."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from yunjian.site.postgres import EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[3]
GUIDE = ROOT / "docs" / "operation.md"


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not tmp_path: the account the server runs as could not enter it.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o777)
        yield Path(name)


def of_the_guide(mark: str) -> str:
    """The block of the guide that follows this mark."""
    found = re.search(rf"<!-- {mark} -->\n```\w*\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert found, f"docs/operation.md has no block marked {mark}"
    return found[1]


def filled(text: str, **values: object) -> str:
    for name, value in values.items():
        text = text.replace(name, str(value))
    return text


def remembered(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [value for (value,) in connection.execute("select value from memory order by value")]


def test_brings_back_what_was_there_then_and_not_what_came_after(folder):
    cluster, copy = (EmbeddedPostgres(folder / name) for name in ("postgres", "copy"))
    archive, base = folder / "archive", folder / "base"
    archive.mkdir()
    archive.chmod(0o777)
    url = cluster.start()
    cluster.stop()
    with (cluster.data / "postgresql.conf").open("a") as conf:
        conf.write(filled(of_the_guide("wal-archiving"), ARCHIVE=archive))
    url = cluster.start()
    try:
        # A base backup, as the guide says, then work goes on.
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("create table memory (value int)")
            connection.execute("insert into memory values (1)")
        words = filled(of_the_guide("base-backup"), URL=url, BASE=base)
        programs = cluster._program / "bin"
        environment = {"PATH": f"{programs}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
        subprocess.run(["bash", "-euc", words], env=environment, check=True, capture_output=True)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("insert into memory values (2)")
            moment = connection.execute("select clock_timestamp()::text").fetchone()[0]
            connection.execute("select pg_sleep(0.2)")
            connection.execute("delete from memory")  # the mistake
            connection.execute("select pg_switch_wal()")
    finally:
        cluster.stop()

    copy.folder.mkdir(exist_ok=True)
    base.rename(copy.data)
    (copy.folder / "password").write_text((cluster.folder / "password").read_text())
    with (copy.data / "postgresql.conf").open("a") as conf:
        conf.write(filled(of_the_guide("recovery"), ARCHIVE=archive, MOMENT=moment))
    (copy.data / "recovery.signal").touch()
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "--reference", cluster.data, copy.folder], check=True)
    try:
        assert remembered(copy.start()) == [1, 2]
    finally:
        copy.stop()
