"""The way to a language model: an OpenAI-compatible endpoint (``POST …/chat/completions``) that the setting names."""

import json
from dataclasses import dataclass
from typing import Any

import requests

MOST_BYTES = 256 * 1024  # of an answer that are read
CONNECT_SECONDS = 5.0


class NothingWritten(Exception):
    """The model wrote nothing; ``reason`` is a key of ``queries.generated.TROUBLES``."""

    def __init__(self, reason: str, details: object = ""):
        super().__init__(f"{reason}: {details}"[:200])
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote, which model says it did, and how much it counts."""

    text: str
    model: str
    tokens: int


class Endpoint:
    """One endpoint: address up to ``/v1``, name of the model, key, seconds for the answer, tokens at most."""

    def __init__(self, url: str, model: str, key: str, *, seconds: int, tokens: int):
        self.url, self.model, self.key = url.rstrip("/"), model, key
        self.seconds, self.tokens = seconds, tokens

    def write(self, messages: list[dict[str, str]]) -> Written:
        """The model's text, as it is; NothingWritten when there is none in time, or none that can be read."""
        body: Any = {"model": self.model, "messages": messages, "max_tokens": self.tokens, "temperature": 0.2}
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        try:
            answer = requests.post(
                f"{self.url}/chat/completions", json=body, headers=headers, timeout=(CONNECT_SECONDS, self.seconds),
                allow_redirects=False, stream=True,
            )  # fmt: skip
            with answer:
                heard = answer.raw.read(MOST_BYTES + 1, decode_content=True)
        except requests.Timeout as trouble:
            raise NothingWritten("time", trouble) from None
        except (requests.RequestException, OSError) as trouble:
            raise NothingWritten("connection", trouble) from None
        if answer.status_code in (401, 403):
            raise NothingWritten("key", answer.status_code)
        if answer.status_code == 429:
            raise NothingWritten("busy", answer.status_code)
        if answer.status_code != 200:
            raise NothingWritten("status", answer.status_code)
        if len(heard) > MOST_BYTES:
            raise NothingWritten("long", len(heard))
        return self._read(heard)

    def _read(self, heard: bytes) -> Written:
        try:
            told: Any = json.loads(heard)
            text = told["choices"][0]["message"]["content"]
            if not isinstance(text, str):
                raise TypeError(type(text))
            usage = told.get("usage") or {}
            tokens = usage.get("total_tokens", 0)
            return Written(text, str(told.get("model") or self.model)[:80], tokens if isinstance(tokens, int) else 0)
        except (ValueError, TypeError, LookupError, AttributeError) as trouble:
            raise NothingWritten("format", trouble) from None
