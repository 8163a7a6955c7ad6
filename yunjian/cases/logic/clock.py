"""The clock of a case: segments in a row without gap, of which those that run are counted in working days.

What begins on a day is counted from the next one, for the day on which a period begins is not counted: the day of a
stop still counts, the day of resuming does not yet. Stopped and resumed on one day, nothing is lost or gained.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from yunjian.kernel.errors import Declined
from yunjian.kernel.working_days import ONE_DAY, Calendar, add_working_days, is_working_day, working_days_between


class Kind(StrEnum):
    """What a segment is: time that counts, or why it does not."""

    RUNNING = "RUNNING"
    CORRECTION = "CORRECTION"
    SUPPLEMENT = "SUPPLEMENT"
    HEARING = "HEARING"
    BIDDING = "BIDDING"
    AUCTION = "AUCTION"
    INSPECTION = "INSPECTION"
    TESTING = "TESTING"
    QUARANTINE = "QUARANTINE"
    APPRAISAL = "APPRAISAL"
    EXPERT_REVIEW = "EXPERT_REVIEW"


SPECIAL = frozenset(Kind) - {Kind.RUNNING, Kind.CORRECTION, Kind.SUPPLEMENT}  # 行政许可法第四十五条


class Phase(StrEnum):
    """Which period runs: to answer whether it is accepted, to send it on, to decide (there or here), to deliver."""

    ACCEPTING = "ACCEPTING"
    FORWARDING = "FORWARDING"
    ANSWERING = "ANSWERING"
    DECIDING = "DECIDING"
    DELIVERING = "DELIVERING"


class Colour(StrEnum):
    """How pressing a case is."""

    GREEN = "GREEN"
    YELLOW = "YELLOW"
    RED = "RED"
    GREY = "GREY"  # no clock runs


class NotRunning(Declined):
    """期限现在没有在计算，不能再停一次。"""


class NotStopped(Declined):
    """期限没有停，不用恢复。"""


class BackInTime(Declined):
    """日期早于上一次停止或恢复期限的日期。请核对日期。"""

    status = 422


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of days after ``begins_on`` up to and with ``ends_on``; open while ``ends_on`` is None."""

    kind: Kind
    begins_on: date
    ends_on: date | None = None

    @property
    def runs(self) -> bool:
        return self.kind == Kind.RUNNING


@dataclass(frozen=True, slots=True)
class Clock:
    """So many working days, and the segments so far; the last one is open unless the clock has ended."""

    limit: int
    segments: tuple[Segment, ...]

    @property
    def last(self) -> Segment:
        return self.segments[-1]

    @property
    def is_running(self) -> bool:
        return self.last.runs and self.last.ends_on is None

    @property
    def is_stopped(self) -> bool:
        return not self.last.runs and self.last.ends_on is None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock says on a day. Each calendar day since it began is counted, free, a holiday, or stopped."""

    day: date
    counted: int
    limit: int
    weekend: int
    holidays: tuple[tuple[str, int], ...]
    stops: tuple[tuple[Kind, int], ...]
    worked: tuple[date, ...]  # Saturdays and Sundays that counted
    due_on: date | None  # None while stopped

    @property
    def left(self) -> int:
        """Working days left; negative when overdue."""
        return self.limit - self.counted


def start(on: date, limit: int) -> Clock:
    """A clock that runs from the day after ``on``."""
    return Clock(limit, (Segment(Kind.RUNNING, on),))


def stop(clock: Clock, kind: Kind, on: date) -> Clock:
    """The day ``on`` still counts; from the next one nothing does."""
    if not clock.is_running:
        raise NotRunning()
    return _followed(clock, kind, on)


def resume(clock: Clock, on: date) -> Clock:
    """The day after ``on`` counts again."""
    if not clock.is_stopped:
        raise NotStopped()
    return _followed(clock, Kind.RUNNING, on)


def end(clock: Clock, on: date) -> Clock:
    """What it measured has happened."""
    last = _closed(clock, on)
    return replace(clock, segments=(*clock.segments[:-1], last))


def extend(clock: Clock, days: int) -> Clock:
    return replace(clock, limit=clock.limit + days)


def since(clock: Clock, day: date, limit: int) -> Clock:
    """A shorter period within the clock's, begun on ``day``: it stops when the clock stops."""
    later = [each for each in clock.segments if each.ends_on is None or each.ends_on > day or each is clock.last]
    return Clock(limit, tuple(replace(each, begins_on=max(each.begins_on, day)) for each in later))


def counted(calendar: Calendar, clock: Clock, day: date) -> int:
    """The working days used up by the end of the day."""
    return sum(
        working_days_between(calendar, each.begins_on, _until(each, day))
        for each in clock.segments
        if each.runs and each.begins_on < day
    )


def due_on(calendar: Calendar, clock: Clock) -> date | None:
    """The last working day; None while the clock is stopped in time. What was overdue before a stop stays overdue."""
    left = clock.limit
    for each in clock.segments:
        if not each.runs:
            continue
        used = left if each.ends_on is None else working_days_between(calendar, each.begins_on, each.ends_on)
        if each.ends_on is None or used > left:
            return max(clock.segments[0].begins_on, _worked_until(calendar, each.begins_on, left))
        left -= used
    return None


def read(calendar: Calendar, clock: Clock, day: date) -> Reading:
    """Where every day since the clock began has gone; ``day`` not before it began."""
    stops: Counter[Kind] = Counter()
    holidays: Counter[str] = Counter()
    worked, weekend, used = [], 0, 0
    for each, segment in _days(clock, day):
        if not segment.runs:
            stops[segment.kind] += 1
        elif is_working_day(calendar, each):
            used += 1
            worked += [each] if each in calendar.worked else []
        elif each in calendar.off:
            holidays[calendar.off[each]] += 1
        else:
            weekend += 1
    found = tuple(holidays.items()), tuple(stops.items()), tuple(worked)
    return Reading(day, used, clock.limit, weekend, *found, due_on(calendar, clock))


def colour(day: date, due: date | None, warn_on: date | None) -> Colour:
    """Overdue is red; from ``warn_on`` to the last day yellow."""
    if due is None:
        return Colour.GREY
    if day > due:
        return Colour.RED
    return Colour.YELLOW if warn_on is not None and day >= warn_on else Colour.GREEN


def _followed(clock: Clock, kind: Kind, on: date) -> Clock:
    return replace(clock, segments=(*clock.segments[:-1], _closed(clock, on), Segment(kind, on)))


def _closed(clock: Clock, on: date) -> Segment:
    if clock.last.ends_on is not None:
        raise NotRunning()
    if on < clock.last.begins_on:
        raise BackInTime(f"{on.isoformat()} < {clock.last.begins_on.isoformat()}")
    return replace(clock.last, ends_on=on)


def _worked_until(calendar: Calendar, begins_on: date, days: int) -> date:
    """Where no day is left, the one on which the clock was resumed is the last, or the working day before it."""
    if days:
        return add_working_days(calendar, begins_on, days)
    while not is_working_day(calendar, begins_on):
        begins_on -= ONE_DAY
    return begins_on


def _until(segment: Segment, day: date) -> date:
    return day if segment.ends_on is None else min(segment.ends_on, day)


def _days(clock: Clock, until: date) -> Iterator[tuple[date, Segment]]:
    """Each day after the clock began, with the segment it lies in."""
    for segment in clock.segments:
        last = _until(segment, until)
        for number in range(1, (last - segment.begins_on).days + 1):
            yield segment.begins_on + timedelta(days=number), segment
