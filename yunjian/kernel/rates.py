"""Limits on how often something may be done: token buckets in PostgreSQL, one for all processes and hosts.

The buckets are an unlogged table: a take costs no flush to disk, and after a crash of the database every bucket is
full again. Whoever needs to be remembered across that keeps a record of their own.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.crypto import salted_hmac

from .models import Bucket

KEPT = timedelta(days=2)  # a bucket not asked for so long is full, whatever its limit
_TAKE = f"""
    insert into {Bucket._meta.db_table} as kept (name, tokens, refused, at)
    values (%(name)s, %(burst)s::float8 - %(cost)s::float8, false, %(at)s)
    on conflict (name) do update set
        refused = least(%(burst)s::float8, kept.tokens + %(rate)s::float8
            * greatest(0, extract(epoch from excluded.at - kept.at))) < %(cost)s::float8,
        tokens = least(%(burst)s::float8, kept.tokens + %(rate)s::float8
            * greatest(0, extract(epoch from excluded.at - kept.at)))
            - case when least(%(burst)s::float8, kept.tokens + %(rate)s::float8
                * greatest(0, extract(epoch from excluded.at - kept.at))) < %(cost)s::float8
              then 0 else %(cost)s::float8 end,
        at = greatest(kept.at, excluded.at)
    returning tokens, refused
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in a window of seconds; unused ones are saved up to that number, and come back evenly."""

    count: int
    seconds: int = 60

    @property
    def rate(self) -> float:
        return self.count / self.seconds


@dataclass(frozen=True, slots=True)
class Taken:
    """Whether it may be done now, how many more may follow at once, and in how many seconds the next comes back."""

    allowed: bool
    left: int
    wait: int
    limit: Limit

    @property
    def headers(self) -> dict[str, str]:
        """``RateLimit`` and ``RateLimit-Policy`` as the IETF draft writes them; ``Retry-After`` when refused."""
        said = {
            "RateLimit-Policy": f'"default";q={self.limit.count};w={self.limit.seconds}',
            "RateLimit": f'"default";r={self.left};t={self.wait}',
        }
        return said if self.allowed else {**said, "Retry-After": str(max(1, self.wait))}


def take(name: str, limit: Limit, *, at: datetime, cost: int = 1) -> Taken:
    """Take from the bucket of this name; a refused take costs nothing. One statement, right among any number."""
    values: dict[str, Any] = {"name": name[:120], "burst": limit.count, "rate": limit.rate, "cost": cost, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        tokens, refused = cursor.fetchone()
    lacking = max(0.0, (cost if refused else 1) - tokens)
    return Taken(not refused, math.floor(tokens + 1e-9), math.ceil(lacking / limit.rate), limit)


def fill(name: str) -> None:
    """Make the bucket full again."""
    Bucket.objects.filter(name=name[:120]).delete()


def nameless(address: str) -> str:
    """An address as the name of a bucket: told apart, but not to be read back."""
    return salted_hmac("yunjian.kernel.rates", address, algorithm="sha256").hexdigest()[:32]


def forget(*, at: datetime) -> int:
    """Throw away the buckets nobody asked for lately."""
    return Bucket.objects.filter(at__lt=at - KEPT).delete()[0]
