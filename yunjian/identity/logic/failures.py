"""When failures lock: so many within so long, and for how long then."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Counted:
    """The failures so far, since when, and until when nobody may try."""

    count: int
    since: datetime
    locked_until: datetime | None

    def is_locked(self, at: datetime) -> bool:
        return self.locked_until is not None and at < self.locked_until


def after_failure(counted: Counted, at: datetime, *, most: int, pause: timedelta) -> Counted:
    """One failure more; those longer ago than the pause no longer count."""
    forgotten = at - counted.since >= pause or (counted.locked_until is not None and at >= counted.locked_until)
    count, since = (1, at) if forgotten else (counted.count + 1, counted.since)
    return Counted(count, since, at + pause if count >= most else None)
