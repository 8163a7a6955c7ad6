"""Log lines for people and for machines: one line an event, with its trace, and never with personal data."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from . import tracing

# What may never reach a log, in three groups, each behind a sign that is quickly looked for and that none of it lacks.
# The order matters: an identity number contains what looks like a phone.
_NUMBER = re.compile(r"[0-9]{7}|[0-9]{4}[- ]?[0-9]{4}")
_NUMBERS = (
    (re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:18|19|20)[0-9]{9}[0-9Xx](?![0-9])"), "[身份证号]"),
    (re.compile(r"(?<![0-9.])(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}(?![0-9.])"), "[手机号]"),
    (re.compile(r"(?<![0-9])0[1-9][0-9]{1,2}[- ][0-9]{7,8}(?![0-9])"), "[电话]"),
)
_IN_ADDRESS = re.compile(r"(://[^\s:/@]+:)[^\s@]+@")
_WORDS = (
    "word",
    "wd",
    "ecret",
    "token",
    "key",
    "author",
    "coo",
    "口令",
    "密码",
)  # without i and s, which have odd cases
_AFTER_WORDS = re.compile(
    r"(?i)((?:[\"']?)[\w-]*(?:password|passwd|pwd|secret|token|api_?key|authorization|cookie|口令|密码)[\w-]*"
    r"[\"']?\s*[=:：]\s*)(?:(?:Bearer|Basic)\s+)?(\"[^\"]*\"|'[^']*'|[^\s,;&)}\]]+)"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
SHOWN = (
    "route",
    "method",
    "status",
    "milliseconds",
    "actor",
    "job",
    "subscriber",
    "position",
)  # fields a line may carry


def without_personal_data(text: str) -> str:
    """The text with identity numbers, phones and passwords replaced by what they were."""
    if _NUMBER.search(text):
        for pattern, instead in _NUMBERS:
            text = pattern.sub(instead, text)
    if "://" in text:
        text = _IN_ADDRESS.sub(r"\1[密码]@", text)
    lowered = text.lower()
    if any(word in lowered for word in _WORDS):
        text = _AFTER_WORDS.sub(r"\1[密码]", text)
    return text


def on_one_line(text: str) -> str:
    """Control characters made visible, so that nobody's words can pass for a line of the log."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class Plain(logging.Formatter):
    """A line for people: time, level, trace, who says it, what. What follows an error is indented below it."""

    def format(self, record: logging.LogRecord) -> str:
        trace = tracing.trace_id()
        record.trace = f" [{trace}]" if trace else ""
        return without_personal_data(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:
        return on_one_line(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:
        return "\n".join(f"    {on_one_line(line)}" for line in super().formatException(ei).split("\n"))

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s%(trace)s %(message)s")


class JsonLines(logging.Formatter):
    """A line for machines: one JSON object, always on one line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_personal_data(record.getMessage()),
            "process": record.process,
        }
        if trace := tracing.trace_id():
            line["trace"] = trace
        for name in SHOWN:
            if (value := getattr(record, name, None)) is not None:
                line[name] = without_personal_data(value) if isinstance(value, str) else value
        if record.exc_info:
            line["error"] = without_personal_data(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)
