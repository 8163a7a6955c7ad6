"""The thread through all that follows from one request: a W3C trace context, from page to job to log line."""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_HEADER = re.compile(r"^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$")


@dataclass(frozen=True, slots=True)
class Trace:
    """Where we are in a trace: its id, and the id of the step under way."""

    trace_id: str
    span_id: str
    flags: str = "01"

    @property
    def header(self) -> str:
        """What is handed on: the value of ``traceparent``."""
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"


Spans = Callable[[str, Trace | None, dict[str, str]], AbstractContextManager[Trace]]
_current: ContextVar[Trace | None] = ContextVar("trace", default=None)
_spans: Spans | None = None


def parse(header: str) -> Trace | None:
    """Read a ``traceparent``; what does not follow the W3C recommendation is as good as none."""
    found = _HEADER.match(header.strip()) if len(header) <= 200 else None
    if found is None or found[1] == "ff" or (found[1] == "00" and found[5]):
        return None
    if set(found[2]) == {"0"} or set(found[3]) == {"0"}:
        return None
    return Trace(found[2], found[3], found[4])


def begun() -> Trace:
    """A trace of our own."""
    return Trace(secrets.token_hex(16), secrets.token_hex(8))


def from_id(trace_id: str) -> str:
    """The header of a step in a trace of which only the id was kept."""
    return Trace(trace_id, secrets.token_hex(8)).header if trace_id else ""


def header() -> str:
    """What the current step hands on; nothing outside a trace."""
    trace = _current.get()
    return trace.header if trace else ""


def trace_id() -> str:
    """The number that finds every log line of what is under way; nothing outside a trace."""
    trace = _current.get()
    return trace.trace_id if trace else ""


@contextmanager
def following(header: str, name: str, **attributes: str) -> Iterator[Trace]:
    """One step of the trace that ``header`` names, or of a new one."""
    parent = parse(header)
    if _spans is None:
        with _being(Trace(parent.trace_id, secrets.token_hex(8), parent.flags) if parent else begun()) as trace:
            yield trace
        return
    with _spans(name, parent, attributes) as trace, _being(trace):
        yield trace


def send_spans_to(spans: Spans | None) -> None:
    """Have every step announced to OpenTelemetry as well."""
    global _spans
    _spans = spans


@contextmanager
def _being(trace: Trace) -> Iterator[Trace]:
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)
