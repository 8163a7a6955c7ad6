"""OpenTelemetry, when a collector is named: requests, jobs and subscribers as spans over OTLP/HTTP. Off by default."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from . import tracing
from .tracing import Trace


class TelemetryMissing(Exception):
    """设置了 YUNJIAN_OTLP_ENDPOINT，但没有安装 OpenTelemetry：请执行 pip install 'yunjian[otel]'，或去掉这个设置。"""


def start(endpoint: str, service: str) -> Any:
    """Send spans to the collector; returns the provider, which ``stop`` flushes."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise TelemetryMissing(TelemetryMissing.__doc__) from None
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    exporter = OTLPSpanExporter(endpoint=endpoint.rstrip("/") + "/v1/traces", timeout=5)
    provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=1000))
    tracing.send_spans_to(_Spans(provider.get_tracer("yunjian")))
    return provider


def telemetry_from_settings(service: str) -> Any:
    """Start when the setting names a collector; None otherwise."""
    return start(settings.OTLP_ENDPOINT, service) if settings.OTLP_ENDPOINT else None


def stop(provider: Any) -> None:
    """Send what is left, and go on without spans."""
    tracing.send_spans_to(None)
    provider.shutdown()


class _Spans:
    """A step of a trace as an OpenTelemetry span: its attributes are names and numbers, never what was typed in."""

    def __init__(self, tracer: Any):
        self._tracer = tracer

    @contextmanager
    def _span(self, name: str, parent: Trace | None, attributes: dict[str, str]) -> Iterator[Trace]:
        from opentelemetry import trace as otel

        context = None
        if parent is not None:
            known = otel.SpanContext(
                int(parent.trace_id, 16), int(parent.span_id, 16), True, otel.TraceFlags(int(parent.flags, 16) & 1)
            )
            context = otel.set_span_in_context(otel.NonRecordingSpan(known))
        # An exception's words may hold personal data: only that there was one is told.
        with self._tracer.start_as_current_span(
            name, context=context, attributes=attributes, record_exception=False, set_status_on_exception=False
        ) as span:
            at = span.get_span_context()
            try:
                yield Trace(f"{at.trace_id:032x}", f"{at.span_id:016x}", f"{int(at.trace_flags):02x}")
            except Exception as error:
                span.set_status(otel.StatusCode.ERROR, type(error).__name__)
                raise

    __call__ = _span
