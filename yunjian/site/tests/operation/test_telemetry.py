"""OpenTelemetry, proven against a collector of our own: OTLP over HTTP, read with the protocol's own messages."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import override_settings
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.cast import NOON, ZHOU
from yunjian.kernel import subscribers, telemetry, tracing
from yunjian.kernel.jobs import enqueue, job
from yunjian.kernel.subscribers import subscriber
from yunjian.kernel.testing import run_jobs, seal_and_deliver
from yunjian.kernel.tests.sample import ring

PHONE = "13812345678"


@job(retries=0)
def echo(bell: int) -> None:
    if bell < 0:
        raise ValueError(PHONE)


class Collector(HTTPServer):
    """Keeps every span it is sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Keep)
        self.raw: list[bytes] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def spans(self) -> dict:
        found = {}
        for body in self.raw:
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                for scope in resource.scope_spans:
                    found |= {span.name: span for span in scope.spans}
        return found


class Keep(BaseHTTPRequestHandler):
    """POST /v1/traces."""

    def do_POST(self) -> None:
        assert self.path == "/v1/traces"
        self.server.raw.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Silently."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.django_db(transaction=True)
def test_a_request_its_subscriber_and_its_job_are_one_trace(client, collector, monkeypatch):
    monkeypatch.setattr(subscribers, "_subscribers", {})

    @subscriber("kernel.bell.rung")
    def listen(entry):
        enqueue(echo, bell=1)

    with override_settings(OTLP_ENDPOINT=collector.address):
        provider = telemetry.telemetry_from_settings("yunjian-test")
    try:
        answer = client.get("/healthz")
        with tracing.following(f"00-{answer.headers['Trace-Id']}-00f067aa0ba902b7-01", "page"):
            ring(1, by=ZHOU, at=NOON)
        seal_and_deliver()
        run_jobs()
    finally:
        telemetry.stop(provider)

    spans = collector.spans
    ours = [name for name in spans if name.split(".")[-1] in ("listen", "echo", "page") or name == "GET request"]
    assert len(ours) == 4
    assert {spans[name].trace_id.hex() for name in ours} == {answer.headers["Trace-Id"]}
    job_span, subscriber_span = (spans[f"site.tests.operation.test_telemetry.{name}"] for name in ("echo", "listen"))
    assert job_span.parent_span_id == subscriber_span.span_id


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_told_without_its_words(collector):
    provider = telemetry.start(collector.address, "yunjian-test")
    try:
        enqueue(echo, bell=-1)
        with pytest.raises(AssertionError):
            run_jobs()
    finally:
        telemetry.stop(provider)

    span = collector.spans["site.tests.operation.test_telemetry.echo"]
    assert (span.status.code, span.status.message) == (2, "ValueError")
    assert PHONE.encode() not in b"".join(collector.raw)


def test_is_off_without_a_setting():
    assert telemetry.telemetry_from_settings("yunjian-test") is None
