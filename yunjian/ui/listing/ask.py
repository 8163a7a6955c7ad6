"""What somebody asked of a list: typed filter values, order, page; and what could not be understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.http import QueryDict

V = TypeVar("V")


@dataclass(frozen=True)
class Range(Generic[V]):
    """From and to, both included; None is open."""

    low: V | None = None
    high: V | None = None


@dataclass(frozen=True)
class Ask:
    """``values`` holds only filters that were given: str, a tuple of keys, int, bool or a Range.

    ``mistakes`` are sentences about parameters that were ignored because they made no sense.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False
    page: int = 1
    size: int = 50
    mistakes: tuple[str, ...] = ()
    parameters: QueryDict = field(default_factory=QueryDict, compare=False, repr=False)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict, compare=False, repr=False)

    def get(self, key: str, default: Any = None) -> Any:
        """The value asked for, or the default where the filter was not used."""
        return self.values.get(key, default)
