"""Figures for Prometheus."""

import os
import subprocess
import sys

import pytest
from django.db import connection
from django.test import override_settings
from prometheus_client.parser import text_string_to_metric_families

from tests.cast import NOON, ZHOU
from yunjian.kernel import sealer, subscribers
from yunjian.kernel.jobs import enqueue, job
from yunjian.kernel.subscribers import subscriber
from yunjian.kernel.testing import run_jobs
from yunjian.kernel.tests.sample import ring

pytestmark = pytest.mark.django_db(transaction=True)


@job(retries=0)
def count_sheep(sheep: int) -> None:
    if sheep < 0:
        raise ValueError(sheep)


def figures(client, **headers) -> dict[tuple, float]:
    answer = client.get("/metrics", **headers)
    assert answer.status_code == 200, answer.content
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def test_count_requests_by_route_and_not_by_address(client):
    before = figures(client)
    for number in (1, 2):
        client.get(f"/operations/jobs/{number}/give-up/")
    client.get("/nowhere/")
    after = figures(client)

    def more(*name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert more("yunjian_http_requests_total", "403", "GET", "kernel:give_up_job") == 2
    assert more("yunjian_http_requests_total", "404", "GET", "unknown") == 1
    assert more("yunjian_http_request_seconds_count", "kernel:give_up_job") == 2


def test_count_runs_of_jobs_and_how_they_ended(client):
    enqueue(count_sheep, sheep=1)
    run_jobs()
    enqueue(count_sheep, sheep=-1)
    with pytest.raises(AssertionError, match="jobs failed"):
        run_jobs()

    found = figures(client)

    name = "site.tests.operation.test_metrics.count_sheep"
    assert found["yunjian_jobs_total", name, "succeeded"] == 1
    assert found["yunjian_jobs_total", "failed", name] == 1
    assert found["yunjian_job_seconds_count", name] == 2
    assert found["yunjian_queue_jobs", "default", "failed"] == 1


def test_say_how_far_the_sealer_and_each_subscriber_are_behind(client, monkeypatch):
    monkeypatch.setattr(subscribers, "_subscribers", {})

    @subscriber("kernel.bell.rung")
    def listen(entry):
        """Nothing to do."""

    ring(1, by=ZHOU, at=NOON)
    before = figures(client)
    sealer.seal()
    after = figures(client)

    name = ("yunjian_subscriber_behind", "site.tests.operation.test_metrics.listen")
    assert (before["yunjian_sealer_waiting",], after["yunjian_sealer_waiting",]) == (1, 0)
    assert before["yunjian_sealer_lag_seconds",] > 0
    assert (before[name], after[name]) == (0, 1)
    assert after["yunjian_database_up",] == 1


def test_are_for_this_host_or_the_bearer_of_the_token_only(client):
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 403
    # Behind a proxy on this host everybody comes from this host.
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 403
    with override_settings(METRICS_TOKEN="a-long-token"):
        assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 403
        bearer = {"Authorization": "Bearer a-long-token", "X-Forwarded-For": "203.0.113.9"}
        assert client.get("/metrics", headers=bearer).status_code == 200
    with override_settings(METRICS_ALLOW=("203.0.113.0/24",)):
        assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 200


@pytest.mark.heavy
def test_of_all_processes_of_a_host_are_summed_and_the_dead_hold_no_connections(tmp_path):
    """Two processes one after another: what they counted stays, what they held does not."""
    count = (
        "import os, django; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'yunjian.site.settings'); django.setup()\n"
        "from yunjian.kernel import metrics\n"
        "metrics.request_answered('portal:home', 'GET', 200, 0.1)\n"
        "metrics._pool.labels('used').set(3)\n"
    )
    show = "from django.db import connection\nprint(metrics.exposition().decode())"
    given = connection.settings_dict
    address = f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "DATABASE_URL": address}
    subprocess.run([sys.executable, "-c", count], env=environment, check=True)
    shown = subprocess.run(
        [sys.executable, "-c", count + show], env=environment, check=True, capture_output=True, text=True
    ).stdout

    assert 'yunjian_http_requests_total{method="GET",route="portal:home",status="200"} 2.0' in shown
    assert 'yunjian_pool_connections{state="used"} 3.0' in shown
