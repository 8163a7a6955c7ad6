"""Answers without their wrapping, and lists from their first row to their last."""

from collections.abc import Callable, Iterator
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from .generated.models.problem import Problem
from .problems import Refused

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Asked = ParamSpec("Asked")


class Answered(Protocol[T_co]):
    """What a generated operation returns."""

    @property
    def parsed(self) -> T_co | None: ...


class Part(Protocol[T_co]):
    """One part of a list."""

    @property
    def items(self) -> "Rows[T_co]": ...

    @property
    def next_(self) -> str | None: ...


class Rows(Protocol[T_co]):
    def __iter__(self) -> Iterator[T_co]: ...


def answer(found: Answered[T | Problem]) -> T:
    """What was asked for; a refusal has been raised before."""
    if isinstance(found.parsed, Problem):
        raise Refused(found.parsed)
    return cast(T, found.parsed)


def each(
    operation: Callable[Asked, Answered[Part[T] | Problem]], *args: Asked.args, **kwargs: Asked.kwargs
) -> Iterator[T]:
    """Every row of a list, asked for part by part as they are needed."""
    given: dict[str, Any] = dict(kwargs)
    while True:
        part = answer(cast(Callable[..., Answered[Part[T] | Problem]], operation)(*args, **given))
        yield from part.items
        if part.next_ is None:
            return
        given["cursor"] = part.next_
