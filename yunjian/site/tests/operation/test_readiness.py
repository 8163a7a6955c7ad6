"""Alive and ready."""

import json

import pytest
from django.db import connection
from django.test import override_settings

from tests.cast import NOON, ZHOU
from yunjian.kernel import sealer
from yunjian.kernel.operation import readiness
from yunjian.kernel.tests.sample import ring

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers default values")


def wrong(client) -> list[str]:
    return [each["name"] for each in json.loads(client.get("/readyz").content)["checks"] if not each["ok"]]


def test_a_process_that_answers_lives(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_is_ready_with_a_database_its_structure_a_sealer_and_a_worker(client, worker):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert json.loads(answer.content)["ready"]
    assert wrong(client) == []


def test_is_not_ready_without_a_worker_though_pages_can_be_served(client):
    assert client.get("/readyz").status_code == 503
    assert wrong(client) == ["worker"]
    assert client.get("/readyz/web").status_code == 200


def test_is_not_ready_when_the_sealer_is_late(client, worker):
    ring(1, by=ZHOU, at=NOON)
    assert wrong(client) == ["sealer"]

    sealer.seal()
    assert wrong(client) == []


def test_is_not_ready_when_a_migration_is_missing(client, worker, monkeypatch):
    known = readiness.known_migrations()
    monkeypatch.setattr(readiness, "known_migrations", lambda: known | {("budgets", "0999_tomorrow")})

    assert wrong(client) == ["migrations"]
    assert "0999_tomorrow" in client.get("/readyz/web").content.decode()


def test_is_not_ready_when_the_database_does_not_answer(client, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "PORT", 1)

    answer = client.get("/readyz/web")

    assert answer.status_code == 503
    assert [each["name"] for each in json.loads(answer.content)["checks"]] == ["database"]


def test_tells_strangers_only_whether(client):
    far = {"REMOTE_ADDR": "203.0.113.9"}

    assert client.get("/readyz", **far).content == b"not ok\n"
    assert client.get("/readyz/web", **far).content == b"ok\n"
    with override_settings(METRICS_TOKEN="a-long-token"):
        told = client.get("/readyz", headers={"Authorization": "Bearer a-long-token"}, **far)
    assert "checks" in json.loads(told.content)
