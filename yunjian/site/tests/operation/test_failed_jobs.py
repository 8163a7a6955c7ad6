"""What an operator does with a failed job."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cast import CHEN, HE, LI, NOON, ZHENG, ZHOU
from tests.district import open_account, small_district
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.jobs import clock, enqueue, job
from yunjian.kernel.operation.actions import (
    AlreadyWaiting,
    NotFailed,
    ReasonMissing,
    give_up_job,
    note_backup,
    retry_job,
)
from yunjian.kernel.operation.status import last_backup, status
from yunjian.kernel.testing import recorded, run_jobs

pytestmark = pytest.mark.django_db(transaction=True)
broken = True


@job(retries=0)
def mend_roof(roof: int) -> None:
    if broken:
        raise RuntimeError("下雨")


@clock("0 0 29 2 *")
def leap(at) -> None:
    """Nothing to do."""


@pytest.fixture
def failed(monkeypatch) -> int:
    monkeypatch.setitem(globals(), "broken", True)
    number = enqueue(mend_roof, roof=1)
    with pytest.raises(AssertionError, match="jobs failed"):
        run_jobs()
    return number


def state(number: int) -> str:
    return ProcrastinateJob.objects.get(pk=number).status


def test_retry_job_runs_it_again_and_is_recorded(failed, monkeypatch):
    retry_job(failed, by=HE, at=NOON)

    assert state(failed) == "todo"
    [entry] = recorded("kernel.job.retried")
    assert entry.payload == {"job": failed, "task": "site.tests.operation.test_failed_jobs.mend_roof"}
    monkeypatch.setitem(globals(), "broken", False)
    run_jobs()
    assert state(failed) == "succeeded"


def test_give_up_job_takes_it_off_the_list_and_is_recorded_with_the_reason(failed):
    give_up_job(failed, "  屋顶已拆 ", by=HE, at=NOON)

    assert state(failed) == "cancelled"
    assert recorded("kernel.job.given_up")[0].payload["reason"] == "屋顶已拆"
    assert status(reader=HE, at=NOON).failed == ()


def test_neither_can_be_done_twice(failed):
    give_up_job(failed, "屋顶已拆", by=HE, at=NOON)

    with pytest.raises(NotFailed):
        retry_job(failed, by=HE, at=NOON)
    with pytest.raises(NotFailed):
        give_up_job(failed, "再放弃一次", by=HE, at=NOON)
    with pytest.raises(NotFound):
        retry_job(failed + 100, by=HE, at=NOON)
    assert len(recorded()) == 1


@pytest.mark.parametrize("reason", ["", "   ", "长" * 201])
def test_give_up_job_wants_a_reason(failed, reason):
    with pytest.raises(ReasonMissing):
        give_up_job(failed, reason, by=HE, at=NOON)
    assert state(failed) == "failed"


def test_retry_job_is_declined_while_the_same_clock_job_waits_already():
    name = "site.tests.operation.test_failed_jobs.leap"
    fields = {"queue_name": "clock", "task_name": name, "args": {}, "queueing_lock": name, "priority": 0}
    from django.db import connection

    with connection.cursor() as cursor:
        numbers = []
        for what in ("failed", "todo"):
            cursor.execute(
                "insert into procrastinate_jobs (queue_name, task_name, queueing_lock, status)"
                " values ('clock', %s, %s, %s) returning id",
                [fields["task_name"], fields["queueing_lock"], what],
            )
            numbers.append(cursor.fetchone()[0])

    with pytest.raises(AlreadyWaiting):
        retry_job(numbers[0], by=HE, at=NOON)
    give_up_job(numbers[0], "已有一个在等", by=HE, at=NOON)
    assert [state(number) for number in numbers] == ["cancelled", "todo"]


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, ZHOU, ZHENG, CHEN])
def test_a_stranger_can_do_none_of_it(failed, stranger):
    for attempt in (
        lambda: retry_job(failed, by=stranger, at=NOON),
        lambda: give_up_job(failed, "不要了", by=stranger, at=NOON),
        lambda: note_backup("20260302T040000Z-abcdef", 1, "00", 1, by=stranger, at=NOON),
        lambda: status(reader=stranger, at=NOON),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert state(failed) == "failed"
    assert recorded() == []


def test_note_backup_lets_every_host_know_how_old_the_last_one_is():
    note_backup("20260302T040000Z-abcdef", 7, "ab" * 32, 1000, by=SYSTEM, at=NOON)

    last = last_backup(NOON.replace(hour=18))
    assert (last.name, last.hours, last.bytes) == ("20260302T040000Z-abcdef", 6, 1000)
    assert recorded("kernel.backup.made")[0].payload["ledger_size"] == 7


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_show_it_retry_it_and_give_it_up(client, failed, language):
    small_district()
    client.force_login(open_account("chen", ("system-administrator", ""), name="陈管理"))
    client.cookies["django_language"] = language

    page = client.get("/operations/status/").content.decode()
    assert "mend_roof" in page
    assert "PostgreSQL" in page
    assert client.post(f"/operations/jobs/{failed}/give-up/", {"reason": ""}).status_code == 422
    assert client.post(f"/operations/jobs/{failed}/retry/").status_code == 302
    assert state(failed) == "todo"
    with pytest.raises(AssertionError):
        run_jobs()
    assert client.post(f"/operations/jobs/{failed}/give-up/", {"reason": "屋顶已拆"}).status_code == 302
    assert state(failed) == "cancelled"
