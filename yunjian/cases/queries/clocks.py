"""The clock in words: which working day it is, what stopped it and for how long, when it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjian.kernel.working_days import Calendar, YearUnknown

from ..logic import clock
from ..models import Phase, Segment, as_clock


@dataclass(frozen=True, slots=True)
class ClockView:
    """A period as its reader sees it; ``sentence`` says why it stands where it stands."""

    phase: str
    phase_title: str
    counted: int
    limit: int
    due_on: date | None
    is_stopped: bool
    sentence: str


def clock_view(segments: Sequence[Segment], known: Calendar, day: date) -> ClockView | None:
    """The latest period of a case; None before its papers were received."""
    if not segments:
        return None
    phase, found = as_clock(list(segments))
    title = str(Phase(phase).label)
    if found.last.ends_on is not None:
        day = found.last.ends_on
    try:
        reading = clock.read(known, found, max(day, found.segments[0].begins_on))
    except YearUnknown as unknown:
        return ClockView(phase, title, 0, found.limit, None, found.is_stopped, str(unknown))
    said = explained(reading, found)
    return ClockView(phase, title, reading.counted, reading.limit, reading.due_on, found.is_stopped, said)


def explained(reading: clock.Reading, found: clock.Clock) -> str:
    """“第 4 个工作日，因听证停 3 天”: every day that was not counted is named but the ordinary weekends."""
    said = [_("第 %(count)d 个工作日") % {"count": reading.counted} if reading.counted else _("不满一个工作日")]
    for kind, days in reading.stops:
        why = str(Segment.Kind(kind).label)
        said.append(ngettext("因%(why)s停 %(days)d 天", "因%(why)s停 %(days)d 天", days) % {"why": why, "days": days})
    for name, days in reading.holidays:
        said.append(ngettext("因%(why)s停 %(days)d 天", "因%(why)s停 %(days)d 天", days) % {"why": name, "days": days})
    if reading.worked:
        days_worked = _("、").join(date_format(day, _("n月j日")) for day in reading.worked)
        said.append(_("%(days)s调休上班") % {"days": days_worked})
    if found.is_stopped:
        said.append(_("现在停着（%(why)s）") % {"why": str(Segment.Kind(found.last.kind).label)})
    elif found.last.ends_on is None and reading.left < 0:
        late = -reading.left
        said.append(ngettext("超期 %(days)d 个工作日", "超期 %(days)d 个工作日", late) % {"days": late})
    return _("，").join(said)
