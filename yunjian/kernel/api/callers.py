"""Who asks: everybody, or the holder of a key; and which scopes a key may have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from ninja.security import HttpBearer

from ..actor import ANONYMOUS, Actor
from ..addresses import household
from ..errors import Declined, Forbidden
from ..policy import Act
from ..rates import Limit, nameless


@dataclass(frozen=True, slots=True)
class Scope:
    """Something a key may be used for: the names of the acts it lends, and no others.

    ``own``: what the key's owner does with what is their own; otherwise what the owner's roles allow.
    """

    key: str
    title: str | Promise
    acts: tuple[str, ...]
    own: bool = False


@dataclass(frozen=True)
class Caller:
    """``name`` is whose limit is used up; ``reader`` sees what everybody sees; ``lent`` acts under one scope each."""

    name: str
    reader: Actor
    limit: Limit
    lent: Mapping[str, Actor] = field(default_factory=dict)

    @property
    def has_key(self) -> bool:
        return not self.reader.is_anonymous


class KeyMissing(Declined):
    """这个接口要用密钥：请在 Authorization 请求头中写“Bearer 密钥”。"""

    status = 401


class KeyUnknown(Declined):
    """这个密钥无效：它写错了、已经吊销或者过期，或者不能从这个网络地址使用。"""

    status = 401


class ScopeMissing(Forbidden):
    """这个密钥没有办这件事的权限范围，请用包含它的密钥。"""


_scopes: dict[str, Scope] = {}
Identify = Callable[..., Caller]
_identify: list[Identify] = []


def scope(key: str, title: str | Promise, *acts: Act | str, own: bool = False) -> Scope:
    """Register a scope; it stands in a domain's ``api`` room, beside what needs it."""
    if key in _scopes:
        raise TypeError(f"two scopes are called {key}")
    return _scopes.setdefault(
        key, Scope(key, title, tuple(each if isinstance(each, str) else each.name for each in acts), own)
    )


def scopes() -> dict[str, Scope]:
    """Every scope by its key."""
    from ..rooms import load

    load("api")
    return dict(sorted(_scopes.items()))


def identifies(function: Identify) -> Identify:
    """Register what tells the holder of a key: ``(token, address, *, at) -> Caller``, raising KeyUnknown."""
    _identify[:] = [function]
    return function


def anonymous(address: str) -> Caller:
    """Somebody without a key: everybody at one address shares a limit."""
    limit = Limit(settings.API_PER_MINUTE)
    return Caller(f"address:{nameless(household(address))}", ANONYMOUS, limit)


def caller_of(request: HttpRequest, address: str, *, at: datetime) -> Caller:
    """The caller of a request; KeyUnknown when a key is shown that is none."""
    shown = request.headers.get("Authorization", "")
    if not shown:
        return anonymous(address)
    kind, _, token = shown.partition(" ")
    if kind.lower() != "bearer" or not token.strip() or not _identify:
        raise KeyUnknown()
    return _identify[0](token.strip(), address, at=at)


class Key(HttpBearer):
    """The key of a district account or unit, with the scope the operation asks for."""

    def __init__(self, scope: Scope | None = None):
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        caller: Caller = request.caller  # type: ignore[attr-defined]
        if not caller.has_key:
            raise KeyMissing()
        if self.scope is not None:
            if self.scope.key not in caller.lent:
                raise ScopeMissing(self.scope.key)
            request.actor = caller.lent[self.scope.key]  # type: ignore[attr-defined]
        return caller

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        return self(request)
