"""Refusals as exceptions, with the sentences the pages show."""

import json

import httpx

from .generated.models.problem import Problem
from .generated.models.where import Where

MEDIA = "application/problem+json"


class NoAnswer(Exception):
    """Something answered, but not the platform: a gateway's page, or no problem where there is one."""


class Refused(Exception):
    """The platform declined. ``str()`` is its sentence in the language asked for."""

    def __init__(self, problem: Problem, retry_after: str | None = None):
        super().__init__(problem.detail)
        self.problem = problem
        self.retry_after = retry_after

    @property
    def status(self) -> int:
        return self.problem.status

    @property
    def code(self) -> str:
        """The fixed name of this kind of refusal, the same in every language."""
        return self.problem.code

    @property
    def title(self) -> str:
        return self.problem.title

    @property
    def errors(self) -> list[Where]:
        """What is wrong with the request, each with its place."""
        return self.problem.errors or []


class Invalid(Refused):
    """What was sent is not as it should be: 400, 413, 422."""


class NotAllowed(Refused):
    """No key, a wrong one, or one that may not: 401, 403."""


class NotFound(Refused):
    """There is nothing, or nothing this caller may see: 404."""


class Conflict(Refused):
    """What is asked cannot be done in this state: 409."""


class ChangedMeanwhile(Refused):
    """It is not what was read any more, or it was not read: 412, 428."""


class TooOften(Refused):
    """Too many requests, also after waiting: 429; ``retry_after`` says when."""


KINDS: dict[int, type[Refused]] = {
    400: Invalid, 401: NotAllowed, 403: NotAllowed, 404: NotFound, 409: Conflict, 412: ChangedMeanwhile, 413: Invalid,
    422: Invalid, 428: ChangedMeanwhile, 429: TooOften,
}  # fmt: skip


def refuse(response: httpx.Response) -> None:
    """Raise what a refusing answer says; for httpx, after every answer."""
    if response.status_code < 400:
        return
    response.read()
    if response.headers.get("Content-Type", "").partition(";")[0] != MEDIA:
        raise NoAnswer(f"{response.status_code} {response.url}: {response.text[:200]}")
    try:
        problem = Problem.from_dict(json.loads(response.content))
    except (ValueError, KeyError, TypeError):
        raise NoAnswer(f"{response.status_code} {response.url}: {response.text[:200]}") from None
    raise KINDS.get(response.status_code, Refused)(problem, response.headers.get("Retry-After"))
