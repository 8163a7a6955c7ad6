"""Working days by the State Council's yearly notices: nothing is computed for a year without one."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import ClassVar, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .definitions import Definition, Part, Text
from .errors import Declined

ONE_DAY = timedelta(days=1)


class YearUnknown(Declined):
    """没有这一年的放假安排，不能推算工作日。请在国务院通知公布后补充日历。"""

    status = 422


class Holiday(Part):
    """A holiday as the notice names it: the days off, and the days worked in exchange."""

    name: Text = Field(description="节日名称")
    off: tuple[date, ...] = Field(min_length=1, description="放假的日子，含其中的双休日")
    worked: tuple[date, ...] = Field((), description="调休上班的日子")


class CountExample(Part):
    """A start, a number of working days, and the day they end on."""

    start: date = Field(description="起算日，当日不计")
    days: int = Field(ge=0, le=250, description="工作日数")
    due: date = Field(description="最后一个工作日")


class WorkingCalendar(Definition):
    """The public holidays of one year, with the days worked in exchange."""

    kind: ClassVar[str] = "calendars"
    noun: ClassVar[str] = "日历"

    year: int = Field(ge=2000, le=2100, description="年份")
    holidays: tuple[Holiday, ...] = Field(min_length=1, description="节假日安排，按时间先后")
    example: CountExample = Field(description="算例：从起算日数若干个工作日，到哪一天")

    @model_validator(mode="after")
    def _names_each_day_of_its_year_once(self) -> Self:
        days = [day for each in self.holidays for day in (*each.off, *each.worked)]
        for day in days:
            if day.year != self.year and (day.year, day.month) != (self.year - 1, 12):
                raise PydanticCustomError("day", "{day} 不在 {year} 年", {"day": str(day), "year": self.year})
        if twice := sorted(day for day in set(days) if days.count(day) > 1):
            raise PydanticCustomError("day", "{day} 写了两次", {"day": str(twice[0])})
        for day in (day for each in self.holidays for day in each.worked):
            if day.weekday() < 5:
                raise PydanticCustomError("day", "{day} 本来就是工作日，不用写在 worked 里", {"day": str(day)})
        return self

    def check_example(self) -> list[str]:
        try:
            due = add_working_days(Calendar([self]), self.example.start, self.example.days)
        except YearUnknown:
            return ["算例走出了本年，请换一个在年内结束的"]
        if due == self.example.due:
            return []
        return [f"从 {self.example.start} 起数 {self.example.days} 个工作日，到 {due}"]


class Calendar:
    """The years that are known, joined: days can be counted across a New Year when both years are there."""

    def __init__(self, years: Iterable[WorkingCalendar]):
        known = tuple(years)
        holidays = [holiday for each in known for holiday in each.holidays]
        self.years = frozenset(each.year for each in known)
        self.off = {day: holiday.name for holiday in holidays for day in holiday.off}
        self.worked = frozenset(day for holiday in holidays for day in holiday.worked)

    def require(self, day: date) -> None:
        """YearUnknown unless the day's year has its arrangement."""
        if day.year not in self.years:
            raise YearUnknown(f"{day.year} 年")


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Whether people work on the day: Monday to Friday but for holidays, and days worked in exchange."""
    calendar.require(day)
    return day in calendar.worked or (day.weekday() < 5 and day not in calendar.off)


def add_working_days(calendar: Calendar, start: date, days: int) -> date:
    """The day on which the n-th working day after ``start`` falls; a negative number counts back, 0 is the day itself.

    The starting day is not counted.
    """
    step = ONE_DAY if days >= 0 else -ONE_DAY
    day, left = start, abs(days)
    calendar.require(start)
    while left:
        day += step
        left -= is_working_day(calendar, day)
    return day


def working_days_between(calendar: Calendar, start: date, end: date) -> int:
    """How many working days lie after ``start`` up to and with ``end``; negative when ``end`` comes first."""
    if end < start:
        return -working_days_between(calendar, end, start)
    calendar.require(start)
    return sum(is_working_day(calendar, start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def explain(calendar: Calendar, start: date, day: date) -> str:
    """The count in a sentence: ``第 4 个工作日，因春节停 9 天``; both days are in the order they came."""
    count = working_days_between(calendar, start, day)
    passed = [start + timedelta(days=n) for n in range(1, (day - start).days + 1)]
    names = [calendar.off[each] for each in passed if each in calendar.off]
    said = [f"第 {count} 个工作日" if count > 0 else "不满一个工作日"]
    said += [f"因{name}停 {len(list(group))} 天" for name, group in groupby(names)]
    if worked := [f"{each.month} 月 {each.day} 日" for each in passed if each in calendar.worked]:
        said.append(f"{'、'.join(worked)}调休上班")
    return "，".join(said)
