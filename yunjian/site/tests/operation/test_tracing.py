"""A trace goes from the page through the ledger and the job to every log line."""

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cast import NOON, ZHOU
from yunjian.kernel import subscribers, tracing
from yunjian.kernel.jobs import enqueue, job
from yunjian.kernel.subscribers import subscriber
from yunjian.kernel.testing import recorded, run_jobs, seal_and_deliver
from yunjian.kernel.tests.sample import ring
from yunjian.site.middleware import observed

HEADER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
log = logging.getLogger(__name__)
seen: list[str] = []


@job()
def toll(bell: int) -> None:
    seen.append(tracing.trace_id())
    log.warning("tolled %s", bell)


def ring_on_request(request: HttpRequest) -> HttpResponse:
    ring(1, by=ZHOU, at=NOON)
    enqueue(toll, bell=1)
    return HttpResponse("rung")


@pytest.mark.django_db(transaction=True)
def test_goes_from_a_request_to_its_job_and_to_the_subscriber_and_the_subscribers_job(rf, monkeypatch):
    monkeypatch.setattr(subscribers, "_subscribers", {})
    seen.clear()

    @subscriber("kernel.bell.rung")
    def listen(entry):
        seen.append(tracing.trace_id())
        enqueue(toll, bell=2)

    answer = observed(ring_on_request)(rf.get("/", headers={"traceparent": HEADER}))
    seal_and_deliver()
    run_jobs()

    assert answer.headers["Trace-Id"] == TRACE
    assert seen == [TRACE, TRACE, TRACE]
    assert recorded()[0].trace == TRACE
    assert all(each.args["traceparent"].split("-")[1] == TRACE for each in ProcrastinateJob.objects.all())


@pytest.mark.django_db(transaction=True)
def test_a_job_enqueued_outside_any_trace_begins_one_of_its_own():
    seen.clear()
    enqueue(toll, bell=3)

    run_jobs()

    assert ProcrastinateJob.objects.get().args == {"bell": 3}
    assert len(seen[0]) == 32


@pytest.mark.django_db
def test_begins_anew_where_the_header_is_nonsense(rf):
    answers = [
        observed(ring_on_request)(rf.get("/", headers={"traceparent": header})).headers["Trace-Id"]
        for header in ("", "nonsense", "00-" + "0" * 32 + "-00f067aa0ba902b7-01", "ff" + HEADER[2:], HEADER + "-x")
    ]

    assert len(set(answers)) == 5
    assert TRACE not in answers


def test_reads_what_it_writes_and_a_later_version_with_more():
    assert tracing.parse(HEADER).header == HEADER
    assert tracing.parse("01" + HEADER[2:] + "-more").trace_id == TRACE


@given(st.text(max_size=80))
def test_any_header_is_a_trace_or_none(text):
    found = tracing.parse(text)

    assert found is None or len(found.trace_id) == 32


def test_outside_a_request_there_is_none():
    assert (tracing.trace_id(), tracing.header()) == ("", "")
