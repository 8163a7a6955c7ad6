"""The doctor."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateWorker

from tests.cast import NOON, ZHOU
from yunjian.kernel import connections, sealer, subscribers
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.connections import Check
from yunjian.kernel.operation.actions import note_backup
from yunjian.kernel.subscribers import subscriber
from yunjian.kernel.tests.sample import ring
from yunjian.site.cli import main
from yunjian.site.doctor import inside, place
from yunjian.site.environment import Environment

KEY = "Zq3vX8nT1kLw5rYb7Jd2Mf9Gh4Cs6PaE0uViNxOyQtRzKlDm"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An installation in good order, as far as its folder goes."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text("{}")
    main(["backup", "key", str(tmp_path / "backup-key")])
    for name, value in {"YUNJIAN_DATA": tmp_path, "YUNJIAN_SECRET_KEY": KEY,
                        "YUNJIAN_BACKUP_KEY_FILE": tmp_path / "backup-key"}.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))
    return tmp_path


def levels(looks) -> dict[str, str]:
    """What is not all right, by code."""
    found = [finding for look in looks for finding in look]
    assert all(each.mend for each in found if each.level != "ok"), "every trouble has its remedy"
    return {each.code: each.level for each in found if each.level != "ok"}


def around(**variables: str) -> dict[str, str]:
    environment = Environment.read({**os.environ, **variables})
    found = levels(look(environment) for look in place.ALL)
    found.pop("disk", None)
    return found


def test_finds_nothing_wrong_around_an_installation_in_good_order(home):
    assert around() == {}


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"YUNJIAN_SECRET_KEY": "short"}, {"secret": "error"}),
        ({"YUNJIAN_SECRET_KEY": "a" * 60}, {"secret": "error"}),
        ({"YUNJIAN_SECRET_KEY": ""}, {"secret": "error"}),
        ({"YUNJIAN_DEBUG": "1"}, {"debug": "error"}),
        ({"YUNJIAN_HOST": "0.0.0.0"}, {"https": "warning"}),
        ({"YUNJIAN_BACKUP_KEY_FILE": ""}, {"backup-key": "warning"}),
        ({"YUNJIAN_BACKUP_KEY_FILE": "/nowhere/key"}, {"backup-key": "error"}),
        ({"YUNJIAN_POSTGRES_PROGRAMS": "/nowhere"}, {"programs": "warning"}),
        ({"YUNJIAN_DATA": "/nowhere/at/all"}, {"data-folder": "error", "static-files": "error"}),
    ],
)
def test_finds_what_is_wrong_around(home, variables, expected):
    assert around(**variables) == expected


def test_finds_private_files_that_others_can_read(home):
    (home / "first-accounts.txt").write_text("chen\tpassword")
    (home / "first-accounts.txt").chmod(0o644)
    (home / "backup-key").chmod(0o640)

    assert around() == {"permissions": "error", "first-accounts": "warning"}


@pytest.mark.django_db(transaction=True)
class TestInside:
    """With the database's answers."""

    def test_finds_no_worker_and_no_backup(self, home):
        assert levels([inside.background(), inside.backups()]) == {"worker": "error", "backup": "warning"}

    def test_finds_a_stuck_queue_and_failed_jobs(self):
        with connection.cursor() as cursor:
            cursor.execute("insert into procrastinate_workers default values")
            cursor.execute(
                "insert into procrastinate_jobs (task_name, queue_name, status, scheduled_at) values"
                " ('x', 'slow', 'todo', now() - interval '1 hour'), ('x', 'slow', 'failed', now())"
            )

        assert levels([inside.background()]) == {"queue": "error", "failed-jobs": "warning"}

    def test_finds_a_sealer_that_is_late_and_a_subscriber_that_stopped(self, monkeypatch):
        monkeypatch.setattr(subscribers, "_subscribers", {})

        @subscriber("kernel.bell.rung")
        def listen(entry):
            raise ValueError("耳背")

        ring(1, by=ZHOU, at=NOON)
        assert levels([inside.background()])["sealer"] == "error"
        sealer.seal()
        subscribers.deliver(at=NOON)
        assert levels([inside.background()])["subscriber"] == "warning"

    def test_finds_a_backup_that_is_too_old(self):
        note_backup("20260302T040000Z-abcdef", 1, "", 1, by=SYSTEM, at=datetime.now(UTC) - timedelta(days=3))
        assert levels([inside.backups()]) == {"backup": "error"}

        note_backup("20260305T040000Z-abcdef", 1, "", 1, by=SYSTEM, at=datetime.now(UTC))
        assert levels([inside.backups()]) == {}

    def test_finds_a_connection_that_is_down(self, monkeypatch):
        monkeypatch.setattr(connections, "_checks", {})
        connections.connection("mail", "寄信")(lambda: Check(False, "拒绝连接。"))
        connections.connection("fax", "传真")(lambda: Check(True, "通。"))

        assert levels([inside.connections()]) == {"connection-mail": "error"}

    def test_finds_a_pack_that_was_not_published(self):
        assert levels([inside.pack(Environment.read({}))]) == {"pack": "warning"}
        assert levels([inside.pack(Environment.read({"YUNJIAN_DISTRICT": "/nowhere"}))]) == {"pack": "error"}

    def test_finds_settings_of_the_server_that_lose_what_was_acknowledged(self):
        with connection.cursor() as cursor:
            cursor.execute("set synchronous_commit = off")
            assert levels([inside.server()])["durability"] == "error"
            cursor.execute("reset synchronous_commit")

    def test_finds_the_clocks_together(self):
        assert levels([inside.clock(), inside.database_and_structure()]) == {}

    def test_ends_with_what_it_found_as_json(self, home, capsys):
        assert main(["doctor", "--json"]) == 1

        told = json.loads(capsys.readouterr().out)
        assert told["status"] == 1
        assert {"code", "level", "found", "mend"} == set(told["findings"][0])
        assert "worker" in {each["code"] for each in told["findings"] if each["level"] == "error"}
        assert not ProcrastinateWorker.objects.exists()


def test_says_when_the_database_cannot_be_reached(home):
    environment = os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}
    outcome = subprocess.run(
        [sys.executable, "-m", "yunjian", "doctor"], env=environment, capture_output=True, text=True
    )

    assert outcome.returncode == 1
    assert "数据库没有应答" in outcome.stdout
    assert "检查 DATABASE_URL" in outcome.stdout
    assert "Traceback" not in outcome.stderr


def test_is_told_nothing_but_json(capsys):
    assert main(["doctor", "--loudly"]) == 2
