"""The words after ``yunjian keys``; None when they make no sense."""

from .database import database


def keys(words: list[str]) -> int | None:
    """``list``, or ``rotate PURPOSE [--days N]``."""
    days = "30"
    if len(words) == 4 and words[0] == "rotate" and words[2] == "--days":
        words, days = words[:2], words[3]
    if not days.isdecimal() or len(days) > 4 or not (words == ["list"] or (len(words) == 2 and words[0] == "rotate")):
        return None
    with database():
        from yunjian.kernel.keys import commands

        return commands.show() if words == ["list"] else commands.rotate(words[1], int(days))
