"""The embedded PostgreSQL."""

import os
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from yunjian.site.postgres import EmbeddedPostgres


@pytest.fixture
def cluster() -> Iterator[EmbeddedPostgres]:
    # Not tmp_path: pytest makes it unreachable for the account the server runs as when the tests run as root.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        made = EmbeddedPostgres(Path(folder) / "postgres")
        yield made
        made.stop()


def remember(url: str, value: int) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table if not exists memory (value int)")
        connection.execute("insert into memory values (%s)", [value])


def remembered(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("select value from memory order by value")]


def server_pid(cluster: EmbeddedPostgres) -> int:
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def test_starts_again_after_a_clean_stop_with_everything_in_place(cluster):
    remember(cluster.start(), 1)
    cluster.stop()

    assert not cluster.is_running()
    assert remembered(cluster.start()) == [1]


def test_loses_nothing_when_killed(cluster):
    url = cluster.start()
    remember(url, 1)
    os.kill(server_pid(cluster), signal.SIGKILL)

    assert remembered(cluster.start()) == [1]


@pytest.mark.heavy
def test_waits_for_a_server_that_recovers_from_the_crash_of_one_of_its_processes(cluster):
    url = cluster.start()
    remember(url, 1)
    pid = server_pid(cluster)
    with psycopg.connect(url) as victim:
        os.kill(victim.info.backend_pid, signal.SIGKILL)

    assert cluster.start() == url
    assert server_pid(cluster) == pid
    assert remembered(url) == [1]


def test_starting_what_runs_changes_nothing(cluster):
    first = cluster.start()
    pid = server_pid(cluster)

    assert cluster.start() == first
    assert server_pid(cluster) == pid


@pytest.mark.heavy
def test_takes_another_port_when_its_own_was_taken(cluster):
    remember(cluster.start(), 1)
    port = cluster._port()
    cluster.stop()
    with socket.socket() as stranger:
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stranger.bind(("127.0.0.1", port))
        stranger.listen()

        assert remembered(cluster.start()) == [1]
        assert cluster._port() != port


def test_is_not_misled_by_the_pid_file_of_a_stranger(cluster):
    remember(cluster.start(), 1)
    kept = (cluster.data / "postmaster.pid").read_text()
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text(kept.replace(kept.splitlines()[0], str(os.getppid()), 1))

    assert remembered(cluster.start()) == [1]


def test_lets_nobody_in_without_the_password(cluster):
    url = cluster.start()
    port = url.rsplit(":", 1)[1]

    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://yunjian@127.0.0.1:{port}", connect_timeout=5)
    assert (cluster.folder / "password").stat().st_mode & 0o077 == 0


def test_handles_chinese_text_as_text(cluster):
    with psycopg.connect(cluster.start()) as connection:
        words = connection.execute("select to_tsvector('simple', '服务，办理')::text").fetchone()

    assert words == ("'办理':2 '服务':1",)
