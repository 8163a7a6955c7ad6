"""How far a legal date has come: reminders at so many days before it, and that it has gone by."""

import re

OVERDUE = "overdue"
_REMINDER = re.compile(r"due:(\d{1,3})")
_FIRST = 1000  # before every reminder


def rank(stage: str) -> int:
    """The lower, the later: nothing said yet (or what is no stage), so many days left, gone by."""
    if stage == OVERDUE:
        return -1
    found = _REMINDER.fullmatch(stage)
    return int(found[1]) if found else _FIRST
