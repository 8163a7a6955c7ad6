"""The holidays of the years that are known, as the real district declares them."""

import json
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from yunjian.kernel.working_days import Calendar, WorkingCalendar


@cache
def years() -> tuple[WorkingCalendar, ...]:
    folder = Path(__file__).resolve().parents[3] / "districts" / "songjiang" / "calendars"
    documents = (each for path in sorted(folder.glob("*.yaml")) for each in YAML(typ="safe").load_all(path))
    return tuple(WorkingCalendar.from_body(json.loads(json.dumps(each, default=str))) for each in documents)


@cache
def calendar() -> Calendar:
    return Calendar(years())
