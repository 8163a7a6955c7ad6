"""What the doctor says: one thing looked at, how it is, and how to mend it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

OK, WARNING, ERROR = "ok", "warning", "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` is stable, for monitoring; the sentences are for people."""

    code: str
    level: str
    found: str
    mend: str = ""


Look = Callable[[], Iterator[Finding]]


def fine(code: str, found: str) -> Finding:
    return Finding(code, OK, found)


def warning(code: str, found: str, mend: str) -> Finding:
    return Finding(code, WARNING, found, mend)


def error(code: str, found: str, mend: str) -> Finding:
    return Finding(code, ERROR, found, mend)
